/**
 * Keeps as many Pods as a ReplicaSet wants. Models pkg/controller/replicaset, which also runs ReplicationControllers.
 * Simplified: all Pods are created at once, not in a slow start.
 */
import type { LabelSelector } from '../../kubernetes/labelSelector.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, type Pod } from '../../kubernetes/pod.ts';
import type { ReplicaSet } from '../../kubernetes/replicaSet.ts';
import type { ReplicationController } from '../../kubernetes/replicationController.ts';
import { writeStatus } from '../apiServer.ts';
import { msOfTimestamp } from '../clockTime.ts';
import type { Simulation } from '../state.ts';
import { isAvailable, lookWhenAvailable, readySince } from './availability.ts';
import { claimPods, isActive } from './podClaims.ts';
import { createPod, deletePod, type PodController, podFromTemplate } from './podControl.ts';

const PHASE_RANKS: Readonly<Record<string, number>> = { Pending: 0, Unknown: 1, Running: 2 };

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

/** One look at a ReplicaSet or ReplicationController: creates what is missing, deletes what is too much. */
export function keepReplicas(
  simulation: Simulation,
  controller: PodController,
  set: ReplicaSet | ReplicationController,
  selector: LabelSelector,
): void {
  if (set.metadata.deletionTimestamp !== undefined) return;
  const pods = claimPods(simulation, set, selector, controller.author, isActive);
  const surplus = pods.length - (set.spec.replicas ?? 1);
  for (let missing = surplus; missing < 0; missing++)
    createPod(simulation, controller, set, podFromTemplate(set, set.spec.template));
  if (surplus > 0)
    for (const pod of inDeletionOrder(pods).slice(0, surplus)) deletePod(simulation, controller, set, pod);
  reportStatus(simulation, controller, set, pods);
}

function reportStatus(
  simulation: Simulation,
  { author }: PodController,
  set: ReplicaSet | ReplicationController,
  pods: readonly Pod[],
): void {
  const { minReadySeconds } = set.spec;
  lookWhenAvailable(simulation, author, objectKey(set), pods, minReadySeconds);
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(simulation, pod, minReadySeconds)).length;
  const status: ReplicaSet['status'] = {
    replicas: pods.length,
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: set.metadata.generation!,
  };
  writeStatus<ReplicaSet | ReplicationController>(simulation, set, status, author);
}

const CONTROLLER: PodController = { author: 'replicaSet', component: 'replicaset-controller' };

export function reconcileReplicaSet(simulation: Simulation, key: ObjectKey): void {
  const set = simulation.byKind.ReplicaSet.get(key);
  if (set !== undefined) keepReplicas(simulation, CONTROLLER, set, set.spec.selector);
}
