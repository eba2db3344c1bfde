/** Which cards a lesson's text means: the object that a link names, and of a workload its Pods as well. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { keyNamed } from '../lessons/references.ts';

const SCHEME = 'object:';

/** `object:Service/shop`; null for other links. */
export function keyOfLink(url: string): ObjectKey | null {
  return url.startsWith(SCHEME) ? keyNamed(url.slice(SCHEME.length)) : null;
}

/** The object's own card first. */
export function cardsOf(key: ObjectKey, objects: ReadonlyMap<ObjectKey, KubernetesObject>): ObjectKey[] {
  const owners = new Set([objects.get(key)?.metadata.uid]);
  const cards = [key];
  // A ReplicaSet stands in the list before its Pods or after them: it has no card, but is their owner.
  for (let found = true; found; ) {
    found = false;
    for (const [candidate, { metadata }] of objects) {
      if (owners.has(metadata.uid) || !metadata.ownerReferences?.some(({ uid }) => owners.has(uid))) continue;
      owners.add(metadata.uid);
      cards.push(candidate);
      found = true;
    }
  }
  return cards;
}
