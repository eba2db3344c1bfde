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
import { featureOf } from '../features.ts';
import { selectorEntry } from '../objectIndex.ts';
import type { Simulation } from '../state.ts';
import { CONTROLLER_LABEL_VALUE, reconcileSlices } from './endpointSlices.ts';
import { asksForTopologyHints } from './topologyMode.ts';
import { enqueue } from './workQueue.ts';

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
    asksForTopologyHints(service) ? { topology: featureOf(simulation, 'topologyHints') } : {},
  );
  for (const object of changes.create) write(simulation, { verb: 'create', object }, 'endpointSlice');
  for (const object of changes.update) write(simulation, { verb: 'update', object }, 'endpointSlice');
  for (const slice of changes.delete)
    write(simulation, { verb: 'delete', key: objectKey(slice) }, 'endpointSlice');
  if (changes.hints.length > 0 || simulation.controllers.hintNotes.has(key))
    featureOf(simulation, 'topologyHints').tellHints(simulation, key, changes.hints);
  if (changes.retry && !simulation.controllers.isSettling)
    enqueue(simulation, 'endpointSlice', key, RETRY_MS);
}
