/** The annotation in which `kubectl apply` keeps what it applied last, and the three-way patch that follows from it. */
import type { Loose } from './client.ts';
import { goJSON } from './yaml.ts';

export const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';

type Json = Record<string, unknown>;

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The object as it is kept in the annotation: with annotations, be they none, but not this one. */
export function withoutLastApplied(object: Loose): Loose {
  const { [LAST_APPLIED]: _, ...annotations } = object.metadata.annotations ?? {};
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** The object with itself, as it was written, in the annotation. */
export function withLastApplied(object: Loose): Loose {
  const plain = withoutLastApplied(object);
  const { annotations } = plain.metadata;
  const text = `${goJSON(plain, 0)}\n`;
  return { ...plain, metadata: { ...plain.metadata, annotations: { ...annotations, [LAST_APPLIED]: text } } };
}

export function lastAppliedOf(object: Loose): Json | null {
  const text = object.metadata.annotations?.[LAST_APPLIED];
  return text === undefined ? null : (JSON.parse(text) as Json);
}

/** The fields by which the items of a list are told apart (`patchMergeKey` of the API types). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
  conditions: 'type',
  ownerReferences: 'uid',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
};

function mergeKeyOf(field: string, items: readonly unknown[]): string | undefined {
  if (field !== 'ports') return MERGE_KEYS[field];
  return items.some((item) => isMap(item) && 'containerPort' in item) ? 'containerPort' : 'port';
}

/**
 * A strategic merge patch that sets what differs from `given` in `current`, and removes what `last` had and `given` has
 * not. Models strategicpatch.CreateThreeWayMergePatch; `isStrategic` is false for custom resources, whose lists are whole.
 */
export function threeWayPatch(last: Json | null, given: Json, current: Json, isStrategic: boolean): Json {
  const patch: Json = {};
  for (const field of Object.keys(last ?? {})) if (!(field in given) && field in current) patch[field] = null;
  for (const [field, value] of Object.entries(given)) {
    const stored = current[field];
    if (value === null) {
      if (stored !== undefined) patch[field] = null;
    } else if (isMap(value) && isMap(stored)) {
      const before = last?.[field];
      const inner = threeWayPatch(isMap(before) ? before : null, value, stored, isStrategic);
      if (Object.keys(inner).length > 0) patch[field] = inner;
    } else if (Array.isArray(value) && Array.isArray(stored)) {
      const before = last?.[field];
      const inner = listPatch(field, Array.isArray(before) ? before : [], value, stored, isStrategic);
      if (inner !== null) Object.assign(patch, inner);
    } else if (goJSON(value, 0) !== goJSON(stored ?? null, 0)) patch[field] = value;
  }
  return patch;
}

function listPatch(
  field: string,
  last: readonly unknown[],
  given: readonly unknown[],
  current: readonly unknown[],
  isStrategic: boolean,
): Json | null {
  const key = isStrategic ? mergeKeyOf(field, [...given, ...current]) : undefined;
  if (key === undefined || !given.every(isMap) || !current.every(isMap))
    return goJSON(given, 0) === goJSON(current, 0) ? null : { [field]: given };
  const find = (list: readonly unknown[], id: unknown) =>
    list.find((item) => isMap(item) && item[key] === id);
  const items: Json[] = [];
  for (const item of given) {
    const stored = find(current, item[key]);
    const inner = isMap(stored)
      ? threeWayPatch((find(last, item[key]) as Json | undefined) ?? null, item, stored, isStrategic)
      : item;
    if (Object.keys(inner).length > 0) items.push({ ...inner, [key]: item[key] });
  }
  for (const item of last)
    if (isMap(item) && find(given, item[key]) === undefined && find(current, item[key]) !== undefined)
      items.push({ $patch: 'delete', [key]: item[key] });
  if (items.length === 0) return null;
  const order = given.map((item) => ({ [key]: item[key] }));
  return { [`$setElementOrder/${field}`]: order, [field]: items };
}
