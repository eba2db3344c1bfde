import { describe, expect, test } from 'vitest';
import type { Deployment } from '../kubernetes/deployment.ts';
import { isSimulated } from '../kubernetes/kinds.ts';
import { type KubernetesObject, parseKey } from '../kubernetes/objectMeta.ts';
import { isReady, type Pod } from '../kubernetes/pod.ts';
import { testBench } from '../playground/testBench.ts';
import type { RequestEnd } from '../simulation/events.ts';
import { DEFAULT_SCENE_ID, type SceneEntry, scenes } from './index.ts';

test('the default scene comes first', () => {
  expect(scenes[0]?.id).toBe(DEFAULT_SCENE_ID);
});

test.each(scenes)('the gallery says of $id what its file says', async ({ title, lookAt, load }) => {
  const scene = await load();
  expect({ title: scene.title, lookAt: scene.lookAt }).toEqual({ title, lookAt });
});

/** A minute and a half of the scene, and how its requests ended. */
async function play(entry: SceneEntry) {
  const bench = testBench(await entry.load());
  const ends: RequestEnd[] = [];
  bench.playground.onEvents((events) => {
    for (const event of events) if (event.type === 'RequestEnd') ends.push(event);
  });
  bench.frames.advance(90_000);
  return { bench, ends };
}

async function playById(id: string) {
  return play(scenes.find((entry) => entry.id === id)!);
}

/** Names of those who answered the Traffic, each once. */
function answerers(ends: readonly RequestEnd[], traffic: string): string[] {
  const places = ends
    .filter((end) => parseKey(end.traffic ?? '').name === traffic)
    .map((end) => end.answeredBy);
  return [...new Set(places.map((place) => (place === null ? 'nobody' : parseKey(place).name)))].sort();
}

/** Traffic that shows how something goes wrong. */
const meantToFail = ['traffic-shop-2-to-payments', 'traffic-web-to-db'];

describe.each(scenes)('$id', (entry) => {
  test('holds only simulated objects, and the API server takes them all', async () => {
    const scene = await entry.load();
    const isSetting = (object: KubernetesObject) => object.kind === 'ServiceCIDR';
    expect(scene.objects.filter((object) => !isSimulated(object) && !isSetting(object))).toEqual([]);
    const bench = testBench([]);
    const status = await bench.dispatch({ type: 'loadScene', scene });
    expect(status.details?.causes).toEqual([]);
  });

  test('every Traffic is answered well, every time, but for what is there to fail', async () => {
    const { bench, ends } = await play(entry);
    const traffic = [...bench.state().objects.keys()].filter((key) => parseKey(key).kind === 'Traffic');
    const answered = new Set(ends.map((end) => end.traffic));
    expect(traffic.filter((key) => !answered.has(key))).toEqual([]);
    const failed = ends.filter((end) => end.outcome !== 'answered' || (end.status ?? 200) >= 400);
    const surprising = failed.filter((end) => !meantToFail.includes(parseKey(end.traffic ?? '').name));
    expect(surprising).toEqual([]);
  });

  test('has no problem that is an error or a warning', async () => {
    const { bench } = await play(entry);
    const found = [...bench.state().problems].flatMap(([key, problems]) =>
      problems.filter(({ severity }) => severity !== 'info').map(({ text }) => `${key}: ${text}`),
    );
    expect(found).toEqual([]);
  });

  test('fits its place on the canvas', async () => {
    const { layout } = await entry.load();
    for (const { x, y } of Object.values(layout)) {
      expect(x).toBeGreaterThanOrEqual(0);
      expect(y).toBeGreaterThanOrEqual(40);
      expect(x).toBeLessThan(1000);
      expect(y).toBeLessThan(480);
    }
  });
});

describe('what the scenes promise', () => {
  test('the shop spreads visitors over its ready Pods, and the one that is not ready gets none', async () => {
    const { bench, ends } = await playById('shop');
    const zz1 = bench.object<Pod>('Pod/default/shop-zz1');
    expect(isReady(zz1)).toBe(false);
    expect(answerers(ends, 'traffic-visitor-to-shop')).toEqual(['shop-7x2', 'shop-k4m']);
    const visits = ends.filter((end) => end.traffic?.endsWith('traffic-visitor-to-shop'));
    const byFirst = visits.filter((end) => end.answeredBy?.endsWith('shop-7x2')).length / visits.length;
    expect(byFirst).toBeGreaterThan(0.3);
    expect(byFirst).toBeLessThan(0.7);
    expect(answerers(ends, 'traffic-shop-k4m-to-payments')).toEqual(['payment-gateway']);
  });

  test('the shop takes a traffic spike', async () => {
    const { bench } = await playById('shop');
    const traffic = bench.object('Traffic.kubehop.dev//traffic-visitor-to-shop') as {
      spec?: object;
    } & ReturnType<typeof bench.object>;
    const ends: RequestEnd[] = [];
    bench.playground.onEvents((events) => {
      for (const event of events) if (event.type === 'RequestEnd') ends.push(event);
    });
    await bench.succeed({
      type: 'update',
      object: { ...traffic, spec: { ...traffic.spec, requestsPerSecond: 40 } } as typeof traffic,
    });
    bench.frames.advance(20_000);
    expect(ends.length).toBeGreaterThan(500);
    expect(ends.filter((end) => end.outcome !== 'answered')).toEqual([]);
  });

  test('the rollout of the hasty Deployment loses visitors, that of the patient one none', async () => {
    const { bench } = await playById('rolling-update');
    const ends: RequestEnd[] = [];
    bench.playground.onEvents((events) => {
      for (const event of events) if (event.type === 'RequestEnd') ends.push(event);
    });
    for (const name of ['hasty', 'patient']) {
      const deployment = bench.object<Deployment>(`Deployment.apps/default/${name}`);
      const [container] = deployment.spec.template.spec.containers;
      const containers = [{ ...container!, image: 'example.com/web:1.1' }];
      const template = { ...deployment.spec.template, spec: { containers } };
      const object: Deployment = { ...deployment, spec: { ...deployment.spec, template } };
      await bench.succeed({ type: 'update', object });
    }
    bench.frames.advance(60_000);
    const failed = (name: string) =>
      ends.filter((end) => end.outcome !== 'answered' && parseKey(end.traffic ?? '').name === name).length;
    expect(failed('traffic-visitor-to-hasty')).toBeGreaterThan(0);
    expect(failed('traffic-guest-to-patient')).toBe(0);
  });

  test('web reaches catalog by IPv6 and cart by IPv4', async () => {
    const { ends } = await playById('dual-stack');
    const seen = (traffic: string) =>
      new Set(
        ends
          .filter((end) => parseKey(end.traffic ?? '').name === traffic)
          .map(({ sourceSeen }) => sourceSeen?.includes(':')),
      );
    expect(seen('traffic-web-to-catalog')).toEqual(new Set([true]));
    expect(seen('traffic-web-to-cart')).toEqual(new Set([false]));
    expect(answerers(ends, 'traffic-web-to-catalog')).toEqual(['catalog-1', 'catalog-2']);
  });

  test('the demo answers on the Node that runs no Pod of it', async () => {
    const { bench, ends } = await playById('node-port');
    const pods = [...bench.state().objects.values()].filter((object): object is Pod => object.kind === 'Pod');
    expect(pods.some((pod) => pod.metadata.labels?.app === 'demo' && pod.spec.nodeName === 'node-b')).toBe(
      false,
    );
    expect(answerers(ends, 'traffic-colleague-to-demo')).toEqual(['demo-1', 'demo-2']);
    const urls = new Set(ends.map((end) => new URL(end.url).host));
    expect([...urls].sort()).toEqual(['192.168.1.11:30080', '192.168.1.12:30080']);
  });

  test('payments are answered by the gateway itself, if it is asked by its own name', async () => {
    const { ends } = await playById('payments');
    expect(answerers(ends, 'traffic-shop-1-to-payments')).toEqual(['payment-gateway']);
    const second = ends.filter((end) => end.traffic?.endsWith('traffic-shop-2-to-payments'));
    expect(second.length).toBeGreaterThan(10);
    expect(new Set(second.map((end) => end.reason))).toEqual(new Set(['TlsNameMismatch']));
  });

  test('the headless database answers with each of its Pods, and db-0 under its own name', async () => {
    const { ends } = await playById('headless');
    expect(answerers(ends, 'traffic-orders-1-to-db')).toEqual(['db-0', 'db-1', 'db-2']);
    expect(answerers(ends, 'traffic-orders-1-to-db-0')).toEqual(['db-0']);
  });

  test('behind the NetworkPolicy only api reaches the database, by its name', async () => {
    const { ends } = await playById('network-policy');
    expect(answerers(ends, 'traffic-api-to-db')).toHaveLength(1);
    const forbidden = ends.filter(({ traffic }) => traffic?.endsWith('traffic-web-to-db'));
    expect(forbidden.length).toBeGreaterThan(5);
    for (const { outcome, reason } of forbidden)
      expect({ outcome, reason }).toEqual({ outcome: 'timedOut', reason: 'PolicyDenied' });
  });

  test('web reaches all Pods of catalog and cart', async () => {
    const { ends } = await playById('microservices');
    expect(answerers(ends, 'traffic-web-to-catalog')).toHaveLength(3);
    expect(answerers(ends, 'traffic-web-to-cart')).toHaveLength(2);
  });
});
