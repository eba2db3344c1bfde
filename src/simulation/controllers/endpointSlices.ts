/**
 * Which EndpointSlices a Service needs, and how to get there from those that exist with few writes. Models
 * staging/src/k8s.io/endpointslice reconciler.go. Pure: the controller `endpointSlice` carries the answer out.
 */
import {
  type Endpoint,
  type EndpointPort,
  type EndpointSlice,
  MANAGED_BY_LABEL,
  SERVICE_NAME_LABEL,
} from '../../kubernetes/endpointSlice.ts';
import { defaultGates, type FeatureGates } from '../../kubernetes/featureGates.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { isEqual } from '../equality.ts';
import type { TopologyHints } from '../features/topologyHints.ts';
import {
  type AddressType,
  addressTypesOf,
  belongsInSlices,
  endpointPorts,
  podToEndpoint,
} from './endpoints.ts';
import type { HintNote } from './topologyHints.ts';
import { asksForTopologyHints } from './topologyMode.ts';
import { isTrafficDistribution, reconcileHints } from './trafficDistribution.ts';

export const CONTROLLER_LABEL_VALUE = 'endpointslice-controller.k8s.io';
const HEADLESS_LABEL = 'service.kubernetes.io/headless';
const RESERVED_LABELS = [SERVICE_NAME_LABEL, MANAGED_BY_LABEL, HEADLESS_LABEL];
export const MAX_ENDPOINTS_PER_SLICE = 100;

export interface SliceChanges {
  /** Without names: they get one from `generateName`. */
  create: EndpointSlice[];
  update: EndpointSlice[];
  delete: EndpointSlice[];
  unchanged: EndpointSlice[];
  /** Some Pod's node does not exist (yet), so the Pod was left out: look again later. */
  retry: boolean;
}

export interface SliceOptions {
  maxEndpointsPerSlice?: number;
  /** Makes the hints of topology mode Auto; without it that is switched off in the cluster. */
  topology?: TopologyHints;
  gates?: FeatureGates;
}

export interface SlicesResult extends SliceChanges {
  /** What became of the hints of topology mode Auto, by family; empty when the Service does not ask for them. */
  hints: { addressType: AddressType; note: HintNote }[];
}

/** The labels of a Service's slices: the Service's own, and those that tie the slice to it. */
export function sliceLabels(service: Service): Record<string, string> {
  const labels = { ...service.metadata.labels };
  for (const label of RESERVED_LABELS) delete labels[label];
  const { clusterIP } = service.spec;
  if (!clusterIP || clusterIP === 'None') labels[HEADLESS_LABEL] = '';
  return {
    ...labels,
    [SERVICE_NAME_LABEL]: service.metadata.name,
    [MANAGED_BY_LABEL]: CONTROLLER_LABEL_VALUE,
  };
}

/** Whether the Service's labels changed since the slice was written; reserved labels alone do not count. */
export function labelsChanged(slice: EndpointSlice, service: Service): boolean {
  const own = (labels: Record<string, string> | null | undefined) =>
    Object.fromEntries(Object.entries(labels ?? {}).filter(([label]) => !RESERVED_LABELS.includes(label)));
  return !isEqual(own(slice.metadata.labels), own(service.metadata.labels));
}

function newSlice(service: Service, addressType: AddressType, ports: readonly EndpointPort[]): EndpointSlice {
  const { name, namespace, uid } = service.metadata;
  const owner = {
    apiVersion: 'v1',
    kind: 'Service',
    name,
    uid: uid ?? '',
    controller: true,
    blockOwnerDeletion: true,
  };
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: '',
      generateName: `${name}-`,
      ...(namespace === undefined ? {} : { namespace }),
      labels: sliceLabels(service),
      ownerReferences: [owner],
    },
    addressType,
    endpoints: [],
    ports: [...ports],
  };
}

/** Endpoints of the same Pod and address are one; all else may change in place. */
function identity({ addresses, hostname, targetRef }: Endpoint): string {
  const { kind, namespace, name, uid } = targetRef ?? {};
  return JSON.stringify([addresses, hostname, kind, namespace, name, uid]);
}

function withoutHints({ hints: _, ...endpoint }: Endpoint): Endpoint {
  return endpoint;
}

type Endpoints = Map<string, Endpoint>;

/** What should be there: endpoints by the ports that they serve. */
function desiredByPorts(
  service: Service,
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, Node>,
  addressType: AddressType,
): { desired: Map<string, Endpoints>; retry: boolean } {
  const desired = new Map<string, Endpoints>();
  let retry = false;
  for (const pod of pods) {
    if (!belongsInSlices(pod)) continue;
    const node = nodes.get(pod.spec.nodeName ?? '');
    if (node === undefined && pod.spec.nodeName && service.spec.publishNotReadyAddresses !== true) {
      retry = true;
      continue;
    }
    const endpoint = podToEndpoint(pod, service, node, addressType);
    if (endpoint.addresses.length === 0) continue;
    const ports = JSON.stringify(endpointPorts(service, pod));
    const endpoints = desired.get(ports) ?? new Map<string, Endpoint>();
    endpoints.set(identity(endpoint), endpoint);
    desired.set(ports, endpoints);
  }
  return { desired, retry };
}

function portsKey(ports: EndpointSlice['ports']): string {
  return JSON.stringify(
    (ports ?? []).map(({ name, port, protocol, appProtocol }) => ({
      name: name ?? '',
      port,
      protocol: protocol ?? 'TCP',
      ...(appProtocol === undefined ? {} : { appProtocol }),
    })),
  );
}

const lengthOf = (slice: EndpointSlice): number => slice.endpoints?.length ?? 0;

/** Moves endpoints from `rest` into the slice until it is full. */
function fill(slice: EndpointSlice, rest: Endpoints, max: number): EndpointSlice {
  const endpoints = [...(slice.endpoints ?? [])];
  for (const [id, endpoint] of rest) {
    if (endpoints.length >= max) break;
    endpoints.push(endpoint);
    rest.delete(id);
  }
  return { ...slice, endpoints };
}

/** The fullest slice into which all of the rest still fits. */
function roomiest(slices: readonly EndpointSlice[], count: number, max: number): EndpointSlice | undefined {
  let best: EndpointSlice | undefined;
  for (const slice of slices) {
    const fits = lengthOf(slice) + count <= max;
    if (fits && count < max && (best === undefined || lengthOf(slice) > lengthOf(best))) best = slice;
  }
  return best;
}

/** reconciler.go `reconcileByPortMapping`: keep what is right, fill what changes anyway, then touch as little as possible. */
function reconcileSamePorts(
  service: Service,
  existing: readonly EndpointSlice[],
  desired: ReadonlyMap<string, Endpoint>,
  create: () => EndpointSlice,
  max: number,
): Omit<SliceChanges, 'retry'> {
  const rest: Endpoints = new Map(desired);
  const changes: Omit<SliceChanges, 'retry'> = { create: [], update: [], delete: [], unchanged: [] };
  for (const slice of existing) {
    const kept: Endpoint[] = [];
    let isChanged = labelsChanged(slice, service);
    for (const endpoint of slice.endpoints ?? []) {
      const wanted = rest.get(identity(endpoint));
      if (wanted === undefined) continue;
      kept.push(wanted);
      if (!isEqual(wanted, withoutHints(endpoint))) isChanged = true;
      rest.delete(identity(endpoint));
    }
    if (kept.length === 0 && lengthOf(slice) > 0) changes.delete.push(slice);
    else if (isChanged || kept.length !== lengthOf(slice))
      changes.update.push({
        ...slice,
        endpoints: kept,
        metadata: { ...slice.metadata, labels: sliceLabels(service) },
      });
    else changes.unchanged.push(slice);
  }
  changes.update.sort((a, b) => lengthOf(b) - lengthOf(a));
  changes.update = changes.update.map((slice) => fill(slice, rest, max));
  while (rest.size > 0) {
    const slice = roomiest(changes.unchanged, rest.size, max);
    if (slice === undefined) changes.create.push(fill(create(), rest, max));
    else {
      changes.unchanged = changes.unchanged.filter((each) => each !== slice);
      changes.update.push(fill(slice, rest, max));
    }
  }
  return changes;
}

function isOwnedBy(slice: EndpointSlice, service: Service): boolean {
  const owner = slice.metadata.ownerReferences?.find((each) => each.controller === true);
  return owner === undefined || service.metadata.uid === undefined || owner.uid === service.metadata.uid;
}

function reconcileFamily(
  service: Service,
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, Node>,
  existing: readonly EndpointSlice[],
  addressType: AddressType,
  max: number,
): SliceChanges {
  const { desired, retry } = desiredByPorts(service, pods, nodes, addressType);
  const changes: SliceChanges = { create: [], update: [], delete: [], unchanged: [], retry };
  const byPorts = new Map<string, EndpointSlice[]>();
  for (const slice of existing)
    if (isOwnedBy(slice, service)) {
      const key = portsKey(slice.ports);
      byPorts.set(key, [...(byPorts.get(key) ?? []), slice]);
    } else changes.delete.push(slice);
  for (const [ports, endpoints] of desired) {
    const create = () => newSlice(service, addressType, JSON.parse(ports) as EndpointPort[]);
    const same = reconcileSamePorts(service, byPorts.get(ports) ?? [], endpoints, create, max);
    changes.create.push(...same.create);
    changes.update.push(...same.update);
    changes.delete.push(...same.delete);
    changes.unchanged.push(...same.unchanged);
    byPorts.delete(ports);
  }
  for (const slices of byPorts.values()) changes.delete.push(...slices);
  if (changes.delete.length === existing.length && changes.create.length === 0)
    keepPlaceholder(changes, newSlice(service, addressType, []));
  return changes;
}

/** A Service without endpoints keeps one empty slice. */
function keepPlaceholder(changes: SliceChanges, placeholder: EndpointSlice): void {
  const same = changes.delete.find(
    (slice) =>
      changes.delete.length === 1 &&
      lengthOf(slice) === 0 &&
      (slice.ports ?? []).length === 0 &&
      isEqual(slice.metadata.labels, placeholder.metadata.labels),
  );
  if (same === undefined) changes.create.push(placeholder);
  else {
    changes.unchanged.push(same);
    changes.delete = [];
  }
}

/** reconciler.go `finalize`: a slice that would go is used for one that would come. */
function reuseDeleted(changes: SliceChanges, service: Service): SliceChanges {
  const create = [...changes.create];
  const update = [...changes.update];
  const rest = changes.delete.filter((slice) => {
    const next = create.at(-1);
    if (next?.addressType !== slice.addressType || !isOwnedBy(slice, service)) return true;
    update.push({ ...next, metadata: { ...next.metadata, name: slice.metadata.name } });
    create.pop();
    return false;
  });
  return { ...changes, create, update, delete: rest };
}

/** `existing` are the slices of this Service that this controller manages; `pods` those that its selector matches. */
export function reconcileSlices(
  service: Service,
  pods: readonly Pod[],
  nodes: ReadonlyMap<string, Node>,
  existing: readonly EndpointSlice[],
  options: SliceOptions = {},
): SlicesResult {
  const { maxEndpointsPerSlice = MAX_ENDPOINTS_PER_SLICE, topology, gates = defaultGates } = options;
  const types = addressTypesOf(service);
  const wantsTopology = asksForTopologyHints(service);
  const { trafficDistribution } = service.spec;
  const distribution =
    !wantsTopology && isTrafficDistribution(trafficDistribution, gates) ? trafficDistribution : undefined;
  const hinting = wantsTopology ? topology : undefined;
  const ratios = hinting?.zoneCPUOf(nodes.values())?.ratios ?? null;
  const all: SlicesResult = {
    create: [],
    update: [],
    delete: existing.filter((slice) => !types.includes(slice.addressType)),
    unchanged: [],
    retry: false,
    hints: [],
  };
  for (const addressType of types) {
    const ofFamily = existing.filter((slice) => slice.addressType === addressType);
    const changes = reconcileFamily(service, pods, nodes, ofFamily, addressType, maxEndpointsPerSlice);
    const zoned = hinting?.addTopologyHints(changes, ratios);
    const hinted = zoned?.changes ?? reconcileHints(changes, distribution);
    const { create, update, delete: gone, unchanged, retry } = reuseDeleted(hinted, service);
    all.create.push(...create);
    all.update.push(...update);
    all.delete.push(...gone);
    all.unchanged.push(...unchanged);
    all.retry ||= retry;
    if (zoned !== undefined) all.hints.push({ addressType, note: zoned.note });
  }
  return all;
}
