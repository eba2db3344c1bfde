/**
 * `kubectl apply`: what the file says is set, what the last applied file said and this one does not is removed, and
 * everything else stays as it is (fields that the API server allocated or defaulted, labels that others set).
 *
 * Models kubectl's three-way strategic merge patch: lists of named things are merged by name, other lists are replaced.
 */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { isEqual } from '../simulation/equality.ts';

type Json = Record<string, unknown>;

/** Lists that are merged item by item, and the fields that tell their items apart (the patchMergeKey of the API types). */
const MERGE_KEYS: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  env: ['name'],
  ports: ['containerPort', 'port'],
  volumes: ['name'],
  volumeMounts: ['mountPath'],
  imagePullSecrets: ['name'],
  conditions: ['type'],
  ownerReferences: ['uid'],
};

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function applyTo(
  stored: KubernetesObject,
  lastApplied: KubernetesObject | undefined,
  given: KubernetesObject,
): KubernetesObject {
  const { status: _, ...wanted } = given as KubernetesObject & { status?: unknown };
  const { resourceVersion, ...metadata } = wanted.metadata;
  return mergeObjects(stored as unknown as Json, lastApplied as unknown as Json | undefined, {
    ...wanted,
    metadata: resourceVersion === undefined ? wanted.metadata : metadata,
  }) as unknown as KubernetesObject;
}

function mergeObjects(stored: Json, last: Json | undefined, given: Json): Json {
  const merged: Json = { ...stored };
  for (const field of Object.keys(last ?? {})) if (!(field in given)) delete merged[field];
  for (const [field, value] of Object.entries(given)) {
    if (value === null) delete merged[field];
    else merged[field] = mergeValues(field, stored[field], last?.[field], value);
  }
  return merged;
}

function mergeValues(field: string, stored: unknown, last: unknown, given: unknown): unknown {
  if (isEqual(stored, given)) return stored;
  if (isObject(stored) && isObject(given))
    return mergeObjects(stored, isObject(last) ? last : undefined, given);
  const keys = MERGE_KEYS[field];
  if (
    keys !== undefined &&
    Array.isArray(stored) &&
    Array.isArray(given) &&
    [...stored, ...given].every(isObject)
  )
    return mergeLists(
      stored as Json[],
      (Array.isArray(last) ? last.filter(isObject) : []) as Json[],
      given as Json[],
      keys,
    );
  return given;
}

function mergeLists(stored: Json[], last: Json[], given: Json[], keys: readonly string[]): Json[] {
  const identity = (item: Json) => JSON.stringify([keys.map((key) => item[key]), item.protocol ?? 'TCP']);
  const find = (list: Json[], item: Json) => list.find((other) => identity(other) === identity(item));
  const kept = stored.filter((item) => find(given, item) === undefined && find(last, item) === undefined);
  const set = given.map((item) => {
    const current = find(stored, item);
    return current === undefined ? item : mergeObjects(current, find(last, item), item);
  });
  return [...set, ...kept];
}
