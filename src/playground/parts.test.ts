import { expect, test } from 'vitest';
import { defaultScene } from '../scenes/index.ts';
import { noFeatures } from '../simulation/features.ts';
import { loadScrutiny, type Parts } from './parts.ts';
import { createPlayground } from './playground.ts';
import { steppedFrames } from './steppedFrames.ts';

const nothing = (): Parts => ({ workbench: null, insight: null, scrutiny: null, features: noFeatures() });
const badName = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'Not_A_Name' } };

test('a playground that has only what shows a scene loads what an edit takes, and checks it', async () => {
  const parts = nothing();
  const playground = createPlayground({ scene: defaultScene, frames: steppedFrames(), parts });
  await playground.dispatch({ type: 'pause' }, 'embed');
  expect(parts).toMatchObject({ workbench: null, scrutiny: null });

  const refused = await playground.dispatch({ type: 'create', object: badName }, 'embed');
  expect(refused).toMatchObject({ status: 'Failure', reason: 'Invalid' });
  const object = { ...badName, metadata: { name: 'node-z' } };
  expect(await playground.dispatch({ type: 'create', object }, 'embed')).toMatchObject({ status: 'Success' });
  expect(playground.store.getState().commandLines).not.toEqual([]);
  playground.destroy();
});

test('what is wrong in a scene is told as soon as that part has come', async () => {
  const [service] = defaultScene.objects.filter(({ kind }) => kind === 'Service');
  const parts = nothing();
  await loadScrutiny(parts);
  const scene = { ...defaultScene, objects: [service!] };
  const playground = createPlayground({ scene, frames: steppedFrames(), parts });
  expect(playground.store.getState().problems.size).toBe(0);
  // That part lets packets go first, and in this scene none comes.
  const count = () => playground.store.getState().problems.size;
  await expect.poll(count, { timeout: 20_000 }).toBeGreaterThan(0);
  playground.destroy();
});

test('a scene of somebody else does not begin unchecked', async () => {
  const parts = nothing();
  const scene = { ...defaultScene, objects: [badName] };
  const open = () => createPlayground({ scene, frames: steppedFrames(), parts });
  expect(open).toThrow();
  await loadScrutiny(parts);
  expect(open().inspect(({ refused }) => refused)).toHaveLength(1);
});
