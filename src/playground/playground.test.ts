import { expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { defaultScene } from '../scenes/index.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { everyPart } from './everyPart.ts';
import { createPlayground } from './playground.ts';
import { testBench } from './testBench.ts';

const SHOP = 'Service/default/shop';
const VISITOR = 'Client.kubehop.dev//visitor';

test('packets move within the first second', () => {
  const bench = testBench(defaultScene);
  const events: SimulationEvent[] = [];
  bench.playground.onEvents((batch) => events.push(...batch));
  bench.frames.advance(1000);
  expect(events.some((event) => event.type === 'Hop')).toBe(true);
});

test('a scene begins with the rules that its kube-proxies have written', async () => {
  const bench = testBench(defaultScene);
  const before = bench.state().rules['Node//node-a']!;
  expect(before.rules).toBeGreaterThan(5);
  await bench.succeed({ type: 'create', object: kinds.Service.template('more') });
  bench.frames.advance(10_000);
  expect(bench.state().rules['Node//node-a']!.rules).toBeGreaterThan(before.rules);
});

test('requests, the clock and the narration reach the state', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'send', request: { from: VISITOR, service: { name: 'shop' } }, follow: true });
  bench.frames.advance(8000);
  const { requests, followed, narration, clock } = bench.state();
  expect(requests.length).toBeGreaterThan(2);
  expect(followed?.end?.outcome).toBe('answered');
  expect(followed?.steps.length).toBeGreaterThan(3);
  expect(narration).not.toBe('');
  expect(clock.now).toBeGreaterThan(7000);
});

test('an object that did not change is the same object in the next state', async () => {
  const bench = testBench(defaultScene);
  const cart = bench.state().objects.get('Service/default/cart');
  await bench.succeed({ type: 'delete', key: SHOP });
  expect(bench.state().objects.has(SHOP)).toBe(false);
  expect(bench.state().objects.get('Service/default/cart')).toBe(cart);
});

test('a step that fails in the middle leaves nothing behind', async () => {
  const bench = testBench(defaultScene);
  const before = bench.playground.scene();
  const status = await bench.dispatch([
    { type: 'create', object: kinds.Pod.template('extra'), position: { x: 1, y: 1 } },
    { type: 'delete', key: 'Pod/default/cart-9qd', force: true },
    { type: 'create', object: kinds.Pod.template('Not a name') },
  ]);
  expect(status).toMatchObject({ status: 'Failure', reason: 'Invalid' });
  const byName = (scene: typeof before) =>
    Object.fromEntries(scene.objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));
  expect(byName(bench.playground.scene())).toEqual(byName(before));
  expect(bench.playground.scene().layout).toEqual(before.layout);
  expect(bench.state().history.undo).toBeNull();
  expect(bench.state().notices.map((notice) => notice.text)).toEqual([status.message]);
});

test('undo writes through the API server, with its kubectl line, and the simulation goes on', async () => {
  const bench = testBench(defaultScene);
  bench.frames.advance(3000);
  const { clusterIP } = bench.object<Service>(SHOP).spec;
  await bench.succeed({ type: 'delete', key: SHOP });
  expect(bench.state().history.undo).toBe('Delete Service shop');
  await bench.succeed({ type: 'undo' });
  expect(bench.object<Service>(SHOP).spec.clusterIP).toBe(clusterIP);
  expect(bench.playground.now()).toBeGreaterThan(2900);
  expect(bench.state().history).toEqual({ undo: null, redo: 'Delete Service shop' });
  const [deleted, restored] = bench.state().commandLines;
  expect(deleted?.line).toBe('kubectl delete service shop');
  expect(restored?.line).toMatch(/^echo '\{.*"kind":"Service".*\}' \| kubectl apply -f -$/);
});

test('dispatches of one gesture are one step', async () => {
  const bench = testBench(defaultScene);
  for (const x of [10, 20, 30])
    await bench.playground.dispatch(
      { type: 'place', positions: { [SHOP]: { x, y: 5 } } },
      'canvas',
      'drag 1',
    );
  expect(bench.state().layout[SHOP]).toEqual({ x: 30, y: 5 });
  await bench.succeed({ type: 'undo' });
  expect(bench.state().layout[SHOP]).toEqual(defaultScene.layout[SHOP]);
  expect(bench.state().history.undo).toBeNull();
});

test('pause stops time, step goes to the next moment at which a packet moves', async () => {
  const bench = testBench(defaultScene);
  bench.frames.advance(2000);
  await bench.succeed({ type: 'pause' });
  const paused = bench.playground.now();
  bench.frames.advance(2000);
  expect(bench.playground.now()).toBe(paused);
  const events: SimulationEvent[] = [];
  bench.playground.onEvents((batch) => events.push(...batch));
  await bench.succeed({ type: 'step' });
  expect(events.filter((event) => event.type === 'Hop' || event.type === 'PacketEnd')).not.toEqual([]);
  expect(bench.state().clock).toMatchObject({ playing: false, now: bench.playground.now() });
});

test('speed stretches the clock between its limits, and a long frame counts a quarter of a second', async () => {
  let frame: (wallTime: number) => void = () => {};
  const playground = createPlayground({
    parts: everyPart,
    scene: defaultScene,
    frames: {
      subscribe(listener) {
        frame = listener;
        return () => {};
      },
    },
  });
  frame(0);
  frame(100);
  expect(playground.now()).toBe(100);
  frame(60_000);
  expect(playground.now()).toBe(350);
  await playground.dispatch({ type: 'setSpeed', speed: 1000 }, 'app');
  expect(playground.store.getState().clock.speed).toBe(50);
  frame(60_010);
  expect(playground.now()).toBe(850);
});

test('the same scene played twice gives the same events', () => {
  const logs = [0, 1].map(() => {
    const bench = testBench(defaultScene);
    const log: SimulationEvent[] = [];
    bench.playground.onEvents((batch) => log.push(...batch));
    bench.frames.advance(5000);
    return JSON.stringify(log);
  });
  expect(logs[0]!.length).toBeGreaterThan(1000);
  expect(logs[1]).toBe(logs[0]);
});

test('reset brings objects and clock back, and can be undone', async () => {
  const bench = testBench(defaultScene);
  bench.frames.advance(3000);
  await bench.succeed({ type: 'delete', key: SHOP });
  const resets: boolean[] = [];
  bench.playground.onEvents((_, reset) => resets.push(reset));
  await bench.succeed({ type: 'reset' });
  expect(resets).toContain(true);
  expect(bench.state().objects.has(SHOP)).toBe(true);
  expect(bench.playground.now()).toBe(0);
  await bench.succeed({ type: 'undo' });
  expect(bench.state().objects.has(SHOP)).toBe(false);
});

test('deleting a sender by hand takes its Traffic along, a terminal deletes what it names', async () => {
  const traffic = 'Traffic.kubehop.dev//traffic-visitor-to-shop';
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'delete', key: VISITOR }, 'terminal');
  expect(bench.state().objects.has(traffic)).toBe(true);
  await bench.succeed({ type: 'undo' });
  await bench.succeed([
    { type: 'delete', key: VISITOR },
    { type: 'delete', key: traffic },
  ]);
  expect(bench.state().objects.has(traffic)).toBe(false);
  await bench.succeed({ type: 'undo' });
  expect(bench.state().objects.has(traffic)).toBe(true);
});

test('moving a Pod replaces it on the other Node', async () => {
  const bench = testBench(defaultScene);
  const { uid } = bench.object<Pod>('Pod/default/cart-9qd').metadata;
  await bench.succeed({ type: 'movePod', key: 'Pod/default/cart-9qd', node: 'node-b' });
  const moved = bench.object<Pod>('Pod/default/cart-9qd');
  expect(moved.spec.nodeName).toBe('node-b');
  expect(moved.metadata.uid).not.toBe(uid);
  expect(bench.state().commandLines.map(({ line }) => line.split(' ').slice(0, 3).join(' '))).toEqual(
    [
      'kubectl delete pod',
      'echo \'{"apiVersion":"v1","kind":"Pod","metadata":{"labels":{"app":"cart"},"name":"cart-9qd","namespace":"default"},"spec":',
    ].map((line, index) => (index === 0 ? line : expect.stringMatching(/^(echo|kubectl run)/))),
  );
  await bench.succeed({ type: 'undo' });
  expect(bench.object<Pod>('Pod/default/cart-9qd').spec.nodeName).toBe('node-a');
});

test('a Pod that a ReplicaSet controls is not moved, and the words say why', async () => {
  const bench = testBench([
    kinds.Node.template('node-a'),
    kinds.Node.template('node-b'),
    kinds.Deployment.template('web'),
  ]);
  const [key, pod] = [...bench.state().objects].find(([key]) => key.startsWith('Pod/default/web-'))!;
  const { nodeName } = (pod as Pod).spec;
  const status = await bench.dispatch({
    type: 'movePod',
    key,
    node: nodeName === 'node-a' ? 'node-b' : 'node-a',
  });
  expect(status.message).toMatch(/^Pod web-\w+-\w+ is controlled by ReplicaSet web-\w+, which decides/);
});

test('renaming keeps addresses, places and the Traffic that refers to it', async () => {
  const bench = testBench(defaultScene);
  const { clusterIP, ports } = bench.object<Service>(SHOP).spec;
  await bench.succeed({ type: 'rename', key: SHOP, name: 'store' });
  const store = bench.object<Service>('Service/default/store');
  expect(store.spec).toMatchObject({ clusterIP, ports });
  expect(bench.state().layout['Service/default/store']).toEqual(defaultScene.layout[SHOP]);
  expect(bench.object('Traffic.kubehop.dev//traffic-visitor-to-shop')).toMatchObject({
    spec: { service: { name: 'store' } },
  });
  expect(bench.state().selection).toEqual(['Service/default/store']);
});

test('renaming a Node takes its bare Pods along', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'rename', key: 'Node//node-a', name: 'node-x' });
  expect(bench.object<Pod>('Pod/default/shop-7x2').spec.nodeName).toBe('node-x');
});

test('a copy gets its own name and addresses', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'duplicate', keys: [SHOP, VISITOR] });
  const copy = bench.object<Service>('Service/default/shop-2');
  expect(copy.spec.clusterIP).not.toBe(bench.object<Service>(SHOP).spec.clusterIP);
  expect(copy.spec.selector).toEqual({ app: 'shop' });
  expect(bench.state().selection).toEqual(['Service/default/shop-2', 'Client.kubehop.dev//visitor-2']);
  expect(bench.state().layout['Service/default/shop-2']).toBeDefined();
});

test('what is changed on a ReplicaSet’s Pod can be undone while the Pod is there', async () => {
  const bench = testBench([kinds.Node.template('node-a'), kinds.Deployment.template('web')]);
  const [key, pod] = [...bench.state().objects].find(([key]) => key.startsWith('Pod/default/web-'))!;
  const annotations = { 'kubehop.dev/ready': 'false' };
  await bench.succeed({ type: 'update', object: { ...pod, metadata: { ...pod.metadata, annotations } } });
  expect(bench.object(key).metadata.annotations).toEqual(annotations);
  await bench.succeed({ type: 'undo' });
  expect(bench.object(key).metadata.annotations ?? {}).toEqual({});
  await bench.succeed({ type: 'redo' });
  await bench.succeed({ type: 'delete', key, force: true }, 'terminal');
  await bench.succeed({ type: 'undo' });
  expect(bench.state().objects.has(key)).toBe(false);
});

test('undoing the opening of a scene brings the old one back, also for reset', async () => {
  const bench = testBench([kinds.Node.template('node-a')]);
  await bench.succeed({ type: 'loadScene', scene: defaultScene, id: 'shop' });
  expect(bench.state().scene).toMatchObject({ title: defaultScene.title, id: 'shop' });
  await bench.succeed({ type: 'undo' });
  expect(bench.state().scene).toMatchObject({ title: 'Test', id: null });
  await bench.succeed({ type: 'reset' });
  expect(bench.playground.scene().objects.map(({ kind }) => kind)).toEqual(['Node']);
});

test('a scene of which the API server refuses a part says so', async () => {
  const bench = testBench([kinds.Node.template('node-a'), kinds.Pod.template('Bad name')]);
  expect(bench.state().notices.map(({ text }) => text)).toEqual([
    expect.stringMatching(/^Left out: Pod "Bad name" is invalid: \[metadata\.name/),
  ]);
});

test('a Namespace that was deleted comes back with everything in it', async () => {
  const namespace = kinds.Namespace.template('prod');
  const service = kinds.Service.template('shop');
  service.metadata.namespace = 'prod';
  const bench = testBench([namespace, service]);
  await bench.succeed({ type: 'delete', key: 'Namespace//prod' });
  bench.frames.advance(10_000);
  expect(bench.state().objects.has('Service/prod/shop')).toBe(false);
  await bench.succeed({ type: 'undo' });
  expect(bench.state().objects.has('Service/prod/shop')).toBe(true);
});

test('a Node that was deleted comes back with its bare Pods', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'delete', key: 'Node//node-a' });
  bench.frames.advance(60_000);
  expect(bench.state().objects.has('Pod/default/cart-9qd')).toBe(false);
  await bench.succeed({ type: 'undo' });
  expect(bench.object<Pod>('Pod/default/cart-9qd').spec.nodeName).toBe('node-a');
});

test('apply sets what it says, removes what it no longer says and leaves the rest', async () => {
  const bench = testBench([]);
  const service = kinds.Service.template('shop');
  service.metadata.labels = { team: 'a', tier: 'front' };
  await bench.succeed({ type: 'apply', object: service });
  await bench.succeed({ type: 'setSpeed', speed: 2 });
  const stored = bench.object<Service>(SHOP);
  await bench.succeed({
    type: 'update',
    object: { ...stored, spec: { ...stored.spec, sessionAffinity: 'ClientIP' } } as Service,
  });
  await bench.succeed({
    type: 'apply',
    object: { ...service, metadata: { ...service.metadata, labels: { team: 'b' } } },
  });
  const after = bench.object<Service>(SHOP);
  expect(after.metadata.labels).toEqual({ team: 'b' });
  expect(after.spec).toMatchObject({ clusterIP: stored.spec.clusterIP, sessionAffinity: 'ClientIP' });
});

test('applyAll takes what is valid and names what is not', async () => {
  const bench = testBench([]);
  const status = await bench.dispatch({
    type: 'applyAll',
    objects: [kinds.Service.template('shop'), kinds.Pod.template('Bad name'), kinds.Node.template('node-a')],
  });
  expect(status.status).toBe('Success');
  expect(status.details?.causes).toMatchObject([{ field: 'objects[1]', reason: 'Invalid' }]);
  expect(bench.state().objects.has(SHOP)).toBe(true);
  expect(bench.state().objects.has('Node//node-a')).toBe(true);
});

test('the lists in the state stay bounded', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'setSpeed', speed: 50 });
  for (let index = 0; index < 210; index++)
    await bench.dispatch({ type: 'place', positions: { [SHOP]: { x: index, y: 0 } } });
  for (let index = 0; index < 205; index++) {
    const pod = bench.object<Pod>('Pod/default/cart-9qd');
    await bench.succeed({
      type: 'update',
      object: { ...pod, metadata: { ...pod.metadata, labels: { app: 'cart', count: String(index) } } },
    });
  }
  bench.frames.advance(6000);
  expect(bench.state().commandLines).toHaveLength(200);
  expect(bench.state().requests.length).toBe(500);
});
