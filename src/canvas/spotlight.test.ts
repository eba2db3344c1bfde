import { expect, test } from 'vitest';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop, PacketEnd, RequestEnd } from '../simulation/events.ts';
import { rewriteText, spotlightOn } from './spotlight.ts';
import { header, hop, objectsOf, places, shop } from './testCluster.ts';
import { worldOf } from './world.ts';

const { visitor, balancer, a, b, shop: pill, shop1 } = places;
const world = worldOf(objectsOf(...shop()));
const sent = header('203.0.113.7', '192.0.2.40');
const picked = header('192.168.1.12', '10.244.1.5');
const rewritten = hop(b, a, { before: sent, after: picked });

function record(...steps: (Hop | PacketEnd)[]): RequestRecord {
  return {
    start: {
      type: 'RequestStart',
      at: 0,
      requestId: 1,
      from: visitor,
      url: 'http://192.0.2.40/',
      traffic: null,
    },
    steps,
    end: null,
  };
}

test('lights the places of the current hop and the wire between them, not those of the hop before', () => {
  const light = spotlightOn(record(hop(balancer, b, { before: sent }), rewritten), 'PacketPath', world)!;
  expect([light.has(a), light.has(b), light.has(balancer)]).toEqual([true, true, false]);
  expect([light.covers(a, b), light.covers(b, a), light.covers(balancer, b)]).toEqual([true, true, false]);
});

test('in concept, lights the Service in place of its Nodes, and still the Node that rewrites', () => {
  const light = spotlightOn(record(rewritten), 'Concept', world)!;
  expect([light.has(pill), light.has(shop1), light.has(b), light.has(a)]).toEqual([true, true, true, false]);
});

test('says what the kube-proxy on that Node did', () => {
  const light = spotlightOn(record(rewritten), 'PacketPath', world)!;
  expect(light.rewriteAt(b)).toEqual({ text: 'DNAT + SNAT', form: 'LoadBalancer' });
  expect(light.rewriteAt(a)).toBeNull();
  expect(rewriteText(hop(b, a, { before: sent }))).toBeNull();
  expect(rewriteText(hop(b, a, { before: sent, after: { ...sent, destination: '10.244.1.5' } }))).toBe(
    'DNAT',
  );
  expect(rewriteText(hop(b, visitor, { packetKind: 'reply', before: picked, after: sent }))).toBe(
    'undone in reverse',
  );
});

test('goes out when the request has ended', () => {
  const end = { type: 'RequestEnd' } as RequestEnd;
  expect(spotlightOn({ ...record(rewritten), end }, 'PacketPath', world)).toBeNull();
  expect(spotlightOn(null, 'PacketPath', world)).toBeNull();
  expect(spotlightOn(record(), 'PacketPath', world)).toBeNull();
});
