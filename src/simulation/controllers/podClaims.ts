/**
 * Which Pods belong to a workload: it adopts matching Pods without an owner, and releases its own that match no more.
 * Models pkg/controller/controller_ref_manager.go.
 */
import { type LabelSelector, matchesSelector } from '../../kubernetes/labelSelector.ts';
import {
  controllerOf,
  type KubernetesObject,
  type ObjectKey,
  type OwnerReference,
} from '../../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../../kubernetes/pod.ts';
import { write } from '../apiServer.ts';
import { labelEntry } from '../objectIndex.ts';
import type { Simulation } from '../state.ts';
import type { ControllerName } from './watches.ts';

export function controllerReference(owner: KubernetesObject): OwnerReference {
  return {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    name: owner.metadata.name,
    uid: owner.metadata.uid!,
    controller: true,
    blockOwnerDeletion: true,
  };
}

export function isFinishedPod(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

/** pkg/controller `IsPodActive` */
export function isActive(pod: Pod): boolean {
  return !isTerminating(pod) && !isFinishedPod(pod);
}

/** The Pods that the owner has, and those that match the selector's first pair; the rest of it is checked by the caller. */
function candidates(
  simulation: Simulation,
  owner: KubernetesObject,
  selector: LabelSelector,
): Set<ObjectKey> {
  const { namespace, uid } = owner.metadata;
  const found = new Set(simulation.index.dependents.get(uid!) ?? []);
  const [pair] = Object.entries(selector.matchLabels ?? {});
  const matching =
    pair === undefined
      ? (simulation.index.byNamespace.get(namespace ?? '') ?? [])
      : (simulation.index.podsByLabel.get(labelEntry(namespace, pair[0], pair[1])) ?? []);
  for (const key of matching) found.add(key);
  return found;
}

/** The owner's Pods by key, after adopting and releasing; `considers` says which Pods it looks at. */
export function claimPods(
  simulation: Simulation,
  owner: KubernetesObject,
  selector: LabelSelector,
  author: ControllerName,
  considers: (pod: Pod) => boolean = () => true,
): Pod[] {
  const claimed: Pod[] = [];
  for (const key of [...candidates(simulation, owner, selector)].sort()) {
    const pod = simulation.byKind.Pod.get(key);
    if (pod === undefined || !considers(pod)) continue;
    const { ownerReferences = [] } = pod.metadata;
    const controller = controllerOf(pod);
    const matches = matchesSelector(selector, pod);
    if (controller?.uid === owner.metadata.uid) {
      if (matches) claimed.push(pod);
      else if (!isTerminating(pod))
        setOwners(
          simulation,
          pod,
          ownerReferences.filter((each) => each !== controller),
          author,
        );
    } else if (controller === undefined && matches && !isTerminating(pod))
      claimed.push(setOwners(simulation, pod, [...ownerReferences, controllerReference(owner)], author));
  }
  return claimed;
}

function setOwners(
  simulation: Simulation,
  pod: Pod,
  ownerReferences: OwnerReference[],
  author: ControllerName,
): Pod {
  const { ownerReferences: _, ...metadata } = pod.metadata;
  const object: Pod = {
    ...pod,
    metadata: ownerReferences.length === 0 ? metadata : { ...metadata, ownerReferences },
  };
  return (write(simulation, { verb: 'update', object }, author).object as Pod | null) ?? pod;
}
