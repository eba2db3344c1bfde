/**
 * What the API server adds to an object of each kind before it is stored. Models the strategies of pkg/registry.
 * Simplified: a Node's InternalIP and labels are given here, as if its kubelet had registered it.
 */
import type { Client } from '../kubernetes/client.ts';
import { invalidValue } from '../kubernetes/fieldError.ts';
import { type ObjectsByKind, rowOf } from '../kubernetes/kinds.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import { internalIP, type Node } from '../kubernetes/node.ts';
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { invalid, type Status } from '../kubernetes/status.ts';
import { nextAddress } from './allocation.ts';
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
  prepare?(object: T, before: T | null): T;
  /** What must not be given twice. Nothing is taken until the object is stored. */
  allocate?(simulation: Simulation, object: T, before: T | null): Allocated<T>;
}

function withStatus<T extends { status?: unknown }>(object: T, before: T | null, status: T['status']): T {
  return before === null ? { ...object, status } : object;
}

function preparePod(pod: Pod, before: Pod | null): Pod {
  return withStatus(pod, before, { phase: 'Pending' });
}

function prepareNamespace(namespace: Namespace, before: Namespace | null): Namespace {
  if (before !== null) return namespace;
  return { ...namespace, spec: { finalizers: ['kubernetes'] }, status: { phase: 'Active' } };
}

function allocateNode(simulation: Simulation, node: Node): Allocated<Node> {
  if (internalIP(node) !== undefined) return { object: node };
  const address = nextAddress(simulation.allocations, 'Node');
  if (address === undefined) return { object: node };
  const others = node.status?.addresses ?? [{ type: 'Hostname' as const, address: node.metadata.name }];
  const addresses = [{ type: 'InternalIP' as const, address }, ...others];
  return { object: { ...node, status: { ...node.status, addresses } } };
}

/** For Clients and OutsideServers. */
function allocateAddress<T extends KubernetesObject & { spec: Client['spec'] }>(
  simulation: Simulation,
  object: T,
): Allocated<T> {
  const { allocations } = simulation;
  const { address } = object.spec;
  if (address) {
    const key = objectKey(object);
    const isTaken = (allocations.addresses.get(address) ?? key) !== key;
    if (!isTaken) return { object };
    const cause = invalidValue('spec.address', address, 'provided IP is already allocated');
    return { object, status: invalid(object, [cause]) };
  }
  const chosen = nextAddress(allocations, object.kind as 'Client' | 'OutsideServer');
  if (chosen !== undefined) return { object: { ...object, spec: { ...object.spec, address: chosen } } };
  const cause = invalidValue('spec.address', '', 'no address is left in the range');
  return { object, status: invalid(object, [cause]) };
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
    prepare: (object, before) => withStatus(prepareService(object, before), before, { loadBalancer: {} }),
    allocate: allocateService,
  },
  EndpointSlice: {},
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

export function prepare<T extends KubernetesObject>(object: T, before: KubernetesObject | null): T {
  return (strategyOf(object).prepare?.(object, before) ?? object) as T;
}

export function allocate(
  simulation: Simulation,
  object: KubernetesObject,
  before: KubernetesObject | null,
): Allocated<KubernetesObject> {
  return strategyOf(object).allocate?.(simulation, object, before) ?? { object };
}
