/** What controllers say about their work, as `kubectl get events` lists it. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';

export function emitEvent(
  simulation: Simulation,
  component: string,
  about: ObjectKey,
  severity: 'Normal' | 'Warning',
  eventReason: string,
  message: string,
): void {
  simulation.events.push({
    type: 'ClusterEvent',
    at: simulation.now,
    severity,
    about,
    component,
    eventReason,
    message,
  });
}
