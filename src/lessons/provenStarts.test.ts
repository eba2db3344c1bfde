import { expect, test } from 'vitest';
import { advance, startSimulation } from '../simulation/engine.ts';
import { everyFeature } from '../simulation/everyFeature.ts';
import { scrutiny } from '../simulation/scrutiny.ts';
import { lessonIds, loadLesson } from './loadLesson.ts';

const UNTIL_ALL_IS_UP_MS = 10_000;

test.each(lessonIds())('the start of %s happens the same when nothing of it is checked', async (id) => {
  const { lesson } = await loadLesson(id, 'en');
  const scene = lesson!.start;
  const checked = startSimulation(scene, { scrutiny, features: everyFeature });
  const taken = startSimulation(scene, { scrutiny: null, features: everyFeature });
  expect(checked.refused).toEqual([]);
  expect([...taken.objects.values()]).toEqual([...checked.objects.values()]);
  expect(advance(taken, UNTIL_ALL_IS_UP_MS)).toEqual(advance(checked, UNTIL_ALL_IS_UP_MS));
});
