import { expect, test } from 'vitest';
import { isSimulated } from '../kubernetes/kinds.ts';
import { DEFAULT_SCENE_ID, scenes } from './index.ts';

test('the default scene comes first', () => {
  expect(scenes[0]?.id).toBe(DEFAULT_SCENE_ID);
});

test.each(scenes)('the gallery says of $id what its file says', async ({ title, lookAt, load }) => {
  const scene = await load();
  expect({ title: scene.title, lookAt: scene.lookAt }).toEqual({ title, lookAt });
});

test.each(scenes)('$id holds only simulated objects', async ({ load }) => {
  const { objects } = await load();
  expect(objects.filter((object) => !isSimulated(object))).toEqual([]);
});
