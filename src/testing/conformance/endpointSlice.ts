/** Vectors of `endpointslice/`: the slices that a Service and its Pods lead to, and the hints on their endpoints. */
import type { Endpoint, EndpointPort, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { defaultGates } from '../../kubernetes/featureGates.ts';
import { matchesMap } from '../../kubernetes/labelSelector.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import {
  labelsChanged,
  reconcileSlices,
  type SliceChanges,
  type SlicesResult,
  sliceLabels,
} from '../../simulation/controllers/endpointSlices.ts';
import {
  addressTypesOf,
  belongsInSlices,
  endpointPorts,
  podToEndpoint,
  setsHostname,
} from '../../simulation/controllers/endpoints.ts';
import { addTopologyHints } from '../../simulation/controllers/topologyHints.ts';
import { asksForTopologyHints } from '../../simulation/controllers/topologyMode.ts';
import { reconcileHints } from '../../simulation/controllers/trafficDistribution.ts';
import { milliOf, zoneCPUOf } from '../../simulation/controllers/zoneCPU.ts';
import { topologyHints } from '../../simulation/features/topologyHints.ts';
import type { Check } from './conformance.ts';

interface Generate {
  pods: number;
  namespace: string;
  labels: Record<string, string>;
  nodeName: string;
  containerPort?: { name: string; protocol: 'TCP' };
}

export interface EndpointSliceVector {
  id: string;
  group: string;
  service: Service;
  pods?: Pod[];
  nodes?: Node[];
  generate?: Generate;
  options?: {
    maxEndpointsPerSlice?: number;
    topologyCache?: boolean;
    preferSameTrafficDistribution?: boolean;
  };
  existingSlices?: { name: string; pods: string[] }[];
  cpuRatiosByZone?: Record<string, number> | null;
  existingSliceLabels?: Record<string, string> | null;
  trafficDistribution?: string | null;
  slices?: EndpointSlice[];
  expect: Record<string, unknown>;
}

/** The Pods of a packing vector, by the rules that it states in words. */
function generatePods({ pods, namespace, labels, nodeName, containerPort }: Generate): Pod[] {
  return Array.from({ length: pods }, (_, index): Pod => {
    const ip = `10.1.${Math.floor(index / 250)}.${(index % 250) + 1}`;
    const ports = containerPort ? [{ ...containerPort, containerPort: 8080 + (index % 5) }] : [];
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: `pod-${String(index).padStart(4, '0')}`, namespace, labels },
      spec: { containers: [{ name: 'app', ports }], nodeName },
      status: {
        podIP: ip,
        podIPs: [{ ip }],
        conditions: [{ type: 'Ready', status: index % 3 === 0 ? 'False' : 'True' }],
      },
    };
  });
}

function nodesByName(vector: EndpointSliceVector): Map<string, Node> {
  return new Map((vector.nodes ?? []).map((node) => [node.metadata.name, node]));
}

function sync(vector: EndpointSliceVector, existing: EndpointSlice[] = []): SlicesResult {
  const { service, generate, options = {} } = vector;
  const { preferSameTrafficDistribution = true, topologyCache = true, ...others } = options;
  const pods = (generate ? generatePods(generate) : (vector.pods ?? [])).filter((pod) =>
    matchesMap(service.spec.selector, pod),
  );
  const gates = { ...defaultGates, preferSameTrafficDistribution };
  return reconcileSlices(service, pods, nodesByName(vector), existing, {
    ...others,
    gates,
    ...(topologyCache ? { topology: topologyHints } : {}),
  });
}

/** Without what the vectors leave out: uids and namespaces of references, generated names. */
function plainEndpoint({ targetRef, ...endpoint }: Endpoint): Endpoint {
  const { kind, name } = targetRef ?? {};
  return { ...endpoint, ...(name === undefined ? {} : { targetRef: { kind: kind!, name } }) };
}

function plainPorts(ports: readonly EndpointPort[] | null | undefined): EndpointPort[] {
  return [...(ports ?? [])];
}

function plainSlices(slices: readonly EndpointSlice[], wanted: readonly Record<string, unknown>[]) {
  return slices.map(({ addressType, endpoints, ports, metadata }, index) => ({
    addressType,
    endpoints: (endpoints ?? []).map(plainEndpoint),
    ports: plainPorts(ports),
    ...(wanted[index]?.labels === undefined ? {} : { labels: metadata.labels ?? {} }),
  }));
}

type Compare = (vector: EndpointSliceVector) => unknown;

const checkSlices: Compare = (vector) => {
  const { create, retry } = sync(vector);
  const { expect } = vector;
  const wanted = (expect.slices ?? []) as Record<string, unknown>[];
  const named = create.map((slice, index) => ({
    ...slice,
    metadata: { ...slice.metadata, name: `slice-${index}` },
  }));
  const again = sync(vector, named);
  return {
    slices: plainSlices(create, wanted),
    ...(expect.retry === undefined ? {} : { retry }),
    ...(expect.secondSyncChangesNothing === undefined
      ? {}
      : {
          secondSyncChangesNothing: again.create.length + again.update.length + again.delete.length === 0,
        }),
  };
};

const checkOneSlice: Compare = (vector) => {
  const [slice] = sync(vector).create;
  const { addressType, endpoints, ports } = plainSlices([slice!], [])[0]!;
  return { addressType, endpoints, ports };
};

/** The slices of a vector that names their Pods only. */
function existingSlices(vector: EndpointSliceVector): EndpointSlice[] {
  const { service, pods = [] } = vector;
  const nodes = nodesByName(vector);
  return (vector.existingSlices ?? []).map(({ name, pods: names }): EndpointSlice => {
    const own = pods.filter((pod) => names.includes(pod.metadata.name));
    return {
      apiVersion: 'discovery.k8s.io/v1',
      kind: 'EndpointSlice',
      metadata: { name, labels: sliceLabels(service) },
      addressType: 'IPv4',
      endpoints: own.map((pod) => podToEndpoint(pod, service, nodes.get(pod.spec.nodeName!), 'IPv4')),
      ports: endpointPorts(service, own[0]!),
    };
  });
}

function countBy<T>(items: readonly T[], nameOf: (item: T) => string | undefined) {
  const counts: Record<string, number> = {};
  for (const item of items) {
    const name = nameOf(item);
    if (name !== undefined) counts[name] = (counts[name] ?? 0) + 1;
  }
  return Object.keys(counts).length === 0 ? null : counts;
}

/** How many endpoints are for each zone, and how many of them for another zone than their own. */
const countHints: Compare = (vector) => {
  const { create, update, unchanged } = sync(vector, existingSlices(vector));
  const endpoints = [...create, ...update, ...unchanged].flatMap((slice) => slice.endpoints ?? []);
  const zoneOf = ({ hints }: Endpoint) => hints?.forZones?.[0]?.name;
  const isElsewhere = (endpoint: Endpoint) => (zoneOf(endpoint) ?? endpoint.zone) !== endpoint.zone;
  return {
    hintsByZone: countBy(endpoints, zoneOf),
    crossZoneHints: endpoints.filter(isElsewhere).length,
    ...(vector.expect.hintsByNode === undefined
      ? {}
      : { hintsByNode: countBy(endpoints, ({ hints }) => hints?.forNodes?.[0]?.name) }),
  };
};

const allCreated = (slices: readonly EndpointSlice[]): SliceChanges => ({
  create: [...slices],
  update: [],
  delete: [],
  unchanged: [],
  retry: false,
});

const checkTopologyHints: Compare = ({ slices = [], cpuRatiosByZone }) => {
  const ratios = cpuRatiosByZone ? new Map(Object.entries(cpuRatiosByZone)) : null;
  const { changes, note } = addTopologyHints(allCreated(slices), ratios);
  return {
    slices: (changes ?? reconcileHints(allCreated(slices), undefined)).create,
    eventReason: `TopologyAwareHints${changes === null ? 'Disabled' : 'Enabled'}`,
    eventCause: note.cause.replace(/(?<=.)[A-Z]/g, '-$&').toLowerCase(),
  };
};

const checkZoneCPU: Compare = ({ nodes = [], expect }) => {
  const cpu = zoneCPUOf(nodes);
  const wanted = (expect.cpuByZone ?? {}) as Record<string, string>;
  // One quantity has several spellings.
  const spelled = ([zone, milli]: [string, number]) =>
    [zone, milliOf(wanted[zone]) === milli ? wanted[zone] : `${milli}m`] as const;
  return {
    sufficientNodeInfo: cpu !== null,
    cpuByZone: cpu && Object.fromEntries([...cpu.milliByZone].map(spelled)),
    cpuRatiosByZone: cpu && Object.fromEntries(cpu.ratios),
  };
};

const checks: Readonly<Record<string, Compare>> = {
  'address-types': ({ service }) => ({ addressTypes: addressTypesOf(service) }),
  hints: ({ slices = [], trafficDistribution, expect }) => {
    const changes = { create: [], update: [], delete: [], unchanged: slices, retry: false };
    const { update, unchanged } = reconcileHints(changes, trafficDistribution ?? undefined);
    return {
      slices: [...unchanged, ...update],
      slicesRewritten: update.length === 0 ? expect.slicesRewritten : update.length,
    };
  },
  hostname: ({ service, pods }) => ({ hostnameSet: setsHostname(pods![0]!, service) }),
  labels: ({ service, existingSliceLabels, expect }) => {
    const slice = { metadata: { name: 'x', labels: existingSliceLabels ?? {} } } as EndpointSlice;
    return {
      labels: sliceLabels(service),
      ...(expect.annotations === undefined
        ? {}
        : {
            annotations: sync({ id: '', group: '', service, expect }).create[0]?.metadata.annotations ?? {},
          }),
      ...(expect.labelsChanged === undefined ? {} : { labelsChanged: labelsChanged(slice, service) }),
    };
  },
  membership: ({ pods }) => ({ podIncluded: belongsInSlices(pods![0]!) }),
  packing: (vector) => {
    const slices = sync(vector).create;
    const { slicePorts, allReady } = vector.expect;
    const isReady = (endpoint: Endpoint) => endpoint.conditions?.ready === true;
    return {
      sliceLengths: slices.map((slice) => slice.endpoints!.length),
      ...(slicePorts === undefined ? {} : { slicePorts: slices.map((slice) => plainPorts(slice.ports)) }),
      ...(allReady === undefined
        ? {}
        : { allReady: slices.every((slice) => slice.endpoints!.every(isReady)) }),
    };
  },
  'pod-to-endpoint': checkOneSlice,
  ports: checkOneSlice,
  reconcile: checkSlices,
  'topology-annotation': ({ service }) => ({ hintsEnabled: asksForTopologyHints(service) }),
  'topology-hints': checkTopologyHints,
  'topology-sync': countHints,
  'traffic-distribution': countHints,
  'zone-cpu': checkZoneCPU,
};

export function checkEndpointSlice(vector: EndpointSliceVector): Check[] {
  const compare = checks[vector.group];
  if (compare === undefined) return [{ id: vector.id, failure: `no check for the group ${vector.group}` }];
  const came = sortedJson(compare(vector));
  const wanted = sortedJson(vector.expect);
  return [{ id: vector.id, failure: came === wanted ? null : `expected ${wanted}, came ${came}` }];
}

/** JSON with sorted fields, so that only values count. */
function sortedJson(value: unknown): string {
  return JSON.stringify(value, (_, item) =>
    typeof item === 'object' && item !== null && !Array.isArray(item)
      ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
      : item,
  );
}
