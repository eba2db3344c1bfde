/**
 * Keeps one Pod of a DaemonSet on every node that is fit for it, and rolls a new template over the nodes. Models
 * pkg/controller/daemon (daemon_controller.go `manage`, update.go `rollingUpdate`). The scheduler binds the Pods.
 */
import type { DaemonSet } from '../../kubernetes/daemonSet.ts';
import type { Node } from '../../kubernetes/node.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import { isReady, isTerminating, type Pod } from '../../kubernetes/pod.ts';
import { writeStatus } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { resolveAmount } from './amounts.ts';
import { isAvailable, lookWhenAvailable } from './availability.ts';
import { pruneRevisions, REVISION_LABEL, type Revision, updateRevision } from './controllerRevisions.ts';
import { daemonPod, fitnessOf, targetOf } from './daemonSetNodes.ts';
import { claimPods, isFinishedPod } from './podClaims.ts';
import { createPod, deletePod, type PodController } from './podControl.ts';

const CONTROLLER: PodController = { author: 'daemonSet', component: 'daemonset-controller' };

interface NodeView {
  readonly node: Node;
  readonly pods: readonly Pod[];
  readonly shouldRun: boolean;
  readonly mayStay: boolean;
}

/** What one look is to change. */
interface Plan {
  readonly create: Node[];
  readonly delete: Pod[];
}

export function reconcileDaemonSet(simulation: Simulation, key: ObjectKey): void {
  const set = simulation.byKind.DaemonSet.get(key);
  if (set === undefined || set.metadata.deletionTimestamp !== undefined) return;
  const revision = updateRevision(simulation, set, CONTROLLER.author);
  const pods = ownPods(simulation, set);
  const nodes = look(simulation, set, pods);
  const plan = manage(set, nodes);
  plan.delete.push(...straysOf(nodes, pods));
  // As upstream: what is missing comes first, then what is old is replaced.
  if (plan.create.length + plan.delete.length === 0 && set.spec.updateStrategy?.type === 'RollingUpdate')
    replaceOld(simulation, set, revision, nodes, plan);
  for (const pod of plan.delete) if (!isTerminating(pod)) deletePod(simulation, CONTROLLER, set, pod);
  for (const node of plan.create) createPod(simulation, CONTROLLER, set, daemonPod(set, revision, node));
  const inUse = new Set([revision.hash, ...pods.map(hashOf)]);
  pruneRevisions(simulation, set, ({ hash }) => inUse.has(hash), CONTROLLER.author);
  reportStatus(simulation, set, revision);
}

function ownPods(simulation: Simulation, set: DaemonSet): Pod[] {
  return claimPods(simulation, set, set.spec.selector, CONTROLLER.author);
}

const hashOf = (pod: Pod): string => pod.metadata.labels?.[REVISION_LABEL] ?? '';

/** All nodes by name, with the Pods that are on them or on their way. */
function look(simulation: Simulation, set: DaemonSet, pods: readonly Pod[]): NodeView[] {
  const byNode = new Map<string, Pod[]>();
  for (const pod of pods) byNode.set(targetOf(pod), [...(byNode.get(targetOf(pod)) ?? []), pod]);
  return [...simulation.byKind.Node.values()]
    .sort((a, b) => (a.metadata.name < b.metadata.name ? -1 : 1))
    .map((node) => ({ node, pods: byNode.get(node.metadata.name) ?? [], ...fitnessOf(set, node) }));
}

/** Pods that wait for nodes that are gone; those that were there go with their node. */
function straysOf(nodes: readonly NodeView[], pods: readonly Pod[]): Pod[] {
  const names = new Set(nodes.map(({ node }) => node.metadata.name));
  return pods.filter((pod) => !pod.spec.nodeName && !names.has(targetOf(pod)));
}

function byAge(a: Pod, b: Pod): number {
  const [left, right] = [a, b].map(({ metadata }) => `${metadata.creationTimestamp} ${metadata.name}`);
  return left! < right! ? -1 : 1;
}

/** One Pod on each node that should have one; finished Pods are replaced, surplus ones go, the oldest stays. */
function manage(set: DaemonSet, nodes: readonly NodeView[]): Plan {
  const plan: Plan = { create: [], delete: [] };
  const surge = set.spec.updateStrategy?.rollingUpdate?.maxSurge ?? 0;
  for (const { node, pods, shouldRun, mayStay } of nodes) {
    if (shouldRun && pods.length === 0) plan.create.push(node);
    if (!mayStay) plan.delete.push(...pods);
    if (!mayStay) continue;
    const finished = pods.filter((pod) => isFinishedPod(pod) && !isTerminating(pod));
    const staying = pods.filter((pod) => !isFinishedPod(pod) && !isTerminating(pod)).sort(byAge);
    // While a new Pod stands beside the old one, the update decides which goes.
    const isSurging = surge !== 0 && new Set(staying.map(hashOf)).size > 1;
    plan.delete.push(...finished, ...(isSurging ? [] : staying.slice(1)));
  }
  return plan;
}

function replaceOld(
  simulation: Simulation,
  set: DaemonSet,
  revision: Revision,
  nodes: readonly NodeView[],
  plan: Plan,
): void {
  const { maxUnavailable = 1, maxSurge = 0 } = set.spec.updateStrategy?.rollingUpdate ?? {};
  const wanted = nodes.filter(({ shouldRun }) => shouldRun);
  const isFit = (pod: Pod) => isAvailable(simulation, pod, set.spec.minReadySeconds);
  const views = wanted.map(({ node, pods }) => {
    const staying = pods.filter((pod) => !isTerminating(pod));
    return {
      node,
      newPod: staying.find((pod) => hashOf(pod) === revision.hash),
      oldPod: staying.find((pod) => hashOf(pod) !== revision.hash),
    };
  });
  const surge = resolveAmount(maxSurge, wanted.length, Math.ceil);
  if (surge > 0) addBeside(views, isFit, surge, plan);
  else deleteOld(views, isFit, resolveAmount(maxUnavailable, wanted.length, Math.ceil), plan);
}

interface UpdateView {
  readonly node: Node;
  readonly newPod: Pod | undefined;
  readonly oldPod: Pod | undefined;
}

/** Old Pods go, as long as no more than `most` nodes are without an available one. */
function deleteOld(
  views: readonly UpdateView[],
  isFit: (pod: Pod) => boolean,
  most: number,
  plan: Plan,
): void {
  let missing = 0;
  const candidates: Pod[] = [];
  for (const { newPod, oldPod } of views) {
    if ((newPod === undefined) === (oldPod === undefined)) missing++;
    else if (newPod !== undefined) missing += isFit(newPod) ? 0 : 1;
    else if (isFit(oldPod!)) candidates.push(oldPod!);
    else plan.delete.push(oldPod!);
  }
  plan.delete.push(...candidates.slice(0, Math.max(0, most - missing)));
}

/** New Pods come beside old ones on as many nodes as `most`; an old one goes when the new one is available. */
function addBeside(
  views: readonly UpdateView[],
  isFit: (pod: Pod) => boolean,
  most: number,
  plan: Plan,
): void {
  let surging = 0;
  const candidates: Node[] = [];
  for (const { node, newPod, oldPod } of views) {
    if (oldPod === undefined) continue;
    if (newPod !== undefined) {
      if (isFit(newPod)) plan.delete.push(oldPod);
      else surging++;
    } else if (isFit(oldPod)) candidates.push(node);
    else plan.create.push(node);
  }
  plan.create.push(...candidates.slice(0, Math.max(0, most - surging)));
}

function reportStatus(simulation: Simulation, set: DaemonSet, revision: Revision): void {
  const { minReadySeconds } = set.spec;
  const pods = ownPods(simulation, set);
  const nodes = look(simulation, set, pods);
  const wanted = nodes.filter(({ shouldRun }) => shouldRun);
  // Of several Pods on a node the oldest counts.
  const first = wanted.flatMap(({ pods: onNode }) => [...onNode].sort(byAge).slice(0, 1));
  const available = first.filter(
    (pod) => isReady(pod) && isAvailable(simulation, pod, minReadySeconds),
  ).length;
  const count = (name: string, value: number) => (value === 0 ? {} : { [name]: value });
  lookWhenAvailable(simulation, CONTROLLER.author, objectKey(set), pods, minReadySeconds);
  const status: DaemonSet['status'] = {
    currentNumberScheduled: first.length,
    numberMisscheduled: nodes.filter(({ shouldRun, pods: onNode }) => !shouldRun && onNode.length > 0).length,
    desiredNumberScheduled: wanted.length,
    numberReady: first.filter(isReady).length,
    observedGeneration: set.metadata.generation!,
    ...count('updatedNumberScheduled', first.filter((pod) => hashOf(pod) === revision.hash).length),
    ...count('numberAvailable', available),
    ...count('numberUnavailable', wanted.length - available),
  };
  writeStatus(simulation, set, status, CONTROLLER.author);
}
