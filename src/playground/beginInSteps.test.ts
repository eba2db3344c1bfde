import { expect, test } from 'vitest';
import { scenes } from '../scenes/index.ts';
import type { Scene } from '../simulation/scene.ts';
import { beginInSteps } from './beginInSteps.ts';
import { everyPart } from './everyPart.ts';
import { SETTLED } from './moments.ts';
import { createPlayground, type PlaygroundOptions } from './playground.ts';
import { steppedFrames } from './steppedFrames.ts';

test.each(scenes.map(({ id }) => id))('%s begun in steps is the same as begun at once', async (id) => {
  const scene = await scenes.find((each) => each.id === id)!.load();
  const options: PlaygroundOptions = {
    scene,
    parts: everyPart,
    frames: steppedFrames(),
    playing: false,
    moment: SETTLED,
  };
  const steps = beginInSteps(options);
  let count = 0;
  let step = steps.next();
  for (; step.done !== true; step = steps.next()) count++;
  const atOnce = createPlayground(options);
  const inSteps = createPlayground({ ...options, simulation: step.value });
  expect(count).toBeGreaterThan(1);
  expect(inSteps.store.getState()).toEqual(atOnce.store.getState());
  expect(inSteps.now()).toBe(SETTLED.at);
});

test('what others made is not begun unchecked', () => {
  const objects = [{ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }];
  const scene: Scene = { title: '', lookAt: '', seed: 1, view: 'Concept', objects, layout: {} };
  const parts = { ...everyPart, scrutiny: null };
  expect(() => beginInSteps({ scene, parts, moment: SETTLED })).toThrow('not checked');
});
