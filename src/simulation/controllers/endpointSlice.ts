/**
 * Keeps the EndpointSlices of every Service with a selector. Models pkg/controller/endpointslice; the reckoning is in
 * `endpointSlices.ts`. As in Kubernetes, slices stay behind when a Service loses its selector or becomes an ExternalName.
 */
import { type EndpointSlice, MANAGED_BY_LABEL, SERVICE_NAME_LABEL } from '../../kubernetes/endpointSlice.ts';
import { matchesMap } from '../../kubernetes/labelSelector.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { write } from '../apiServer.ts';
import { selectorEntry } from '../objectIndex.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { CONTROLLER_LABEL_VALUE, reconcileSlices, type SlicesResult } from './endpointSlices.ts';
import { hintMessages } from './topologyHints.ts';
import { enqueue } from './workQueue.ts';

const ENABLED = 'TopologyAwareHintsEnabled';
const DISABLED = 'TopologyAwareHintsDisabled';

/** How soon a Pod on a node that does not exist yet is looked at again. */
const RETRY_MS = 1000;

/** The Pods that the Service's selector matches, by name. */
export function selectedPods(simulation: Simulation, service: Service): Pod[] {
  const entry = selectorEntry(service);
  const keys = entry === undefined ? [] : (simulation.index.podsByLabel.get(entry) ?? []);
  const pods: Pod[] = [];
  for (const key of keys) {
    const pod = simulation.byKind.Pod.get(key)!;
    if (matchesMap(service.spec.selector, pod)) pods.push(pod);
  }
  return pods.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

function ownSlices(simulation: Simulation, service: Service): EndpointSlice[] {
  const slices: EndpointSlice[] = [];
  for (const key of simulation.index.dependents.get(service.metadata.uid!) ?? []) {
    const slice = simulation.byKind.EndpointSlice.get(key);
    const labels = slice?.metadata.labels ?? {};
    const isManaged =
      labels[MANAGED_BY_LABEL] === CONTROLLER_LABEL_VALUE &&
      labels[SERVICE_NAME_LABEL] === service.metadata.name;
    if (slice !== undefined && isManaged) slices.push(slice);
  }
  return slices.sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1));
}

export function reconcileEndpointSlice(simulation: Simulation, key: ObjectKey): void {
  const service = simulation.byKind.Service.get(key);
  if (service === undefined) simulation.controllers.hintNotes.delete(key);
  if (service === undefined || service.metadata.deletionTimestamp !== undefined) return;
  if (service.spec.type === 'ExternalName' || selectorEntry(service) === undefined) return;
  const nodes = new Map([...simulation.byKind.Node.values()].map((node) => [node.metadata.name, node]));
  const changes = reconcileSlices(
    service,
    selectedPods(simulation, service),
    nodes,
    ownSlices(simulation, service),
  );
  for (const object of changes.create) write(simulation, { verb: 'create', object }, 'endpointSlice');
  for (const object of changes.update) write(simulation, { verb: 'update', object }, 'endpointSlice');
  for (const slice of changes.delete)
    write(simulation, { verb: 'delete', key: objectKey(slice) }, 'endpointSlice');
  tellHints(simulation, key, changes.hints);
  if (changes.retry && !simulation.controllers.isSettling)
    enqueue(simulation, 'endpointSlice', key, RETRY_MS);
}

/**
 * Events on the hints of topology mode Auto. One that repeats the last ones is left out, as the event recorder only
 * counts it; while the cluster comes to rest only the last ones stay.
 */
function tellHints(simulation: Simulation, key: ObjectKey, hints: SlicesResult['hints']): void {
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
