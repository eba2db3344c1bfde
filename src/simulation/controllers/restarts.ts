/**
 * Stops a container that its probes have given up, and starts it again, later each time. Models
 * pkg/kubelet/kuberuntime `computePodActions`, `killContainer` and the back-off of crash loops.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Container, Pod } from '../../kubernetes/pod.ts';
import { planStop } from '../../kubernetes/podStopping.ts';
import { msOfTimestamp } from '../clockTime.ts';
import { endProcess, shutDown } from '../network/closing.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { ended, endPod, running, writeContainer } from './podStatus.ts';
import { forgetProbes, saysReady } from './probes.ts';
import { hasWaited } from './workQueue.ts';

const FIRST_BACK_OFF_MS = 10_000;
const LONGEST_BACK_OFF_MS = 300_000;
/** A container that ran so long starts with the first back-off again. */
const RESET_AFTER_MS = 600_000;

const laneOf = (container: Container): string => ` restart ${container.name}`;

/** Begins to stop the container; `why` is `failed liveness probe`. */
export function beginRestart(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  why: string,
): void {
  const message = `Container ${container.name} ${why}, will be restarted`;
  emitEvent(simulation, 'kubelet', key, 'Normal', 'Killing', message);
  forgetProbes(simulation, key, container.name);
  const grace = (pod.spec.terminationGracePeriodSeconds ?? 30) * 1000;
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
    return !stopped(simulation, key, pod, container, wait.step === 'stop true');
  startAgain(simulation, key, pod, container);
  return false;
}

/** The container has ended, by itself or by SIGKILL; whether it runs again already. */
function stopped(
  simulation: Simulation,
  key: ObjectKey,
  pod: Pod,
  container: Container,
  isKilled: boolean,
): boolean {
  if (isServing(pod, container)) endProcess(simulation, key);
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container.name);
  const lastState = ended(simulation, status?.state, isKilled ? 137 : 0, isKilled ? 'Error' : 'Completed');
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
