/**
 * Runs the Pods of each node: Pending → ContainerCreating → Running → Ready, and away after a graceful termination.
 * Models pkg/kubelet's status manager and prober, and the host-local address plugin. Simplified: images are there, no
 * container ever fails, probes are one switch (the annotation `kubehop.dev/ready`) that acts within a second, an
 * application needs two seconds to stop after SIGTERM, and one in a Job's Pod succeeds after five.
 */

import { numberToIPv4 } from '../../kubernetes/ip.ts';
import { internalIP, type Node } from '../../kubernetes/node.ts';
import { controllerOf, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import {
  type Container,
  isReady,
  type Pod,
  type PodCondition,
  type PodStatus,
  READY_ANNOTATION,
} from '../../kubernetes/pod.ts';
import { parseRange } from '../addressRange.ts';
import { write, writeStatus } from '../apiServer.ts';
import { msOfTimestamp, timestampAt } from '../clockTime.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';
import { hasWaited, stopWaiting } from './workQueue.ts';

/** Setting up the sandbox and starting the containers. */
const START_MS = { least: 900, spread: 700 };
/** From the switch to the changed Ready condition. */
const PROBE_MS = 800;
const PROBE_FAILED = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
/** What an application needs after SIGTERM. */
const SHUTDOWN_MS = 2000;
/** How long the application of a Job's Pod runs unless its command says it. */
const JOB_RUN_MS = 5000;
/** Running to the end goes on beside becoming ready. */
const RUN_LANE = ' run';

function spread(simulation: Simulation, pod: Pod, { least, spread }: typeof START_MS): number {
  return least + (hash32(`kubelet ${pod.metadata.uid}`, simulation.seed) % spread);
}

/** The next address of the node's podCIDR; one that was just given back comes last. */
function choosePodIP(simulation: Simulation, node: Node): string | undefined {
  const range = parseRange(node.spec?.podCIDR ?? '');
  if (range === undefined) return undefined;
  const { lastPodHost } = simulation.controllers;
  const { name } = node.metadata;
  const inUse = new Set<string>();
  for (const key of simulation.index.podsByNode.get(name) ?? [])
    inUse.add(simulation.byKind.Pod.get(key)?.status?.podIP ?? '');
  const FIRST = 2;
  const count = range.size - FIRST - 1;
  const last = lastPodHost.get(name) ?? FIRST - 1;
  for (let step = 1; step <= count; step++) {
    const host = FIRST + ((last - FIRST + step) % count);
    const address = numberToIPv4(range.first + host);
    if (inUse.has(address)) continue;
    lastPodHost.set(name, host);
    return address;
  }
  return undefined;
}

function emit(simulation: Simulation, key: ObjectKey, reason: string, message: string): void {
  const severity = reason === 'Unhealthy' ? 'Warning' : 'Normal';
  emitEvent(simulation, 'kubelet', key, severity, reason, message);
}

type ContainerStatus = NonNullable<PodStatus['containerStatuses']>[number];

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

function unreadyConditions(pod: Pod): PodCondition[] {
  const names = pod.spec.containers.map((container) => container.name).join(' ');
  const fields = {
    status: 'False',
    reason: 'ContainersNotReady',
    message: `containers with unready status: [${names}]`,
  } as const;
  return [
    { type: 'Ready', ...fields },
    { type: 'ContainersReady', ...fields },
  ];
}

const READY_CONDITIONS: readonly PodCondition[] = [
  { type: 'Ready', status: 'True' },
  { type: 'ContainersReady', status: 'True' },
];

/** The kubelet has seen the Pod: `kubectl get pods` prints ContainerCreating. */
function acceptPod(simulation: Simulation, pod: Pod, node: Node): Pod {
  const hostIP = internalIP(node) ?? '';
  const waiting = { waiting: { reason: 'ContainerCreating' } };
  return writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase: 'Pending',
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True' },
        ...unreadyConditions(pod),
        { type: 'PodScheduled', status: 'True' },
      ]),
      hostIP,
      startTime: timestampAt(simulation.now),
      containerStatuses: pod.spec.containers.map((container) =>
        containerStatus(container, { state: waiting }),
      ),
    },
    'kubelet',
  );
}

/** All containers run. Without a readiness probe that makes the Pod ready at once. */
function startPod(simulation: Simulation, key: ObjectKey, pod: Pod, node: Node): Pod | undefined {
  const podIP = pod.spec.hostNetwork ? internalIP(node) : choosePodIP(simulation, node);
  if (podIP === undefined) return undefined;
  for (const container of pod.spec.containers) {
    const image = container.image ?? '';
    emit(simulation, key, 'Pulled', `Container image "${image}" already present on machine`);
    emit(simulation, key, 'Created', 'Container created');
    emit(simulation, key, 'Started', 'Container started');
  }
  const ready = isSwitchedReady(pod) && readinessDelayMs(pod) === 0;
  if (!isSwitchedReady(pod)) emit(simulation, key, 'Unhealthy', PROBE_FAILED);
  const running = { running: { startedAt: timestampAt(simulation.now) } };
  return writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase: 'Running',
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'True' },
        ...(ready ? READY_CONDITIONS : []),
      ]),
      podIP,
      podIPs: [{ ip: podIP }],
      containerStatuses: pod.spec.containers.map((container) =>
        containerStatus(container, { state: running, started: true, ready }),
      ),
    },
    'kubelet',
  );
}

/** How long the application of a Job's Pod runs: as its command sleeps, else a few seconds. Others never end. */
function runMs(pod: Pod): number | undefined {
  if (controllerOf(pod)?.kind !== 'Job') return undefined;
  const sleeps = pod.spec.containers.map(({ command = [], args = [] }) => sleepMs([...command, ...args]));
  return Math.max(...sleeps) || JOB_RUN_MS;
}

/** All containers have ended well. */
function finishPod(simulation: Simulation, pod: Pod): void {
  const over = { status: 'False', reason: 'PodCompleted' } as const;
  writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      phase: 'Succeeded',
      conditions: setConditions(simulation, pod, [
        { type: 'PodReadyToStartContainers', status: 'False' },
        { type: 'Initialized', status: 'True', reason: 'PodCompleted' },
        { type: 'Ready', ...over },
        { type: 'ContainersReady', ...over },
      ]),
      containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({
        ...status,
        ready: false,
        started: false,
        state: {
          terminated: {
            exitCode: 0,
            reason: 'Completed',
            ...(status.state?.running as object),
            finishedAt: timestampAt(simulation.now),
          },
        },
      })),
    },
    'kubelet',
  );
}

function isSwitchedReady(pod: Pod): boolean {
  return pod.metadata.annotations?.[READY_ANNOTATION] !== 'false';
}

/** How long readiness probes wait before they can succeed for the first time. */
function readinessDelayMs(pod: Pod): number {
  const delays = pod.spec.containers.map((container) => {
    const probe = container.readinessProbe as { initialDelaySeconds?: number } | null | undefined;
    return probe ? Math.max(PROBE_MS, (probe.initialDelaySeconds ?? 0) * 1000) : 0;
  });
  return Math.max(0, ...delays);
}

function setReady(simulation: Simulation, key: ObjectKey, pod: Pod, ready: boolean): void {
  if (!ready) emit(simulation, key, 'Unhealthy', PROBE_FAILED);
  writeStatus<Pod>(
    simulation,
    pod,
    {
      ...pod.status,
      conditions: setConditions(simulation, pod, ready ? READY_CONDITIONS : unreadyConditions(pod)),
      containerStatuses: (pod.status?.containerStatuses ?? []).map((status) => ({ ...status, ready })),
    },
    'kubelet',
  );
}

/** A preStop hook that sleeps delays SIGTERM: `sleep: {seconds}` or `exec: ["sleep", "5"]`. */
function preStopMs(container: Container): number {
  const { lifecycle } = container as Container & {
    lifecycle?: { preStop?: { sleep?: { seconds?: number }; exec?: { command?: string[] } } };
  };
  const { sleep, exec } = lifecycle?.preStop ?? {};
  return sleep?.seconds === undefined ? sleepMs(exec?.command ?? []) : sleep.seconds * 1000;
}

/** `["sh", "-c", "sleep 5"]` → 5000; 0 for a command that does not sleep. */
function sleepMs(command: readonly string[]): number {
  return 1000 * Number(/\bsleep\s+(\d+)/.exec(command.join(' '))?.[1] ?? 0);
}

function stopPod(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  const { waits } = simulation.controllers;
  const step = `stop ${pod.metadata.deletionGracePeriodSeconds}`;
  if (!waits.get(`kubelet ${key}`)?.step.startsWith('stop'))
    for (const container of pod.spec.containers)
      emit(simulation, key, 'Killing', `Stopping container ${container.name}`);
  const graceMs = (pod.metadata.deletionGracePeriodSeconds ?? 30) * 1000;
  const neededMs = SHUTDOWN_MS + Math.max(0, ...pod.spec.containers.map(preStopMs));
  const isRunning = pod.status?.phase === 'Running';
  if (!hasWaited(simulation, 'kubelet', key, step, isRunning ? Math.min(graceMs, neededMs) : 0)) return;
  write(simulation, { verb: 'delete', key, gracePeriodSeconds: 0 }, 'kubelet');
}

export function reconcileKubelet(simulation: Simulation, key: ObjectKey): void {
  const pod = simulation.byKind.Pod.get(key);
  const node = simulation.byKind.Node.get(`Node//${pod?.spec.nodeName}`);
  const { phase, startTime } = pod?.status ?? {};
  if (pod === undefined || node === undefined) {
    stopWaiting(simulation, 'kubelet', key);
    stopWaiting(simulation, 'kubelet', key, RUN_LANE);
  } else if (pod.metadata.deletionTimestamp !== undefined) stopPod(simulation, key, pod);
  else if (phase === 'Pending') {
    const accepted = startTime === undefined ? acceptPod(simulation, pod, node) : pod;
    if (!hasWaited(simulation, 'kubelet', key, 'start', spread(simulation, pod, START_MS))) return;
    const started = startPod(simulation, key, accepted, node);
    if (started === undefined) return;
    awaitReadiness(simulation, key, started);
    awaitEnd(simulation, key, started);
  } else if (phase === 'Running') {
    awaitReadiness(simulation, key, pod);
    awaitEnd(simulation, key, pod);
  }
}

/** The Pod of a Job ends by itself. */
function awaitEnd(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  const ms = runMs(pod);
  if (ms === undefined || !hasWaited(simulation, 'kubelet', key, 'run', ms, RUN_LANE)) return;
  stopWaiting(simulation, 'kubelet', key);
  finishPod(simulation, simulation.byKind.Pod.get(key)!);
}

/** The switch and the readiness probe decide; the probe's first success comes after its `initialDelaySeconds`. */
function awaitReadiness(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  const wanted = isSwitchedReady(pod);
  if (wanted === isReady(pod)) {
    stopWaiting(simulation, 'kubelet', key);
    return;
  }
  const running = pod.status?.containerStatuses?.[0]?.state?.running as { startedAt: string } | undefined;
  const startedAt = running === undefined ? simulation.now : msOfTimestamp(running.startedAt);
  const firstProbeMs = wanted ? startedAt + readinessDelayMs(pod) - simulation.now : 0;
  if (hasWaited(simulation, 'kubelet', key, wanted ? 'ready' : 'unready', Math.max(PROBE_MS, firstProbeMs)))
    setReady(simulation, key, pod, wanted);
}
