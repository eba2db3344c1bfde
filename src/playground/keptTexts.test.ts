import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { keyOf } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { pod, service } from '../testing/cluster.ts';
import { readAutosave, type Saved, type SaveStorage, startAutosave } from './autosave.ts';
import { restoreTexts } from './keptTexts.ts';
import { objectTextsOf } from './objectTexts.ts';
import { importText } from './sceneFile.ts';
import { type TestBench, testBench } from './testBench.ts';
import { exportedObjects } from './writtenTexts.ts';

const SHOP = keyOf('v1', 'Service', 'default', 'shop');
const WRITTEN = `# Who sells
apiVersion: v1
kind: Service
metadata:
  name: 'shop' # in quotes
spec:
  ports: [{ port: 80 }]
  selector: { app: shop }
`;

/** Holds so many characters. */
function memory(room = Number.POSITIVE_INFINITY): SaveStorage {
  const texts = new Map<string, string>();
  return {
    getItem: (key) => texts.get(key) ?? null,
    setItem(key, text) {
      if (text.length > room) throw new Error('QuotaExceededError');
      texts.set(key, text);
    },
    removeItem: (key) => texts.delete(key),
  };
}

function savedIn(storage: SaveStorage): Saved {
  const restored = readAutosave(storage);
  if (restored.type !== 'saved') throw new Error(restored.type);
  return restored.saved;
}

function reloaded(storage: SaveStorage): TestBench {
  const { scene, texts = {} } = savedIn(storage);
  const bench = testBench(scene);
  restoreTexts(bench.playground, texts);
  startAutosave(bench.playground, storage);
  return bench;
}

const textOf = ({ playground }: TestBench) => objectTextsOf(playground).of(SHOP)?.text;
const notices = (bench: TestBench) => bench.state().notices.map(({ text }) => text);

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

async function imported(storage: SaveStorage, text: string): Promise<TestBench> {
  const bench = testBench([pod('shop-1', 'shop')]);
  startAutosave(bench.playground, storage);
  await importText(bench.playground, text, { bringToLife: false });
  vi.runAllTimers();
  return bench;
}

test('a comment survives a reload, and another', async () => {
  const storage = memory();
  await imported(storage, WRITTEN);
  const again = reloaded(storage);
  await again.succeed({ type: 'setView', view: 'Endpoints' });
  vi.runAllTimers();
  expect(textOf(again)).toBe(WRITTEN);
  expect(textOf(reloaded(storage))).toBe(WRITTEN);
});

test('an exported file has the comments that were there before the reload', async () => {
  const storage = memory();
  await imported(storage, WRITTEN);
  const { playground } = reloaded(storage);
  const exported = exportedObjects(playground).find(({ object }) => object.kind === 'Service');
  expect(exported?.text).toContain('# Who sells');
  expect(exported?.text).toContain("name: 'shop' # in quotes");
});

test('what changes after the reload changes its place in the text only', async () => {
  const storage = memory();
  await imported(storage, WRITTEN);
  const again = reloaded(storage);
  await vi.dynamicImportSettled();
  const shop = again.object<Service>(SHOP);
  await again.succeed({
    type: 'update',
    object: { ...shop, spec: { ...shop.spec, selector: { app: 'cart' } } } as Service,
  });
  vi.runAllTimers();
  expect(textOf(reloaded(storage))).toBe(WRITTEN.replace('app: shop', 'app: cart'));
});

test('a text that is written anew is saved though no object changes', async () => {
  const storage = memory();
  const bench = await imported(storage, WRITTEN);
  const commented = WRITTEN.replace('# Who sells', '# Who buys');
  const texts = objectTextsOf(bench.playground);
  texts.keep(SHOP, commented, texts.of(SHOP)!.says);
  vi.runAllTimers();
  expect(textOf(reloaded(storage))).toBe(commented);
});

test('an object of the same name in another scene has no text of this one; back here it is there again', async () => {
  const bench = await imported(memory(), WRITTEN);
  const other = testBench([service('shop', { ports: [{ port: 8080 }] })]).playground.scene();
  await bench.succeed({ type: 'loadScene', scene: other, id: 'other' });
  expect(textOf(bench)).toContain('8080');
  expect(textOf(bench)).not.toContain('# Who sells');
  await bench.succeed({ type: 'undo' });
  expect(textOf(bench)).toBe(WRITTEN);
});

test('the text of what is gone is not kept', async () => {
  const storage = memory();
  const bench = await imported(storage, WRITTEN);
  await bench.succeed({ type: 'delete', key: SHOP });
  vi.runAllTimers();
  expect(savedIn(storage).texts).toBeUndefined();
});

test('a text for which there is no room is left out and said once; the short ones and the scene are kept', async () => {
  const storage = memory();
  const long = `# ${'long '.repeat(300_000)}\n${WRITTEN.replace("'shop'", 'long')}`;
  const bench = await imported(storage, `${WRITTEN}---\n${long}`);
  expect(Object.keys(savedIn(storage).texts ?? {})).toEqual([SHOP]);
  await bench.succeed({ type: 'setView', view: 'Endpoints' });
  vi.runAllTimers();
  expect(notices(bench).filter((text) => text.includes('too long to be kept in this browser'))).toHaveLength(
    1,
  );
  expect(reloaded(storage).state().objects.has('Service/default/long')).toBe(true);
});

test('where the browser has room for the scene only, the scene is saved and the rest is said', async () => {
  const storage = memory(20_000);
  const bench = await imported(storage, `# ${'long '.repeat(5000)}\n${WRITTEN}`);
  expect(savedIn(storage).texts).toBeUndefined();
  expect(savedIn(storage).scene.objects.map(({ kind }) => kind)).toContain('Service');
  expect(notices(bench).at(-1)).toContain('comments and formatting of 1 object are too long');
});

test('damaged texts do not lose the scene', () => {
  const storage = memory();
  const scene = testBench([service('shop')]).playground.scene();
  storage.setItem('kubehop.scene', JSON.stringify({ version: 1, id: null, scene, texts: { [SHOP]: 7 } }));
  expect(savedIn(storage)).toEqual({ id: null, scene });
});
