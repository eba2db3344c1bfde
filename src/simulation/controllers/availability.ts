/** When a Pod counts as available: ready for `minReadySeconds`. Models pkg/api/v1/pod `IsPodAvailable`. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, type Pod, type PodCondition } from '../../kubernetes/pod.ts';
import { msOfTimestamp } from '../clockTime.ts';
import type { Simulation } from '../state.ts';
import type { ControllerName } from './watches.ts';
import { enqueue } from './workQueue.ts';

/** Since when the Pod is ready; Infinity when it is not. */
export function readySince(pod: Pod): number {
  const ready = (condition: PodCondition) => condition.type === 'Ready' && condition.status === 'True';
  const since = pod.status?.conditions?.find(ready)?.lastTransitionTime;
  return since === undefined ? Number.POSITIVE_INFINITY : msOfTimestamp(since);
}

/** From when on the Pod is available if it stays ready; at rest every ready Pod is. */
function availableAt(simulation: Simulation, pod: Pod, minReadySeconds: number): number {
  return readySince(pod) + (simulation.controllers.isSettling ? 0 : minReadySeconds * 1000);
}

export function isAvailable(simulation: Simulation, pod: Pod, minReadySeconds = 0): boolean {
  return isReady(pod) && availableAt(simulation, pod, minReadySeconds) <= simulation.now;
}

/** Lets the controller look again as soon as the next of the Pods becomes available. */
export function lookWhenAvailable(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  pods: readonly Pod[],
  minReadySeconds = 0,
): void {
  const later = pods
    .filter(isReady)
    .map((pod) => availableAt(simulation, pod, minReadySeconds))
    .filter((at) => at > simulation.now);
  if (later.length > 0) enqueue(simulation, controller, key, Math.min(...later) - simulation.now);
}
