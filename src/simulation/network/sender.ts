/** Who sends: a Client or Pod by its key, or for a Deployment one of its ready Pods at random. */
import type { Deployment } from '../../kubernetes/deployment.ts';
import { matchesSelector } from '../../kubernetes/labelSelector.ts';
import { keyOf, type ObjectKey, type ObjectReference, parseKey } from '../../kubernetes/objectMeta.ts';
import { isReady, isTerminating } from '../../kubernetes/pod.ts';
import type { PlaceKey } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';

const senderVersions: Readonly<Record<string, string>> = {
  Client: 'kubehop.dev/v1alpha1',
  Deployment: 'apps/v1',
};

export function senderKey({ kind, apiVersion, namespace, name }: ObjectReference): ObjectKey {
  const isNamespaced = kind !== 'Client';
  return keyOf(
    apiVersion ?? senderVersions[kind] ?? 'v1',
    kind,
    isNamespaced ? (namespace ?? 'default') : '',
    name,
  );
}

/** Null when nobody can send: no such object, or no Pod that runs. */
export function findSender(simulation: Simulation, key: ObjectKey): Place | null {
  if (parseKey(key).kind === 'Deployment') return pickPod(simulation, readyPodsOf(simulation, key));
  const place = simulation.network.places.get(key);
  return place === undefined || (place.kind === 'Pod' && !place.isRunning) ? null : place;
}

export function pickPod({ network }: Simulation, pods: readonly PlaceKey[]): Place | null {
  if (pods.length === 0) return null;
  return network.places.get(pods[nextInteger(network.senderRandom, pods.length)]!) ?? null;
}

/** The Pods of a Deployment that are ready and stay, in the order of their keys. */
export function readyPodsOf({ byKind, network }: Simulation, key: ObjectKey): PlaceKey[] {
  const deployment: Deployment | undefined = byKind.Deployment.get(key);
  if (deployment === undefined) return [];
  const pods: PlaceKey[] = [];
  for (const [podKey, pod] of byKind.Pod)
    if (
      pod.metadata.namespace === deployment.metadata.namespace &&
      matchesSelector(deployment.spec.selector, pod) &&
      isReady(pod) &&
      !isTerminating(pod) &&
      network.places.has(podKey)
    )
      pods.push(podKey);
  return pods.sort();
}
