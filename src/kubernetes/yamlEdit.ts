/**
 * Changes a YAML text only where an object changed: comments, the order of keys, quotes and indentation of all the rest
 * stay as somebody wrote them. Loaded together with manifest.ts.
 */
import {
  Document,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseAllDocuments,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { isEqual } from './exportedForm.ts';
import { readManifest, writeManifest } from './manifest.ts';
import type { Change, Path } from './objectChanges.ts';
import { withChanges } from './objectChanges.ts';
import type { KubernetesObject } from './objectMeta.ts';

/**
 * The text of one object after the changes. When a text is written in a way that cannot be edited in place (anchors,
 * explicit keys), the object is written anew below the comment at its top.
 */
export function editText(text: string, says: KubernetesObject, changes: readonly Change[]): string {
  if (changes.length === 0) return text;
  const wanted = withChanges(says, changes);
  let edited: string | null = text;
  for (const change of changes) {
    edited = editOnce(edited, change);
    if (edited === null) break;
  }
  if (edited !== null && isEqual(objectIn(edited), wanted)) return edited;
  return headOf(text) + writeManifest([wanted]);
}

/** The one object that a text holds. */
export function objectIn(text: string): KubernetesObject | undefined {
  const { documents, errors } = readManifest(text);
  return errors.length === 0 && documents.length === 1 ? documents[0]?.object : undefined;
}

/** Comments and blank lines above the first line with content. */
function headOf(text: string): string {
  return /^(?:[ \t]*(?:#.*)?\n)*/.exec(text)?.[0] ?? '';
}

interface Place {
  text: string;
  /** Whether lists stand deeper than their key, as in this text. */
  indentSeq: boolean;
}

interface Step {
  /** The map or list that holds it. */
  parent: YAMLMap | YAMLSeq;
  index: number;
  node: Node | null;
  isInFlow: boolean;
}

function editOnce(text: string, change: Change): string | null {
  const documents = parseAllDocuments(text, { schema: 'failsafe', uniqueKeys: false, logLevel: 'silent' });
  const document = Array.isArray(documents)
    ? documents.findLast(({ contents }) => isMap(contents))
    : undefined;
  const root = document?.contents;
  if (!isMap(root) || document!.errors.length > 0) return null;
  const place = { text, indentSeq: indentsLists(text) };
  const steps: Step[] = [];
  let node: Node | null = root;
  let isInFlow = root.flow === true;
  for (const key of change.path) {
    const step: Step | null = stepInto(node, key, isInFlow);
    if (step === null) break;
    steps.push(step);
    node = step.node;
    isInFlow ||= (isMap(node) || isSeq(node)) && node.flow === true;
  }
  const last = steps.at(-1);
  if (change.type === 'remove') {
    if (steps.length < change.path.length) return text;
    return last === undefined ? null : remove(place, last, steps);
  }
  if (steps.length === change.path.length && change.type === 'set' && last !== undefined)
    return replaceValue(place, last, change.value);
  return add(place, root, steps, change);
}

function stepInto(node: Node | null, key: string | number, isInFlow: boolean): Step | null {
  if (isMap(node) && typeof key === 'string') {
    const index = node.items.findIndex((pair) => isScalar(pair.key) && String(pair.key.value) === key);
    const pair = node.items[index] as Pair<Node, Node | null> | undefined;
    return pair === undefined ? null : { parent: node, index, node: pair.value, isInFlow };
  }
  if (isSeq(node) && typeof key === 'number' && key < node.items.length)
    return { parent: node, index: key, node: node.items[key] as Node, isInFlow };
  return null;
}

/** A key or an item that is not there yet, with all that leads to it. */
function add(
  place: Place,
  root: YAMLMap,
  steps: readonly Step[],
  change: Exclude<Change, { type: 'remove' }>,
): string | null {
  // An insertion stands before the item that its path leads to.
  const isBefore = change.type === 'insert' && steps.length === change.path.length;
  const found = isBefore ? steps.slice(0, -1) : steps;
  const rest = change.path.slice(found.length);
  const [key, ...deeper] = rest;
  const value = nest(deeper, change.value);
  const last = found.at(-1);
  const parent = last === undefined ? root : last.node;
  const isInFlow = (isMap(parent) || isSeq(parent)) && (parent.flow === true || last?.isInFlow === true);
  if (isMap(parent) && typeof key === 'string' && parent.items.length > 0)
    return isInFlow
      ? addToFlow(place, parent, parent.items.length, `${keyText(key)}: ${flow(value)}`)
      : addPair(place, parent, key, value);
  if (isSeq(parent) && typeof key === 'number' && parent.items.length > 0)
    return isInFlow ? addToFlow(place, parent, key, flow(value)) : addItem(place, parent, key, value);
  // Empty, or no collection at all.
  if (last === undefined || key === undefined) return null;
  return replaceValue(place, last, nest([key], value));
}

function nest(path: Path, value: unknown): unknown {
  return path.reduceRight<unknown>(
    (inner, key) => (typeof key === 'number' ? [inner] : { [key]: inner }),
    value,
  );
}

function addPair({ text, indentSeq }: Place, map: YAMLMap, key: string, value: unknown): string | null {
  const column = columnOf(text, startOf(map.items[0]!.key as Node | null));
  const at = endOfLine(text, contentEnd(map));
  return splice(text, at, at, `\n${indented(block({ [key]: value }, indentSeq), column)}`);
}

function addItem({ text }: Place, list: YAMLSeq, index: number, value: unknown): string | null {
  const neighbour = list.items[Math.min(index, list.items.length - 1)] as Node;
  const dash = dashOf(text, neighbour);
  if (dash === null) return null;
  const item = indented(block([value], false), columnOf(text, dash));
  if (index === 0) {
    // The first one may stand behind the dash of a list around it.
    const lineStart = startOfLine(text, dash);
    if (text.slice(lineStart, dash).trim() !== '') return null;
    return splice(text, lineStart, lineStart, `${item}\n`);
  }
  const at = endOfLine(text, contentEnd(list.items[index - 1] as Node));
  return splice(text, at, at, `\n${item}`);
}

function addToFlow({ text }: Place, parent: YAMLMap | YAMLSeq, index: number, item: string): string {
  if (index === 0) {
    const at = startOfItem(parent, 0);
    return splice(text, at, at, `${item}, `);
  }
  const at = endOfItem(parent, index - 1);
  return splice(text, at, at, `, ${item}`);
}

function replaceValue({ text, indentSeq }: Place, step: Step, value: unknown): string | null {
  const { parent, index, node } = step;
  const isCollection = typeof value === 'object' && value !== null && Object.keys(value).length > 0;
  if (node !== null && isScalar(node) && !isBlockScalar(node) && !isCollection && node.range!)
    if (node.range[1] > node.range[0])
      return splice(text, node.range[0], node.range[1], scalar(value, text[node.range[0]]));
  if (step.isInFlow) {
    const start = node === null ? endOfItem(parent, index) : startOf(node);
    return splice(text, start, node === null ? start : contentEnd(node), flow(value));
  }
  if (node !== null && (isMap(node) || isSeq(node)) && node.flow === true && node.items.length > 0)
    return splice(text, startOf(node), contentEnd(node), flow(value));
  if (isMap(parent)) {
    const key = parent.items[index]!.key as Node;
    const colon = text.indexOf(':', key.range![1]);
    if (colon < 0) return null;
    const end = node === null ? colon + 1 : Math.max(colon + 1, contentEnd(node));
    const written = block(value, indentSeq);
    if (!isCollection && !written.includes('\n')) return splice(text, colon + 1, end, ` ${written}`);
    if (!isCollection)
      return splice(text, colon + 1, end, ` ${hanging(block(value, false), columnOf(text, startOf(key)))}`);
    const deeper = Array.isArray(value) && !indentSeq ? 0 : 2;
    return splice(
      text,
      colon + 1,
      end,
      `\n${indented(block(value, false), columnOf(text, startOf(key)) + deeper)}`,
    );
  }
  const dash = node === null ? null : dashOf(text, node);
  if (dash === null) return null;
  return splice(text, dash, contentEnd(node!), hanging(block([value], false), columnOf(text, dash)));
}

function remove(place: Place, step: Step, steps: readonly Step[]): string | null {
  const { text } = place;
  const { parent, index, node } = step;
  const count = parent.items.length;
  if (step.isInFlow || parent.flow === true) {
    const start =
      index < count - 1
        ? startOfItem(parent, index)
        : index > 0
          ? endOfItem(parent, index - 1)
          : startOfItem(parent, 0);
    const end = index < count - 1 ? startOfItem(parent, index + 1) : endOfItem(parent, index);
    return splice(text, start, end, '');
  }
  if (count === 1) {
    const around = steps.at(-2);
    return around === undefined ? null : replaceValue(place, around, isMap(parent) ? {} : []);
  }
  const start = isMap(parent) ? startOf(parent.items[index]!.key as Node) : dashOf(text, node);
  if (start === null) return null;
  const lineStart = startOfLine(text, start);
  const end = endOfLine(text, endOfItem(parent, index));
  if (text.slice(lineStart, start).trim() === '')
    return splice(text, lineStart, Math.min(end + 1, text.length), '');
  // Behind a dash: what comes next takes its place.
  if (index === count - 1 || !isMap(parent)) return null;
  return splice(text, start, startOf(parent.items[index + 1]!.key as Node), '');
}

function splice(text: string, start: number, end: number, by: string): string {
  return text.slice(0, start) + by + text.slice(end);
}

function startOf(node: Node | null): number {
  return node?.range?.[0] ?? 0;
}

function startOfItem(parent: YAMLMap | YAMLSeq, index: number): number {
  return startOf((isMap(parent) ? parent.items[index]!.key : parent.items[index]) as Node);
}

function endOfItem(parent: YAMLMap | YAMLSeq, index: number): number {
  if (isSeq(parent)) return contentEnd(parent.items[index] as Node);
  const { key, value } = parent.items[index] as Pair<Node, Node | null>;
  const end = value === null ? 0 : contentEnd(value);
  return Math.max(end, key.range![1]);
}

/** Behind its last character that is no comment and no space. */
function contentEnd(node: Node): number {
  if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0)
    return endOfItem(node, node.items.length - 1);
  const [, end] = node.range!;
  if (isScalar(node) && isBlockScalar(node)) return Math.max(node.range![0], end - 1);
  return end;
}

function isBlockScalar(node: Scalar): boolean {
  return node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED';
}

/** Where the dash of a list's item stands. */
function dashOf(text: string, node: Node | null): number | null {
  if (node?.range == null) return null;
  const first = isMap(node) && node.flow !== true ? startOfItem(node, 0) : node.range[0];
  const before = /-[ \t]+$/.exec(text.slice(startOfLine(text, first), first));
  return before === null ? null : first - before[0].length;
}

function startOfLine(text: string, at: number): number {
  return text.lastIndexOf('\n', at - 1) + 1;
}

function endOfLine(text: string, at: number): number {
  const newline = text.indexOf('\n', at);
  const end = newline < 0 ? text.length : newline;
  return text[end - 1] === '\r' ? end - 1 : end;
}

function columnOf(text: string, at: number): number {
  return at - startOfLine(text, at);
}

/** Whether the text puts the dashes of a list deeper than its key. */
function indentsLists(text: string): boolean {
  const found = /^([ ]*)(?:- )?[\w./"'-]+:[ \t]*(?:#.*)?\n(?:[ ]*(?:#.*)?\n)*([ ]*)- /m.exec(text);
  return found !== null && found[2]!.length > found[1]!.length;
}

function block(value: unknown, indentSeq: boolean): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  return document.toString({ lineWidth: 0, indentSeq, directives: false }).replace(/\n$/, '');
}

function flow(value: unknown): string {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  if (isMap(document.contents) || isSeq(document.contents)) document.contents.flow = true;
  return document.toString({ lineWidth: 0, directives: false, flowCollectionPadding: false }).trim();
}

/** In the quotes that were there, when it is a text. */
function scalar(value: unknown, quote: string | undefined): string {
  if (typeof value === 'string' && quote === '"') return JSON.stringify(value);
  if (typeof value === 'string' && quote === "'" && !value.includes('\n'))
    return `'${value.replaceAll("'", "''")}'`;
  return flow(value);
}

function keyText(key: string): string {
  return flow(key);
}

function indented(text: string, column: number): string {
  const indent = ' '.repeat(column);
  return text
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join('\n');
}

/** The first line stands where it is; the others below it. */
function hanging(text: string, column: number): string {
  return indented(text, column).trimStart();
}
