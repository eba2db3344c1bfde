/**
 * Stops a Pod that is being deleted: Killing, preStop hooks, SIGTERM, and SIGKILL at the end of the grace period; its
 * readiness is still probed meanwhile. Models pkg/kubelet/kuberuntime `killContainer` and the pod workers'
 * `SyncTerminatingPod`. At the same time, and without waiting for each other, the endpoint is taken out of the slices.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { planStop } from '../../kubernetes/podStopping.ts';
import { write } from '../apiServer.ts';
import { shutDown } from '../network/closing.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { forget } from './kubelet.ts';
import { enqueue } from './workQueue.ts';

/** How far a Pod is with stopping; all times are simulated. */
export interface Termination {
  /** Of the Pod: another one may come under the same name. */
  readonly uid: string | undefined;
  readonly graceSeconds: number;
  readonly closesAt: number;
  readonly endsAt: number;
}

/** Readiness is probed to the end; liveness and startup are not. */
export function stopPod(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  if (!isStopping(simulation, key, pod)) {
    forget(simulation, key);
    for (const { name, state } of pod.status?.containerStatuses ?? [])
      if (state?.running)
        emitEvent(simulation, 'kubelet', key, 'Normal', 'Killing', `Stopping container ${name}`);
  }
  if (hasStopped(simulation, key, pod)) {
    forget(simulation, key);
    write(simulation, { verb: 'delete', key, gracePeriodSeconds: 0 }, 'kubelet');
    if (!simulation.byKind.Pod.has(key)) simulation.controllers.terminations.delete(key);
    return;
  }
  simulation.features.failures?.probeStopping(simulation, key);
}

/** Whether it is told to stop already; a Pod that a finalizer holds is, long after its containers have ended. */
function isStopping({ controllers }: Simulation, key: ObjectKey, pod: Pod): boolean {
  const termination = controllers.terminations.get(key);
  return termination !== undefined && termination.uid === pod.metadata.uid;
}

/** Whether the Pod's containers have ended. The first call begins to stop them. */
function hasStopped(simulation: Simulation, key: ObjectKey, pod: Pod): boolean {
  const { now, controllers } = simulation;
  const { terminations } = controllers;
  const known = isStopping(simulation, key, pod) ? terminations.get(key) : undefined;
  const termination = hastened(known ?? beginStop(now, pod), now, graceOf(pod));
  terminations.set(key, termination);
  if (now >= termination.closesAt) shutDown(simulation, key);
  if (now >= termination.endsAt || controllers.isSettling) return true;
  const { closesAt, endsAt } = termination;
  enqueue(simulation, 'kubelet', key, (now < closesAt ? closesAt : endsAt) - now);
  return false;
}

function graceOf(pod: Pod): number {
  return pod.metadata.deletionGracePeriodSeconds ?? 30;
}

/** Only what runs must be stopped. */
function beginStop(now: number, pod: Pod): Termination {
  const running = new Set(
    (pod.status?.containerStatuses ?? []).flatMap(({ name, state }) => (state?.running ? name : [])),
  );
  const containers = pod.spec.containers.filter(({ name }) => running.has(name));
  const graceSeconds = graceOf(pod);
  const { uid } = pod.metadata;
  if (containers.length === 0) return { uid, graceSeconds, closesAt: now, endsAt: now };
  const { closeMs, endMs } = planStop(pod, containers, graceSeconds * 1000);
  return { uid, graceSeconds, closesAt: now + closeMs, endsAt: now + endMs };
}

/** A second delete may shorten the period: then SIGTERM comes when the new one is over, if it has not come before. */
function hastened(termination: Termination, now: number, graceSeconds: number): Termination {
  if (graceSeconds >= termination.graceSeconds) return termination;
  const end = now + graceSeconds * 1000;
  const closesAt = Math.min(termination.closesAt, end);
  const endsAt = Math.min(termination.endsAt, Math.max(end, now + 2000));
  return { ...termination, graceSeconds, closesAt, endsAt };
}
