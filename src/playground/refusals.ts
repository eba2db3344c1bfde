/** What the API server did not take of a scene. */
import type { StatusCause } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
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

/** The first of them, and how many there were. */
export function refusalsInWords([first, ...others]: readonly StatusCause[]): string {
  return t(others.length === 0 ? 'leftOut' : 'leftOutMore', {
    message: first?.message ?? '',
    count: others.length,
  });
}
