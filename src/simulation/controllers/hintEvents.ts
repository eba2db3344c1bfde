/** What the EndpointSlice controller tells of the hints of topology mode Auto. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import type { SlicesResult } from './endpointSlices.ts';
import { hintMessages } from './topologyHints.ts';

const ENABLED = 'TopologyAwareHintsEnabled';
const DISABLED = 'TopologyAwareHintsDisabled';

/**
 * One event for each family. One that repeats the last ones is left out, as the event recorder only
 * counts it; while the cluster comes to rest only the last ones stay.
 */
export function tellHints(simulation: Simulation, key: ObjectKey, hints: SlicesResult['hints']): void {
  const { hintNotes, isSettling } = simulation.controllers;
  const before = hintNotes.get(key) ?? [];
  const enabled = before.find((message) => message.startsWith(hintMessages.HintsEnabled));
  const notes = hints.map(({ addressType, note: { cause, message } }) => ({
    cause,
    message: `${message}, addressType: ${addressType}`,
  }));
  if (notes.length > 0)
    hintNotes.set(
      key,
      notes.map(({ message }) => message),
    );
  else if (hintNotes.delete(key) && enabled !== undefined)
    notes.push({
      cause: 'HintsDisabled',
      message: enabled.replace(hintMessages.HintsEnabled, hintMessages.HintsDisabled),
    });
  if (isSettling)
    simulation.events = simulation.events.filter(
      (event) => !(event.type === 'ClusterEvent' && event.about === key && event.eventReason === DISABLED),
    );
  for (const { cause, message } of notes) {
    if (before.includes(message) && !isSettling) continue;
    const isEnabled = cause === 'HintsEnabled';
    if (isEnabled && enabled !== undefined) continue;
    const [severity, reason] = isEnabled ? (['Normal', ENABLED] as const) : (['Warning', DISABLED] as const);
    emitEvent(simulation, 'endpoint-slice-controller', key, severity, reason, message);
  }
}
