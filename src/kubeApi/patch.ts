/** The patches of the API: JSON (RFC 6902), merge (RFC 7386) and strategic merge, which knows lists of named things. */
import { isEqual } from '../simulation/equality.ts';

type Json = Record<string, unknown>;

/** Thrown for a patch that cannot be applied; the message is the API server's. */
export class BadPatch extends Error {}

/** What is no patch at all. */
export class UnreadablePatch extends BadPatch {}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const merged: Json = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    if (value === null) delete merged[field];
    else merged[field] = mergePatch(merged[field], value);
  }
  return merged;
}

interface Operation {
  op: string;
  path: string;
  from?: string;
  value?: unknown;
}

export function jsonPatch(target: unknown, operations: readonly Operation[]): unknown {
  if (!Array.isArray(operations))
    throw new UnreadablePatch('json: cannot unmarshal object into Go value of type jsonpatch.Patch');
  return operations.reduce((document, operation) => carryOut(document, operation), structuredClone(target));
}

function carryOut(document: unknown, { op, path, from, value }: Operation): unknown {
  if (op === 'add' || op === 'replace') return put(document, pointer(path), value, op === 'replace', path);
  if (op === 'remove') return take(document, pointer(path), path);
  if (op === 'test') {
    if (!isEqual(valueAt(document, pointer(path)), value))
      throw new BadPatch(`testing path ${path} failed: test failed`);
    return document;
  }
  if (op === 'copy' || op === 'move') {
    const source = pointer(from ?? '');
    const found = structuredClone(valueAt(document, source));
    const rest = op === 'move' ? take(document, source, from ?? '') : document;
    return put(rest, pointer(path), found, false, path);
  }
  throw new BadPatch(`Unexpected kind: ${op}`);
}

/** `/metadata/annotations/a~1b` */
function pointer(path: string): string[] {
  return path
    .split('/')
    .slice(1)
    .map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function valueAt(document: unknown, path: readonly string[]): unknown {
  return path.reduce((value, part) => (value as Json | undefined)?.[part], document);
}

function parentOf(document: unknown, path: readonly string[], written: string): Json | unknown[] {
  const parent = valueAt(document, path.slice(0, -1));
  if (!isObject(parent) && !Array.isArray(parent))
    throw new BadPatch(`doc is missing path: ${written}: missing value`);
  return parent;
}

function put(
  document: unknown,
  path: readonly string[],
  value: unknown,
  mustExist: boolean,
  written: string,
): unknown {
  const last = path.at(-1);
  if (last === undefined) return value;
  const parent = parentOf(document, path, written);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    if (!Number.isInteger(index) || index < 0 || index > parent.length)
      throw new BadPatch(`Unable to access invalid index: ${last}: invalid index referenced`);
    parent.splice(index, mustExist ? 1 : 0, value);
  } else {
    if (mustExist && !(last in parent))
      throw new BadPatch(`replace operation does not apply: doc is missing key: ${written}: missing value`);
    parent[last] = value;
  }
  return document;
}

function take(document: unknown, path: readonly string[], written: string): unknown {
  const last = path.at(-1) ?? '';
  const parent = parentOf(document, path, written);
  if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else {
    if (!(last in parent))
      throw new BadPatch(`remove operation does not apply: doc is missing path: ${written}: missing value`);
    delete parent[last];
  }
  return document;
}

/** The field that tells the items of a list apart (`patchMergeKey` of the API types); other lists are replaced. */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  env: 'name',
  volumes: 'name',
  volumeMounts: 'mountPath',
  volumeDevices: 'devicePath',
  imagePullSecrets: 'name',
  conditions: 'type',
  ownerReferences: 'uid',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  secrets: 'name',
  addresses: 'type',
};
/** Sets that are merged without a key (`patchStrategy:"merge"`). */
const SETS = new Set(['finalizers']);

/** The field that tells the items of this list apart; undefined when the list is one value. */
export function mergeKeyOf(field: string, items: readonly Json[]): string | undefined {
  if (field !== 'ports') return MERGE_KEYS[field];
  return items.some((item) => 'containerPort' in item) ? 'containerPort' : 'port';
}

export function strategicMergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  if (patch.$patch === 'replace') {
    const { $patch: _, ...value } = patch;
    return value;
  }
  const merged: Json = isObject(target) ? { ...target } : {};
  for (const [field, value] of Object.entries(patch)) {
    const [, directive, name] =
      /^\$(retainKeys|setElementOrder|deleteFromPrimitiveList)\/?(.*)$/.exec(field) ?? [];
    if (directive === 'retainKeys')
      for (const key of Object.keys(merged)) {
        if (!(value as string[]).includes(key)) delete merged[key];
      }
    else if (directive === 'deleteFromPrimitiveList') {
      const list = (merged[name!] ?? []) as unknown[];
      merged[name!] = list.filter((item) => !(value as unknown[]).includes(item));
    } else if (directive === undefined) {
      if (value === null) delete merged[field];
      else if (Array.isArray(value)) merged[field] = mergeList(field, merged[field], value);
      else merged[field] = strategicMergePatch(merged[field], value);
    }
  }
  for (const [field, order] of Object.entries(patch)) {
    const name = /^\$setElementOrder\/(.*)$/.exec(field)?.[1];
    if (name !== undefined && Array.isArray(merged[name]))
      merged[name] = inOrder(name, merged[name] as unknown[], order as unknown[]);
  }
  return merged;
}

function mergeList(field: string, target: unknown, patch: readonly unknown[]): unknown[] {
  const current = Array.isArray(target) ? target : [];
  if (SETS.has(field)) return [...new Set([...current, ...patch])];
  if (!patch.every(isObject)) return [...patch];
  if (patch.some((item) => item.$patch === 'replace'))
    return patch.filter((item) => item.$patch !== 'replace');
  const key = mergeKeyOf(field, [...current, ...patch].filter(isObject));
  if (key === undefined) return patch.map((item) => item);
  const merged = [...current] as Json[];
  for (const item of patch) {
    const index = merged.findIndex((other) => isEqual(other[key], item[key]));
    if (item.$patch === 'delete') {
      if (index >= 0) merged.splice(index, 1);
    } else if (index >= 0) merged[index] = strategicMergePatch(merged[index], item) as Json;
    else merged.push(strategicMergePatch({}, item) as Json);
  }
  return merged;
}

function inOrder(field: string, items: readonly unknown[], order: readonly unknown[]): unknown[] {
  const key = mergeKeyOf(field, items.filter(isObject));
  const position = (item: unknown) => {
    const index = order.findIndex((wanted) =>
      isObject(wanted) && isObject(item) && key !== undefined
        ? isEqual(wanted[key], item[key])
        : isEqual(wanted, item),
    );
    return index < 0 ? order.length : index;
  };
  return [...items].sort((a, b) => position(a) - position(b));
}
