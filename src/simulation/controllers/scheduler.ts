/**
 * Chooses a node for every Pod that has none. Models kube-scheduler's filters NodeUnschedulable, NodeAffinity,
 * TaintToleration and NodeResourcesFit (number of Pods only), and the scores that spread Pods of one owner. Simplified:
 * CPU, memory, preferences, affinity between Pods, topology constraints, priorities and preemption are not modelled.
 */
import type { Node, Taint } from '../../kubernetes/node.ts';
import { matchesNodeAffinity } from '../../kubernetes/nodeAffinity.ts';
import { controllerOf, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { write, writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { withCondition } from './conditions.ts';
import { matchesTaint } from './toleration.ts';

const UNSCHEDULABLE_TAINT = 'node.kubernetes.io/unschedulable';
const TOO_MANY_PODS = 'Too many pods';
const MOST_PODS = 110;

export function tolerates(pod: Pod, taint: Taint): boolean {
  return (pod.spec.tolerations ?? []).some((toleration) => matchesTaint(toleration, taint));
}

/** Whether the node is one of those that the Pod asks for. */
export function wantsNode({ spec }: Pod, node: Node): boolean {
  const labels = node.metadata.labels ?? {};
  return (
    Object.entries(spec.nodeSelector ?? {}).every(([label, value]) => labels[label] === value) &&
    matchesNodeAffinity(spec.affinity, node)
  );
}

/** Why the node cannot take the Pod, in the words of the scheduler's plugins; undefined when it can. */
export function refuseNode(simulation: Simulation, pod: Pod, node: Node): string | undefined {
  const { unschedulable, taints = [] } = node.spec ?? {};
  const cordon: Taint = { key: UNSCHEDULABLE_TAINT, effect: 'NoSchedule' };
  if (unschedulable && !tolerates(pod, cordon)) return 'node(s) were unschedulable';
  const isHardTaint = (taint: Taint) => taint.effect !== 'PreferNoSchedule';
  if (
    taints.some((taint) => isHardTaint(taint) && taint.key !== UNSCHEDULABLE_TAINT && !tolerates(pod, taint))
  )
    return 'node(s) had untolerated taint(s)';
  if (!wantsNode(pod, node)) return "node(s) didn't match Pod's node affinity/selector";
  const pods = simulation.index.podsByNode.get(node.metadata.name)?.size ?? 0;
  if (pods >= Number(node.status?.allocatable?.pods ?? MOST_PODS)) return TOO_MANY_PODS;
  return undefined;
}

/** How many Pods of the same owner each node has. */
function siblingsByNode(simulation: Simulation, pod: Pod): Map<string, number> {
  const counts = new Map<string, number>();
  const owner = controllerOf(pod);
  if (owner === undefined) return counts;
  for (const key of simulation.index.dependents.get(owner.uid) ?? []) {
    const { nodeName } = simulation.byKind.Pod.get(key)?.spec ?? {};
    if (nodeName) counts.set(nodeName, (counts.get(nodeName) ?? 0) + 1);
  }
  return counts;
}

/** The best of the nodes that fit: fewest tainted `PreferNoSchedule`, then siblings, then Pods, then the first by name. */
function chooseNode(simulation: Simulation, pod: Pod, nodes: readonly Node[]): Node {
  const siblings = siblingsByNode(simulation, pod);
  const score = (node: Node) => [
    (node.spec?.taints ?? []).filter((taint) => taint.effect === 'PreferNoSchedule' && !tolerates(pod, taint))
      .length,
    siblings.get(node.metadata.name) ?? 0,
    simulation.index.podsByNode.get(node.metadata.name)?.size ?? 0,
  ];
  let best = nodes[0]!;
  let bestScore = score(best);
  for (const node of nodes.slice(1)) {
    const nodeScore = score(node);
    const difference = nodeScore
      .map((value, index) => value - bestScore[index]!)
      .find((value) => value !== 0);
    const isBetter = (difference ?? (node.metadata.name < best.metadata.name ? -1 : 1)) < 0;
    if (isBetter) [best, bestScore] = [node, nodeScore];
  }
  return best;
}

/** `1 node(s) were unschedulable, 2 Too many pods`: how often each reason occurs, sorted. */
function tally(reasons: readonly string[]): string {
  const counts = new Map<string, number>();
  for (const reason of reasons) counts.set(reason, (counts.get(reason) ?? 0) + 1);
  return [...counts]
    .map(([reason, count]) => `${count} ${reason}`)
    .sort()
    .join(', ');
}

/** What framework `FitError` and the preemption plugin say together. */
function fitError(refusals: readonly string[]): string {
  if (refusals.length === 0) return 'no nodes available to schedule pods';
  const available = `0/${refusals.length} nodes are available`;
  const preemption = refusals.map((refusal) =>
    refusal === TOO_MANY_PODS
      ? 'No preemption victims found for incoming pod'
      : 'Preemption is not helpful for scheduling',
  );
  return `${available}: ${tally(refusals)}. no new claims to deallocate, preemption: ${available}: ${tally(preemption)}.`;
}

export function reconcileScheduler(simulation: Simulation, key: ObjectKey): void {
  const pod = simulation.byKind.Pod.get(key);
  if (pod === undefined || pod.spec.nodeName || pod.metadata.deletionTimestamp !== undefined) return;
  const refusals: string[] = [];
  const fitting: Node[] = [];
  for (const node of simulation.byKind.Node.values()) {
    const refusal = refuseNode(simulation, pod, node);
    if (refusal === undefined) fitting.push(node);
    else refusals.push(refusal);
  }
  if (fitting.length === 0) markUnschedulable(simulation, key, pod, fitError(refusals));
  else bind(simulation, key, pod, chooseNode(simulation, pod, fitting).metadata.name);
}

function bind(simulation: Simulation, key: ObjectKey, pod: Pod, nodeName: string): void {
  const { namespace, name } = pod.metadata;
  const bound: Pod = { ...pod, spec: { ...pod.spec, nodeName } };
  write(simulation, { verb: 'update', object: bound, subresource: 'binding' }, 'scheduler');
  emitEvent(
    simulation,
    'default-scheduler',
    key,
    'Normal',
    'Scheduled',
    `Successfully assigned ${namespace}/${name} to ${nodeName}`,
  );
}

function markUnschedulable(simulation: Simulation, key: ObjectKey, pod: Pod, message: string): void {
  const conditions = pod.status?.conditions ?? [];
  if (conditions.some((condition) => condition.type === 'PodScheduled' && condition.message === message))
    return;
  const condition = {
    type: 'PodScheduled',
    status: 'False',
    reason: 'Unschedulable',
    message,
  } as const;
  const status = { ...pod.status, conditions: withCondition(simulation, conditions, condition) };
  writeStatus(simulation, pod, status, 'scheduler');
  emitEvent(simulation, 'default-scheduler', key, 'Warning', 'FailedScheduling', message);
}
