import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { SceneView } from '../simulation/scene.ts';
import { wiresOf } from './relations.ts';
import { client, objectsOf, outsideServer, places, pod, service, shop, traffic } from './testCluster.ts';
import { worldOf } from './world.ts';

const { visitor, balancer, a, b, shop: pill, shop1, shop2 } = places;

/** `from→to look` of every wire of a relation, sorted. */
function wires(view: SceneView, relation: string, ...objects: readonly KubernetesObject[]): string[] {
  return wiresOf({ world: worldOf(objectsOf(...objects)), selection: new Set() }, view)
    .filter((wire) => wire.relation === relation)
    .map(({ from, to, look }) => `${from}→${to} ${look}`)
    .sort();
}

const visits = traffic('visits', {
  from: { kind: 'Client', name: 'visitor' },
  service: { namespace: 'default', name: 'shop' },
});

test('a Service is tied to the Pods that it selects, dotted, in both views', () => {
  const expected = [`${pill}→${shop1} dotted`, `${pill}→${shop2} dotted`];
  expect(wires('Concept', 'selects', ...shop())).toEqual(expected);
  expect(wires('PacketPath', 'selects', ...shop())).toEqual(expected);
});

test('an ExternalName is tied to the server of that name', () => {
  const payments = service('payments', { type: 'ExternalName', externalName: 'pay.example.com' });
  const gateway = outsideServer('gateway', 'pay.example.com', '198.51.100.9');
  const other = outsideServer('other', 'other.example.com', '198.51.100.10');
  expect(wires('Concept', 'names', payments, gateway, other)).toEqual([
    'Service/default/payments→OutsideServer.kubehop.dev//gateway dotted',
  ]);
});

describe('traffic of somebody outside to a LoadBalancer', () => {
  test('goes by the load balancer to the Service in concept', () => {
    expect(wires('Concept', 'sends', ...shop(), visits)).toEqual([
      `${visitor}→${balancer} solid`,
      `${balancer}→${pill} solid`,
    ]);
  });

  test('goes to every node and between them in the packet path', () => {
    expect(wires('PacketPath', 'travels', ...shop(), visits)).toEqual(
      [
        `${visitor}→${balancer} solid`,
        `${balancer}→${a} solid`,
        `${balancer}→${b} solid`,
        `${a}→${b} solid`,
      ].sort(),
    );
  });

  test('stays on the nodes with endpoints when the policy is Local', () => {
    const local = shop({ type: 'LoadBalancer', clusterIP: '10.96.0.1', externalTrafficPolicy: 'Local' });
    const onlyA = local.filter(({ metadata }) => metadata.name !== 'shop-2');
    expect(wires('PacketPath', 'travels', ...onlyA, visits)).toEqual([
      `${visitor}→${balancer} solid`,
      `${balancer}→${a} solid`,
    ]);
  });

  test('ends at the load balancer while that is pending', () => {
    const pending = shop().map((object) =>
      object.kind === 'Service' ? service('shop', { type: 'LoadBalancer', clusterIP: '10.96.0.1' }) : object,
    );
    expect(wires('Concept', 'sends', ...pending, visits)).toEqual([`${visitor}→${balancer} dotted`]);
    expect(wires('PacketPath', 'travels', ...pending, visits)).toEqual([`${visitor}→${balancer} dotted`]);
  });
});

test('traffic to the node port of one node enters there', () => {
  const nodePort = shop({ type: 'NodePort', clusterIP: '10.96.0.1', ports: [{ port: 80, nodePort: 30080 }] });
  const byUrl = traffic('demo', {
    from: { kind: 'Client', name: 'visitor' },
    url: 'http://192.168.1.12:30080/',
  });
  const plain = nodePort.map((object) =>
    object.kind === 'Service'
      ? service('shop', { type: 'NodePort', clusterIP: '10.96.0.1', ports: [{ port: 80, nodePort: 30080 }] })
      : object,
  );
  expect(wires('PacketPath', 'travels', ...plain, byUrl)).toEqual(
    [`${visitor}→${b} solid`, `${b}→${a} solid`].sort(),
  );
});

test('traffic of a Pod leaves by its own node, and names are found as DNS would', () => {
  const web = pod('web', 'web', 'a', '10.244.1.9');
  for (const url of [
    'http://shop/',
    'shop.default:80',
    'http://shop.default.svc.cluster.local./',
    'http://10.96.0.1',
  ]) {
    const calls = traffic('calls', { from: { kind: 'Pod', namespace: 'default', name: 'web' }, url });
    expect(wires('Concept', 'sends', ...shop(), web, calls)).toEqual([`Pod/default/web→${pill} solid`]);
    expect(wires('PacketPath', 'travels', ...shop(), web, calls)).toEqual([`${a}→${b} solid`]);
  }
});

test('the load balancer address never leaves the cluster when a Pod uses it', () => {
  const web = pod('web', 'web', 'a', '10.244.1.9');
  const calls = traffic('calls', {
    from: { kind: 'Pod', namespace: 'default', name: 'web' },
    url: 'http://192.0.2.40/',
  });
  expect(wires('PacketPath', 'travels', ...shop(), web, calls)).toEqual([`${a}→${b} solid`]);
});

test('clients of a headless Service talk to its Pods themselves', () => {
  const headless = shop({ clusterIP: 'None' }).map((object) =>
    object.kind === 'Service' ? service('shop', { clusterIP: 'None' }) : object,
  );
  const web = pod('web', 'web', 'a', '10.244.1.9');
  const calls = traffic('calls', {
    from: { kind: 'Pod', namespace: 'default', name: 'web' },
    url: 'http://shop/',
  });
  expect(wires('Concept', 'sends', ...headless, web, calls)).toEqual([
    `Pod/default/web→${shop1} solid`,
    `Pod/default/web→${shop2} solid`,
    `Pod/default/web→${pill} dotted`,
  ]);
});

test('a name that nobody has makes no wire', () => {
  const lost = traffic('lost', { from: { kind: 'Client', name: 'visitor' }, url: 'http://shpo/' });
  expect(wires('Concept', 'sends', client('visitor', '203.0.113.7'), lost)).toEqual([]);
});

test('owners are shown with the selection only, and raised', () => {
  const world = worldOf(objectsOf(...shop()));
  const selected = wiresOf({ world, selection: new Set([pill]) }, 'Concept').filter(
    ({ isRaised }) => isRaised,
  );
  expect(selected.map(({ to }) => to).sort()).toEqual([shop1, shop2]);
  expect(wiresOf({ world, selection: new Set() }, 'Concept').some(({ isRaised }) => isRaised)).toBe(false);
});
