import { expect, test } from 'vitest';
import { type Checkpoint, isCheckpointDue, latestThat, MOST_CHECKPOINTS, thinOut } from './checkpoints.ts';

const MOST_WEIGHT = 50_000;

function checkpoint(work: number, weight = 500): Checkpoint {
  return { at: work, work, carriedOut: 0, simulation: {} as Checkpoint['simulation'], weight, saved: null };
}

/** A run of so much work, as the timeline keeps it. */
function keepRun(work: number, weight?: number): Checkpoint[] {
  const checkpoints = [checkpoint(0, weight)];
  for (let done = 0; done <= work; done += 500) {
    if (!isCheckpointDue(checkpoints, done)) continue;
    checkpoints.push(checkpoint(done, weight));
    thinOut(checkpoints, MOST_CHECKPOINTS, MOST_WEIGHT);
  }
  return checkpoints;
}

const gapsOf = (checkpoints: readonly Checkpoint[]) =>
  checkpoints.slice(1).map(({ work }, index) => work - checkpoints[index]!.work);

test('however long a run is, it keeps so many checkpoints and no more', () => {
  for (const work of [100_000, 1_000_000, 5_000_000]) {
    const checkpoints = keepRun(work);
    expect(checkpoints.length).toBeLessThanOrEqual(MOST_CHECKPOINTS);
    expect(checkpoints.length).toBeGreaterThan(20);
    expect(checkpoints[0]!.work).toBe(0);
    expect(work - checkpoints.at(-1)!.work).toBeLessThan(10_000);
  }
});

test('heavy checkpoints are fewer', () => {
  const checkpoints = keepRun(2_000_000, 5000);
  expect(checkpoints.length).toBeLessThanOrEqual(MOST_WEIGHT / 5000);
  expect(checkpoints.length).toBeGreaterThan(5);
});

test('near the end they are close together, long before it further apart, and never very far', () => {
  const work = 3_000_000;
  const gaps = gapsOf(keepRun(work));
  const tenth = Math.floor(gaps.length / 10);
  expect(Math.max(...gaps.slice(-tenth))).toBeLessThan(Math.max(...gaps.slice(0, tenth)));
  expect(Math.max(...gaps)).toBeLessThan(work / 20);
});

test('the latest one before a moment is found, and the first when there is none', () => {
  const checkpoints = [0, 10, 20, 30].map((at) => checkpoint(at));
  const before = (moment: number) => latestThat(checkpoints, ({ at }) => at <= moment).at;
  expect([before(-5), before(0), before(9), before(10), before(29), before(99)]).toEqual([
    0, 0, 0, 10, 20, 30,
  ]);
});
