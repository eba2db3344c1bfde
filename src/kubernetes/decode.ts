/**
 * Reading an object into the shape that its kind has: wrong types are refused as the API server's JSON decoding refuses
 * them, null means absent, and what Go always has is there. Fields that the kind does not know are kept as they are.
 */
import { rowOf } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type FieldNode, fieldsOf, namedStrings, type StructName, type TypeNode } from './schema.ts';
import { failure, invalid, type Status } from './status.ts';

export type Decoded = { object: KubernetesObject; status?: never } | { object?: never; status: Status };

/** Thrown and caught in this file only: a wrong type ends the reading, wherever it is. */
class WrongType extends Error {
  readonly path: string;
  readonly wanted: string;
  readonly found: string;
  constructor(message: string, path: string, wanted: string, found: string) {
    super(message);
    this.path = path;
    this.wanted = wanted;
    this.found = found;
  }
}

interface Place {
  /** The innermost struct around the value, which errors name first. */
  struct: string;
  /** Field names from the top, without indices: `spec.ports.port`. */
  path: string;
}

const QUANTITY = /^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$/;
const MAX = { int32: 2 ** 31 - 1, int64: Number.MAX_SAFE_INTEGER };

function kindOfValue(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'boolean') return 'bool';
  return typeof value;
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(value: unknown, go: string, place: Place, literal = ''): never {
  const found = kindOfValue(value);
  const what = literal === '' ? found : `${found} ${literal}`;
  const message = `json: cannot unmarshal ${what} into Go struct field ${place.struct}.${place.path} of type ${go}`;
  throw new WrongType(message, place.path, go, found);
}

function checkScalar(value: unknown, go: string, place: Place): void {
  if (go === 'int32' || go === 'int64') {
    if (typeof value !== 'number') refuse(value, go, place);
    if (!Number.isInteger(value) || Math.abs(value) > MAX[go]) refuse(value, go, place, String(value));
  } else if (go === 'float64') {
    if (typeof value !== 'number') refuse(value, go, place);
  } else if (go === 'bool') {
    if (typeof value !== 'boolean') refuse(value, go, place);
  } else if (go === 'IntOrString') checkIntOrString(value, place);
  else if (go === 'Quantity') {
    if (typeof value === 'number') return;
    if (typeof value !== 'string' || !QUANTITY.test(value))
      throw new WrongType(
        `quantities must match the regular expression '${QUANTITY.source}'`,
        place.path,
        go,
        kindOfValue(value),
      );
  } else if (go === 'Time') {
    if (typeof value !== 'string')
      throw new WrongType(
        `json: cannot unmarshal ${kindOfValue(value)} into Go value of type string`,
        place.path,
        go,
        kindOfValue(value),
      );
  } else if (typeof value !== 'string') refuse(value, go, place);
}

/** It reads its JSON by itself, so the error does not know the field. */
function checkIntOrString(value: unknown, place: Place): void {
  if (typeof value === 'string' || (Number.isInteger(value) && Math.abs(Number(value)) <= MAX.int32)) return;
  const found = kindOfValue(value);
  const what = found === 'number' ? `number ${String(value)}` : found;
  throw new WrongType(
    `json: cannot unmarshal ${what} into Go value of type int32`,
    place.path,
    'IntOrString',
    found,
  );
}

/** What Go has when nothing, or null, was written. */
function zeroOf(type: TypeNode): unknown {
  if (type.form === 'list') return [];
  if (type.form === 'map') return {};
  if (type.form === 'struct') return readStruct({}, type.name, { struct: '', path: '' });
  if (type.form === 'any') return null;
  if (type.go === 'bool') return false;
  return type.go.startsWith('int') || type.go === 'float64' || type.go === 'IntOrString' ? 0 : '';
}

/** Returns the same value when nothing had to be changed. */
function read(value: unknown, type: TypeNode, place: Place): unknown {
  switch (type.form) {
    case 'any':
      return value;
    case 'scalar':
      checkScalar(value, type.go, place);
      return value;
    case 'list': {
      if (!Array.isArray(value)) refuse(value, type.go, place);
      let changed = false;
      const items = value.map((item) => {
        const result = item === null ? zeroOf(type.of) : read(item, type.of, place);
        changed ||= result !== item;
        return result;
      });
      return changed ? items : value;
    }
    case 'map': {
      if (!isMap(value)) refuse(value, type.go, place);
      let changed = false;
      const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
        const result = item === null ? zeroOf(type.of) : read(item, type.of, place);
        changed ||= result !== item;
        return [key, result];
      });
      return changed ? Object.fromEntries(entries) : value;
    }
    case 'struct':
      if (!isMap(value)) refuse(value, type.go, place);
      return readStruct(value, type.name, place);
  }
}

function readStruct(value: Record<string, unknown>, name: StructName, place: Place): unknown {
  const fields = fieldsOf(name);
  let changed = false;
  const entries: [string, unknown][] = [];
  // kubectl sends the keys sorted, and the first wrong one is the one that is named.
  const wrongFirst = Object.keys(value).sort();
  const results = new Map<string, unknown>();
  for (const key of wrongFirst) {
    const field = fields.get(key);
    const item = value[key];
    if (field === undefined || item === null || item === undefined) continue;
    const path = place.path === '' ? key : `${place.path}.${key}`;
    results.set(key, read(item, field.type, { struct: name, path }));
  }
  for (const key of Object.keys(value)) {
    const field = fields.get(key);
    const item = value[key];
    if (field === undefined) entries.push([key, item]);
    else if (item === null || item === undefined) changed = true;
    else {
      const result = results.get(key);
      changed ||= result !== item;
      entries.push([key, result]);
    }
  }
  for (const [key, field] of fields)
    if (isMissing(field, value[key])) {
      changed = true;
      entries.push([key, zeroOf(field.type)]);
    }
  return changed ? Object.fromEntries(entries) : value;
}

function isMissing(field: FieldNode, value: unknown): boolean {
  return field.isAlwaysThere && (value === undefined || value === null);
}

/** The struct of a simulated kind, undefined for others. */
function structOf(object: KubernetesObject): StructName | undefined {
  return rowOf(object) === undefined ? undefined : (object.kind as StructName);
}

/** Reads an object of any kind. Of a kind that is not simulated only the metadata is looked at. */
export function decode(value: KubernetesObject): Decoded {
  const struct = structOf(value);
  try {
    if (struct !== undefined)
      return { object: readStruct(value as never, struct, { struct: '', path: '' }) as KubernetesObject };
    const metadata = readStruct(
      isMap(value.metadata)
        ? value.metadata
        : value.metadata === undefined || value.metadata === null
          ? {}
          : refuse(value.metadata, 'v1.ObjectMeta', { struct: value.kind, path: 'metadata' }),
      'ObjectMeta',
      { struct: 'ObjectMeta', path: 'metadata' },
    );
    return {
      object:
        metadata === value.metadata
          ? value
          : { ...value, metadata: metadata as KubernetesObject['metadata'] },
    };
  } catch (error) {
    if (error instanceof WrongType) return { status: statusOf(value, error) };
    throw error;
  }
}

function statusOf(value: KubernetesObject, error: WrongType): Status {
  if (value.apiVersion === KUBEHOP_API_VERSION) return statusOfCustomResource(value, error);
  const version = (value.apiVersion ?? '').split('/').at(-1);
  return failure(
    400,
    'BadRequest',
    `${value.kind} in version "${version}" cannot be handled as a ${value.kind}: ${error.message}`,
  );
}

const openAPITypes: Record<string, string> = {
  bool: 'boolean',
  int32: 'integer',
  int64: 'integer',
  float64: 'number',
  IntOrString: 'integer or string',
};

/** Custom resources are read by their schema, which has its own words. */
function statusOfCustomResource(value: KubernetesObject, { path, wanted, found }: WrongType): Status {
  const name = wanted.replace(/^v1\./, '');
  const type =
    openAPITypes[wanted] ??
    (wanted.startsWith('[]')
      ? 'array'
      : wanted === 'string' || wanted === 'Time' || namedStrings.has(name)
        ? 'string'
        : 'object');
  const actual = openAPITypes[found] ?? found;
  return invalid(isMap(value.metadata) ? value : { ...value, metadata: { name: '' } }, [
    {
      reason: 'FieldValueTypeInvalid',
      message: `Invalid value: "${actual}": ${path} in body must be of type ${type}: "${actual}"`,
      field: path,
    },
  ]);
}

/** Paths of fields that the kind does not have: `spec.ports[0].nodport`. They are kept, and not simulated. */
export function unknownFields(object: KubernetesObject): string[] {
  const struct = structOf(object);
  const paths: string[] = [];
  if (struct !== undefined) collectUnknown(object, { form: 'struct', go: '', name: struct }, '', paths);
  return paths;
}

function collectUnknown(value: unknown, type: TypeNode, path: string, paths: string[]): void {
  if (type.form === 'list') {
    if (Array.isArray(value))
      for (const [index, item] of value.entries()) collectUnknown(item, type.of, `${path}[${index}]`, paths);
  } else if (type.form === 'struct' && isMap(value)) {
    const fields = fieldsOf(type.name);
    for (const [key, item] of Object.entries(value)) {
      const field = fields.get(key);
      const at = path === '' ? key : `${path}.${key}`;
      if (field === undefined) paths.push(at);
      else collectUnknown(item, field.type, at, paths);
    }
  }
}
