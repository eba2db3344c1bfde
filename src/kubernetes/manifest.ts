/**
 * Text to objects and back, as kubectl reads and writes them: YAML (also KYAML) and JSON, many documents, lists of any
 * kind. It brings the `yaml` package along, so the app loads it when text is first read.
 */
import { Document } from 'yaml';
import { byteLength } from './names.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { readYAML, type TokenBudget, type YAMLProblem, type YAMLValue } from './yamlDocument.ts';

export { forExport } from './exportedForm.ts';

export interface ManifestObject {
  object: KubernetesObject;
  /** Where it begins, counted from 1. */
  line: number;
  /** The comment above its document. */
  comment?: string;
}

export interface ManifestError extends YAMLProblem {
  /** Which document of the text, counted from 1. */
  document: number;
}

export interface Manifest {
  documents: ManifestObject[];
  errors: ManifestError[];
}

/** What the API server takes in one request. */
const MAX_BYTES = 3 * 1024 * 1024;
/** Some thousands of objects, read in well under a second. */
const MAX_TOKENS = 500_000;
const MAX_DOCUMENTS = 5000;
/** Nobody reads more of them, and each costs time. */
const MAX_ERRORS = 100;
const MAX_DEPTH = 1000;

/** Reads whatever is good, and says what is wrong with the rest. Never throws. */
export function readManifest(text: string): Manifest {
  if (text.length > MAX_BYTES || byteLength(text) > MAX_BYTES) {
    const message = `Request entity too large: limit is ${MAX_BYTES}`;
    return { documents: [], errors: [{ message, line: 1, column: 1, document: 1 }] };
  }
  const source = text.startsWith('\ufeff') ? text.slice(1) : text;
  const manifest: Manifest = { documents: [], errors: [] };
  const budget: TokenBudget = { left: MAX_TOKENS };
  let document = 0;
  for (const { values, problem } of readJSON(source) ?? readChunks(source, budget)) {
    for (const value of values) addDocument(value, ++document, manifest);
    if (problem !== undefined) manifest.errors.push({ ...problem, document: ++document });
    if (manifest.errors.length >= MAX_ERRORS || budget.left <= 0) break;
    if (document < MAX_DOCUMENTS) continue;
    const message = `Request entity too large: it has more than ${MAX_DOCUMENTS} documents`;
    const line = values.at(-1)?.line ?? 1;
    manifest.errors.push({ message, line, column: 1, document });
    break;
  }
  manifest.errors.length = Math.min(manifest.errors.length, MAX_ERRORS);
  return manifest;
}

interface Reading {
  values: YAMLValue[];
  problem?: YAMLProblem;
}

function* readChunks(text: string, budget: TokenBudget): Generator<Reading> {
  for (const chunk of splitDocuments(text))
    if (chunk.problem !== undefined) yield { values: [], problem: chunk.problem };
    else if (hasContent(chunk.text)) yield readYAML(chunk.text, chunk.line, budget);
}

export interface Chunk {
  text: string;
  line: number;
  problem?: YAMLProblem;
}

/** kubectl cuts at lines that begin with `---`, before anything is parsed. */
export function* splitDocuments(text: string): Generator<Chunk> {
  let start = 0;
  let startLine = 1;
  let line = 1;
  let at = 0;
  while (at <= text.length) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    if (text.startsWith('---', at)) {
      yield { text: text.slice(start, at), line: startLine };
      const rest = text.slice(at + 3, end).trim();
      if (rest !== '' && !rest.startsWith('#'))
        yield {
          text: '',
          line,
          problem: { message: `invalid Yaml document separator: ${rest}`, line, column: 4 },
        };
      start = end + 1;
      startLine = line + 1;
    }
    at = end + 1;
    line += 1;
  }
  if (start < text.length) yield { text: text.slice(start), line: startLine };
}

/** Whether there is more than blank lines, comments, directives and end markers. */
export function hasContent(text: string): boolean {
  for (let at = 0; at < text.length; ) {
    const newline = text.indexOf('\n', at);
    const end = newline < 0 ? text.length : newline;
    const line = text.slice(at, end).trim();
    if (line !== '' && line !== '...' && !line.startsWith('#') && !line.startsWith('%')) return true;
    at = end + 1;
  }
  return false;
}

/** The values of JSON text, one or several after each other; undefined when it is not JSON. */
function readJSON(text: string): Reading[] | undefined {
  if (!/^\s*[{[]/.test(text)) return undefined;
  try {
    const values = splitJSON(text).map(({ part, line }) => ({
      value: JSON.parse(part) as unknown,
      line,
      itemLines: [],
    }));
    if (values.some(({ value }) => depthOf(value) > MAX_DEPTH)) return undefined;
    return values.map((value) => ({ values: [value] }));
  } catch {
    return undefined;
  }
}

/** Cuts `{…} {…}` between the values. */
function splitJSON(text: string): { part: string; line: number }[] {
  const parts: { part: string; line: number }[] = [];
  let depth = 0;
  let start = 0;
  let line = 1;
  let startLine = 1;
  let isInString = false;
  for (let at = 0; at < text.length && parts.length <= MAX_DOCUMENTS; at++) {
    const character = text[at];
    if (character === '\n') line += 1;
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '{' || character === '[') {
      if (depth === 0) startLine = line;
      depth += 1;
    } else if (character === '}' || character === ']') {
      depth -= 1;
      if (depth > 0) continue;
      parts.push({ part: text.slice(start, at + 1), line: startLine });
      start = at + 1;
    }
  }
  if (text.slice(start).trim() !== '') parts.push({ part: text.slice(start), line });
  return parts;
}

/** Counted level by level, so that no depth is too deep to be measured. */
function depthOf(value: unknown): number {
  let depth = 0;
  let level = [value];
  while (level.length > 0) {
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    depth += 1;
  }
  return depth;
}

function addDocument(
  { value, line, itemLines, comment }: YAMLValue,
  document: number,
  manifest: Manifest,
): void {
  for (const found of objectsIn(value, line, itemLines))
    if (typeof found.object === 'string')
      manifest.errors.push({ message: found.object, line: found.line, column: 1, document });
    else
      manifest.documents.push({
        object: found.object,
        line: found.line,
        ...(comment === undefined ? {} : { comment }),
      });
}

/** The objects of a document, lists unpacked; a string says why one is none. */
function* objectsIn(
  value: unknown,
  line: number,
  itemLines: readonly number[] = [],
): Generator<{ object: KubernetesObject | string; line: number }> {
  if (value === null || value === undefined) return;
  const refusal = refuseType(value);
  if (refusal !== undefined) {
    yield { object: refusal, line };
    return;
  }
  const object = named(value as Record<string, unknown>);
  if (!('items' in object)) {
    yield { object: refuseName(object) ?? (object as unknown as KubernetesObject), line };
    return;
  }
  const items = object.items ?? [];
  if (!Array.isArray(items)) {
    const message = `json: cannot unmarshal ${typeNameOf(items)} into Go struct field .items of type []json.RawMessage`;
    yield { object: message, line };
    return;
  }
  const kind = String(object.kind).replace(/List$/, '');
  for (const [index, item] of items.entries()) {
    // Items of a typed list, such as a ServiceList from the API server, may leave out what the list says.
    const isBare = kind !== '' && isRecord(item) && !item.kind && !item.apiVersion;
    const whole = isBare ? { ...item, apiVersion: object.apiVersion, kind } : item;
    yield* objectsIn(whole, itemLines[index] ?? line);
  }
}

/** A component's configuration file has no name of its own; kubeadm keeps kube-proxy's under this one. */
function named(object: Record<string, unknown>): Record<string, unknown> {
  return object.kind === 'KubeProxyConfiguration' && object.metadata === undefined
    ? { ...object, metadata: { name: 'kube-proxy' } }
    : object;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function typeNameOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}

/** Why the API machinery cannot tell what kind of object this is. */
function refuseType(value: unknown): string | undefined {
  if (!isRecord(value))
    return `json: cannot unmarshal ${typeNameOf(value)} into Go value of type unstructured.detector`;
  for (const field of ['apiVersion', 'kind'] as const) {
    const found = value[field];
    if (found !== undefined && found !== null && typeof found !== 'string')
      return `couldn't get version/kind; json parse error: json: cannot unmarshal ${typeNameOf(found)} into Go struct field .${field} of type string`;
  }
  if (!value.kind) return `Object 'Kind' is missing in '${excerpt(value)}'`;
  if (!value.apiVersion) return `Object 'apiVersion' is missing in '${excerpt(value)}'`;
  const apiVersion = String(value.apiVersion);
  if (apiVersion.split('/').length > 2) return `unexpected GroupVersion string: ${apiVersion}`;
  return undefined;
}

/** Why kubectl has no address for the object. */
function refuseName(object: Record<string, unknown>): string | undefined {
  const metadata = object.metadata ?? {};
  if (!isRecord(metadata))
    return `json: cannot unmarshal ${typeNameOf(metadata)} into Go struct field ${object.kind}.metadata of type v1.ObjectMeta`;
  for (const field of ['name', 'generateName', 'namespace'] as const) {
    const found = metadata[field];
    if (found !== undefined && found !== null && typeof found !== 'string')
      return `json: cannot unmarshal ${typeNameOf(found)} into Go struct field ObjectMeta.metadata.${field} of type string`;
  }
  if (metadata.name) return undefined;
  return metadata.generateName
    ? `from ${metadata.generateName}: cannot use generate name with apply`
    : 'resource name may not be empty';
}

const EXCERPT_LENGTH = 200;

/** The object as JSON, its keys sorted as kubectl sends them, and not too much of it. */
function excerpt(object: Record<string, unknown>): string {
  const text = JSON.stringify(object, (_key, value: unknown) =>
    isRecord(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)))
      : value,
  );
  return text.length > EXCERPT_LENGTH ? `${text.slice(0, EXCERPT_LENGTH)}…` : text;
}

const fieldOrder = ['apiVersion', 'kind', 'metadata', 'spec'];
const metadataOrder = ['name', 'generateName', 'namespace', 'labels', 'annotations'];

function inOrder(object: object, first: readonly string[]): Record<string, unknown> {
  const entries = Object.entries(object).filter(([, value]) => value !== undefined);
  const known = first.flatMap((field) => entries.filter(([key]) => key === field));
  return Object.fromEntries([...known, ...entries.filter(([key]) => !first.includes(key))]);
}

/** Block YAML, one document per object, fields in the order in which people write them. Nothing is left out. */
export function writeManifest(objects: readonly KubernetesObject[]): string {
  return objects.map(writeObject).join('---\n');
}

function writeObject(object: KubernetesObject): string {
  const ordered = inOrder(object, fieldOrder);
  if (isRecord(ordered.metadata)) ordered.metadata = inOrder(ordered.metadata, metadataOrder);
  // Written so that a reader of YAML 1.1, which kubectl is, takes no text for a number or a boolean.
  const document = new Document(ordered, { version: '1.1', aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, indentSeq: false, directives: false });
}
