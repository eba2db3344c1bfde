/** Whose an object is: the user's objects are saved, exported and undone; those that controllers make are not. */
import { MANAGED_BY_LABEL } from '../kubernetes/endpointSlice.ts';
import { controllerOf, type KubernetesObject, type ObjectKey } from '../kubernetes/objectMeta.ts';
import { CONTROLLER_LABEL_VALUE } from '../simulation/controllers/endpointSlices.ts';
import { startSimulation } from '../simulation/engine.ts';
import { noFeatures } from '../simulation/features.ts';
import { asWritten } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { haveSameContent } from './sameContent.ts';

export { haveSameContent };

export function isMadeByController(object: KubernetesObject): boolean {
  return (
    controllerOf(object) !== undefined ||
    object.metadata.labels?.[MANAGED_BY_LABEL] === CONTROLLER_LABEL_VALUE
  );
}

let ownObjects: ReadonlyMap<ObjectKey, KubernetesObject> | null = null;

/** What a cluster has before anybody adds to it (default, kube-system, CoreDNS): the user's only once changed. */
function clustersOwn(): ReadonlyMap<ObjectKey, KubernetesObject> {
  ownObjects ??= startSimulation(
    { seed: 1, objects: [] },
    { scrutiny: null, features: noFeatures() },
  ).objects;
  return ownObjects;
}

/** What the user made or changed, as one would write it into a file. */
export function userObjects(simulation: Simulation): Map<ObjectKey, KubernetesObject> {
  const owned = new Map<ObjectKey, KubernetesObject>();
  for (const [key, object] of simulation.objects) {
    if (isMadeByController(object)) continue;
    if (object.metadata.deletionTimestamp !== undefined) continue;
    const own = clustersOwn().get(key);
    if (own !== undefined && haveSameContent(own, object)) continue;
    owned.set(key, asWritten(object));
  }
  return owned;
}
