/**
 * Runs the Pods of each node: Pending → ContainerCreating → Running → Ready, restarts containers that their probes give
 * up, and lets Pods go after a graceful termination. Models pkg/kubelet's pod workers. Simplified: images are there,
 * containers fail by themselves only with the annotation `kubehop.dev/crashes`, the annotations `kubehop.dev/ready`, `alive` and `startup-seconds` say what an application
 * answers to its probes and `stop-seconds` how it takes SIGTERM, and one in a Job's Pod succeeds after five seconds.
 */
import { internalIPs, type Node } from '../../kubernetes/node.ts';
import { controllerOf, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Container, Pod } from '../../kubernetes/pod.ts';
import { featureOf } from '../features.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { choosePodIPs } from './podAddress.ts';
import { acceptPod, endPod, hasReadinessProbe, runPod, saysReady, writeContainer } from './podStatus.ts';
import { hasWaited, stopWaiting } from './workQueue.ts';

/** Setting up the sandbox and starting the containers. */
const START_MS = { least: 900, spread: 700 };
/** From the readiness switch to the changed condition, for a Pod without readiness probes. */
const SWITCH_MS = 800;
const SWITCHED_OFF = 'Readiness probe failed: HTTP probe failed with statuscode: 503';
/** Running to the end goes on beside becoming ready. */
const RUN_LANE = ' run';

function startMs(simulation: Simulation, pod: Pod): number {
  return START_MS.least + (hash32(`kubelet ${pod.metadata.uid}`, simulation.seed) % START_MS.spread);
}

function emit(simulation: Simulation, key: ObjectKey, reason: string, message: string): void {
  const severity = reason === 'Unhealthy' ? 'Warning' : 'Normal';
  emitEvent(simulation, 'kubelet', key, severity, reason, message);
}

export function reconcileKubelet(simulation: Simulation, key: ObjectKey): void {
  const pod = simulation.byKind.Pod.get(key);
  const node = simulation.byKind.Node.get(`Node//${pod?.spec.nodeName}`);
  const { phase, startTime } = pod?.status ?? {};
  // Without them no machine fails, and nothing is probed.
  const { failures } = simulation.features;
  if (pod === undefined || node === undefined) forget(simulation, key);
  else if (failures?.isAway(simulation, key, pod, node, () => forget(simulation, key))) return;
  else if (failures?.comesBack(simulation, key, pod, node, startMs(simulation, pod))) return;
  else if (pod.metadata.deletionTimestamp !== undefined)
    featureOf(simulation, 'changes').stopPod(simulation, key, simulation.byKind.Pod.get(key)!);
  else if (phase === 'Pending') {
    const accepted = startTime === undefined ? acceptPod(simulation, pod, node) : pod;
    if (!hasWaited(simulation, 'kubelet', key, 'start', startMs(simulation, pod))) return;
    if (startPod(simulation, key, accepted, node)) tendPod(simulation, key);
  } else if (phase === 'Running') tendPod(simulation, key);
}

/** Nothing is left of what the kubelet waited for. */
export function forget(simulation: Simulation, key: ObjectKey): void {
  const { waits } = simulation.controllers;
  for (const entry of [...waits.keys()]) if (isAbout(entry, key)) waits.delete(entry);
}

function isAbout(entry: string, key: ObjectKey): boolean {
  return entry === `kubelet ${key}` || entry.startsWith(`kubelet ${key} `);
}

/** Whether all containers run now. What has no probe is ready at once. */
function startPod(simulation: Simulation, key: ObjectKey, pod: Pod, node: Node): boolean {
  const podIPs = pod.spec.hostNetwork ? internalIPs(node) : choosePodIPs(simulation, node);
  if (podIPs === undefined || podIPs.length === 0) return false;
  for (const { image = '' } of pod.spec.containers) {
    emit(simulation, key, 'Pulled', `Container image "${image}" already present on machine`);
    emit(simulation, key, 'Created', 'Container created');
    emit(simulation, key, 'Started', 'Container started');
  }
  const isSwitchedOff = !hasReadinessProbe(pod) && !saysReady(pod);
  if (isSwitchedOff) emit(simulation, key, 'Unhealthy', SWITCHED_OFF);
  const isStarted = ({ startupProbe }: Container) => startupProbe === undefined;
  const isReady = (container: Container) =>
    isStarted(container) && container.readinessProbe === undefined && !isSwitchedOff;
  runPod(simulation, pod, podIPs, isReady, isStarted);
  return true;
}

/** A look at a running Pod. */
function tendPod(simulation: Simulation, key: ObjectKey): void {
  const current = () => simulation.byKind.Pod.get(key)!;
  simulation.features.failures?.tendContainers(simulation, key);
  if (current().status?.phase !== 'Running') return;
  if (!hasReadinessProbe(current())) followSwitch(simulation, key, current());
  awaitEnd(simulation, key, current());
}

/** In a Pod without readiness probes the switch stands for one that is quick. */
function followSwitch(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  const wanted = saysReady(pod);
  const changing = (pod.status?.containerStatuses ?? []).filter(
    ({ started, state, ready }) => started && state?.running && ready !== wanted,
  );
  if (changing.length === 0) {
    stopWaiting(simulation, 'kubelet', key);
    return;
  }
  if (!hasWaited(simulation, 'kubelet', key, wanted ? 'ready' : 'unready', SWITCH_MS)) return;
  if (!wanted) emit(simulation, key, 'Unhealthy', SWITCHED_OFF);
  for (const { name } of changing)
    writeContainer(simulation, simulation.byKind.Pod.get(key)!, name, { ready: wanted });
}

/** The Pod of a Job ends by itself. */
function awaitEnd(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  if (controllerOf(pod)?.kind !== 'Job') return;
  const ms = featureOf(simulation, 'workloads').runMs(pod);
  if (!hasWaited(simulation, 'kubelet', key, 'run', ms, RUN_LANE)) return;
  forget(simulation, key);
  endPod(simulation, pod, 'Succeeded');
}
