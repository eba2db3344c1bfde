/**
 * Objects that come as protobuf, as kubectl and Go clients send them: read into what they would be as JSON. Models
 * apimachinery's protobuf serializer. Answers are JSON, which those clients take as well.
 */
import { protobufStructs } from './protobufStructs.ts';

type Json = Record<string, unknown>;

interface FieldOf {
  readonly name: string;
  readonly shape: 'one' | 'list' | 'map';
  readonly type: string;
  readonly isPointer: boolean;
  readonly isInline: boolean;
}

/** Thrown for bytes that are no such object. */
export class BadProtobuf extends Error {}

const MAGIC = [0x6b, 0x38, 0x73, 0x00];

/** By struct and number. */
let structs: ReadonlyMap<string, ReadonlyMap<number, FieldOf>> | undefined;

function fieldsOf(struct: string): ReadonlyMap<number, FieldOf> | undefined {
  structs ??= new Map(
    protobufStructs
      .trim()
      .split('\n')
      .map((line) => {
        const [name = '', ...fields] = line.split(' ');
        return [name, numbered(fields, name.split('.')[0]!)];
      }),
  );
  return structs.get(struct);
}

function numbered(fields: readonly string[], group: string): ReadonlyMap<number, FieldOf> {
  const found = new Map<number, FieldOf>();
  let number = 0;
  for (const text of fields) {
    const [, given, inline, name = '', shape, pointer, type = ''] =
      /^(?:(\d+)=)?(\^?)([\w$-]*)(?::(\[\]|\{\})?(\*?)(.*))?$/.exec(text)!;
    number = given === undefined ? number + 1 : Number(given);
    const isOfGroup = /^[A-Z]/.test(type) && !(type in scalars) && !type.includes('/');
    found.set(number, {
      name,
      shape: shape === '[]' ? 'list' : shape === '{}' ? 'map' : 'one',
      type: isOfGroup ? `${group}.${type}` : type,
      isPointer: pointer === '*',
      isInline: inline === '^',
    });
  }
  return found;
}

/** A number, or the bytes of whatever has a length. */
type Wire = bigint | Uint8Array;

function* fieldsIn(bytes: Uint8Array): Generator<[number, Wire]> {
  let at = 0;
  const varint = (): bigint => {
    let value = 0n;
    for (let shift = 0n; shift < 70n; shift += 7n) {
      const byte = bytes[at++];
      if (byte === undefined) throw new BadProtobuf('unexpected EOF');
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return value;
    }
    throw new BadProtobuf('proto: integer overflow');
  };
  const take = (length: number): Uint8Array => {
    if (length > bytes.length - at) throw new BadProtobuf('unexpected EOF');
    at += length;
    return bytes.subarray(at - length, at);
  };
  while (at < bytes.length) {
    const tag = Number(varint());
    const wire = tag & 7;
    if (wire === 0) yield [tag >> 3, varint()];
    else if (wire === 1) yield [tag >> 3, take(8)];
    else if (wire === 2) yield [tag >> 3, take(Number(varint()))];
    else if (wire === 5) yield [tag >> 3, take(4)];
    else throw new BadProtobuf(`proto: illegal wireType ${wire}`);
  }
}

const text = (wire: Wire | undefined): string =>
  wire instanceof Uint8Array ? new TextDecoder().decode(wire) : '';
const integer = (wire: Wire | undefined): number =>
  typeof wire === 'bigint' ? Number(BigInt.asIntN(64, wire)) : 0;
const base64 = (bytes: Uint8Array): string =>
  btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
const parts = (wire: Wire): Map<number, Wire> => new Map(wire instanceof Uint8Array ? fieldsIn(wire) : []);

/** Types that are no struct in JSON. */
const scalars: Readonly<Record<string, (wire: Wire) => unknown>> = {
  '': text,
  int: integer,
  bool: (wire) => integer(wire) !== 0,
  bytes: (wire) => (wire instanceof Uint8Array ? base64(wire) : ''),
  float: (wire) =>
    wire instanceof Uint8Array && wire.length === 8
      ? new DataView(wire.slice().buffer).getFloat64(0, true)
      : 0,
  Quantity: (wire) => text(parts(wire).get(1)),
  Time: (wire) => instant(wire, 0),
  MicroTime: (wire) => instant(wire, 6),
  Duration: (wire) => `${integer(parts(wire).get(1)) / 1e9}s`,
  IntOrString(wire) {
    const found = parts(wire);
    return integer(found.get(1)) === 1 ? text(found.get(3)) : integer(found.get(2));
  },
  FieldsV1: (wire) => JSON.parse(text(parts(wire).get(1)) || '{}') as unknown,
  RawExtension: (wire) => JSON.parse(text(parts(wire).get(1)) || 'null') as unknown,
};

/** Null when nothing was set: Go's zero time is written as no seconds at all. */
function instant(wire: Wire, digits: number): string | null {
  const found = parts(wire);
  const seconds = integer(found.get(1));
  if (seconds === 0) return null;
  const date = new Date(seconds * 1000).toISOString().replace(/\.\d+Z$/, '');
  return digits === 0
    ? `${date}Z`
    : `${date}.${String(integer(found.get(2)))
        .padStart(9, '0')
        .slice(0, 6)}Z`;
}

function readValue(type: string, wire: Wire): unknown {
  const scalar = scalars[type];
  if (scalar !== undefined) return scalar(wire);
  return wire instanceof Uint8Array ? readStruct(type, wire) : {};
}

function readStruct(struct: string, bytes: Uint8Array): Json {
  const fields = fieldsOf(struct);
  const read: Json = {};
  if (fields === undefined) return read;
  for (const [number, wire] of fieldsIn(bytes)) {
    const field = fields.get(number);
    if (field === undefined) continue;
    const { name, shape, type, isPointer, isInline } = field;
    if (shape === 'map') {
      const entry = parts(wire);
      const value = entry.get(2);
      const map = (read[name] ?? {}) as Json;
      read[name] = map;
      map[text(entry.get(1))] =
        value === undefined ? readValue(type, new Uint8Array()) : readValue(type, value);
    } else if (shape === 'list') read[name] = [...((read[name] ?? []) as unknown[]), readValue(type, wire)];
    else {
      const value = readValue(type, wire);
      if (isInline) Object.assign(read, value);
      else if (isPointer || !isZero(value)) read[name] = value;
    }
  }
  return read;
}

/** What Go would leave out of its JSON, or what is the same as left out. */
function isZero(value: unknown): boolean {
  if (value === '' || value === 0 || value === false || value === null) return true;
  return typeof value === 'object' && !Array.isArray(value) && Object.keys(value).length === 0;
}

export function isProtobuf(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, index) => bytes[index] === byte);
}

/** The object in `runtime.Unknown`, with its apiVersion and kind. */
export function readProtobuf(bytes: Uint8Array): Json {
  if (!isProtobuf(bytes))
    throw new BadProtobuf(
      'provided data does not appear to be a protobuf message, expected prefix [107 56 115 0]',
    );
  const unknown = parts(bytes.subarray(MAGIC.length));
  const typeMeta = parts(unknown.get(1) ?? new Uint8Array());
  const [apiVersion, kind] = [text(typeMeta.get(1)), text(typeMeta.get(2))];
  const raw = unknown.get(2);
  // Options of a request say the version of what the request is about.
  const struct = kind === 'DeleteOptions' ? 'meta/v1.DeleteOptions' : structOf(apiVersion, kind);
  if (fieldsOf(struct) === undefined)
    throw new BadProtobuf(`no kind "${kind}" is registered for version "${apiVersion}"`);
  return { apiVersion, kind, ...(raw instanceof Uint8Array ? readStruct(struct, raw) : {}) };
}

/** `apps/v1` Deployment → `apps/v1.Deployment`, `rbac.authorization.k8s.io/v1` Role → `rbac/v1.Role` */
function structOf(apiVersion: string, kind: string): string {
  const [group, version] = apiVersion.includes('/') ? apiVersion.split('/') : ['core', apiVersion];
  return `${group!.split('.')[0]}/${version}.${kind}`;
}
