import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultScene } from '../scenes/index.ts';
import { AUTOSAVE_KEY, readAutosave, type SaveStorage, startAutosave } from './autosave.ts';
import { testBench } from './testBench.ts';

function memory(): SaveStorage & { text: string | null } {
  return {
    text: null,
    getItem() {
      return this.text;
    },
    setItem(_, text) {
      this.text = text;
    },
    removeItem() {
      this.text = null;
    },
  };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('what was changed is there after a reload', async () => {
  const storage = memory();
  const bench = testBench(defaultScene);
  startAutosave(bench.playground, storage);
  await bench.succeed({ type: 'delete', key: 'Service/default/cart' });
  await bench.succeed({ type: 'place', positions: { 'Node//node-a': { x: 7, y: 8 } } });
  vi.runAllTimers();
  const restored = readAutosave(storage);
  if (restored.type !== 'saved') throw new Error(restored.type);
  const again = testBench(restored.saved.scene);
  expect(again.playground.scene()).toEqual(bench.playground.scene());
  expect(again.state().objects.has('Service/default/cart')).toBe(false);
  expect(again.state().layout['Node//node-a']).toEqual({ x: 7, y: 8 });
});

test('running alone saves nothing', () => {
  const storage = memory();
  const bench = testBench(defaultScene);
  startAutosave(bench.playground, storage);
  bench.frames.advance(5000);
  vi.runAllTimers();
  expect(storage.text).toBeNull();
});

test('stopping saves what is not saved yet', async () => {
  const storage = memory();
  const bench = testBench(defaultScene);
  const stop = startAutosave(bench.playground, storage);
  await bench.succeed({ type: 'setView', view: 'Concept' });
  stop();
  expect(readAutosave(storage)).toMatchObject({ type: 'saved', saved: { scene: { view: 'Concept' } } });
});

test.each([
  ['no JSON', '{'],
  ['another version', '{"version": 99}'],
  ['no scene', '{"version": 1, "scene": {"title": "x"}}'],
  [
    'an object without name',
    '{"version":1,"id":null,"scene":{"title":"","lookAt":"","seed":1,"view":"Concept","objects":[{"kind":"Pod"}],"layout":{}}}',
  ],
  [
    'a position that is none',
    '{"version":1,"id":null,"scene":{"title":"","lookAt":"","seed":1,"view":"Concept","objects":[],"layout":{"a":{"x":"1"}}}}',
  ],
  ['null', 'null'],
])('damaged state (%s) is handed back as it was', (_, text) => {
  const storage = memory();
  storage.text = text;
  expect(readAutosave(storage)).toEqual({ type: 'damaged', text });
});

test('storage that is absent, forbidden or full stops nobody', async () => {
  const refuse = () => {
    throw new Error('forbidden');
  };
  const forbidden: SaveStorage = { getItem: refuse, setItem: refuse, removeItem: refuse };
  expect(readAutosave(null)).toEqual({ type: 'nothing' });
  expect(readAutosave(forbidden)).toEqual({ type: 'nothing' });
  const bench = testBench(defaultScene);
  startAutosave(bench.playground, forbidden);
  await bench.succeed({ type: 'delete', key: 'Service/default/cart' });
  vi.runAllTimers();
  expect(bench.state().objects.has('Service/default/cart')).toBe(false);
});

test('the key in the storage is the playground’s own', () => {
  expect(AUTOSAVE_KEY).toMatch(/^kubehop\./);
});
