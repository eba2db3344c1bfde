import { describe, expect, test } from 'vitest';
import type { Hop } from '../../simulation/events.ts';
import { header, hop, objectsOf, outsideServer, places, pod, service, shop } from '../testCluster.ts';
import { worldOf } from '../world.ts';
import { legOf } from './legs.ts';

const { visitor, balancer, a, b, shop: pill, shop1, shop2 } = places;
const world = worldOf(
  objectsOf(
    ...shop(),
    pod('web', 'web', 'a', '10.244.1.9'),
    outsideServer('pay', 'pay.example.com', '198.51.100.9'),
  ),
);
const concept = (step: Hop, sender: string = visitor) => legOf(step, 'Concept', world, () => sender);

const sent = header('203.0.113.7', '192.0.2.40');
const toShop1 = header('192.168.1.12', '10.244.1.5');
const toShop2 = header('192.168.1.12', '10.244.2.8');

test('in the packet path a hop is drawn where it is', () => {
  expect(legOf(hop(balancer, b, { before: sent }), 'PacketPath', world, () => visitor)).toEqual({
    from: balancer,
    to: b,
    start: 0,
    end: 1,
  });
});

describe('in concept, a request through a load balancer', () => {
  test('goes to the load balancer, which is a place', () => {
    expect(concept(hop(visitor, balancer, { before: sent }))).toEqual({
      from: visitor,
      to: balancer,
      start: 0,
      end: 1,
    });
  });

  test('goes to the Service instead of the Node that holds its rules', () => {
    expect(concept(hop(balancer, b, { before: sent }))).toEqual({
      from: balancer,
      to: pill,
      start: 0,
      end: 1,
    });
  });

  test('what a Node sends itself goes between it and the Service, there and back', () => {
    expect(concept(hop(a, a, { before: sent }))).toEqual({ from: a, to: pill, start: 0, end: 1 });
    expect(concept(hop(a, a, { before: header('192.0.2.40', '192.168.1.11'), packetKind: 'reply' }))).toEqual(
      {
        from: pill,
        to: a,
        start: 0,
        end: 1,
      },
    );
  });

  test('goes straight from the Service to a Pod on the translating Node', () => {
    expect(concept(hop(b, shop2, { before: sent, after: toShop2 }))).toEqual({
      from: pill,
      to: shop2,
      start: 0,
      end: 1,
    });
  });

  test('goes from the Service to a Pod on another Node in two halves', () => {
    expect(concept(hop(b, a, { before: sent, after: toShop1 }))).toEqual({
      from: pill,
      to: shop1,
      start: 0,
      end: 0.5,
    });
    expect(concept(hop(a, shop1, { before: toShop1 }))).toEqual({
      from: pill,
      to: shop1,
      start: 0.5,
      end: 1,
    });
  });

  test('comes back the same way', () => {
    const back = header('10.244.1.5', '192.168.1.12');
    const undone = header('192.0.2.40', '203.0.113.7');
    const reply = { packetKind: 'reply' } as const;
    expect(concept(hop(shop1, a, { ...reply, before: back }))).toEqual({
      from: shop1,
      to: pill,
      start: 0,
      end: 0.5,
    });
    expect(concept(hop(a, b, { ...reply, before: back }))).toEqual({
      from: shop1,
      to: pill,
      start: 0.5,
      end: 1,
    });
    expect(concept(hop(b, visitor, { ...reply, before: back, after: undone }))).toEqual({
      from: pill,
      to: visitor,
      start: 0,
      end: 1,
    });
  });
});

test('in concept, a reply to a Pod on the same Node comes back to the Service in one go', () => {
  const back = header('10.244.1.5', '10.244.1.9');
  expect(concept(hop(shop1, a, { packetKind: 'reply', before: back }))).toEqual({
    from: shop1,
    to: pill,
    start: 0,
    end: 1,
  });
});

test('in concept, kube-proxy refuses in the name of the Service', () => {
  const refusal = header('10.96.0.1', '10.244.1.9');
  expect(concept(hop(a, 'Pod/default/web', { packetKind: 'refused', before: refusal }))).toEqual({
    from: pill,
    to: 'Pod/default/web',
    start: 0,
    end: 1,
  });
});

test('in concept, Pods that talk without a Service are joined directly, in as many parts as hops', () => {
  const before = header('10.244.1.9', '10.244.2.8');
  const direct = { before, service: null };
  const web = 'Pod/default/web';
  expect(concept(hop(web, a, direct), web)).toEqual({ from: web, to: shop2, start: 0, end: 1 / 3 });
  expect(concept(hop(a, b, direct), web)).toEqual({ from: web, to: shop2, start: 1 / 3, end: 2 / 3 });
  expect(concept(hop(b, shop2, direct), web)).toEqual({ from: web, to: shop2, start: 2 / 3, end: 1 });
});

test('in concept, nothing is bent through a Service that only is a name', () => {
  const named = worldOf(
    objectsOf(
      ...shop(),
      pod('web', 'web', 'a', '10.244.1.9'),
      service('payments', { type: 'ExternalName', externalName: 'pay.example.com' }),
      outsideServer('pay', 'pay.example.com', '198.51.100.9'),
    ),
  );
  const [web, pay] = ['Pod/default/web', 'OutsideServer.kubehop.dev//pay'];
  const masqueraded = hop(a, pay, {
    before: header('10.244.1.9', '198.51.100.9'),
    after: header('192.168.1.11', '198.51.100.9'),
    service: 'Service/default/payments',
  });
  expect(legOf(masqueraded, 'Concept', named, () => web)).toEqual({ from: web, to: pay, start: 0.5, end: 1 });
});

test('in concept, DNS is drawn where it is: its Service has no card', () => {
  const query = hop('Pod/default/web', a, {
    packetKind: 'dnsQuery',
    before: header('10.244.1.9', '10.96.0.10', 'UDP'),
    service: 'Service/kube-system/kube-dns',
  });
  expect(concept(query, 'Pod/default/web')).toEqual({ from: 'Pod/default/web', to: a, start: 0, end: 1 });
});
