/**
 * Stops a container that its probes have given up, and starts it again, later each time; lets one crash that is told to. Models
 * pkg/kubelet/kuberuntime `computePodActions`, `killContainer` and the back-off of crash loops.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { type Container, isToCrash, type Pod, type Probe } from '../../kubernetes/pod.ts';
import { planStop } from '../../kubernetes/podStopping.ts';
import { msOfTimestamp } from '../clockTime.ts';
import { endProcess, shutDown } from '../network/closing.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { ended, endPod, running, saysReady, writeContainer } from './podStatus.ts';
import { forgetProbes } from './probes.ts';
import { hasWaited, stopWaiting } from './workQueue.ts';

const FIRST_BACK_OFF_MS = 10_000;
const LONGEST_BACK_OFF_MS = 300_000;
/** A container that ran so long starts with the first back-off again. */
const RESET_AFTER_MS = 600_000;

/** From a start to the end of an application that crashes. */
const CRASH_MS = 2000;

const laneOf = (container: Container): string => ` restart ${container.name}`;

/** Begins to stop the container; `why` is `failed liveness probe`, whose own grace period comes before the Pod's. */
export function beginRestart(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  why: string,
  probe: Probe | undefined,
): void {
  const message = `Container ${container.name} ${why}, will be restarted`;
  emitEvent(simulation, 'kubelet', key, 'Normal', 'Killing', message);
  forgetProbes(simulation, key, container.name);
  const grace = (probe?.terminationGracePeriodSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
  const { closeMs, endMs, isKilled } = planStop(pod, [container], grace);
  hasWaited(simulation, 'kubelet', key, `close ${endMs - closeMs} ${isKilled}`, closeMs, laneOf(container));
  // What has no preStop hook gets SIGTERM at once.
  if (closeMs === 0) closeContainer(simulation, key, pod, container, `close ${endMs} ${isKilled}`);
}

/** Whether it is this container that answers requests. */
function isServing(pod: Pod, container: Container): boolean {
  return pod.spec.containers.length === 1 || (container.ports ?? []).length > 0;
}

/** The application has got SIGTERM and takes no new connections; other containers of the Pod may go on. */
function closeContainer(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  step: string,
): void {
  const [, ms, isKilled] = step.split(' ');
  if (isServing(pod, container)) shutDown(simulation, key);
  hasWaited(simulation, 'kubelet', key, `stop ${isKilled}`, Math.max(1, Number(ms)), laneOf(container));
}

/** Goes on with a restart; whether it is not over yet. */
export function isRestarting(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
): boolean {
  const lane = laneOf(container);
  const wait = simulation.controllers.waits.get(`kubelet ${key}${lane}`);
  if (wait === undefined) return false;
  if (!hasWaited(simulation, 'kubelet', key, wait.step, 0, lane)) return true;
  if (wait.step.startsWith('close')) {
    closeContainer(simulation, key, pod, container, wait.step);
    return true;
  }
  if (wait.step.startsWith('stop'))
    return !stopped(simulation, key, pod, container, wait.step === 'stop true' ? KILLED : CLOSED_DOWN);
  startAgain(simulation, key, pod, container);
  return false;
}

/** Lets an application crash that is told to, a moment after each start; whether its container has just ended. */
export function crashesNow(simulation: Simulation, key: ObjectKey, pod: Pod, container: Container): boolean {
  const lane = ` crash ${container.name}`;
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  if (!isToCrash(pod) || !isServing(pod, container) || status?.state?.running === undefined) {
    stopWaiting(simulation, 'kubelet', key, lane);
    return false;
  }
  if (simulation.controllers.isSettling) return false;
  if (!hasWaited(simulation, 'kubelet', key, 'crash', CRASH_MS, lane)) return false;
  forgetProbes(simulation, key, container.name);
  // Started again at once, it counts anew.
  if (stopped(simulation, key, pod, container, CRASHED))
    hasWaited(simulation, 'kubelet', key, 'crash', CRASH_MS, lane);
  return true;
}

/** How a process has ended. */
interface Exit {
  readonly code: number;
  readonly reason: 'Completed' | 'Error';
}

const CLOSED_DOWN: Exit = { code: 0, reason: 'Completed' };
const KILLED: Exit = { code: 137, reason: 'Error' };
const CRASHED: Exit = { code: 1, reason: 'Error' };

/** The container has ended, by itself or by SIGKILL; whether it runs again already. */
function stopped(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  exit: Exit,
): boolean {
  if (isServing(pod, container)) endProcess(simulation, key);
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  const lastState = ended(simulation, status?.state, exit.code, exit.reason);
  const halted = { ready: false, started: false };
  if (pod.spec.restartPolicy === 'Never') {
    const after = writeContainer(simulation, pod, container.name, { ...halted, state: lastState });
    if (after.status?.containerStatuses?.every(({ state }) => state?.terminated))
      endPod(simulation, after, 'Failed');
    return false;
  }
  const restarts = status?.restartCount ?? 0;
  const ranMs = simulation.now - msOfTimestamp(status?.state?.running?.startedAt ?? '');
  if (restarts === 0 || ranMs >= RESET_AFTER_MS) {
    startAgain(
      simulation,
      key,
      writeContainer(simulation, pod, container.name, { ...halted, lastState }),
      container,
    );
    return true;
  }
  const backOffMs = Math.min(LONGEST_BACK_OFF_MS, FIRST_BACK_OFF_MS * 2 ** (restarts - 1));
  const message = `back-off ${backOffMs / 1000}s restarting failed container=${container.name} pod=${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
  const waiting = { reason: 'CrashLoopBackOff', message };
  writeContainer(simulation, pod, container.name, { ...halted, state: { waiting }, lastState });
  const event = `Back-off restarting failed container ${container.name} in pod ${pod.metadata.name}_${pod.metadata.namespace}(${pod.metadata.uid})`;
  emitEvent(simulation, 'kubelet', key, 'Warning', 'BackOff', event);
  hasWaited(simulation, 'kubelet', key, 'backOff', backOffMs, laneOf(container));
  return false;
}

function startAgain(simulation: Simulation, key: ObjectKey, pod: Pod, container: Container): void {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  emitEvent(simulation, 'kubelet', key, 'Normal', 'Created', 'Container created');
  emitEvent(simulation, 'kubelet', key, 'Normal', 'Started', 'Container started');
  writeContainer(simulation, pod, container.name, {
    state: running(simulation),
    started: container.startupProbe === undefined,
    ready: !container.startupProbe && !container.readinessProbe && saysReady(pod),
    restartCount: (status?.restartCount ?? 0) + 1,
  });
}
