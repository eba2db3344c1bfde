/**
 * Keeps as many Pods as a ReplicaSet wants. Models pkg/controller/replicaset and its ControllerRefManager (adopting and
 * releasing Pods). Simplified: all Pods are created at once, not in a slow start; Pods never fail.
 */
import { matchesSelector } from '../../kubernetes/labelSelector.ts';
import { controllerOf, type ObjectKey, type OwnerReference, objectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, type Pod, type PodCondition } from '../../kubernetes/pod.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import { write, writeStatus } from '../apiServer.ts';
import { msOfTimestamp } from '../clockTime.ts';
import { labelEntry } from '../objectIndex.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { enqueue } from './workQueue.ts';

export function controllerReference(
  owner: ReplicaSet | { apiVersion: string; kind: string; metadata: ReplicaSet['metadata'] },
): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid!,
    controller: true,
    blockOwnerDeletion: true,
  };
}

const isActive = (pod: Pod): boolean =>
  pod.metadata.deletionTimestamp === undefined &&
  pod.status?.phase !== 'Succeeded' &&
  pod.status?.phase !== 'Failed';

/** Pods that match the selector's first pair; the rest of the selector is checked by the caller. */
function candidates(simulation: Simulation, replicaSet: ReplicaSet): Set<ObjectKey> {
  const { namespace, uid } = replicaSet.metadata;
  const found = new Set(simulation.index.dependents.get(uid!) ?? []);
  const [pair] = Object.entries(replicaSet.spec.selector.matchLabels ?? {});
  const matching =
    pair === undefined
      ? (simulation.index.byNamespace.get(namespace ?? '') ?? [])
      : (simulation.index.podsByLabel.get(labelEntry(namespace, pair[0], pair[1])) ?? []);
  for (const key of matching) if (simulation.byKind.Pod.has(key)) found.add(key);
  return found;
}

/** The ReplicaSet's active Pods; matching Pods without an owner are adopted, owned ones that match no more released. */
function claimPods(simulation: Simulation, replicaSet: ReplicaSet): Pod[] {
  const claimed: Pod[] = [];
  for (const key of [...candidates(simulation, replicaSet)].sort()) {
    const pod = simulation.byKind.Pod.get(key)!;
    const owner = controllerOf(pod);
    const matches = matchesSelector(replicaSet.spec.selector, pod);
    const isOwned = owner?.uid === replicaSet.metadata.uid;
    if (!isActive(pod)) continue;
    if (isOwned && !matches) {
      setOwners(
        simulation,
        pod,
        (pod.metadata.ownerReferences ?? []).filter((each) => each !== owner),
      );
    } else if (isOwned) claimed.push(pod);
    else if (owner === undefined && matches) {
      const owners = [...(pod.metadata.ownerReferences ?? []), controllerReference(replicaSet)];
      claimed.push(setOwners(simulation, pod, owners));
    }
  }
  return claimed;
}

function setOwners(simulation: Simulation, pod: Pod, ownerReferences: OwnerReference[]): Pod {
  const { ownerReferences: _, ...metadata } = pod.metadata;
  const object: Pod = {
    ...pod,
    metadata: ownerReferences.length === 0 ? metadata : { ...metadata, ownerReferences },
  };
  return (write(simulation, { verb: 'update', object }, 'replicaSet').object as Pod | null) ?? pod;
}

const PHASE_RANKS: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

/** Since when the Pod is ready; Infinity when it is not. */
function readySince(pod: Pod): number {
  const ready = (condition: PodCondition) => condition.type === 'Ready' && condition.status === 'True';
  const since = pod.status?.conditions?.find(ready)?.lastTransitionTime;
  return since === undefined ? Number.POSITIVE_INFINITY : msOfTimestamp(since);
}

/** pkg/controller `ActivePodsWithRanks`: the Pod whose list is less goes first. */
function deletionRank(pod: Pod, sharesNodeWith: number): number[] {
  const cost = Number(pod.metadata.annotations?.['controller.kubernetes.io/pod-deletion-cost'] ?? 0);
  const since = readySince(pod);
  return [
    pod.spec.nodeName ? 1 : 0,
    PHASE_RANKS[pod.status?.phase ?? 'Pending'] ?? 0,
    isReady(pod) ? 1 : 0,
    Number.isNaN(cost) ? 0 : cost,
    -sharesNodeWith,
    since === Number.POSITIVE_INFINITY ? 0 : -since,
    -msOfTimestamp(pod.metadata.creationTimestamp ?? ''),
  ];
}

/** The Pods in the order in which they go: not ready ones before ready ones, younger before older. */
export function inDeletionOrder(pods: readonly Pod[]): Pod[] {
  const perNode = new Map<string, number>();
  for (const { spec } of pods) perNode.set(spec.nodeName ?? '', (perNode.get(spec.nodeName ?? '') ?? 0) + 1);
  return pods
    .map((pod) => ({ pod, rank: deletionRank(pod, perNode.get(pod.spec.nodeName ?? '') ?? 0) }))
    .sort((a, b) => {
      const index = a.rank.findIndex((value, position) => value !== b.rank[position]);
      if (index >= 0) return a.rank[index]! - b.rank[index]!;
      return a.pod.metadata.name < b.pod.metadata.name ? -1 : 1;
    })
    .map(({ pod }) => pod);
}

function createPod(simulation: Simulation, key: ObjectKey, replicaSet: ReplicaSet): void {
  const { template } = replicaSet.spec;
  const { name: _, ...templateMetadata } = template.metadata ?? {};
  const object: Pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...templateMetadata,
      name: '',
      generateName: `${replicaSet.metadata.name}-`,
      namespace: replicaSet.metadata.namespace!,
      ownerReferences: [controllerReference(replicaSet)],
    },
    spec: template.spec,
  };
  const { status, object: pod } = write(simulation, { verb: 'create', object }, 'replicaSet');
  if (pod === null)
    emitEvent(
      simulation,
      'replicaset-controller',
      key,
      'Warning',
      'FailedCreate',
      `Error creating: ${status.message}`,
    );
  else
    emitEvent(
      simulation,
      'replicaset-controller',
      key,
      'Normal',
      'SuccessfulCreate',
      `Created pod: ${pod.metadata.name}`,
    );
}

function deletePod(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  write(simulation, { verb: 'delete', key: objectKey(pod) }, 'replicaSet');
  emitEvent(
    simulation,
    'replicaset-controller',
    key,
    'Normal',
    'SuccessfulDelete',
    `Deleted pod: ${pod.metadata.name}`,
  );
}

export function reconcileReplicaSet(simulation: Simulation, key: ObjectKey): void {
  const replicaSet = simulation.byKind.ReplicaSet.get(key);
  if (replicaSet === undefined || replicaSet.metadata.deletionTimestamp !== undefined) return;
  const pods = claimPods(simulation, replicaSet);
  const surplus = pods.length - (replicaSet.spec.replicas ?? 1);
  for (let missing = surplus; missing < 0; missing++) createPod(simulation, key, replicaSet);
  if (surplus > 0) for (const pod of inDeletionOrder(pods).slice(0, surplus)) deletePod(simulation, key, pod);
  reportStatus(simulation, key, replicaSet, pods);
}

function reportStatus(
  simulation: Simulation,
  key: ObjectKey,
  replicaSet: ReplicaSet,
  pods: readonly Pod[],
): void {
  const minReadyMs = (replicaSet.spec.minReadySeconds ?? 0) * 1000;
  const isSettling = simulation.controllers.isSettling;
  const availableAt = (pod: Pod) => readySince(pod) + (isSettling ? 0 : minReadyMs);
  const ready = pods.filter(isReady);
  const later = ready.map(availableAt).filter((at) => at > simulation.now);
  if (later.length > 0) enqueue(simulation, 'replicaSet', key, Math.min(...later) - simulation.now);
  const status: ReplicaSet['status'] = {
    replicas: pods.length,
    ...(ready.length > 0 ? { readyReplicas: ready.length } : {}),
    ...(ready.length > later.length ? { availableReplicas: ready.length - later.length } : {}),
    observedGeneration: replicaSet.metadata.generation!,
  };
  writeStatus(simulation, replicaSet, status, 'replicaSet');
}
