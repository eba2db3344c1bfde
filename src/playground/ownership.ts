/** Whose an object is: the user's objects are saved, exported and undone; those that controllers make are not. */
import { MANAGED_BY_LABEL } from '../kubernetes/endpointSlice.ts';
import { isSimulated } from '../kubernetes/kinds.ts';
import type { Node } from '../kubernetes/node.ts';
import { controllerOf, type KubernetesObject, type ObjectKey } from '../kubernetes/objectMeta.ts';
import { writtenMetadata } from '../simulation/apiServer.ts';
import { isEqual } from '../simulation/equality.ts';
import type { Simulation } from '../simulation/state.ts';

/** The cluster's own objects as it came up with them (default, kube-system, CoreDNS): the user's only once changed. */
export type Baseline = ReadonlyMap<ObjectKey, KubernetesObject>;

export function isMadeByController(object: KubernetesObject): boolean {
  return (
    controllerOf(object) !== undefined ||
    (object.kind === 'EndpointSlice' &&
      object.metadata.labels?.[MANAGED_BY_LABEL] === 'endpointslice-controller.k8s.io')
  );
}

/**
 * The object without `status` and without what the API server adds to `metadata`: what a person would keep in a file.
 * A Node keeps its addresses, which belong to the machine; kinds that are not simulated keep all they came with.
 */
export function asWritten(object: KubernetesObject): KubernetesObject {
  const { status, ...rest } = object as KubernetesObject & { status?: Node['status'] };
  const written = { ...rest, metadata: writtenMetadata(object.metadata) };
  if (!isSimulated(object))
    return status === undefined ? written : ({ ...written, status } as KubernetesObject);
  const { addresses } = status ?? {};
  return addresses === undefined ? written : ({ ...written, status: { addresses } } as KubernetesObject);
}

/** Everything that the cluster has beside the scene's own objects right after it came up. */
export function baselineOf(simulation: Simulation, sceneKeys: ReadonlySet<ObjectKey>): Baseline {
  return new Map([...simulation.objects].filter(([key]) => !sceneKeys.has(key)));
}

export function userObjects(simulation: Simulation, baseline: Baseline): Map<ObjectKey, KubernetesObject> {
  const owned = new Map<ObjectKey, KubernetesObject>();
  for (const [key, object] of simulation.objects) {
    if (isMadeByController(object)) continue;
    if (object.metadata.deletionTimestamp !== undefined) continue;
    const own = baseline.get(key);
    if (own !== undefined && haveSameContent(own, object)) continue;
    owned.set(key, asWritten(object));
  }
  return owned;
}

/** Whether two versions differ in nothing but `status` and what the API server adds. */
export function haveSameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  return a === b || isEqual(asWritten(a), asWritten(b));
}
