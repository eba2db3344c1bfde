/** What will happen in the next moments if nobody does anything: tried in a copy, the running cluster is not touched. */

import { advance, cloneSimulation } from '../simulation/engine.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Simulation } from '../simulation/state.ts';

export function lookAhead(simulation: Simulation, ms: number): SimulationEvent[] {
  const copy = cloneSimulation(simulation);
  copy.events = [];
  return advance(copy, copy.now + ms);
}
