/** Whose an object is: the user's objects are saved, exported and undone; those that controllers make are not. */
import { MANAGED_BY_LABEL } from '../kubernetes/endpointSlice.ts';
import { controllerOf, type KubernetesObject, type ObjectKey } from '../kubernetes/objectMeta.ts';
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

/** The metadata that the API server sets, whoever asks. */
const SERVER_FIELDS = [
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
];

/** The object without `status` and without what the API server adds to `metadata`: what a person would keep in a file. */
export function asWritten(object: KubernetesObject): KubernetesObject {
  const { status: _, ...rest } = object as KubernetesObject & { status?: unknown };
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([field]) => !SERVER_FIELDS.includes(field)),
  );
  return { ...rest, metadata: metadata as unknown as KubernetesObject['metadata'] };
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

/** Deep equality of plain JSON; a field that is undefined counts as absent. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) || Array.isArray(b))
    return (
      Array.isArray(a) &&
      Array.isArray(b) &&
      a.length === b.length &&
      a.every((item, index) => isEqual(item, b[index]))
    );
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].every((key) =>
    isEqual(left[key], right[key]),
  );
}
