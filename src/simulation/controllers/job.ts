/**
 * Runs the Pods of a Job until enough have succeeded. Models pkg/controller/job: a finalizer keeps each Pod until it is
 * counted; pkg/controller/ttlafterfinished deletes finished Jobs. Simplified: no policies on failure and success, no
 * waiting before a Pod is replaced; what has ended in a scene at rest stays.
 */
import { isFinished, type Job, type JobCondition } from '../../kubernetes/job.ts';
import { controllerOf, type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import { type Container, isReady, isTerminating, type Pod } from '../../kubernetes/pod.ts';
import { write, writeStatus } from '../apiServer.ts';
import { msOfTimestamp, timestampAt } from '../clockTime.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';
import { indexMetadata, indexOf, readIndexes, writeIndexes } from './jobIndexes.ts';
import { claimPods, isActive } from './podClaims.ts';
import { createPod, deletePod, type PodController, podFromTemplate } from './podControl.ts';
import { inDeletionOrder } from './replicaSet.ts';
import { enqueue } from './workQueue.ts';

const CONTROLLER: PodController = { author: 'job', component: 'job-controller' };
const TRACKING_FINALIZER = 'batch.kubernetes.io/job-tracking';

type Status = NonNullable<Job['status']>;

export function reconcileJob(simulation: Simulation, key: ObjectKey): void {
  const job = simulation.byKind.Job.get(key);
  if (job === undefined) {
    for (const pod of simulation.byKind.Pod.values()) if (isTrackedFor(pod, key)) release(simulation, pod);
    return;
  }
  if (job.metadata.deletionTimestamp !== undefined) return;
  const pods = claimPods(simulation, job, job.spec.selector ?? {}, CONTROLLER.author);
  const counted = count(job, pods);
  const ended = end(simulation, job, counted, pods);
  const wanted = ended === undefined ? wantedPods(job, counted, pods) : 0;
  const status = { ...counted, ...ended, ...suspension(simulation, job, ended?.conditions) };
  const active = isFinished(job) ? [] : adjust(simulation, job, status, pods.filter(isActive), wanted);
  writeStatus(simulation, job, withNumbers(simulation, status, active, pods), CONTROLLER.author);
  for (const pod of pods) if (isTracked(pod) && !isActive(pod)) release(simulation, pod);
  deleteInTime(simulation, key);
}

/** A finished Job with `ttlSecondsAfterFinished` goes when they are over, and its Pods with it. */
function deleteInTime(simulation: Simulation, key: ObjectKey): void {
  const job = simulation.byKind.Job.get(key);
  const ttlSeconds = job?.spec.ttlSecondsAfterFinished;
  if (job === undefined || ttlSeconds === undefined || !isFinished(job) || simulation.controllers.isSettling)
    return;
  const finished = job.status?.conditions?.find(
    ({ type, status }) => (type === 'Complete' || type === 'Failed') && status === 'True',
  );
  const leftMs = msOfTimestamp(finished?.lastTransitionTime ?? '') + ttlSeconds * 1000 - simulation.now;
  if (leftMs > 0) enqueue(simulation, 'job', key, leftMs);
  else write(simulation, { verb: 'delete', key }, 'ttlAfterFinished');
}

/** How long the Job may still run; it is looked at again when that is over. Without a deadline, for ever. */
function leftOfDeadlineMs(simulation: Simulation, { spec, status }: Job, key: ObjectKey): number {
  const { activeDeadlineSeconds, suspend } = spec;
  if (activeDeadlineSeconds === undefined || suspend || simulation.controllers.isSettling) return Infinity;
  const start = status?.startTime === undefined ? simulation.now : msOfTimestamp(status.startTime);
  const leftMs = start + activeDeadlineSeconds * 1000 - simulation.now;
  if (leftMs > 0) enqueue(simulation, 'job', key, leftMs);
  return leftMs;
}

function isTracked(pod: Pod): boolean {
  return pod.metadata.finalizers?.includes(TRACKING_FINALIZER) ?? false;
}

/** A Pod that a Job left behind. */
function isTrackedFor(pod: Pod, job: ObjectKey): boolean {
  const owner = controllerOf(pod);
  return (
    isTracked(pod) && owner?.kind === 'Job' && `Job.batch/${pod.metadata.namespace}/${owner.name}` === job
  );
}

/** Lets a counted Pod go when somebody deletes it. */
function release(simulation: Simulation, pod: Pod): void {
  const current = simulation.byKind.Pod.get(objectKey(pod));
  if (current === undefined) return;
  const finalizers = (current.metadata.finalizers ?? []).filter((each) => each !== TRACKING_FINALIZER);
  const object: Pod = { ...current, metadata: { ...current.metadata, finalizers } };
  write(simulation, { verb: 'update', object }, CONTROLLER.author);
}

/** The status, but for its start, with the Pods that ended since the last look: one that somebody deletes has failed. */
function count(job: Job, pods: readonly Pod[]): Status {
  const { startTime: _, ...status } = job.status ?? {};
  if (isFinished(job)) return status;
  const fresh = pods.filter((pod) => isTracked(pod) && !isActive(pod));
  const succeeded = fresh.filter((pod) => pod.status?.phase === 'Succeeded');
  const failed = (status.failed ?? 0) + fresh.length - succeeded.length;
  const counted = { ...status, ...(failed > 0 ? { failed } : {}) };
  if (job.spec.completionMode !== 'Indexed') {
    const done = (status.succeeded ?? 0) + succeeded.length;
    return { ...counted, ...(done > 0 ? { succeeded: done } : {}) };
  }
  const indexes = readIndexes(status.completedIndexes);
  for (const pod of succeeded) indexes.add(indexOf(pod));
  return {
    ...counted,
    ...(indexes.size > 0 ? { succeeded: indexes.size, completedIndexes: writeIndexes(indexes) } : {}),
  };
}

const REACHED = { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' };
const EXCEEDED = {
  reason: 'BackoffLimitExceeded',
  message: 'Job has reached the specified backoff limit',
};

const OVERDUE = {
  reason: 'DeadlineExceeded',
  message: 'Job was active longer than specified deadline',
};

/** What the status gets when the Job ends now; undefined while it goes on. */
function end(
  simulation: Simulation,
  job: Job,
  { succeeded = 0, failed = 0 }: Status,
  pods: readonly Pod[],
): Status | undefined {
  if (isFinished(job)) return {};
  const { completions, backoffLimit = 6 } = job.spec;
  const about = objectKey(job);
  const both = (types: readonly JobCondition['type'][], why: typeof REACHED) =>
    types.reduce<JobCondition[]>(
      (conditions, type) => withCondition(simulation, conditions, { type, status: 'True', ...why }),
      job.status?.conditions ?? [],
    );
  const isOverdue = leftOfDeadlineMs(simulation, job, about) <= 0;
  const failure = failed > backoffLimit ? EXCEEDED : isOverdue ? OVERDUE : null;
  if (failure !== null) {
    emitEvent(simulation, CONTROLLER.component, about, 'Warning', failure.reason, failure.message);
    return { conditions: both(['FailureTarget', 'Failed'], failure) };
  }
  const isComplete =
    completions === undefined ? succeeded > 0 && !pods.some(isActive) : succeeded >= completions;
  if (!isComplete) return undefined;
  emitEvent(simulation, CONTROLLER.component, about, 'Normal', 'Completed', 'Job completed');
  return {
    conditions: both(['SuccessCriteriaMet', 'Complete'], REACHED),
    completionTime: timestampAt(simulation.now),
  };
}

/** How many Pods should be at work. */
function wantedPods({ spec }: Job, { succeeded = 0 }: Status, pods: readonly Pod[]): number {
  const { parallelism = 1, completions, suspend } = spec;
  if (suspend) return 0;
  const terminating = spec.podReplacementPolicy === 'Failed' ? pods.filter(isTerminating).length : 0;
  if (completions !== undefined)
    return Math.max(0, Math.min(parallelism, completions - succeeded) - terminating);
  return succeeded > 0 ? pods.filter(isActive).length : parallelism - terminating;
}

/** The Job begins, or pauses. */
function suspension(simulation: Simulation, job: Job, conditions = job.status?.conditions ?? []): Status {
  const isSuspended = conditions.some(({ type, status }) => type === 'Suspended' && status === 'True');
  const wantsSuspension = job.spec.suspend === true && !isFinished(job);
  const { startTime = timestampAt(simulation.now) } = job.status ?? {};
  if (isSuspended === wantsSuspension)
    return {
      ...(conditions.length === 0 ? {} : { conditions }),
      ...(wantsSuspension ? {} : { startTime }),
    };
  const word = wantsSuspension ? 'Suspended' : 'Resumed';
  const message = `Job ${word.toLowerCase()}`;
  emitEvent(simulation, CONTROLLER.component, objectKey(job), 'Normal', word, message);
  const condition: JobCondition = {
    type: 'Suspended',
    status: wantsSuspension ? 'True' : 'False',
    reason: `Job${word}`,
    message,
  };
  return {
    conditions: withCondition(simulation, conditions, condition),
    ...(wantsSuspension ? {} : { startTime: timestampAt(simulation.now) }),
  };
}

/** Creates what is missing and deletes what is too much; returns the Pods that are at work then. */
function adjust(
  simulation: Simulation,
  job: Job,
  status: Status,
  active: readonly Pod[],
  wanted: number,
): Pod[] {
  const surplus = inDeletionOrder(active).slice(0, Math.max(0, active.length - wanted));
  for (const pod of surplus) deletePod(simulation, CONTROLLER, job, pod);
  const working = active.filter((pod) => !surplus.includes(pod));
  const isIndexed = job.spec.completionMode === 'Indexed';
  const taken = new Set([...readIndexes(status.completedIndexes), ...working.map(indexOf)]);
  for (let index = 0; working.length < wanted; index++) {
    if (isIndexed && taken.has(index)) continue;
    const { object } = createPod(simulation, CONTROLLER, job, jobPod(job, isIndexed ? index : undefined));
    if (object === null) break;
    working.push(object as Pod);
  }
  return working;
}

function jobPod(job: Job, index: number | undefined): Pod {
  const { template } = job.spec;
  const finalizers = [...(template.metadata?.finalizers ?? []), TRACKING_FINALIZER];
  if (index === undefined) return podFromTemplate(job, template, { finalizers });
  const name = `${job.metadata.name}-${index}`;
  const mark = indexMetadata(index);
  const fieldRef = { fieldPath: `metadata.labels['${Object.keys(mark)[0]}']` };
  const withIndex = (container: Container): Container => ({
    ...container,
    env: [...(container.env ?? []), { name: 'JOB_COMPLETION_INDEX', valueFrom: { fieldRef } }],
  });
  return podFromTemplate(
    job,
    template,
    {
      finalizers,
      generateName: `${name}-`,
      labels: { ...template.metadata?.labels, ...mark },
      annotations: { ...template.metadata?.annotations, ...mark },
    },
    { hostname: name, containers: template.spec.containers.map(withIndex) },
  );
}

function withNumbers(
  simulation: Simulation,
  { active: _, ready: __, ...status }: Status,
  working: readonly Pod[],
  pods: readonly Pod[],
): Status {
  const isGoing = (pod: Pod) =>
    simulation.byKind.Pod.get(objectKey(pod))?.metadata.deletionTimestamp !== undefined;
  return {
    ...status,
    ...(working.length > 0 ? { active: working.length } : {}),
    ready: working.filter(isReady).length,
    terminating: pods.filter(isGoing).length,
  };
}
