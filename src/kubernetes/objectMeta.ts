/** What every API object has in common, and how one is named inside Kubehop. */

/** `metadata` of an object; only the fields that the simulation reads are named, others are kept as they are. */
export interface ObjectMeta {
  name: string;
  namespace?: string;
  generateName?: string;
  uid?: string;
  resourceVersion?: string;
  generation?: number;
  /** RFC 3339, on the simulated clock. */
  creationTimestamp?: string | null;
  deletionTimestamp?: string;
  deletionGracePeriodSeconds?: number;
  labels?: Record<string, string> | null;
  annotations?: Record<string, string> | null;
  ownerReferences?: OwnerReference[];
  finalizers?: string[];
}

export interface OwnerReference {
  apiVersion: string;
  kind: string;
  name: string;
  uid: string;
  controller?: boolean;
  blockOwnerDeletion?: boolean;
}

/** Any object, simulated or not. Objects in the store are immutable: a change is a new object. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: ObjectMeta;
}

/** A reference to an object. `apiVersion` may be left out for the simulated kinds. */
export interface ObjectReference {
  apiVersion?: string;
  kind: string;
  namespace?: string;
  name: string;
}

/**
 * Identity of an object: `Kind[.group]/namespace/name`, with an empty namespace for cluster-scoped kinds:
 * `Service/default/shop`, `Deployment.apps/default/shop`, `Node//node-a`, `Service.serving.knative.dev/default/x`.
 * The group keeps two kinds of the same name apart.
 */
export type ObjectKey = string;

/** `apps/v1` → `apps`; the core group is the empty string. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash < 0 ? '' : apiVersion.slice(0, slash);
}

export function keyOf(
  apiVersion: string,
  kind: string,
  namespace: string | undefined,
  name: string,
): ObjectKey {
  const group = groupOf(apiVersion);
  return `${group === '' ? kind : `${kind}.${group}`}/${namespace ?? ''}/${name}`;
}

export function objectKey(object: KubernetesObject): ObjectKey {
  return keyOf(object.apiVersion, object.kind, object.metadata.namespace, object.metadata.name);
}

/** The parts of a key; `group` is empty for the core group. */
export function parseKey(key: ObjectKey): { kind: string; group: string; namespace: string; name: string } {
  const [kindAndGroup = '', namespace = '', name = ''] = key.split('/');
  const dot = kindAndGroup.indexOf('.');
  return dot < 0
    ? { kind: kindAndGroup, group: '', namespace, name }
    : { kind: kindAndGroup.slice(0, dot), group: kindAndGroup.slice(dot + 1), namespace, name };
}

/** The owner that controls the object, if any: such objects belong to their controller, not to the user. */
export function controllerOf(object: KubernetesObject): OwnerReference | undefined {
  return object.metadata.ownerReferences?.find((owner) => owner.controller === true);
}
