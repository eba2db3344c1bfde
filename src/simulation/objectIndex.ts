/** What controllers look up again and again, kept beside the objects so that nothing scans a large cluster. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';

export interface ObjectIndex {
  /** Keys by the uid of each of their owners. */
  readonly dependents: Map<string, Set<ObjectKey>>;
  /** Pods by `spec.nodeName`; under the empty name those that have none yet. */
  readonly podsByNode: Map<string, Set<ObjectKey>>;
  /** Pods by `namespace/label=value`. */
  readonly podsByLabel: Map<string, Set<ObjectKey>>;
  /** Services by `namespace/label=value` of the first pair of their selector. */
  readonly servicesBySelector: Map<string, Set<ObjectKey>>;
  /** All namespaced objects by namespace. */
  readonly byNamespace: Map<string, Set<ObjectKey>>;
}

export function createObjectIndex(): ObjectIndex {
  return {
    dependents: new Map(),
    podsByNode: new Map(),
    podsByLabel: new Map(),
    servicesBySelector: new Map(),
    byNamespace: new Map(),
  };
}

function cloneSets(sets: Map<string, Set<ObjectKey>>): Map<string, Set<ObjectKey>> {
  const copy = new Map<string, Set<ObjectKey>>();
  for (const [key, set] of sets) copy.set(key, new Set(set));
  return copy;
}

export function cloneObjectIndex(index: ObjectIndex): ObjectIndex {
  return {
    dependents: cloneSets(index.dependents),
    podsByNode: cloneSets(index.podsByNode),
    podsByLabel: cloneSets(index.podsByLabel),
    servicesBySelector: cloneSets(index.servicesBySelector),
    byNamespace: cloneSets(index.byNamespace),
  };
}

function add(sets: Map<string, Set<ObjectKey>>, entry: string, key: ObjectKey): void {
  const set = sets.get(entry);
  if (set === undefined) sets.set(entry, new Set([key]));
  else set.add(key);
}

function remove(sets: Map<string, Set<ObjectKey>>, entry: string, key: ObjectKey): void {
  const set = sets.get(entry);
  if (set?.delete(key) && set.size === 0) sets.delete(entry);
}

/** `default/app=shop` */
export function labelEntry(namespace: string | undefined, label: string, value: string): string {
  return `${namespace ?? ''}/${label}=${value}`;
}

/** The entry under which a Service is found by its Pods; undefined without a selector. */
export function selectorEntry(service: Service): string | undefined {
  for (const label in service.spec.selector ?? {})
    return labelEntry(service.metadata.namespace, label, service.spec.selector![label]!);
  return undefined;
}

/** Adds the object to the index, or takes it out. */
function change(index: ObjectIndex, key: ObjectKey, object: KubernetesObject, edit: typeof add): void {
  const { metadata } = object;
  if (metadata.namespace) edit(index.byNamespace, metadata.namespace, key);
  for (const owner of metadata.ownerReferences ?? []) edit(index.dependents, owner.uid, key);
  if (object.apiVersion !== 'v1') return;
  if (object.kind === 'Pod') {
    edit(index.podsByNode, (object as Pod).spec.nodeName ?? '', key);
    for (const label in metadata.labels ?? {})
      edit(index.podsByLabel, labelEntry(metadata.namespace, label, metadata.labels![label]!), key);
  }
  if (object.kind === 'Service') {
    const entry = selectorEntry(object as Service);
    if (entry !== undefined) edit(index.servicesBySelector, entry, key);
  }
}

/** Whether two versions of an object have the same entries, judged by reference: most writes are of status only. */
function hasSameEntries(before: KubernetesObject, after: KubernetesObject): boolean {
  const left = before as Pod;
  const right = after as Pod;
  return (
    before.metadata.labels === after.metadata.labels &&
    before.metadata.ownerReferences === after.metadata.ownerReferences &&
    left.spec === right.spec
  );
}

/** Called with every change of an object, and by nobody else. */
export function indexObject(
  index: ObjectIndex,
  key: ObjectKey,
  before: KubernetesObject | null,
  after: KubernetesObject | null,
): void {
  if (before !== null && after !== null && hasSameEntries(before, after)) return;
  if (before !== null) change(index, key, before, remove);
  if (after !== null) change(index, key, after, add);
}
