import { expect, test } from 'vitest';
import { advance, startSimulation } from '../simulation/engine.ts';
import { everyFeature } from '../simulation/everyFeature.ts';
import { type FeatureName, type Features, featuresFor, noFeatures } from '../simulation/features.ts';
import { scrutiny } from '../simulation/scrutiny.ts';
import { defaultScene, scenes } from './index.ts';

const LONG_MS = 60_000;

function onlyFeatures(names: readonly FeatureName[]): Features {
  return { ...noFeatures(), ...Object.fromEntries(names.map((name) => [name, everyFeature[name]])) };
}

test.each(scenes)(
  '$id happens the same when nothing of it is checked, and only what it asks for is there',
  async (entry) => {
    const { seed, objects } = await entry.load();
    for (const other of [0, 1]) {
      const scene = { seed: seed + other, objects };
      const checked = startSimulation(scene, { scrutiny, features: everyFeature });
      const features = onlyFeatures(featuresFor(objects));
      const taken = startSimulation(scene, { scrutiny: null, features });
      expect(checked.refused).toEqual([]);
      expect([...taken.objects.values()]).toEqual([...checked.objects.values()]);
      expect(advance(taken, LONG_MS)).toEqual(advance(checked, LONG_MS));
    }
  },
);

test('the default scene needs nothing that can come later', async () => {
  expect(featuresFor(defaultScene.objects)).toEqual([]);
});
