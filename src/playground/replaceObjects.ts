/** Commands that replace objects by others: a Pod moves, an object is renamed or duplicated, and things that belong to what is deleted. */
import { type Kind, rowOf } from '../kubernetes/kinds.ts';
import { controllerOf, type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { failure, type Status, success } from '../kubernetes/status.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { isWorkload, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/editing.ts';
import { asWritten } from '../simulation/scene.ts';
import { barePodsOn } from './dependents.ts';
import { type Draft, placeObject, writeObject } from './draft.ts';
import { type Objects, ofKind, uniqueName } from './queries.ts';
import { nameInWords } from './words.ts';

/** Why the object cannot be taken up: it is not there, or is going, or its namespace is and takes nothing new. */
function absent(objects: Objects, key: ObjectKey): Status | null {
  const object = objects.get(key);
  if (object === undefined) return failure(404, 'NotFound', t('doesNotExist', { object: nameInWords(key) }));
  const namespace = `Namespace//${object.metadata.namespace ?? ''}`;
  for (const going of [key, namespace]) {
    const found = objects.get(going);
    if (found !== undefined && isTerminating(found))
      return failure(409, 'Conflict', t('isBeingDeleted', { object: nameInWords(going) }));
  }
  return null;
}

/** Deletes the object at once and creates the other: for fields that cannot be changed in place. */
function replace(draft: Draft, key: ObjectKey, by: KubernetesObject): Status {
  const deleted = writeObject(draft, { verb: 'delete', key, gracePeriodSeconds: 0 }).status;
  if (deleted.status === 'Failure') return deleted;
  return writeObject(draft, { verb: 'create', object: by }).status;
}

export function movePod(draft: Draft, key: ObjectKey, node: string): Status {
  const pod = draft.simulation.objects.get(key) as Pod;
  const missing = absent(draft.simulation.objects, key);
  if (missing !== null) return missing;
  const owner = controllerOf(pod);
  if (owner !== undefined)
    return failure(
      422,
      'Invalid',
      t('podNameIsControlledByKind', { name: pod.metadata.name, kind: owner.kind, name2: owner.name }),
    );
  if (!draft.simulation.objects.has(`Node//${node}`))
    return failure(404, 'NotFound', `nodes "${node}" not found`);
  if (pod.spec.nodeName === node) return success;
  draft.labels.push(t('step.movePod', { name: pod.metadata.name, node }));
  const written = asWritten(pod) as Pod;
  return replace(draft, key, { ...written, spec: { ...written.spec, nodeName: node } } as Pod);
}

/** Kinds whose name cannot change without becoming something else. */
const CANNOT_BE_RENAMED: { readonly [K in Kind]?: string } = {
  get Namespace() {
    return t('aNamespaceCannotBeRenamedEvery');
  },
  get EndpointSlice() {
    return t('endpointSlicesAreNamedByTheirController');
  },
};

export function rename(draft: Draft, key: ObjectKey, name: string): Status {
  const object = draft.simulation.objects.get(key)!;
  const missing = absent(draft.simulation.objects, key);
  if (missing !== null) return missing;
  if (object.metadata.name === name) return success;
  const owner = controllerOf(object);
  const refusal =
    CANNOT_BE_RENAMED[object.kind as Kind] ??
    (owner === undefined
      ? undefined
      : t('nameInWordsIsControlledByKindName', {
          nameInWords: nameInWords(key),
          kind: owner.kind,
          name: owner.name,
        }));
  if (refusal !== undefined) return failure(422, 'Invalid', refusal);
  const written = asWritten(object);
  const renamed = { ...written, metadata: { ...written.metadata, name } };
  const newKey = objectKey(renamed);
  if (draft.simulation.objects.has(newKey))
    return failure(409, 'AlreadyExists', t('alreadyExists', { object: nameInWords(newKey) }));
  draft.labels.push(t('step.rename', { object: nameInWords(key), name }));
  const status = replace(draft, key, renamed);
  if (status.status === 'Failure') return status;
  movePlace(draft, key, newKey);
  draft.selection = [newKey];
  return updateReferences(draft, object, name);
}

function movePlace(draft: Draft, from: string, to: string): void {
  const position = draft.layout[from];
  if (position === undefined) return;
  placeObject(draft, from, null);
  placeObject(draft, to, position);
}

/** Traffic keeps its ends; bare Pods stay on the machine that got another name. Selectors are labels, not names. */
function updateReferences(draft: Draft, renamed: KubernetesObject, name: string): Status {
  const { objects } = draft.simulation;
  for (const traffic of ofKind(objects, 'Traffic')) {
    const spec = withReference(traffic.spec, renamed, name);
    if (spec === traffic.spec) continue;
    const { status } = writeObject(draft, { verb: 'update', object: { ...traffic, spec } as Traffic });
    if (status.status === 'Failure') return status;
  }
  if (renamed.kind !== 'Node') return success;
  for (const pod of barePodsOn(objects, renamed.metadata.name)) {
    const status = movePod(draft, objectKey(pod), name);
    if (status.status === 'Failure') return status;
  }
  return success;
}

function withReference(spec: Traffic['spec'], renamed: KubernetesObject, name: string): Traffic['spec'] {
  const { kind, metadata } = renamed;
  const { from, service } = spec;
  const namespace = metadata.namespace;
  if (
    from.kind === kind &&
    from.name === metadata.name &&
    (namespace === undefined || (from.namespace ?? 'default') === namespace)
  )
    return { ...spec, from: { ...from, name } };
  if (service === undefined) return spec;
  if (kind === 'Service' && service.name === metadata.name && (service.namespace ?? 'default') === namespace)
    return { ...spec, service: { ...service, name } };
  if (kind === 'Node' && service.node === metadata.name)
    return { ...spec, service: { ...service, node: name } };
  return spec;
}

/** What the API server allocates, per kind: a copy must get its own. */
const allocated: { readonly [K in Kind]?: (object: KubernetesObject) => KubernetesObject } = {
  Service(object) {
    const service = object as Service;
    const { clusterIP, clusterIPs: _ips, healthCheckNodePort: _health, ports, ...spec } = service.spec;
    return {
      ...service,
      spec: {
        ...spec,
        ...(clusterIP === 'None' ? { clusterIP } : {}),
        ...(ports === undefined ? {} : { ports: ports.map(({ nodePort: _, ...port }) => port) }),
      },
    } as Service;
  },
  Client: withoutSpecFields('address', 'ipv6Address'),
  OutsideServer: withoutSpecFields('address', 'ipv6Address'),
  Node: withoutSpecFields('podCIDR', 'podCIDRs'),
};

function withoutSpecFields(...fields: string[]): (object: KubernetesObject) => KubernetesObject {
  return (object) => {
    const { spec } = object as KubernetesObject & { spec?: Record<string, unknown> };
    const kept = Object.fromEntries(Object.entries(spec ?? {}).filter(([field]) => !fields.includes(field)));
    return { ...object, spec: kept } as KubernetesObject;
  };
}

/** A copy of a workload selects its own Pods: labels that are the old name become the new one. */
function withOwnLabels(object: KubernetesObject, oldName: string, newName: string): KubernetesObject {
  if (!isWorkload(object)) return object;
  const selector = object.kind === 'ReplicationController' ? 'selector' : 'matchLabels';
  const text = JSON.stringify(object.spec, (key, value: unknown) =>
    (key === 'labels' || key === selector) && typeof value === 'object' && value !== null
      ? Object.fromEntries(
          Object.entries(value).map(([label, text]) => [label, text === oldName ? newName : text]),
        )
      : value,
  );
  return { ...object, spec: JSON.parse(text) } as Workload;
}

export function duplicate(draft: Draft, keys: readonly ObjectKey[]): Status {
  const copies: ObjectKey[] = [];
  for (const key of keys) {
    const object = draft.simulation.objects.get(key)!;
    const missing = absent(draft.simulation.objects, key);
    if (missing !== null) return missing;
    if (rowOf(object) === undefined)
      return failure(422, 'Invalid', t('nameInWordsIsKeptNotSimulatedIt', { nameInWords: nameInWords(key) }));
    const owner = controllerOf(object);
    if (owner !== undefined)
      return failure(
        422,
        'Invalid',
        t('nameInWordsIsControlledByKindName2', {
          nameInWords: nameInWords(key),
          kind: owner.kind,
          name: owner.name,
        }),
      );
    const kind = object.kind as Kind;
    const { name, namespace } = object.metadata;
    const newName = uniqueName(draft.simulation.objects, kind, namespace ?? '', name);
    const { ownerReferences: _, ...metadata } = asWritten(object).metadata;
    const copy = { ...asWritten(object), metadata: { ...metadata, name: newName } };
    const fresh = withOwnLabels(allocated[kind]?.(copy) ?? copy, name, newName);
    draft.labels.push(t('step.duplicate', { object: nameInWords(key) }));
    const result = writeObject(draft, { verb: 'create', object: fresh });
    if (result.object === null) return result.status;
    copies.push(objectKey(result.object));
  }
  draft.selection = copies;
  return success;
}

/** Traffic that the object sends: without its sender it would be a wire with one end. */
export function trafficFrom(objects: Objects, object: KubernetesObject): ObjectKey[] {
  const { kind, metadata } = object;
  if (controllerOf(object) !== undefined) return [];
  return ofKind(objects, 'Traffic')
    .filter(
      ({ spec: { from } }) =>
        from.kind === kind &&
        from.name === metadata.name &&
        (metadata.namespace === undefined || (from.namespace ?? 'default') === metadata.namespace),
    )
    .map(objectKey);
}
