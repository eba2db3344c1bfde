/** The table of controllers and how they are woken. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { ObjectChange } from '../events.ts';
import type { Simulation } from '../state.ts';

export interface ControllerState {
  /** Keys that are already queued, per controller: a controller looks at a key once, however often it was woken. */
  readonly queued: Record<string, Set<ObjectKey>>;
}

/** Wakes the controllers that watch the changed kind, each after its own delay. */
export declare function objectChanged(simulation: Simulation, change: ObjectChange): void;

/** Lets all controllers work without delay until nothing changes: for a cluster that starts at rest. */
export declare function settle(simulation: Simulation): void;
