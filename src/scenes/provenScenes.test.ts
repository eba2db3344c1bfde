import { expect, test } from 'vitest';
import { advance, startSimulation } from '../simulation/engine.ts';
import { everyFeature } from '../simulation/everyFeature.ts';
import { featuresFor } from '../simulation/features.ts';
import { scrutiny } from '../simulation/scrutiny.ts';
import { featuresOfScene, isSceneId } from './files.ts';
import { scenes } from './index.ts';

const LONG_MS = 60_000;

test.each(scenes)('$id happens the same when nothing of it is checked', async (entry) => {
  const { seed, objects } = await entry.load();
  for (const other of [0, 1]) {
    const scene = { seed: seed + other, objects };
    const checked = startSimulation(scene, { scrutiny, features: everyFeature });
    const taken = startSimulation(scene, { scrutiny: null, features: everyFeature });
    expect(checked.refused).toEqual([]);
    expect([...taken.objects.values()]).toEqual([...checked.objects.values()]);
    expect(advance(taken, LONG_MS)).toEqual(advance(checked, LONG_MS));
  }
});

test.each(scenes)('$id comes with what of the simulation it asks for', async ({ id, load }) => {
  const { objects } = await load();
  expect(isSceneId(id) && featuresOfScene(id)).toEqual(featuresFor(objects));
});
