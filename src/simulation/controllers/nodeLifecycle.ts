/**
 * What happens when a node falls silent. Models pkg/controller/nodelifecycle (a node whose Lease was not renewed for
 * `--node-monitor-grace-period`, 50 s, is NotReady: its Pods are marked so, and it is tainted) and pkg/controller/
 * tainteviction (Pods leave a node with a NoExecute taint when their toleration ends, by default after 300 s). Simplified:
 * heartbeats are worked out when somebody asks, so that a cluster at rest does nothing; taints are not rate-limited.
 */
import type { Node, Taint } from '../../kubernetes/node.ts';
import { isSilent } from '../../kubernetes/nodeFaults.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, type Pod } from '../../kubernetes/pod.ts';
import { write, writeStatus } from '../apiServer.ts';
import { msOfTimestamp, timestampAt } from '../clockTime.ts';
import { UNREACHABLE_TAINT } from '../nodeTaints.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';
import { toleranceMs } from './toleration.ts';
import { enqueue, hasWaited, stopWaiting } from './workQueue.ts';

/** The kubelet renews its Lease so often (a quarter of 40 s). */
const HEARTBEAT_MS = 10_000;
/** `--node-monitor-period` */
const MONITOR_MS = 5000;
/** `--node-monitor-grace-period`; 40 s before v1.32. */
const GRACE_MS = 50_000;

const ZONE_LABEL = 'topology.kubernetes.io/zone';

export function reconcileNodeLifecycle(simulation: Simulation, key: ObjectKey): void {
  const node = simulation.byKind.Node.get(key);
  const readiness = node === undefined ? undefined : readinessOf(node);
  if (node === undefined || readiness === undefined) {
    stopWaiting(simulation, 'nodeLifecycle', key);
    return;
  }
  const isUnknown = readiness === 'Unknown';
  if (isSilent(node) === isUnknown) stopWaiting(simulation, 'nodeLifecycle', key);
  else if (isUnknown) {
    const ms = untilTick(simulation, `heartbeat ${key}`, simulation.now, HEARTBEAT_MS);
    if (hasWaited(simulation, 'nodeLifecycle', key, 'back', ms)) markReady(simulation, node);
  } else if (hasWaited(simulation, 'nodeLifecycle', key, 'silent', untilNoticed(simulation, key)))
    markUnknown(simulation, key, node);
  taint(simulation, key);
  evictPods(simulation, key);
}

function readinessOf({ status }: Node): string | undefined {
  return status?.conditions?.find(({ type }) => type === 'Ready')?.status;
}

/** From `time` to the next multiple of the period, each thing with a phase of its own. */
function untilTick(simulation: Simulation, label: string, time: number, periodMs: number): number {
  const phase = hash32(label, simulation.seed) % periodMs;
  const past = (((time - phase) % periodMs) + periodMs) % periodMs;
  return past === 0 ? 0 : periodMs - past;
}

/** The grace period counts from when the controller saw the last heartbeat: 40 to 55 s from the silence on. */
function untilNoticed(simulation: Simulation, key: ObjectKey): number {
  const { now } = simulation;
  const last = now - HEARTBEAT_MS + untilTick(simulation, `heartbeat ${key}`, now, HEARTBEAT_MS);
  return last + untilTick(simulation, 'node monitor', last, MONITOR_MS) + GRACE_MS - now;
}

function markUnknown(simulation: Simulation, key: ObjectKey, node: Node): void {
  const message = `Node ${node.metadata.name} status is now: NodeNotReady`;
  emitEvent(simulation, 'node-controller', key, 'Normal', 'NodeNotReady', message);
  writeReadiness(simulation, node, 'Unknown');
  for (const podKey of simulation.index.podsByNode.get(node.metadata.name) ?? []) {
    const pod = simulation.byKind.Pod.get(podKey)!;
    if (!isReady(pod)) continue;
    emitEvent(simulation, 'node-controller', podKey, 'Warning', 'NodeNotReady', 'Node is not ready');
    setCondition(simulation, pod, { type: 'Ready', status: 'False' });
  }
}

function markReady(simulation: Simulation, node: Node): void {
  writeReadiness(simulation, node, 'True');
  const message = `Node ${node.metadata.name} status is now: NodeReady`;
  emitEvent(simulation, 'kubelet', objectKey(node), 'Normal', 'NodeReady', message);
}

function writeReadiness(simulation: Simulation, node: Node, status: 'True' | 'Unknown'): void {
  const reason = status === 'True' ? 'KubeletReady' : 'NodeStatusUnknown';
  const conditions = withCondition(simulation, node.status?.conditions ?? [], {
    type: 'Ready',
    status,
    reason,
  });
  const author = status === 'True' ? 'kubelet' : 'nodeLifecycle';
  writeStatus(simulation, node, { ...node.status, conditions }, author);
}

function setCondition(
  simulation: Simulation,
  pod: Pod,
  condition: { type: string; status: 'True' | 'False'; reason?: string; message?: string },
): Pod {
  const conditions = withCondition(simulation, pod.status?.conditions ?? [], condition);
  return writeStatus<Pod>(simulation, pod, { ...pod.status, conditions }, 'nodeLifecycle');
}

/** Puts the taints on that a silent node has, and takes them off when it is back. */
function taint(simulation: Simulation, key: ObjectKey): void {
  const node = simulation.byKind.Node.get(key)!;
  const { taints = [] } = node.spec ?? {};
  const isUnknown = readinessOf(node) === 'Unknown';
  const hasTaint = (effect: Taint['effect']) =>
    taints.some((each) => each.key === UNREACHABLE_TAINT && each.effect === effect);
  const disruption = isUnknown ? disruptionOf(simulation, node) : 'none';
  const wanted = {
    NoSchedule: isUnknown,
    NoExecute: isUnknown && (disruption === 'none' || (disruption === 'partial' && hasTaint('NoExecute'))),
  };
  if (hasTaint('NoSchedule') === wanted.NoSchedule && hasTaint('NoExecute') === wanted.NoExecute) return;
  const timeAdded = timestampAt(simulation.now);
  const others = taints.filter((each) => each.key !== UNREACHABLE_TAINT);
  const own = (['NoSchedule', 'NoExecute'] as const)
    .filter((effect) => wanted[effect])
    .map(
      (effect): Taint =>
        taints.find((each) => each.key === UNREACHABLE_TAINT && each.effect === effect) ?? {
          key: UNREACHABLE_TAINT,
          effect,
          timeAdded,
        },
    );
  const { taints: _, ...spec } = node.spec ?? {};
  const all = [...others, ...own];
  const object: Node = { ...node, spec: all.length === 0 ? spec : { ...spec, taints: all } };
  write(simulation, { verb: 'update', object }, 'nodeLifecycle');
}

/**
 * When all nodes are silent the controller suspects itself and evicts nobody; when more than 55 % of a zone's nodes are, at
 * least three, it begins no evictions there (a cluster of at most 50 nodes).
 */
function disruptionOf(simulation: Simulation, node: Node): 'none' | 'partial' | 'full' {
  const nodes = [...simulation.byKind.Node.values()];
  const isDown = (each: Node) => readinessOf(each) === 'Unknown';
  if (nodes.every(isDown)) return 'full';
  const zoneOf = ({ metadata }: Node) => metadata.labels?.[ZONE_LABEL] ?? '';
  const zone = nodes.filter((each) => zoneOf(each) === zoneOf(node));
  const down = zone.filter(isDown).length;
  return down > 2 && down < zone.length && down / zone.length >= 0.55 ? 'partial' : 'none';
}

/** Deletes the Pods that have tolerated the node's NoExecute taints for long enough, and comes again for the others. */
function evictPods(simulation: Simulation, key: ObjectKey): void {
  const node = simulation.byKind.Node.get(key)!;
  const taints = (node.spec?.taints ?? []).filter(({ effect }) => effect === 'NoExecute');
  if (taints.length === 0) return;
  const { now, controllers } = simulation;
  for (const podKey of [...(simulation.index.podsByNode.get(node.metadata.name) ?? [])]) {
    const pod = simulation.byKind.Pod.get(podKey)!;
    if (pod.metadata.deletionTimestamp !== undefined) continue;
    const ms = toleranceMs(pod, taints);
    if (ms === Number.POSITIVE_INFINITY) continue;
    const since = Math.max(...taints.map(({ timeAdded }) => (timeAdded ? msOfTimestamp(timeAdded) : 0)));
    const at = since + ms;
    if (now < at && !controllers.isSettling) enqueue(simulation, 'nodeLifecycle', key, at - now);
    else evict(simulation, podKey, pod);
  }
}

function evict(simulation: Simulation, key: ObjectKey, pod: Pod): void {
  const { namespace, name } = pod.metadata;
  const message = `Marking for deletion Pod ${namespace}/${name}`;
  emitEvent(simulation, 'taint-eviction-controller', key, 'Normal', 'TaintManagerEviction', message);
  setCondition(simulation, pod, {
    type: 'DisruptionTarget',
    status: 'True',
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  });
  write(simulation, { verb: 'delete', key }, 'nodeLifecycle');
}
