import { expect, test } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { defaultScene } from '../scenes/index.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { type TestBench, testBench } from './testBench.ts';

const SHOP = 'Service/default/shop';
const VISITOR = 'Client.kubehop.dev//visitor';

function isStopped(bench: TestBench): boolean {
  return !bench.state().clock.playing;
}

/** Turns the clock in steps that are far longer than a hop. */
function runUntilStopped(bench: TestBench, ms = 60_000): void {
  for (let passed = 0; passed < ms && !isStopped(bench); passed += 500) bench.frames.advance(500);
}

const stopped = (bench: TestBench) => {
  const { breakpoints, stoppedBy } = bench.state();
  return breakpoints.find(({ id }) => id === stoppedBy)?.condition ?? null;
};

test('the clock stops exactly when a packet to the Service sets out, and follows it', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'service', service: SHOP } });
  runUntilStopped(bench);
  const { followed, narration, breakpoints } = bench.state();
  expect(stopped(bench)).toEqual({ type: 'service', service: SHOP });
  expect(breakpoints[0]?.hits).toBe(1);
  const last = followed!.steps.at(-1)!;
  expect(last).toMatchObject({ type: 'Hop', service: SHOP, packetKind: 'request' });
  expect(last.type === 'Hop' && last.leavesAt).toBe(bench.playground.now());
  expect(narration).toMatch(/^Stopped at a breakpoint, a packet to Service shop\. .+ sends a request/);
});

test('a packet stops the clock once, the next one does again', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'service', service: SHOP } });
  runUntilStopped(bench);
  const first = bench.state().followed!.start.requestId;
  await bench.succeed({ type: 'play' });
  expect(bench.state().stoppedBy).toBeNull();
  runUntilStopped(bench);
  expect(bench.state().followed!.start.requestId).not.toBe(first);
  expect(bench.state().breakpoints[0]?.hits).toBe(2);
});

test('what comes again after a step back stops the clock again', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'service', service: SHOP } });
  runUntilStopped(bench);
  const at = bench.playground.now();
  await bench.succeed([{ type: 'seek', at: 0 }, { type: 'play' }]);
  runUntilStopped(bench);
  expect(bench.playground.now()).toBe(at);
});

test('a dropped packet stops the clock at its drop', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'dropped' } });
  await bench.succeed({ type: 'send', request: { from: VISITOR, url: 'http://10.96.77.77' } });
  runUntilStopped(bench);
  const { followed } = bench.state();
  expect(followed?.start.url).toBe('http://10.96.77.77');
  expect(followed?.steps.at(-1)).toMatchObject({
    type: 'PacketEnd',
    verdict: 'dropped',
    at: bench.playground.now(),
  });
});

test('an expression is asked at every place, and sees what the packet became there', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({
    type: 'addBreakpoint',
    condition: { type: 'expression', text: 'http && node == node-a && tcp.dstport == 8080' },
  });
  runUntilStopped(bench);
  const last = bench.state().followed!.steps.at(-1)!;
  expect([last.before.destinationPort, last.after.destinationPort]).toContain(8080);
});

test('an expression that cannot be read is refused in words', async () => {
  const bench = testBench(defaultScene);
  const status = await bench.dispatch({
    type: 'addBreakpoint',
    condition: { type: 'expression', text: 'colour == red' },
  });
  expect(status).toMatchObject({ status: 'Failure', message: 'There is no field “colour”.' });
  expect(bench.state().breakpoints).toEqual([]);
});

test('breakpoints that are switched off or removed let everything pass; an equal one is the same', async () => {
  const bench = testBench(defaultScene);
  const add = { type: 'addBreakpoint', condition: { type: 'service', service: SHOP } } as const;
  await bench.succeed(add);
  const { id } = bench.state().breakpoints[0]!;
  await bench.succeed({ type: 'enableBreakpoint', id, isEnabled: false });
  bench.frames.advance(5000);
  expect(isStopped(bench)).toBe(false);
  await bench.succeed(add);
  expect(bench.state().breakpoints).toMatchObject([{ id, isEnabled: true }]);
  await bench.succeed({ type: 'removeBreakpoint', id });
  bench.frames.advance(5000);
  expect(isStopped(bench)).toBe(false);
  expect(bench.state().breakpoints).toEqual([]);
  expect(await bench.dispatch({ type: 'removeBreakpoint', id })).toMatchObject({ reason: 'NotFound' });
});

test('breakpoints are no step that could be undone, and no part of the scene', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'dropped' } });
  expect(bench.state().history.undo).toBeNull();
  expect(JSON.stringify(bench.playground.scene())).not.toContain('dropped');
});

test('breakpoints change nothing of what happens', async () => {
  const told = async (withBreakpoint: boolean) => {
    const bench = testBench(defaultScene);
    const events: SimulationEvent[] = [];
    bench.playground.onEvents((batch) => events.push(...batch));
    if (withBreakpoint)
      await bench.succeed({ type: 'addBreakpoint', condition: { type: 'service', service: SHOP } });
    while (bench.playground.now() < 8000) {
      bench.frames.advance(100);
      if (isStopped(bench)) await bench.succeed({ type: 'play' });
    }
    return events.filter((event) => (event.type === 'Hop' ? event.leavesAt : event.at) < 8000);
  };
  expect(JSON.stringify(await told(true))).toBe(JSON.stringify(await told(false)));
});

test('in step mode the clock stops at each hop of the followed request, and at its end', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed([
    { type: 'stopAtEachHop', isOn: true },
    { type: 'send', request: { from: VISITOR, service: { name: 'shop' } }, follow: true },
  ]);
  const seen: number[] = [];
  for (let stops = 0; stops < 60 && bench.state().followed?.end == null; stops++) {
    await bench.succeed({ type: 'play' });
    runUntilStopped(bench);
    seen.push(bench.state().followed!.steps.length);
  }
  const { followed } = bench.state();
  expect(followed?.end?.outcome).toBe('answered');
  expect(seen.length).toBeGreaterThan(4);
  expect([...seen].sort((a, b) => a - b)).toEqual(seen);
  // What ends at a place and what leaves it then are one moment.
  expect(new Set(seen).size).toBeGreaterThanOrEqual(seen.length - 1);
});

test('step and step back go along the followed request, whatever else moves', async () => {
  const bench = testBench(defaultScene);
  await bench.succeed([
    { type: 'pause' },
    { type: 'send', request: { from: VISITOR, service: { name: 'shop' } }, follow: true },
  ]);
  const times: number[] = [bench.playground.now()];
  while (bench.state().followed?.end == null) {
    await bench.succeed({ type: 'step' });
    times.push(bench.playground.now());
  }
  const { followed } = bench.state();
  const moments = followed!.steps.map((step) => (step.type === 'Hop' ? step.leavesAt : step.at));
  for (const at of times) expect([...moments, followed!.end!.at]).toContain(at);
  for (const at of [...new Set(times)].reverse().slice(1)) {
    await bench.succeed({ type: 'stepBack' });
    expect(bench.playground.now()).toBe(at);
    expect(bench.state().followed?.start.requestId).toBe(followed!.start.requestId);
  }
});

test('whoever steps along one request is not torn away by the breakpoints of others', async () => {
  const bench = testBench(defaultScene);
  bench.frames.advance(2000);
  await bench.succeed({ type: 'addBreakpoint', condition: { type: 'service', service: SHOP } });
  runUntilStopped(bench);
  const { requestId } = bench.state().followed!.start;
  expect(bench.state().followed!.steps.length).toBe(1);
  while (bench.state().followed?.end == null) {
    await bench.succeed({ type: 'step' });
    expect(bench.state().followed?.start.requestId).toBe(requestId);
    expect(bench.state().stoppedBy).toBeNull();
  }
  expect(bench.state().breakpoints[0]?.hits).toBe(1);
});

test('stepping along a request that nobody answers ends when its sender gives up', async () => {
  const bench = testBench([
    { apiVersion: 'kubehop.dev/v1alpha1', kind: 'Client', metadata: { name: 'visitor' } },
    { ...kinds.Node.template('node-a') },
  ]);
  await bench.succeed({
    type: 'send',
    request: { from: VISITOR, url: 'http://10.96.77.77', timeoutSeconds: 7 },
    follow: true,
  });
  for (let steps = 0; steps < 10 && bench.state().followed?.end == null; steps++)
    await bench.succeed({ type: 'step' });
  expect(bench.state().followed?.end).toMatchObject({ outcome: 'timedOut', at: bench.playground.now() });
});

test('the narration says who was left out, and why', async () => {
  const bench = testBench(defaultScene);
  const shop = [...bench.state().objects.values()].find(
    (object) => object.kind === 'Pod' && object.metadata.labels?.app === 'shop',
  ) as Pod;
  const annotations = { ...shop.metadata.annotations, 'kubehop.dev/ready': 'false' };
  await bench.succeed({ type: 'update', object: { ...shop, metadata: { ...shop.metadata, annotations } } });
  bench.frames.advance(5000);
  await bench.succeed([
    { type: 'pause' },
    { type: 'send', request: { from: VISITOR, service: { name: 'shop' } }, follow: true },
  ]);
  const told: string[] = [];
  while (bench.state().followed?.end == null) {
    await bench.succeed({ type: 'step' });
    told.push(bench.state().narration);
  }
  expect(told.join('\n')).toContain(`Left out: ${shop.metadata.name}, not ready; shop-zz1, not ready.`);
});
