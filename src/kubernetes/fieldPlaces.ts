/** From a field as the API server names it to the place of that field in a YAML text. Loaded together with manifest.ts. */
import { isMap, isScalar, isSeq, type Node, type Pair, parseAllDocuments } from 'yaml';
import type { Path } from './objectChanges.ts';

export interface Range {
  from: number;
  to: number;
}

/** `spec.ports[0].name` and `metadata.labels[app.kubernetes.io/name]` as a path. */
export function parseFieldPath(field: string): Path {
  const path: (string | number)[] = [];
  for (const [, plain, inner] of field.matchAll(/([^.[\]]+)|\[([^\]]*)\]/g))
    if (plain !== undefined) path.push(plain);
    else path.push(/^\d+$/.test(inner!) ? Number(inner) : inner!);
  return path;
}

/** Where the field stands in the text of one object: its value (or its name), or the innermost field around it that is there. */
export function rangeOfField(text: string, path: Path, part: 'value' | 'name' = 'value'): Range {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const root = Array.isArray(documents)
    ? documents.find(({ contents }) => isMap(contents))?.contents
    : undefined;
  let range = firstLine(text);
  let node: Node | null = root ?? null;
  for (const key of path) {
    const step = stepInto(node, key);
    if (step === null) break;
    node = step.value;
    range =
      isLeaf(node) && (part === 'value' || step.key === null) ? rangeOf(node) : rangeOf(step.key ?? node!);
  }
  return trimmed(text, range);
}

/** A field name without indices (`spec.ports.port`), as decoding errors have it: the first value of the wrong type. */
export function pathOfWrongType(object: unknown, fields: readonly string[], found: string): Path | null {
  if (fields.length === 0) return typeNameOf(object) === found ? [] : null;
  if (Array.isArray(object)) {
    for (const [index, item] of object.entries()) {
      const path = pathOfWrongType(item, fields, found);
      if (path !== null) return [index, ...path];
    }
    return null;
  }
  if (typeof object !== 'object' || object === null) return null;
  const [field = '', ...rest] = fields;
  const path = pathOfWrongType((object as Record<string, unknown>)[field], rest, found);
  return path === null ? null : [field, ...path];
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

function stepInto(node: Node | null, key: string | number): { key: Node | null; value: Node | null } | null {
  if (isMap(node)) {
    const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
    return pair === undefined ? null : (pair as Pair<Node, Node | null>);
  }
  if (isSeq(node) && typeof key === 'number' && key < node.items.length)
    return { key: null, value: node.items[key] as Node };
  return null;
}

function isLeaf(node: Node | null): node is Node {
  return node !== null && isScalar(node) && node.range != null && node.range[1] > node.range[0];
}

function rangeOf(node: Node): Range {
  return { from: node.range![0], to: node.range![1] };
}

/** At most to the end of its first line. */
function trimmed(text: string, { from, to }: Range): Range {
  const newline = text.indexOf('\n', from);
  const end = newline < 0 || newline > to ? to : newline;
  return { from, to: Math.max(end, Math.min(from + 1, text.length)) };
}

/** The first line that says something. */
function firstLine(text: string): Range {
  const match = /^(?!\s*(?:#|---|$)).+$/m.exec(text);
  return match === null ? { from: 0, to: 0 } : { from: match.index, to: match.index + match[0].length };
}
