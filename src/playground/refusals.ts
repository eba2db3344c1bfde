/** What the API server did not take of a scene. */
import type { StatusCause } from '../kubernetes/status.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';

/** In the form of `applyAll`. */
export function refusalsOf({ refused }: Simulation, { objects }: Scene): StatusCause[] {
  return refused.map(({ object, status: { reason = 'Unknown', message } }) => ({
    field: `objects[${objects.indexOf(object)}]`,
    reason,
    message,
  }));
}
