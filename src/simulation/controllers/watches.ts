/** Who looks at what after which change, and how soon: the informers of the controllers, in one table. */
import { type EndpointSlice, SERVICE_NAME_LABEL } from '../../kubernetes/endpointSlice.ts';
import { rowOf } from '../../kubernetes/kinds.ts';
import { matchesMap } from '../../kubernetes/labelSelector.ts';
import type { Node } from '../../kubernetes/node.ts';
import {
  controllerOf,
  type KubernetesObject,
  keyOf,
  type ObjectKey,
  objectKey,
} from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import type { WorkloadKind } from '../../kubernetes/workloadKinds.ts';
import type { ObjectChange } from '../events.ts';
import { featureOf } from '../features.ts';
import { isWaitingForDependents, waitingOwners } from '../finalizers.ts';
import { labelEntry } from '../objectIndex.ts';
import type { Simulation } from '../state.ts';
import { isRoutingPod } from './routingPods.ts';
import { asksForTopologyHints } from './topologyMode.ts';
import { enqueue, jitter } from './workQueue.ts';

type Look = (key: ObjectKey) => void;

interface Watch {
  /** From a change to the look at it: watch latency, rate limits and the like. */
  readonly delayMs: number;
  /** Added by chance, up to this. */
  readonly jitterMs: number;
  /** Calls `look` with the key of each object that the controller must look at. */
  keys(simulation: Simulation, change: ObjectChange, object: KubernetesObject, look: Look): void;
}

/** The owner that controls the object, by key. */
function ownerKey(object: KubernetesObject | null, kind: string): ObjectKey | undefined {
  const owner = object === null ? undefined : controllerOf(object);
  return owner?.kind === kind
    ? keyOf(owner.apiVersion, kind, object!.metadata.namespace, owner.name)
    : undefined;
}

/** Calls `look` for every Service whose selector matches the Pod. */
function eachService(simulation: Simulation, pod: Pod | null, look: Look): void {
  const labels = pod?.metadata.labels ?? {};
  for (const label in labels) {
    const entry = labelEntry(pod!.metadata.namespace, label, labels[label]!);
    for (const key of simulation.index.servicesBySelector.get(entry) ?? []) {
      const service = simulation.byKind.Service.get(key)!;
      if (matchesMap(service.spec.selector, pod!)) look(key);
    }
  }
}

/** The last object that leaves lets a namespace go. */
function endNamespace(simulation: Simulation, object: KubernetesObject, look: Look): void {
  const key = `Namespace//${object.metadata.namespace ?? ''}`;
  if (simulation.byKind.Namespace.get(key)?.metadata.deletionTimestamp !== undefined) look(key);
}

/** Whether the change is more than a new status. */
function changesContent(change: ObjectChange): boolean {
  if (change.before === null || change.after === null) return true;
  const before = change.before as Pod;
  const after = change.after as Pod;
  return (
    before.spec !== after.spec ||
    before.metadata.labels !== after.metadata.labels ||
    before.metadata.deletionTimestamp !== after.metadata.deletionTimestamp
  );
}

/** Looks at objects of the kind, at the owners of changed Pods, and for a Pod without one at all that could adopt it. */
function ownersOfPods(kind: Exclude<WorkloadKind, 'Deployment'>): Watch['keys'] {
  return (simulation, change, object, look) => {
    if (object.kind === kind) look(change.key);
    if (object.kind !== 'Pod') return;
    const key = ownerKey(change.after, kind) ?? ownerKey(change.before, kind);
    if (key !== undefined) look(key);
    else if (changesContent(change) && controllerOf(object) === undefined)
      for (const other of simulation.byKind[kind].values())
        if (other.metadata.namespace === object.metadata.namespace && controllerOf(other) === undefined)
          look(objectKey(other));
  };
}

/** Whether a Node that stays adds more or less CPU to its zone. */
function changesZoneCPU(simulation: Simulation, { before, after }: ObjectChange): boolean {
  const { nodeCPU } = featureOf(simulation, 'topologyHints');
  return nodeCPU(before as Node)?.milli !== nodeCPU(after as Node)?.milli;
}

/** Whether the silence of a Node was noticed, or is over: how many are silent decides what happens to the others. */
function fallsOrIsBack({ before, after }: ObjectChange): boolean {
  const isUnknown = (node: Node | null) =>
    node?.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'Unknown') ?? false;
  return isUnknown(before as Node | null) !== isUnknown(after as Node | null);
}

/** Whether it can change who serves Ingresses and Gateways, or under which address. */
function concernsRouting(change: ObjectChange, object: KubernetesObject): boolean {
  if (object.kind === 'IngressClass') return true;
  if (object.kind === 'Service') {
    const [before, after] = [change.before as Service | null, change.after as Service | null];
    return (before ?? after)?.spec.type === 'LoadBalancer' || (after ?? before)?.spec.type === 'LoadBalancer';
  }
  return object.kind === 'Pod' && isRoutingPod(object as Pod);
}

export const watches = {
  node: {
    delayMs: 100,
    jitterMs: 50,
    keys: (_simulation, change, object, look) => {
      if (object.kind === 'Node') look(change.key);
    },
  },
  nodeLifecycle: {
    delayMs: 100,
    jitterMs: 50,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Pod' && changesContent(change)) {
        const key = `Node//${(object as Pod).spec.nodeName ?? ''}`;
        if (simulation.byKind.Node.get(key)?.spec?.taints !== undefined) look(key);
      }
      if (object.kind !== 'Node') return;
      look(change.key);
      if (fallsOrIsBack(change)) for (const key of simulation.byKind.Node.keys()) look(key);
    },
  },
  namespace: {
    delayMs: 500,
    jitterMs: 200,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Namespace' && change.after !== null) look(change.key);
      else if (change.after === null) endNamespace(simulation, object, look);
    },
  },
  deployment: {
    delayMs: 40,
    jitterMs: 40,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Deployment') look(change.key);
      const isLastOfPod = object.kind === 'Pod' && change.after === null;
      const replicaSet = isLastOfPod
        ? simulation.byKind.ReplicaSet.get(ownerKey(object, 'ReplicaSet') ?? '')
        : object;
      const key = ownerKey(replicaSet ?? null, 'Deployment');
      if (key !== undefined) look(key);
    },
  },
  replicaSet: { delayMs: 40, jitterMs: 40, keys: ownersOfPods('ReplicaSet') },
  replicationController: { delayMs: 40, jitterMs: 40, keys: ownersOfPods('ReplicationController') },
  daemonSet: {
    delayMs: 40,
    jitterMs: 40,
    keys: (simulation, change, object, look) => {
      ownersOfPods('DaemonSet')(simulation, change, object, look);
      if (object.kind === 'Node' && changesContent(change))
        for (const key of simulation.byKind.DaemonSet.keys()) look(key);
    },
  },
  job: { delayMs: 40, jitterMs: 40, keys: ownersOfPods('Job') },
  statefulSet: { delayMs: 40, jitterMs: 40, keys: ownersOfPods('StatefulSet') },
  scheduler: {
    delayMs: 40,
    jitterMs: 60,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Pod' && change.after !== null && !(object as Pod).spec.nodeName) look(change.key);
      const makesRoom =
        (object.kind === 'Node' && change.after !== null && changesContent(change)) ||
        (object.kind === 'Pod' && change.after === null);
      if (makesRoom) for (const key of simulation.index.podsByNode.get('') ?? []) look(key);
    },
  },
  kubelet: {
    delayMs: 60,
    jitterMs: 120,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Pod' && (object as Pod).spec.nodeName && change.author !== 'kubelet')
        look(change.key);
      if (object.kind === 'Node' && change.after !== null)
        for (const key of simulation.index.podsByNode.get(object.metadata.name) ?? []) look(key);
    },
  },
  endpointSlice: {
    delayMs: 150,
    jitterMs: 150,
    keys: (simulation, change, object, look) => {
      if (object.kind === 'Service') look(change.key);
      if (object.kind === 'Pod') {
        eachService(simulation, change.after as Pod | null, look);
        if (change.before?.metadata.labels !== change.after?.metadata.labels)
          eachService(simulation, change.before as Pod | null, look);
      }
      if (object.kind === 'EndpointSlice') {
        const name = (object as EndpointSlice).metadata.labels?.[SERVICE_NAME_LABEL];
        if (name !== undefined && change.author !== 'endpointSlice')
          look(`Service/${object.metadata.namespace}/${name}`);
      }
      if (object.kind !== 'Node') return;
      const concernsAll = changesContent(change);
      for (const [key, service] of simulation.byKind.Service)
        if (concernsAll || (asksForTopologyHints(service) && changesZoneCPU(simulation, change))) look(key);
    },
  },
  cloudController: {
    delayMs: 100,
    jitterMs: 100,
    keys: (simulation, change, object, look) => {
      const isOneMore = (service: Service) => service.spec.type === 'LoadBalancer';
      if (object.kind === 'Service') {
        const types = [change.before, change.after].map((version) => (version as Service | null)?.spec.type);
        if (types.includes('LoadBalancer')) look(change.key);
      }
      const concernsAll =
        object.kind === 'CloudProvider' ||
        (object.kind === 'Node' && (change.before === null || change.after === null)) ||
        (object.kind === 'Service' && isOneMore(object as Service) && change.after === null);
      if (concernsAll)
        for (const [key, service] of simulation.byKind.Service) if (isOneMore(service)) look(key);
    },
  },
  garbageCollector: {
    delayMs: 200,
    jitterMs: 200,
    keys: (simulation, change, object, look) => {
      if (change.after !== null) {
        if (change.after.metadata.ownerReferences?.length || isWaitingForDependents(change.after))
          look(change.key);
        return;
      }
      const { uid, name } = object.metadata;
      for (const key of simulation.index.dependents.get(uid ?? '') ?? []) look(key);
      for (const key of waitingOwners(simulation, object)) look(key);
      if (object.kind === 'Node') for (const key of simulation.index.podsByNode.get(name) ?? []) look(key);
    },
  },
  ingress: {
    delayMs: 300,
    jitterMs: 200,
    keys: (simulation, change, object, look) => {
      const { Ingress } = simulation.byKind;
      if (object.kind === 'Ingress') {
        if (change.after !== null && change.before?.metadata.generation !== change.after.metadata.generation)
          look(change.key);
      } else if (Ingress.size > 0 && concernsRouting(change, object))
        for (const key of Ingress.keys()) look(key);
    },
  },
  gateway: {
    delayMs: 200,
    jitterMs: 200,
    keys: (simulation, change, object, look) => {
      const { GatewayClass, Gateway, HTTPRoute } = simulation.byKind;
      if (GatewayClass.size === 0 && Gateway.size === 0 && HTTPRoute.size === 0) {
        if (object.kind === 'Gateway') look(change.key);
        return;
      }
      const isOwn = object.kind in { GatewayClass, Gateway, HTTPRoute };
      if (isOwn && change.author === 'gateway') return;
      if (object.kind === 'Gateway' || object.kind === 'GatewayClass') look(change.key);
      const concerns = isOwn || concernsRouting(change, object) || object.kind === 'Namespace';
      if (concerns)
        for (const kind of [GatewayClass, Gateway, HTTPRoute]) for (const key of kind.keys()) look(key);
      else if (object.kind === 'Service' && changesContent(change))
        for (const key of HTTPRoute.keys()) look(key);
    },
  },
} satisfies Record<string, Watch>;

export type ControllerName = keyof typeof watches;

export const CONTROLLER_NAMES = Object.keys(watches) as readonly ControllerName[];

/** Wakes the controllers that watch the changed kind, each after its own delay. */
export function objectChanged(simulation: Simulation, change: ObjectChange): void {
  const object = (change.after ?? change.before)!;
  if (rowOf(object) === undefined) {
    if (object.kind === 'ReferenceGrant')
      for (const key of simulation.byKind.HTTPRoute.keys()) enqueue(simulation, 'gateway', key, 200);
    if (change.after === null)
      endNamespace(simulation, object, (key) => enqueue(simulation, 'namespace', key, 0));
    return;
  }
  for (const controller of simulation.controllers.order) {
    const { delayMs, jitterMs, keys } = watches[controller] as Watch;
    keys(simulation, change, object, (key) =>
      enqueue(simulation, controller, key, delayMs + jitter(simulation, `${controller} ${key}`, jitterMs)),
    );
  }
}
