import { expect, test } from 'vitest';
import { scenes } from '../scenes/index.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { everyPart } from './everyPart.ts';
import { createPlayground } from './playground.ts';
import { DamagedLink, readShareCode, type Shared, writeShareCode } from './share.ts';
import { steppedFrames } from './steppedFrames.ts';
import { testBench } from './testBench.ts';
import goldenLinks from './testdata/shareLinks.json';

function open({ scene, id, entries, at, view, followed, selection, isPaused }: Shared) {
  const frames = steppedFrames();
  const playground = createPlayground({
    scene: { ...scene, view },
    ...(id === null ? {} : { id }),
    moment: { entries, at, followed, selection },
    playing: !isPaused,
    frames,
    parts: everyPart,
  });
  return { playground, frames };
}

async function thereAndBack(shared: Shared): Promise<Shared> {
  return readShareCode(await writeShareCode(shared));
}

test('a link opens on the moment at which it was made, and goes on as the original does', async () => {
  const entry = scenes.find(({ id }) => id === 'shop')!;
  const bench = testBench(await entry.load());
  const visitor = 'Client.kubehop.dev//visitor';
  bench.frames.advance(2600);
  await bench.succeed({ type: 'delete', key: 'Pod/default/shop-7x2' });
  bench.frames.advance(1300);
  await bench.succeed({
    type: 'send',
    request: { from: visitor, service: { namespace: 'default', name: 'shop' } },
    follow: true,
  });
  await bench.succeed([
    { type: 'place', positions: { 'Node//node-a': { x: 40, y: 300 } } },
    { type: 'select', keys: ['Node//node-a'] },
    { type: 'setView', view: 'Concept' },
  ]);
  bench.frames.advance(700);

  const copy = open(await thereAndBack(bench.playground.shared()));
  const state = copy.playground.store.getState();
  expect(state.clock.now).toBe(Math.floor(bench.playground.now()));
  expect(state.followed).toEqual(bench.state().followed);
  expect(state.followed).not.toBeNull();
  expect(state.selection).toEqual(['Node//node-a']);
  expect(state.view).toBe('Concept');
  expect(state.layout['Node//node-a']).toEqual({ x: 40, y: 300 });
  expect(new Map(state.objects)).toEqual(new Map(bench.state().objects));

  const logs: SimulationEvent[][] = [[], []];
  bench.playground.onEvents((events) => logs[0]!.push(...events));
  copy.playground.onEvents((events) => logs[1]!.push(...events));
  bench.frames.advance(5000);
  copy.frames.advance(5000);
  // The one clock stands between two milliseconds, the other does not.
  const until = (events: SimulationEvent[]) =>
    events.filter((event) => (event.type === 'Hop' ? event.leavesAt : event.at) < state.clock.now + 4900);
  expect(logs[0]!.length).toBeGreaterThan(20);
  expect(until(logs[1]!)).toEqual(until(logs[0]!));
});

test('every ready-made scene fits a link of less than 2 kB', async () => {
  for (const entry of scenes) {
    const code = await writeShareCode(testBench(await entry.load(), false).playground.shared());
    expect([entry.id, code.length < 2048]).toEqual([entry.id, true]);
  }
});

test.each(goldenLinks)('the link “$title” opens for ever', async ({ code, title, at, entries, objects }) => {
  const shared = await readShareCode(code);
  expect(shared.scene.title).toBe(title);
  expect(shared.at).toBe(at);
  expect(shared.entries).toHaveLength(entries);
  const { playground } = open(shared);
  const { clock, objects: there } = playground.store.getState();
  expect(clock.now).toBe(at);
  expect([...there.keys()]).toEqual(expect.arrayContaining(objects));
});

test('a damaged link says what is wrong with it', async () => {
  const { code } = goldenLinks[0]!;
  const deflated = async (value: unknown) => {
    const stream = new Blob([JSON.stringify(value)])
      .stream()
      .pipeThrough(new CompressionStream('deflate-raw'));
    return `1.${Buffer.from(await new Response(stream).arrayBuffer()).toString('base64url')}`;
  };
  const bomb = await deflated({ objects: [], more: 'x'.repeat(5 * 1024 * 1024) });
  const cases: [string, RegExp][] = [
    ['', /not whole/],
    ['shop', /not whole/],
    ['1.<script>', /not whole/],
    [code.replace('1.', '9.'), /later Kubehop \(form 9\)/],
    [code.slice(0, -20), /missing or wrong/],
    [`1.${code.slice(20)}`, /missing or wrong|cannot be read/],
    [bomb, /more than 4 MiB/],
    [await deflated('hello'), /no objects/],
    [await deflated({ objects: [{ kind: 'Pod' }] }), /no objects/],
    [
      await deflated({
        objects: [],
        entries: [
          { at: 5, deeds: [] },
          { at: 1, deeds: [] },
        ],
      }),
      /order of time/,
    ],
    [await deflated({ objects: [], entries: [{ at: 5, deeds: [{ type: 'eval' }] }] }), /cannot be read/],
  ];
  for (const [text, words] of cases) {
    const error = await readShareCode(text).then(
      () => null,
      (thrown: unknown) => thrown,
    );
    expect(error, text.slice(0, 40)).toBeInstanceOf(DamagedLink);
    expect((error as DamagedLink).message).toMatch(words);
  }
});
