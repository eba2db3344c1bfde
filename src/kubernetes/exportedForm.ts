/** Objects as one would write them into a file: without what a cluster added to them. */
import { rowOf } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

/** What the API server and the controllers write into `metadata`. */
const serverFields: ReadonlySet<string> = new Set([
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'managedFields',
  'selfLink',
]);

/** The object without `status` and without the API server's own metadata. */
export function forExport<T extends KubernetesObject>(object: T): T {
  const { status: _, ...rest } = object as T & { status?: unknown };
  const metadata = Object.fromEntries(
    Object.entries(object.metadata).filter(([field]) => !serverFields.has(field)),
  );
  return { ...rest, metadata } as unknown as T;
}

/** Written by people even where they say no more than the default. Without indices. */
const tellingFields: ReadonlySet<string> = new Set([
  'spec.type',
  'spec.replicas',
  'spec.ports.targetPort',
  'spec.ports.protocol',
  'spec.requestsPerSecond',
  'spec.connection',
  'spec.podSelector',
  'spec.policyTypes',
  'spec.ingress.ports.protocol',
  'spec.egress.ports.protocol',
]);

const stripped = new WeakMap<KubernetesObject, KubernetesObject>();

/**
 * The object without what defaulting would fill in again, so that it reads as a person would have written it. Fields
 * that tell something even then (`type: ClusterIP`, `replicas: 1`) stay.
 */
export function withoutDefaults<T extends KubernetesObject>(object: T): T {
  const row = rowOf(object);
  if (row === undefined) return object;
  const known = stripped.get(object);
  if (known !== undefined) return known as T;
  const complete = row.defaults(object);
  let current: KubernetesObject = object;
  for (const path of pathsIn(object, [])) {
    if (hasContent(valueAt(current, path))) continue;
    const candidate = without(current, path) as KubernetesObject;
    if (isEqual(row.defaults(candidate), complete)) current = candidate;
  }
  stripped.set(object, current);
  return current as T;
}

type Path = readonly (string | number)[];

/** Every field below `spec` and its like, the innermost first. */
function pathsIn(value: unknown, path: Path): Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const keys = Array.isArray(value) ? value.keys() : Object.keys(value);
  const paths: Path[] = [];
  for (const key of keys) {
    if (path.length === 0 && (key === 'metadata' || key === 'apiVersion' || key === 'kind')) continue;
    const at = [...path, key];
    paths.push(...pathsIn((value as Record<string | number, unknown>)[key], at));
    const name = at.filter((part) => typeof part === 'string').join('.');
    if (path.length > 0 && typeof key === 'string' && !tellingFields.has(name)) paths.push(at);
  }
  return paths;
}

function without(value: unknown, [key, ...rest]: Path): unknown {
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? without(item, rest) : item));
  const { [key as string]: inner, ...others } = value as Record<string, unknown>;
  if (rest.length === 0) return others;
  return { ...(value as object), [key as string]: without(inner, rest) };
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, key) => (inner as Record<string | number, unknown>)[key], value);
}

function hasContent(value: unknown): boolean {
  return typeof value === 'object' && value !== null && Object.keys(value).length > 0;
}

/** Deep equality of JSON values, to the last empty map. */
export function isEqual(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  return keys.every((key) => key in right && isEqual(left[key], right[key]));
}
