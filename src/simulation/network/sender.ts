/** Who sends: a Client or Pod by its key, or for a workload such as a Deployment one of its ready Pods at random. */
import { matchesSelector } from '../../kubernetes/labelSelector.ts';
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { isReady, isTerminating } from '../../kubernetes/pod.ts';
import { selectorOf } from '../../kubernetes/workload.ts';
import { isWorkloadKind } from '../../kubernetes/workloadKinds.ts';
import type { PlaceKey } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';

/** Null when nobody can send: no such object, or no Pod that runs. */
export function findSender(simulation: Simulation, key: ObjectKey): Place | null {
  if (isWorkloadKind(parseKey(key).kind)) return pickPod(simulation, readyPodsOf(simulation, key));
  const place = simulation.network.places.get(key);
  return place === undefined || (place.kind === 'Pod' && !place.isRunning) || isOff(simulation, place)
    ? null
    : place;
}

/** Whether there is no power where it would send. */
function isOff({ network }: Simulation, place: Place): boolean {
  if (!network.hasBrokenNodes) return false;
  const node = place.kind === 'Pod' ? network.nodes.get(place.node) : place;
  return node?.kind === 'Node' && node.breakage === 'off';
}

export function pickPod(simulation: Simulation, pods: readonly PlaceKey[]): Place | null {
  const { network } = simulation;
  if (pods.length === 0) return null;
  const place = network.places.get(pods[nextInteger(network.senderRandom, pods.length)]!) ?? null;
  return place === null || isOff(simulation, place) ? null : place;
}

/** The Pods of a workload that are ready and stay, in the order of their keys. */
export function readyPodsOf({ byKind, network }: Simulation, key: ObjectKey): PlaceKey[] {
  const { kind } = parseKey(key);
  const workload = isWorkloadKind(kind) ? byKind[kind].get(key) : undefined;
  if (workload === undefined) return [];
  const selector = selectorOf(workload);
  const pods: PlaceKey[] = [];
  for (const [podKey, pod] of byKind.Pod)
    if (
      pod.metadata.namespace === workload.metadata.namespace &&
      matchesSelector(selector, pod) &&
      isReady(pod) &&
      !isTerminating(pod) &&
      network.places.has(podKey)
    )
      pods.push(podKey);
  return pods.sort();
}
