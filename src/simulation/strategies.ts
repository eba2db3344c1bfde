/**
 * What the API server adds to an object of each kind before it is stored. Models the strategies of pkg/registry.
 * Simplified: a Node's InternalIP and labels are given here, as if its kubelet had registered it.
 */
import type { Client } from '../kubernetes/client.ts';
import { invalidValue } from '../kubernetes/fieldError.ts';
import { waitingFor } from '../kubernetes/gatewayClass.ts';
import { familyOf } from '../kubernetes/ip.ts';
import { type ObjectsByKind, rowOf } from '../kubernetes/kinds.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import { internalIPs, type Node } from '../kubernetes/node.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { invalid, type Status } from '../kubernetes/status.ts';
import { ipv6Counterpart, nextAddress } from './allocation.ts';
import { clusterFamilies } from './clusterFamilies.ts';
import { featureOf } from './features.ts';
import { prepareJob } from './jobStrategy.ts';
import { withKubeletLabels } from './nodeLabels.ts';
import { allocateService, prepareService } from './serviceStrategy.ts';
import type { Simulation } from './state.ts';

export interface Allocated<T> {
  object: T;
  /** Why it cannot be stored. */
  status?: Status;
}

interface Strategy<T extends KubernetesObject> {
  /** Before everything else; `before` is null on creation. */
  prepare?(object: T, before: T | null, simulation: Simulation): T;
  /** What must not be given twice. Nothing is taken until the object is stored. */
  allocate?(simulation: Simulation, object: T, before: T | null): Allocated<T>;
}

function withStatus<T extends { status?: unknown }>(object: T, before: T | null, status: T['status']): T {
  return before === null ? { ...object, status } : object;
}

function withoutStatus<T extends { status?: unknown }>(object: T, before: T | null): T {
  if (before !== null) return object;
  const { status: _, ...rest } = object;
  return rest as T;
}

function preparePod(pod: Pod, before: Pod | null): Pod {
  return withStatus(pod, before, { phase: 'Pending' });
}

function prepareNamespace(namespace: Namespace, before: Namespace | null): Namespace {
  if (before !== null) return namespace;
  return { ...namespace, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
}

/** An address of each family of the cluster, the primary one first; a Node that exists keeps what it has. */
function allocateNode(simulation: Simulation, node: Node, before: Node | null): Allocated<Node> {
  const given = internalIPs(node);
  if (before !== null && given.length > 0) return { object: node };
  const { families } = clusterFamilies(simulation);
  const missing = families.filter((family) => !given.some((address) => familyOf(address) === family));
  if (missing.length === 0) return { object: node };
  const ipv4 =
    given.find((address) => familyOf(address) === 'IPv4') ?? nextAddress(simulation.allocations, 'Node');
  if (ipv4 === undefined) return { object: node };
  const added = missing.map((family) => ({
    type: 'InternalIP' as const,
    address: family === 'IPv4' ? ipv4 : ipv6Counterpart('Node', ipv4),
  }));
  const others = node.status?.addresses ?? [{ type: 'Hostname' as const, address: node.metadata.name }];
  const isFirstAdded = given.length === 0 || missing[0] === families[0];
  const addresses = isFirstAdded ? [...added, ...others] : withSecond(others, added);
  return { object: { ...node, status: { ...node.status, addresses } } };
}

type NodeAddresses = NonNullable<NonNullable<Node['status']>['addresses']>;

/** The addresses with others behind the first InternalIP. */
function withSecond(addresses: NodeAddresses, added: NodeAddresses): NodeAddresses {
  const after = addresses.findIndex(({ type }) => type === 'InternalIP') + 1;
  return [...addresses.slice(0, after), ...added, ...addresses.slice(after)];
}

/** For Clients and OutsideServers: an IPv4 address, and one of IPv6 beside it in a cluster that has IPv6. */
function allocateAddress<T extends KubernetesObject & { spec: Client['spec'] }>(
  simulation: Simulation,
  object: T,
): Allocated<T> {
  const { allocations } = simulation;
  const kind = object.kind as 'Client' | 'OutsideServer';
  const key = objectKey(object);
  for (const field of ['address', 'ipv6Address'] as const) {
    const wanted = object.spec[field];
    if (!wanted || (allocations.addresses.get(wanted) ?? key) === key) continue;
    const cause = invalidValue(`spec.${field}`, wanted, 'provided IP is already allocated');
    return { object, status: invalid(object, [cause]) };
  }
  const address = object.spec.address || nextAddress(allocations, kind);
  if (address === undefined) {
    const cause = invalidValue('spec.address', '', 'no address is left in the range');
    return { object, status: invalid(object, [cause]) };
  }
  const hasIPv6 = clusterFamilies(simulation).families.includes('IPv6');
  const ipv6Address = object.spec.ipv6Address || (hasIPv6 ? ipv6Counterpart(kind, address) : undefined);
  const spec = { ...object.spec, address, ...(ipv6Address === undefined ? {} : { ipv6Address }) };
  return { object: { ...object, spec } };
}

const strategies: { readonly [K in keyof ObjectsByKind]: Strategy<ObjectsByKind[K]> } = {
  Namespace: { prepare: prepareNamespace },
  Node: { prepare: withKubeletLabels, allocate: allocateNode },
  Pod: { prepare: preparePod },
  Deployment: { prepare: (object, before) => withStatus(object, before, {}) },
  ReplicaSet: { prepare: (object, before) => withStatus(object, before, { replicas: 0 }) },
  ReplicationController: { prepare: (object, before) => withStatus(object, before, { replicas: 0 }) },
  StatefulSet: {
    prepare: (object, before) => withStatus(object, before, { replicas: 0, availableReplicas: 0 }),
  },
  DaemonSet: {
    prepare: (object, before) =>
      withStatus(object, before, {
        currentNumberScheduled: 0,
        numberMisscheduled: 0,
        desiredNumberScheduled: 0,
        numberReady: 0,
      }),
  },
  Job: { prepare: prepareJob },
  Service: {
    prepare: (object, before, simulation) =>
      before === null
        ? { ...prepareService(object), status: { loadBalancer: {} } }
        : featureOf(simulation, 'changes').prepareServiceUpdate(object, before),
    allocate: allocateService,
  },
  EndpointSlice: {},
  Ingress: {
    prepare: (object, before) => withStatus(object, before, { loadBalancer: {} }),
    allocate: (simulation, object, before) =>
      featureOf(simulation, 'httpRouting').admitIngress(simulation, object, before),
  },
  IngressClass: {},
  GatewayClass: {
    prepare: (object, before) => withStatus(object, before, { conditions: waitingFor('Accepted') }),
  },
  Gateway: {
    prepare: (object, before) =>
      withStatus(object, before, { conditions: waitingFor('Accepted', 'Programmed') }),
  },
  HTTPRoute: { prepare: withoutStatus },
  NetworkPolicy: {},
  Client: { allocate: allocateAddress },
  OutsideServer: { allocate: allocateAddress },
  Traffic: {},
  CloudProvider: {},
};

function strategyOf(object: KubernetesObject): Strategy<KubernetesObject> {
  return rowOf(object) === undefined
    ? {}
    : (strategies[object.kind as keyof ObjectsByKind] as unknown as Strategy<KubernetesObject>);
}

export function prepare<T extends KubernetesObject>(
  simulation: Simulation,
  object: T,
  before: KubernetesObject | null,
): T {
  return (strategyOf(object).prepare?.(object, before, simulation) ?? object) as T;
}

export function allocate(
  simulation: Simulation,
  object: KubernetesObject,
  before: KubernetesObject | null,
): Allocated<KubernetesObject> {
  return strategyOf(object).allocate?.(simulation, object, before) ?? { object };
}
