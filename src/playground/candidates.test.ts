import { expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { client, cloudProvider, node, pod, service } from '../testing/cluster.ts';
import { candidatesOf } from './candidates.ts';
import { testBench } from './testBench.ts';

const VISITOR = 'Client.kubehop.dev//visitor';
const WEB = 'Pod/default/web';

/** What is said at each step of a request at which something was chosen. */
async function told(objects: KubernetesObject[], from: string, url: string, before = 0) {
  const bench = testBench([node('node-a'), node('node-b'), ...objects]);
  const request = { from, url };
  for (let sent = 0; sent < before; sent++) {
    await bench.succeed({ type: 'send', request });
    bench.frames.advance(20_000);
  }
  await bench.succeed({ type: 'send', request, follow: true });
  bench.frames.advance(60_000);
  const record = bench.state().followed!;
  return record.steps
    .map((step) => candidatesOf(step, record).map(({ name, why }) => `${name}: ${why}`))
    .filter((candidates) => candidates.length > 0);
}

const web = pod('web', 'web', { nodeName: 'node-a' });
const shops = [
  pod('shop-1', 'shop', { nodeName: 'node-a' }),
  pod('shop-2', 'shop', { nodeName: 'node-b' }),
  pod('shop-3', 'shop', { nodeName: 'node-b' }, { annotations: { 'kubehop.dev/ready': 'false' } }),
];

test('endpoints: who was picked with which chance, and who could not be', async () => {
  const all = await told([web, ...shops, service('shop')], WEB, 'http://shop.default.svc.cluster.local./');
  const last = all.at(-1)!;
  expect([...last].sort()).toEqual([
    expect.stringMatching(/^shop-1: (not )?picked: chance 1\/2$/),
    expect.stringMatching(/^shop-2: (not )?picked: chance 1\/2$/),
    'shop-3: not ready',
  ]);
  expect(last.filter((line) => line.includes(': picked'))).toHaveLength(1);
});

test('endpoints of a Local policy: where the others are', async () => {
  const local = service('shop', { internalTrafficPolicy: 'Local' });
  const all = await told([web, ...shops, local], WEB, 'http://shop.default.svc.cluster.local./');
  expect(all.at(-1)).toEqual([
    'shop-1: the only one left',
    'shop-2: on node-b; policy Local',
    'shop-3: not ready',
  ]);
});

test('endpoints with session affinity: nobody is asked again', async () => {
  const sticky = service('shop', { sessionAffinity: 'ClientIP' });
  const all = await told([web, ...shops, sticky], WEB, 'http://shop.default.svc.cluster.local./', 1);
  expect([...all.at(-1)!].sort().map((line) => line.replace(/^shop-[12]/, 'shop'))).toEqual(
    expect.arrayContaining(['shop: kept: session affinity', 'shop: not asked: session affinity']),
  );
});

test('nodes of a load balancer: which are healthy', async () => {
  const shop = service('shop', { type: 'LoadBalancer', externalTrafficPolicy: 'Local' });
  const [first] = await told(
    [shops[0]!, shop, cloudProvider(), client('visitor')],
    VISITOR,
    'http://192.0.2.40/',
  );
  expect(first).toEqual(['node-a: the only healthy one', 'node-b: fails its health checks']);
});

test('names of a search path: what became of those before, and which come after', async () => {
  const all = await told([web, ...shops, service('shop')], WEB, 'http://shop.default/');
  const names = all.filter((lines) => lines.some((line) => line.includes('asked now')));
  expect(names[0]).toEqual([
    'shop.default.default.svc.cluster.local: asked now',
    'shop.default.svc.cluster.local: only if this one has no address',
    'shop.default.cluster.local: only if this one has no address',
    'shop.default: only if this one has no address',
  ]);
  expect(names[1]?.slice(0, 2)).toEqual([
    'shop.default.default.svc.cluster.local: NXDOMAIN',
    'shop.default.svc.cluster.local: asked now',
  ]);
});

test('addresses of a headless Service: the first in the answer is taken', async () => {
  const all = await told([web, ...shops, service('shop', { clusterIP: 'None' })], WEB, 'http://shop:8080/');
  const addresses = all.find((lines) => lines.some((line) => line.endsWith('first in the answer')));
  expect(addresses).toHaveLength(2);
  expect(addresses?.[1]).toMatch(/: further behind$/);
});
