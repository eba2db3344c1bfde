/** The cards that stand somewhere by themselves, with their lane and size; Pods stand in their Node's card. */
import { isNetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { isRoutingObject } from '../kubernetes/routing.ts';
import { isTopWorkload, podCountOf, topWorkloads } from '../kubernetes/workload.ts';
import {
  nodeCardSize,
  OUTSIDE_CARD,
  ROUTING_CARD,
  SERVICE_CARD,
  type Size,
  WORKLOAD_CARD,
} from './cardGeometry.ts';
import { type Objects, ofKind } from './queries.ts';

export type Lane = 'outside' | 'services' | 'workloads' | 'nodes';

/** A box on the canvas that needs a place. */
export interface Card {
  key: string;
  lane: Lane;
  size: Size;
}

/** How many Pods a Node will hold: those it has, and its share of those that are still to come. */
function expectedPods(objects: Objects): (node: string) => { pods: number; systemPods: number } {
  const pods = ofKind(objects, 'Pod');
  const nodes = ofKind(objects, 'Node').length;
  const onNode = new Map<string, { pods: number; systemPods: number }>();
  let placed = 0;
  for (const pod of pods) {
    const { nodeName } = pod.spec;
    if (nodeName === undefined) continue;
    const count = onNode.get(nodeName) ?? { pods: 0, systemPods: 0 };
    onNode.set(nodeName, count);
    if (pod.metadata.namespace === 'kube-system') count.systemPods++;
    else {
      count.pods++;
      placed++;
    }
  }
  const wanted =
    topWorkloads(objects)
      .filter((workload) => workload.metadata.namespace !== 'kube-system')
      .reduce((sum, workload) => sum + podCountOf(workload, nodes), 0) +
    pods.filter(
      (pod) => pod.metadata.ownerReferences === undefined && pod.metadata.namespace !== 'kube-system',
    ).length;
  const share = nodes === 0 ? 0 : Math.ceil(Math.max(0, wanted - placed) / nodes);
  return (node) => {
    const { pods: now = 0, systemPods = 1 } = onNode.get(node) ?? {};
    return { pods: now + share, systemPods: Math.max(1, systemPods) };
  };
}

export function cardsOf(objects: Objects): Card[] {
  const cards: Card[] = [];
  const podsOn = expectedPods(objects);
  for (const [key, object] of objects) {
    if (object.metadata.namespace === 'kube-system') continue;
    if (object.kind === 'Service' && object.apiVersion === 'v1') {
      cards.push({ key, lane: 'services', size: SERVICE_CARD });
    } else if (isTopWorkload(object) || isNetworkPolicy(object))
      cards.push({ key, lane: 'workloads', size: WORKLOAD_CARD });
    else if (isRoutingObject(object)) cards.push({ key, lane: 'services', size: ROUTING_CARD });
    else if (object.kind === 'Node' && object.apiVersion === 'v1') {
      const { pods, systemPods } = podsOn(object.metadata.name);
      cards.push({ key, lane: 'nodes', size: nodeCardSize(pods, systemPods) });
    } else if (object.kind === 'Client' || object.kind === 'OutsideServer')
      cards.push({ key, lane: 'outside', size: OUTSIDE_CARD });
  }
  return cards;
}
