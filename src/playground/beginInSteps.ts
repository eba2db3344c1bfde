/** The simulation of a playground, begun in steps: for a page that must answer meanwhile. */
import { startInSteps } from '../simulation/engine.ts';
import type { Simulation } from '../simulation/state.ts';
import { sharedParts } from './parts.ts';
import type { PlaygroundOptions } from './playground.ts';
import { refuseUnchecked } from './provenScenes.ts';

/** What comes out belongs to the same options of `createPlayground`. */
export function beginInSteps(options: PlaygroundOptions): Generator<void, Simulation> {
  const parts = options.parts ?? sharedParts;
  refuseUnchecked(options, parts);
  return startInSteps(options.scene, parts);
}
