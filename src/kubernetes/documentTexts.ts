/** Cuts a text into the texts of its objects, each with the comments that stand above and inside it. */
import { hasContent, readManifest, splitDocuments } from './manifest.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface DocumentText {
  /** Without the line that parts it from the next one. */
  text: string;
  /** Where it begins in the whole, counted from 0. */
  offset: number;
  /** The line on which it begins, from 1. */
  line: number;
}

/**
 * The documents of a text, in order: `join(SEPARATOR)` of them is the text again, but for what stands on its separators.
 * What holds nothing but comments belongs to the document after it, or at the end to the one before.
 */
export function documentTexts(text: string): DocumentText[] {
  const texts: DocumentText[] = [];
  let pending: DocumentText | null = null;
  let offset = 0;
  let line = 1;
  for (const chunk of splitDocuments(text)) {
    if (chunk.problem !== undefined) continue;
    offset = offsetOfLine(text, offset, line, chunk.line);
    line = chunk.line;
    const start: DocumentText = pending ?? { text: '', offset, line };
    const whole = text.slice(start.offset, offset + chunk.text.length);
    pending = { ...start, text: whole };
    if (!hasContent(chunk.text)) continue;
    texts.push(pending);
    pending = null;
  }
  const last = texts.at(-1);
  if (pending !== null && last !== undefined && pending.text.trim() !== '')
    last.text = text.slice(last.offset, pending.offset + pending.text.length);
  return texts;
}

function offsetOfLine(text: string, from: number, line: number, wanted: number): number {
  let offset = from;
  for (let at = line; at < wanted; at++) offset = text.indexOf('\n', offset) + 1;
  return offset;
}

export const SEPARATOR = '---\n';

export interface WrittenObject {
  object: KubernetesObject;
  text: string;
}

/** Every object of a YAML text with its own text; objects of JSON, or written with anchors around a list, have none. */
export function writtenObjects(text: string): WrittenObject[] {
  return documentTexts(text).flatMap((document) => {
    const { documents } = readManifest(document.text);
    const [first] = documents;
    if (first === undefined || /^\s*[{[]/.test(document.text)) return [];
    const isList = documents.length > 1 || !saysItself(document.text, first.object);
    if (!isList) return [{ object: first.object, text: withNewline(document.text) }];
    return itemsOf(document.text, documents);
  });
}

function saysItself(text: string, { kind }: KubernetesObject): boolean {
  return new RegExp(`^(["']?kind["']?):[ \\t]*["']?${kind}["']?[ \\t]*(#.*)?$`, 'm').test(text);
}

/** The items of a `kind: List`, moved to the left until they are documents of their own. */
function itemsOf(
  text: string,
  items: readonly { object: KubernetesObject; line: number }[],
): WrittenObject[] {
  const lines = text.split('\n');
  // Comments above the first item and those between its fellows: an item begins with the comments right above it.
  const starts = items.map(({ line }) => {
    let start = line - 1;
    while (start > 0 && /^\s*#/.test(lines[start - 1]!)) start--;
    return start;
  });
  const preamble = lines.slice(0, starts[0]).filter((line) => /^\s*#/.test(line));
  return items.flatMap(({ object, line }, index) => {
    const dash = /^(\s*)-(\s+)/.exec(lines[line - 1]!);
    if (dash === null) return [];
    const width = dash[0].length;
    const end = starts[index + 1] ?? lines.length;
    const body = lines.slice(line - 1, end);
    // What stands further left than the item belongs to the list.
    const stop = body.findIndex((row, at) => at > 0 && /^\S/.test(row) && !row.startsWith('#'));
    const own = (stop < 0 ? body : body.slice(0, stop)).map((row, at) =>
      at === 0 ? row.slice(width) : /^\s*#/.test(row) ? shifted(row, width) : row.slice(width),
    );
    const above = lines.slice(starts[index], line - 1).map((row) => row.trim());
    const head = index === 0 ? preamble.map((row) => row.trim()) : [];
    const written = withNewline([...head, ...above, ...own].join('\n').replace(/\s+$/, ''));
    return readManifest(written).documents.length === 1 ? [{ object, text: written }] : [];
  });
}

function shifted(row: string, width: number): string {
  return row.replace(new RegExp(`^ {0,${width}}`), '');
}

function withNewline(text: string): string {
  return text.endsWith('\n') || text === '' ? text : `${text}\n`;
}
