/**
 * Keeps the numbered Pods of a StatefulSet: one after the other or all at once, and updated from the highest down.
 * Models pkg/controller/statefulset/stateful_set_control.go.
 */
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, isTerminating, type Pod } from '../../kubernetes/pod.ts';
import type { StatefulSet } from '../../kubernetes/statefulSet.ts';
import { write, writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { resolveAmount } from './amounts.ts';
import { isAvailable, lookWhenAvailable } from './availability.ts';
import { emitEvent } from './clusterEvents.ts';
import { pruneRevisions, type Revision, revisionNamed, updateRevision } from './controllerRevisions.ts';
import { claimPods, isFinishedPod } from './podClaims.ts';
import { firstOrdinal, ordinalOf, revisionOf, statefulPod } from './statefulSetPods.ts';

const AUTHOR = 'statefulSet';

/** One look at a set: what there is and what there should be. */
interface View {
  readonly set: StatefulSet;
  /** The Pods by their number, from the first; undefined where there is none. */
  readonly replicas: readonly (Pod | undefined)[];
  /** Pods whose number is not wanted, the highest first. */
  readonly condemned: readonly Pod[];
  readonly current: Revision;
  readonly update: Revision;
}

export function reconcileStatefulSet(simulation: Simulation, key: ObjectKey): void {
  const set = simulation.byKind.StatefulSet.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  act(simulation, look(simulation, set));
  reportStatus(simulation, set);
}

function ownPods(simulation: Simulation, set: StatefulSet): Pod[] {
  return claimPods(simulation, set, set.spec.selector, AUTHOR, (pod) => ordinalOf(set, pod) >= 0);
}

function look(simulation: Simulation, set: StatefulSet): View {
  const pods = ownPods(simulation, set);
  const update = updateRevision(simulation, set, AUTHOR);
  const current = revisionNamed(simulation, set, set.status?.currentRevision ?? '') ?? update;
  const first = firstOrdinal(set);
  const replicas: (Pod | undefined)[] = Array.from({ length: set.spec.replicas ?? 1 });
  const condemned: Pod[] = [];
  for (const pod of pods) {
    const index = ordinalOf(set, pod) - first;
    if (index >= 0 && index < replicas.length) replicas[index] = pod;
    else condemned.push(pod);
  }
  condemned.sort((a, b) => ordinalOf(set, b) - ordinalOf(set, a));
  const inUse = new Set([current.name, update.name, ...pods.map(revisionOf)]);
  pruneRevisions(simulation, set, ({ name }) => inUse.has(name), AUTHOR);
  return { set, replicas, condemned, current, update };
}

/** During an update Pods below the partition are made anew as they were. */
function revisionFor({ set, current, update }: View, ordinal: number): Revision {
  const { type, rollingUpdate } = set.spec.updateStrategy ?? {};
  if (current.name === update.name || type !== 'RollingUpdate') return update;
  const index = ordinal - firstOrdinal(set);
  const kept =
    rollingUpdate === undefined ? (set.status?.currentReplicas ?? 0) : (rollingUpdate.partition ?? 0);
  return index < kept ? current : update;
}

/** Creates, deletes and updates as far as is allowed now; what has to be waited for wakes the controller again. */
function act(simulation: Simulation, view: View): void {
  const { set, replicas } = view;
  const isOrdered = set.spec.podManagementPolicy !== 'Parallel';
  const isFit = (pod: Pod) =>
    !isTerminating(pod) && isReady(pod) && isAvailable(simulation, pod, set.spec.minReadySeconds);
  for (const [index, pod] of replicas.entries()) {
    if (pod === undefined) createReplica(simulation, view, firstOrdinal(set) + index);
    else if (isFinishedPod(pod)) deleteReplica(simulation, set, pod);
    else if (!isOrdered || isFit(pod)) continue;
    if (isOrdered) return;
  }
  if (!deleteCondemned(simulation, view, isOrdered, isFit)) return;
  if (set.spec.updateStrategy?.type === 'RollingUpdate') replaceOld(simulation, view, isFit);
}

/** Whether it may go on. In order, the next Pod goes when the one before is gone, and while no other Pod is unfit. */
function deleteCondemned(
  simulation: Simulation,
  { set, replicas, condemned }: View,
  isOrdered: boolean,
  isFit: (pod: Pod) => boolean,
): boolean {
  const firstUnfit = [...replicas, ...[...condemned].reverse()].find((pod) => pod && !isFit(pod));
  for (const pod of condemned) {
    if (isTerminating(pod)) {
      if (isOrdered) return false;
      continue;
    }
    if (isOrdered && !isFit(pod) && pod !== firstUnfit) return false;
    deleteReplica(simulation, set, pod);
    if (isOrdered) return false;
  }
  return true;
}

/** The highest Pods of another revision go, as long as no more than `maxUnavailable` are missing. */
function replaceOld(
  simulation: Simulation,
  { set, replicas, update }: View,
  isFit: (pod: Pod) => boolean,
): void {
  const { partition = 0, maxUnavailable = 1 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const most = Math.max(1, resolveAmount(maxUnavailable, replicas.length, Math.ceil));
  let allowed = most - replicas.filter((pod) => pod === undefined || !isFit(pod)).length;
  for (const pod of replicas.slice(partition).reverse()) {
    if (allowed <= 0) return;
    if (pod === undefined || isTerminating(pod) || revisionOf(pod) === update.name) continue;
    deleteReplica(simulation, set, pod);
    allowed--;
  }
}

function createReplica(simulation: Simulation, view: View, ordinal: number): void {
  const { set } = view;
  const pod = statefulPod(set, revisionFor(view, ordinal), ordinal);
  const { status, object } = write(simulation, { verb: 'create', object: pod }, AUTHOR);
  const what = `create Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name}`;
  if (object === null)
    tell(simulation, set, 'Warning', 'FailedCreate', `${what} failed error: ${status.message}`);
  else tell(simulation, set, 'Normal', 'SuccessfulCreate', `${what} successful`);
}

function deleteReplica(simulation: Simulation, set: StatefulSet, pod: Pod): void {
  write(simulation, { verb: 'delete', key: objectKey(pod) }, AUTHOR);
  const message = `delete Pod ${pod.metadata.name} in StatefulSet ${set.metadata.name} successful`;
  tell(simulation, set, 'Normal', 'SuccessfulDelete', message);
}

function tell(
  simulation: Simulation,
  set: StatefulSet,
  severity: 'Normal' | 'Warning',
  reason: string,
  message: string,
): void {
  emitEvent(simulation, 'statefulset-controller', objectKey(set), severity, reason, message);
}

/** Counts what there is after acting; an update is complete when all Pods are of the new revision and ready. */
function reportStatus(simulation: Simulation, set: StatefulSet): void {
  const { replicas = 1, minReadySeconds, updateStrategy } = set.spec;
  const pods = ownPods(simulation, set).filter((pod) => !isFinishedPod(pod));
  const update = updateRevision(simulation, set, AUTHOR).name;
  const staying = pods.filter((pod) => !isTerminating(pod));
  const current = set.status?.currentRevision || update;
  const ofRevision = (name: string) => staying.filter((pod) => revisionOf(pod) === name).length;
  const readyReplicas = pods.filter(isReady).length;
  const updatedReplicas = ofRevision(update);
  const isComplete =
    updateStrategy?.type === 'RollingUpdate' && updatedReplicas === replicas && readyReplicas === replicas;
  const currentRevision = isComplete ? update : current;
  const count = (name: string, value: number) => (value === 0 ? {} : { [name]: value });
  lookWhenAvailable(simulation, AUTHOR, objectKey(set), pods, minReadySeconds);
  const status: StatefulSet['status'] = {
    observedGeneration: set.metadata.generation!,
    replicas: pods.length,
    ...count('readyReplicas', readyReplicas),
    ...count('currentReplicas', ofRevision(currentRevision)),
    ...count('updatedReplicas', updatedReplicas),
    availableReplicas: pods.filter((pod) => isAvailable(simulation, pod, minReadySeconds)).length,
    currentRevision,
    updateRevision: update,
    collisionCount: 0,
  };
  writeStatus(simulation, set, status, AUTHOR);
}
