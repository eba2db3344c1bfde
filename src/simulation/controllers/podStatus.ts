/** What the kubelet writes into a Pod's status. Models pkg/kubelet/status/generate.go. */
import { internalIPs, type Node } from '../../kubernetes/node.ts';
import {
  type Container,
  type ContainerState,
  type ContainerStatus,
  type Pod,
  type PodCondition,
  READY_ANNOTATION,
} from '../../kubernetes/pod.ts';
import { writeStatus } from '../apiServer.ts';
import { timestampAt } from '../clockTime.ts';
import type { Simulation } from '../state.ts';
import { withCondition } from './conditions.ts';

export function hasReadinessProbe(pod: Pod): boolean {
  return pod.spec.containers.some(({ readinessProbe }) => readinessProbe !== undefined);
}

/** Whether the application says that it is ready: all that its readiness probe adds to being alive. */
export function saysReady(pod: Pod): boolean {
  return pod.metadata.annotations?.[READY_ANNOTATION] !== 'false';
}

function containerStatus(container: Container, fields: Partial<ContainerStatus>): ContainerStatus {
  return {
    name: container.name,
    ready: false,
    restartCount: 0,
    image: container.image ?? '',
    imageID: '',
    started: false,
    ...fields,
  };
}

function setConditions(simulation: Simulation, pod: Pod, changes: readonly PodCondition[]): PodCondition[] {
  return changes.reduce<PodCondition[]>(
    (conditions, change) => withCondition(simulation, conditions, change),
    pod.status?.conditions ?? [],
  );
}

/** Readiness gates: conditions of the Pod that somebody else sets, and without which it is not ready. */
function closedGates({ spec, status }: Pod): string[] {
  return (spec.readinessGates ?? []).flatMap(({ conditionType }) => {
    const condition = status?.conditions?.find(({ type }) => type === conditionType);
    if (condition === undefined)
      return [`corresponding condition of pod readiness gate "${conditionType}" does not exist.`];
    if (condition.status === 'True') return [];
    return [`the status of pod readiness gate "${conditionType}" is not "True", but ${condition.status}`];
  });
}

/** The conditions Ready and ContainersReady that follow from the containers and the readiness gates. */
function readiness(pod: Pod, statuses: readonly ContainerStatus[]): PodCondition[] {
  const unready = statuses.filter(({ ready }) => !ready).map(({ name }) => name);
  const fields: Omit<PodCondition, 'type'> =
    unready.length === 0
      ? { status: 'True' }
      : {
          status: 'False',
          reason: 'ContainersNotReady',
          message: `containers with unready status: [${unready.join(' ')}]`,
        };
  const gates = unready.length === 0 ? closedGates(pod) : [];
  const ready: Omit<PodCondition, 'type'> =
    gates.length === 0
      ? fields
      : { status: 'False', reason: 'ReadinessGatesNotReady', message: gates.join(', ') };
  return [
    { type: 'Ready', ...ready },
    { type: 'ContainersReady', ...fields },
  ];
}

export function running(simulation: Simulation): ContainerState {
  return { running: { startedAt: timestampAt(simulation.now) } };
}

export function ended(
  simulation: Simulation,
  state: ContainerState | undefined,
  exitCode: number,
  reason: string,
): ContainerState {
  const { startedAt } = state?.running ?? {};
  const started = startedAt === undefined ? {} : { startedAt };
  return { terminated: { exitCode, reason, ...started, finishedAt: timestampAt(simulation.now) } };
}

/** The kubelet has seen the Pod: `kubectl get pods` prints ContainerCreating. */
export function acceptPod(simulation: Simulation, pod: Pod, node: Node): Pod {
  const containerStatuses = pod.spec.containers.map((container) =>
    containerStatus(container, { state: { waiting: { reason: 'ContainerCreating' } } }),
  );
  return writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase: 'Pending',
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True' },
        ...readiness(pod, containerStatuses),
        { type: 'PodScheduled', status: 'True' },
      ]),
      hostIP: internalIPs(node)[0] ?? '',
      hostIPs: internalIPs(node).map((ip) => ({ ip })),
      startTime: timestampAt(simulation.now),
      containerStatuses,
    },
    'kubelet',
  );
}

/** All containers run; `isReady` says which of them are ready at once, `isStarted` which need no startup probe. */
export function runPod(
  simulation: Simulation,
  pod: Pod,
  podIPs: readonly string[],
  isReady: (container: Container) => boolean,
  isStarted: (container: Container) => boolean,
): Pod {
  const containerStatuses = pod.spec.containers.map((container) =>
    containerStatus(container, {
      state: running(simulation),
      started: isStarted(container),
      ready: isReady(container),
    }),
  );
  return writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase: 'Running',
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'True' },
        ...readiness(pod, containerStatuses),
      ]),
      podIP: podIPs[0]!,
      podIPs: podIPs.map((ip) => ({ ip })),
      containerStatuses,
    },
    'kubelet',
  );
}

/** Changes the status of one container, and what follows for the Pod. */
export function writeContainer(
  simulation: Simulation,
  pod: Pod,
  name: string,
  change: Partial<ContainerStatus>,
): Pod {
  const containerStatuses = (pod.status?.containerStatuses ?? []).map((status) =>
    status.name === name ? { ...status, ...change } : status,
  );
  return writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      conditions: setConditions(simulation, pod, readiness(pod, containerStatuses)),
      containerStatuses,
    },
    'kubelet',
  );
}

/** The conditions as they follow from the container statuses: somebody else may have set them, or these have changed. */
export function reportReadiness(simulation: Simulation, pod: Pod): Pod {
  const conditions = setConditions(simulation, pod, readiness(pod, pod.status?.containerStatuses ?? []));
  return writeStatus<Pod>(simulation, pod, { ...pod.status, conditions }, 'kubelet');
}

/** All containers have ended, well or not. */
export function endPod(simulation: Simulation, pod: Pod, phase: 'Succeeded' | 'Failed'): void {
  const [reason, exitCode, word] =
    phase === 'Succeeded'
      ? (['PodCompleted', 0, 'Completed'] as const)
      : (['PodFailed', 137, 'Error'] as const);
  writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase,
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True', reason },
        { type: 'Ready', status: 'False', reason },
        { type: 'ContainersReady', status: 'False', reason },
      ]),
      containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({
        ...status,
        ready: false,
        started: false,
        state:
          status.state?.terminated === undefined
            ? ended(simulation, status.state, exitCode, word)
            : status.state,
      })),
    },
    'kubelet',
  );
}
