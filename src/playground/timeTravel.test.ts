import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { defaultScene } from '../scenes/index.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { hash32 } from '../simulation/random.ts';
import { anyChoice } from '../testing/anyCommand.ts';
import { client, node, pod, service } from '../testing/cluster.ts';
import { MOST_BRANCHES } from './branches.ts';
import type { Playground } from './playground.ts';
import { type TestBench, testBench } from './testBench.ts';

function traffic(from: string, to: string, requestsPerSecond: number): KubernetesObject {
  return {
    apiVersion: 'kubehop.dev/v1alpha1',
    kind: 'Traffic',
    metadata: { name: `${from}-to-${to}`, namespace: 'default' },
    spec: { from: { kind: 'Pod', name: from }, url: `http://${to}/`, requestsPerSecond },
  } as KubernetesObject;
}

/** Two Pods behind a Service, and one that asks them. */
function shop(rate = 2): TestBench {
  return testBench([
    node('node-a'),
    node('node-b'),
    pod('shop-1', 'shop', { nodeName: 'node-a' }),
    pod('shop-2', 'shop', { nodeName: 'node-b' }),
    pod('tester', 'tester', { nodeName: 'node-a' }),
    service('shop'),
    traffic('tester', 'shop', rate),
  ]);
}

/** All events since the last reset, as text. */
function listen(playground: Playground): { text(): string[]; events: SimulationEvent[] } {
  const events: SimulationEvent[] = [];
  playground.onEvents((news, reset) => {
    if (reset) events.length = 0;
    events.push(...news);
  });
  return { events, text: () => events.map((event) => JSON.stringify(event)) };
}

/** Everything that is shown and has to do with the moment, in a form whose differences can be read. */
function shown({ state }: TestBench): Record<string, number> {
  const { objects, problems, requests, clusterEvents, rules, history, commandLines, clock } = state();
  const parts = { clusterEvents, rules, history, commandLines, now: Math.floor(clock.now) };
  const fingerprints: Record<string, number> = {};
  for (const [key, object] of objects) fingerprints[key] = hash32(JSON.stringify(object));
  for (const [key, found] of problems) fingerprints[`problems of ${key}`] = hash32(JSON.stringify(found));
  for (const request of requests)
    fingerprints[`request ${request.start.requestId}`] = hash32(JSON.stringify(request));
  for (const [part, value] of Object.entries(parts)) fingerprints[part] = hash32(JSON.stringify(value));
  return fingerprints;
}

describe('replay', () => {
  test('scene, seed and commands give the same events again, byte for byte', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(anyChoice, fc.constantFrom(0, 40, 700, 4000)), { minLength: 1, maxLength: 6 }),
        async (plan) => {
          const bench = testBench(defaultScene);
          const live = listen(bench.playground);
          for (const [choose, wait] of plan) {
            bench.frames.advance(wait);
            await bench.playground.dispatch(choose(bench.playground), 'canvas');
          }
          bench.frames.advance(3000);
          await bench.succeed({ type: 'select', keys: [] });
          const first = live.text();
          const before = shown(bench);
          const { end } = bench.state().timeline;

          await bench.succeed({ type: 'seek', at: 0 });
          await bench.succeed({ type: 'play' });
          while (Math.floor(bench.state().clock.now) < end) {
            bench.frames.advance(Math.min(1000, end - bench.state().clock.now));
            await bench.succeed({ type: 'select', keys: [] });
          }
          expect(Math.floor(bench.state().clock.now)).toBe(end);
          expect(live.text()).toEqual(first.slice(-live.events.length));
          expect(live.events.length).toBeGreaterThan(first.length / 2);
          expect(shown(bench)).toEqual(before);
          bench.playground.destroy();
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('a moment looks the same from whichever side one comes to it', async () => {
    const bench = shop(50);
    await bench.succeed({ type: 'delete', key: 'Pod/default/shop-2' });
    const seen = new Map<number, Record<string, number>>();
    for (let second = 0; second < 60; second++) {
      bench.frames.advance(500);
      if (second === 20) await bench.succeed({ type: 'create', object: client('late') });
      bench.frames.advance(500);
      await bench.succeed({ type: 'select', keys: [] });
      seen.set(bench.state().clock.now, shown(bench));
    }
    const moments = [...seen.keys()];
    for (const index of [40, 12, 59, 0, 30, 21, 20, 19]) {
      await bench.succeed({ type: 'seek', at: moments[index]! });
      expect(shown(bench)).toEqual(seen.get(moments[index]!));
    }
  });
});

describe('steps', () => {
  test('a step back undoes a step', async () => {
    const bench = shop(5);
    bench.frames.advance(4000);
    const landings: Record<string, number>[] = [];
    for (let step = 0; step < 20; step++) {
      await bench.succeed({ type: 'step' });
      landings.push(shown(bench));
    }
    for (const landing of landings.slice(0, -1).reverse()) {
      await bench.succeed({ type: 'stepBack' });
      expect(shown(bench)).toEqual(landing);
    }
    expect(bench.state().timeline.isInPast).toBe(true);
  });
});

describe('branches', () => {
  const names = ({ state }: TestBench) => state().timeline.branches.map(({ name }) => name);
  const hasPod = ({ state }: TestBench, name: string) => state().objects.has(`Pod/default/${name}`);

  test('an edit in the past starts another branch, and the old future can be gone back to', async () => {
    const bench = shop();
    bench.frames.advance(10_000);
    await bench.succeed({ type: 'create', object: client('late') });
    bench.frames.advance(10_000);
    await bench.succeed({ type: 'seek', at: 15_000 });
    const before = shown(bench);

    await bench.succeed({ type: 'seek', at: 5000 });
    await bench.succeed({ type: 'delete', key: 'Pod/default/shop-2', force: true });
    expect(names(bench)).toEqual(['Before you deleted Pod shop-2', 'Since you deleted Pod shop-2']);
    expect(bench.state().timeline).toMatchObject({ isInPast: false, end: 5000 });
    bench.frames.advance(10_000);
    expect(hasPod(bench, 'shop-2')).toBe(false);

    const [old, current] = bench.state().timeline.branches;
    await bench.succeed({ type: 'switchBranch', id: old!.id });
    expect(Math.floor(bench.state().clock.now)).toBe(15_000);
    expect(bench.state().timeline.end).toBe(20_000);
    expect(hasPod(bench, 'shop-2')).toBe(true);
    expect(shown(bench)).toEqual(before);

    await bench.succeed({ type: 'renameBranch', id: current!.id, name: 'With one Pod' });
    await bench.succeed({ type: 'switchBranch', id: current!.id });
    expect(hasPod(bench, 'shop-2')).toBe(false);
    await bench.succeed({ type: 'deleteBranch', id: old!.id });
    expect(names(bench)).toEqual(['With one Pod']);
  });

  test('the one that is shown cannot be deleted, and others that are not there neither', async () => {
    const bench = shop();
    const [current] = bench.state().timeline.branches;
    expect((await bench.dispatch({ type: 'deleteBranch', id: current!.id })).reason).toBe('Conflict');
    expect((await bench.dispatch({ type: 'deleteBranch', id: 99 })).reason).toBe('NotFound');
    expect((await bench.dispatch({ type: 'switchBranch', id: 99 })).reason).toBe('NotFound');
    expect((await bench.dispatch({ type: 'renameBranch', id: current!.id, name: ' ' })).reason).toBe(
      'Invalid',
    );
  });

  test('only so many are kept', async () => {
    const bench = shop();
    for (let fork = 0; fork < MOST_BRANCHES + 3; fork++) {
      bench.frames.advance(2000);
      await bench.succeed({ type: 'seek', at: 1000 });
      await bench.succeed({ type: 'create', object: client(`guest-${fork}`) });
    }
    expect(bench.state().timeline.branches).toHaveLength(MOST_BRANCHES + 1);
  });

  test('what is refused, where cards stand and what is looked at change nothing of the past', async () => {
    const bench = shop();
    bench.frames.advance(8000);
    await bench.succeed({ type: 'seek', at: 4000 });
    const before = shown(bench);
    const status = await bench.dispatch([
      { type: 'create', object: client('guest') },
      { type: 'create', object: client('Not a name') },
    ]);
    expect(status.status).toBe('Failure');
    expect(shown(bench)).toEqual(before);
    await bench.succeed({ type: 'place', positions: { 'Node//node-a': { x: 7, y: 7 } } });
    await bench.succeed({ type: 'setView', view: 'PacketPath' });
    expect(bench.state().timeline).toMatchObject({ isInPast: true, end: 8000 });
    expect(names(bench)).toEqual(['First run']);
    await bench.succeed({ type: 'seek', at: 8000 });
    expect(bench.state().layout['Node//node-a']).toEqual({ x: 7, y: 7 });
  });

  test('playing on from the past goes through what is known, and beyond', async () => {
    const bench = shop(10);
    bench.frames.advance(6000);
    await bench.succeed({ type: 'delete', key: 'Pod/default/shop-2' });
    bench.frames.advance(6000);
    await bench.succeed({ type: 'select', keys: [] });
    const there = shown(bench);
    await bench.succeed({ type: 'seek', at: 3000 });
    expect(hasPod(bench, 'shop-2')).toBe(true);
    bench.frames.advance(9000);
    await bench.succeed({ type: 'select', keys: [] });
    expect(shown(bench)).toEqual(there);
    bench.frames.advance(5000);
    await bench.succeed({ type: 'select', keys: [] });
    expect(bench.state().timeline).toMatchObject({ isInPast: false, end: 17_000 });
  });
});

describe('undo', () => {
  test('belongs to the moment: what lies in the future of it cannot be undone there', async () => {
    const bench = shop();
    await bench.succeed({ type: 'create', object: client('early') });
    bench.frames.advance(5000);
    await bench.succeed({ type: 'create', object: client('late') });
    bench.frames.advance(5000);
    await bench.succeed({ type: 'seek', at: 2000 });
    expect(bench.state().history).toEqual({ undo: 'Create Client early', redo: null });

    await bench.succeed({ type: 'undo' });
    expect(bench.state().objects.has('Client.kubehop.dev//early')).toBe(false);
    expect(bench.state().history).toEqual({ undo: null, redo: 'Create Client early' });
    expect(bench.state().timeline.branches.map(({ name }) => name)).toEqual([
      'Before you undid “Create Client early”',
      'Since you undid “Create Client early”',
    ]);
    await bench.succeed({ type: 'switchBranch', id: 1 });
    await bench.succeed({ type: 'seek', at: 10_000 });
    expect(bench.state().history.undo).toBe('Create Client late');
  });

  test('cards that were moved stay, and can be moved back', async () => {
    const bench = shop();
    bench.frames.advance(2000);
    const { layout } = bench.state();
    await bench.succeed({ type: 'place', positions: { 'Node//node-a': { x: 7, y: 7 } } });
    bench.frames.advance(2000);
    await bench.succeed({ type: 'seek', at: 1000 });
    expect(bench.state().layout['Node//node-a']).toEqual({ x: 7, y: 7 });
    await bench.succeed({ type: 'undo' });
    expect(bench.state().layout['Node//node-a']).toEqual(layout['Node//node-a']);
    expect(bench.state().timeline.isInPast).toBe(true);
  });

  test('a card that is deleted later stands where it stood', async () => {
    const bench = shop();
    await bench.succeed({ type: 'create', object: client('guest'), position: { x: 300, y: 40 } });
    bench.frames.advance(2000);
    await bench.succeed({ type: 'delete', key: 'Client.kubehop.dev//guest' });
    bench.frames.advance(2000);
    await bench.succeed({ type: 'seek', at: 1000 });
    expect(bench.state().layout['Client.kubehop.dev//guest']).toEqual({ x: 300, y: 40 });
  });
});

describe('failures', () => {
  const broken = () =>
    testBench([
      node('node-a'),
      pod('tester', 'tester', { nodeName: 'node-a' }),
      pod('shop-1', 'shop', { nodeName: 'node-a' }),
      service('shop'),
      traffic('tester', 'shop', 1),
    ]);

  test('are gone to one after the other, forth and back, and followed', async () => {
    const bench = broken();
    bench.frames.advance(4000);
    await bench.succeed({ type: 'delete', key: 'Pod/default/shop-1', force: true });
    bench.frames.advance(12_000);
    const failed = bench.state().requests.filter(({ end }) => end !== null && end.outcome !== 'answered');
    expect(failed.length).toBeGreaterThan(3);
    await bench.succeed({ type: 'seek', at: 0 });
    for (const { end } of failed.slice(0, 3)) {
      await bench.succeed({ type: 'nextFailure' });
      expect(bench.state().clock.now).toBe(end!.at);
      expect(bench.state().followed?.end).toEqual(end);
    }
    await bench.succeed({ type: 'previousFailure' });
    expect(bench.state().clock.now).toBe(failed[1]!.end!.at);
    expect(bench.state().clock.playing).toBe(false);
    expect(bench.state().timeline.marks.filter(({ kind }) => kind === 'failure').length).toBeGreaterThan(2);
  });

  test('are foreseen when none is known yet, and not found where nothing fails', async () => {
    const bench = broken();
    bench.frames.advance(3000);
    expect((await bench.dispatch({ type: 'nextFailure' })).reason).toBe('NotFound');
    expect((await bench.dispatch({ type: 'previousFailure' })).reason).toBe('NotFound');
    expect(bench.state().timeline.end).toBe(3000);
    await bench.succeed({ type: 'delete', key: 'Pod/default/shop-1', force: true });
    await bench.succeed({ type: 'nextFailure' });
    expect(bench.state().followed?.end?.outcome).not.toBe('answered');
    expect(bench.state().clock.now).toBe(bench.state().followed!.end!.at);
  });
});

test('a view’s sums are those of the moment', async () => {
  const bench = shop(20);
  let count = 0;
  bench.playground.onEvents((events, reset) => {
    if (reset) count = 0;
    count += events.filter(({ type }) => type === 'RequestEnd').length;
  });
  bench.playground.keepSums({
    save: () => count,
    restore(saved) {
      count = saved as number;
    },
  });
  const counts = new Map<number, number>();
  for (let second = 0; second < 90; second++) {
    bench.frames.advance(1000);
    await bench.succeed({ type: 'select', keys: [] });
    counts.set(bench.state().timeline.end, count);
  }
  for (const at of [80_000, 12_000, 45_000, 90_000, 3000]) {
    await bench.succeed({ type: 'seek', at });
    expect(count).toBe(counts.get(at));
  }
});
