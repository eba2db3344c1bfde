/** Kind → columns of `kubectl get`: models pkg/printers/internalversion/printers.go, v1.35. */
import { type Kind, type ObjectsByKind, rowOf } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import { groupOf, type KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { ageColumn, column, nameColumn, type Printer, type PrintOptions, wideColumn } from './columns.ts';
import { loadBalancerAddresses, sliceEndpointAddresses, sliceEndpointPorts } from './lists.ts';
import { networkPrinters } from './networkPrinters.ts';
import { otherPrinters } from './otherPrinters.ts';
import { NONE, UNKNOWN } from './placeholders.ts';
import { podConditions, summarizePod } from './podSummary.ts';
import { formatLabelSelector, formatLabels } from './selectors.ts';
import { workloadPrinters } from './workloadPrinters.ts';

/** Kinds without columns of their own, and custom resources. */
const anyObject: Printer<KubernetesObject> = { columns: [nameColumn, ageColumn] };

const simulated: { readonly [K in Kind]: Printer<ObjectsByKind[K]> } = {
  Namespace: {
    columns: [nameColumn, column('Status', ({ status }) => status?.phase ?? ''), ageColumn],
  },
  Node: {
    columns: [
      nameColumn,
      column('Status', nodeStatus),
      column('Roles', (node) => nodeRoles(node).join(',') || NONE),
      ageColumn,
      column('Version', ({ status }) => status?.nodeInfo?.kubeletVersion ?? ''),
      wideColumn('Internal-IP', (node) => nodeAddress(node, 'InternalIP')),
      wideColumn('External-IP', (node) => nodeAddress(node, 'ExternalIP')),
      wideColumn('OS-Image', ({ status }) => status?.nodeInfo?.osImage || UNKNOWN),
      wideColumn('Kernel-Version', ({ status }) => status?.nodeInfo?.kernelVersion || UNKNOWN),
      wideColumn('Container-Runtime', ({ status }) => status?.nodeInfo?.containerRuntimeVersion || UNKNOWN),
    ],
  },
  Pod: {
    columns: [
      nameColumn,
      column('Ready', (pod, { now }) => summarizePod(pod, now).ready),
      column('Status', (pod, { now }) => summarizePod(pod, now).status),
      column('Restarts', (pod, { now }) => summarizePod(pod, now).restarts),
      ageColumn,
      wideColumn('IP', ({ status }) => status?.podIPs?.[0]?.ip || NONE),
      wideColumn('Node', ({ spec }) => spec.nodeName || NONE),
      wideColumn('Nominated Node', ({ status }) => status?.nominatedNodeName || NONE),
      wideColumn('Readiness Gates', ({ spec, status }) => {
        const gates = spec.readinessGates ?? [];
        const conditions = status?.conditions ?? [];
        const open = gates.filter(
          ({ conditionType }) => conditions.find(({ type }) => type === conditionType)?.status === 'True',
        );
        return gates.length === 0 ? NONE : `${open.length}/${gates.length}`;
      }),
    ],
    conditions: podConditions,
  },
  ...workloadPrinters,
  Service: {
    columns: [
      nameColumn,
      column('Type', ({ spec }) => spec.type ?? ''),
      column('Cluster-IP', ({ spec }) => spec.clusterIPs?.[0] ?? NONE),
      column('External-IP', externalIP),
      column('Port(s)', ({ spec }) => (spec.ports ?? []).map(servicePort).join(',') || NONE),
      ageColumn,
      wideColumn('Selector', ({ spec }) => formatLabels(spec.selector)),
    ],
  },
  EndpointSlice: {
    columns: [
      nameColumn,
      column('AddressType', ({ addressType }) => addressType),
      column('Ports', ({ ports }) => sliceEndpointPorts(ports)),
      column('Endpoints', ({ endpoints }) => sliceEndpointAddresses(endpoints)),
      ageColumn,
    ],
  },
  NetworkPolicy: {
    columns: [
      nameColumn,
      column('Pod-Selector', ({ spec }) => formatLabelSelector(spec.podSelector)),
      ageColumn,
    ],
  },
  Ingress: networkPrinters['Ingress.networking.k8s.io'],
  IngressClass: networkPrinters['IngressClass.networking.k8s.io'],
  GatewayClass: networkPrinters['GatewayClass.gateway.networking.k8s.io'],
  Gateway: networkPrinters['Gateway.gateway.networking.k8s.io'],
  HTTPRoute: networkPrinters['HTTPRoute.gateway.networking.k8s.io'],
  Client: {
    columns: [nameColumn, column('Address', ({ spec }) => spec.address ?? ''), ageColumn],
  },
  OutsideServer: {
    columns: [
      nameColumn,
      column('Hostname', ({ spec }) => spec.hostname),
      column('Address', ({ spec }) => spec.address ?? ''),
      column('Ports', ({ spec }) =>
        (spec.ports ?? []).map(({ port, protocol = 'TCP' }) => `${port}/${protocol}`).join(','),
      ),
      ageColumn,
    ],
  },
  Traffic: {
    columns: [
      nameColumn,
      column('From', ({ spec }) => `${spec.from.kind.toLowerCase()}/${spec.from.name}`),
      column('To', trafficTarget),
      column('Per-Second', ({ spec }) => spec.requestsPerSecond ?? ''),
      ageColumn,
      wideColumn('Connection', ({ spec }) => spec.connection ?? ''),
    ],
  },
  CloudProvider: {
    columns: [nameColumn, column('Address-Pool', ({ spec }) => spec.addressPool ?? ''), ageColumn],
  },
};

/** What is not simulated, by kind and group. */
const kept: ReadonlyMap<string, Printer<never>> = new Map(
  Object.entries<Printer<never>>({
    ...networkPrinters,
    ...otherPrinters,
  }).map(([key, printer]) => [key, tolerant(printer)]),
);

/** Nobody checked these objects: where a field is not what its kind says, the cell is unknown. */
function tolerant({ columns }: Printer<never>): Printer<never> {
  return {
    columns: columns.map((column) => ({
      ...column,
      cell: (object: never, options: PrintOptions) => {
        try {
          return column.cell(object, options);
        } catch {
          return UNKNOWN;
        }
      },
    })),
  };
}

/** How objects of this one's kind are printed. */
export function printerOf(object: KubernetesObject): Printer<KubernetesObject> {
  const group = groupOf(object.apiVersion);
  const printer =
    rowOf(object) === undefined
      ? kept.get(group === '' ? object.kind : `${object.kind}.${group}`)
      : simulated[object.kind as Kind];
  return (printer as Printer<KubernetesObject> | undefined) ?? anyObject;
}

// Nodes

const ROLE_PREFIX = 'node-role.kubernetes.io/';
const ROLE_LABEL = 'kubernetes.io/role';

function nodeStatus({ spec, status }: Node): string {
  const ready = status?.conditions?.findLast(({ type }) => type === 'Ready');
  const word = ready === undefined ? 'Unknown' : ready.status === 'True' ? 'Ready' : 'NotReady';
  return spec?.unschedulable ? `${word},SchedulingDisabled` : word;
}

function nodeRoles({ metadata }: Node): string[] {
  const roles = Object.entries(metadata.labels ?? {}).map(([key, value]) => {
    if (key.startsWith(ROLE_PREFIX)) return key.slice(ROLE_PREFIX.length);
    return key === ROLE_LABEL ? value : '';
  });
  return [...new Set(roles.filter((role) => role !== ''))].sort();
}

function nodeAddress({ status }: Node, wanted: 'InternalIP' | 'ExternalIP'): string {
  return status?.addresses?.find(({ type }) => type === wanted)?.address ?? NONE;
}

// Services

/** `80/TCP`, `80:30080/TCP` */
function servicePort({ port, nodePort, protocol = 'TCP' }: ServicePort): string {
  return nodePort ? `${port}:${nodePort}/${protocol}` : `${port}/${protocol}`;
}

function externalIP({ spec, status }: Service, options: PrintOptions): string {
  const own = spec.externalIPs ?? [];
  if (spec.type === 'ExternalName') return spec.externalName ?? '';
  if (spec.type === 'LoadBalancer') {
    const balanced = loadBalancerAddresses(status?.loadBalancer?.ingress, options);
    return [balanced, ...own].filter((address) => address !== '').join(',') || '<pending>';
  }
  return spec.type === 'ClusterIP' || spec.type === 'NodePort' ? own.join(',') || NONE : UNKNOWN;
}

// Traffic

/** The URL, or the Service as a DNS name with its port. */
function trafficTarget({ spec }: Traffic): string {
  if (spec.url !== undefined || spec.service === undefined) return spec.url ?? '';
  const { name, namespace = 'default', port } = spec.service;
  return `${name}.${namespace}${port === undefined ? '' : `:${port}`}`;
}
