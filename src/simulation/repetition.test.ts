import fc from 'fast-check';
import { expect, it } from 'vitest';
import { anyTown, build, playOut, shareOf, type Town } from '../testing/randomClusters.ts';
import { CONTROLLER_NAMES } from './controllers/watches.ts';
import { cloneSimulation } from './simulation.ts';
import type { Simulation } from './state.ts';

/** Long enough for everything to come to rest. */
const A_WHILE_MS = 60_000;

/** What is left in the end, without the counts and times of the way there. */
function outcome(simulation: Simulation): string {
  const objects = [...simulation.objects].sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify(objects, (key, value: unknown) =>
    key === 'resourceVersion' || key === 'uid' || key.endsWith('Timestamp') || key.endsWith('Time')
      ? undefined
      : value,
  );
}

const anyOrder = fc.shuffledSubarray([...CONTROLLER_NAMES], { minLength: CONTROLLER_NAMES.length });

it('TM2 TM3 TM6 in every cluster, the same seed gives the same events, a clone goes on as its original, and the order of controllers does not matter', () => {
  const share = shareOf('repetition');
  let tried = 0;
  fc.assert(
    fc.property(anyTown, anyOrder, (town, controllerOrder) => {
      const first = build(town);
      const clone = cloneSimulation(first);
      const expected = JSON.stringify(playOut(first, town));
      expect(JSON.stringify(playOut(build(town), town)) === expected).toBe(true);
      expect(JSON.stringify(playOut(clone, town)) === expected).toBe(true);
      expect(settled(town, controllerOrder)).toBe(settled(town));
      tried += 1;
    }),
    share,
  );
  expect(tried).toBe(share.numRuns);
}, 600_000);

/** The objects in the end when nobody sends anything meanwhile. */
function settled(town: Town, controllerOrder?: typeof CONTROLLER_NAMES): string {
  const quiet = { ...town, traffic: [] };
  const simulation = build(quiet, controllerOrder === undefined ? {} : { controllerOrder });
  playOut(simulation, quiet, A_WHILE_MS);
  return outcome(simulation);
}
