/**
 * Writing a lesson: edits of its text, which is one Markdown file with a block `yaml start` and blocks `sh solution`. All that
 * the page does for an author (take a scene, record what is done, tick goals, choose tools) is an edit of this text.
 */
import { type Document, isMap, parseDocument } from 'yaml';
import { changesBetween, type Path } from '../kubernetes/objectChanges.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { asWritten } from '../simulation/scene.ts';
import type { Ended } from './evidence.ts';
import type { Objects } from './references.ts';

/** A step in the text: offsets of its heading and of its end. */
export interface WrittenStep {
  readonly id: string;
  readonly title: string;
  readonly start: number;
  readonly end: number;
}

interface Line {
  readonly text: string;
  readonly start: number;
  /** Within a block between fences, or one of its fences. */
  readonly isFenced: boolean;
}

function linesOf(text: string): Line[] {
  let start = 0;
  let fence = '';
  return text.split('\n').map((line) => {
    const mark = /^(`{3,}|~{3,})/.exec(line)?.[1] ?? '';
    const closes =
      fence !== '' && line.trim() === mark && mark.length >= fence.length && mark[0] === fence[0];
    const isFenced = fence !== '' || mark !== '';
    if (closes) fence = '';
    else if (fence === '') fence = mark;
    const at = start;
    start += line.length + 1;
    return { text: line, start: at, isFenced };
  });
}

export function stepsOf(text: string): WrittenStep[] {
  const headings = linesOf(text).flatMap(({ text: line, start, isFenced }) => {
    const match = isFenced ? null : /^##\s+(.*?)\s*(?:\{#([\w-]+)\})?\s*$/.exec(line);
    return match === null ? [] : [{ title: match[1]!, id: match[2] ?? '', start }];
  });
  return headings.map((heading, index) => ({ ...heading, end: headings[index + 1]?.start ?? text.length }));
}

/** The step that an offset lies in; null before the first one. */
export function stepAt(text: string, offset: number): WrittenStep | null {
  return stepsOf(text).findLast(({ start }) => start <= offset) ?? null;
}

export interface Edited {
  readonly text: string;
  /** Where to go on writing. */
  readonly cursor: number;
}

/** Puts a block behind the paragraph or block that the offset lies in, with blank lines around it. */
export function insertBlock(text: string, offset: number, block: string): Edited {
  const lines = linesOf(text);
  const front = frontMatterEnd(text);
  const from = lines.findLastIndex(({ start }) => start <= Math.max(offset, front));
  let at = lines.findIndex(
    ({ text: line, isFenced }, index) => index >= from && line.trim() === '' && !isFenced,
  );
  if (at < 0) at = lines.length;
  const place = lines[at]?.start ?? text.length;
  const before = text.slice(0, place).replace(/\n*$/, '\n\n');
  const after = text.slice(place).replace(/^\n*/, '');
  return {
    text: `${before}${block.trim()}\n${after === '' ? '' : `\n${after}`}`,
    cursor: before.length + block.trim().length,
  };
}

function frontMatterEnd(text: string): number {
  return /^---\n[\s\S]*?\n---[ \t]*\n/.exec(text)?.[0].length ?? 0;
}

interface Block {
  /** Of its content. */
  readonly start: number;
  readonly end: number;
}

/** The first block of this name between two offsets. */
function findBlock(text: string, name: string, from: number, to: number): Block | null {
  const lines = linesOf(text);
  const opening = lines.findIndex(
    ({ text: line, start }) =>
      start >= from && start < to && /^(`{3,}|~{3,})(.*)$/.exec(line)?.[2]?.trim() === name,
  );
  if (opening < 0) return null;
  const closing = lines.findIndex(
    ({ text: line }, index) => index > opening && /^(`{3,}|~{3,})\s*$/.test(line),
  );
  const start = lines[opening]!.start + lines[opening]!.text.length + 1;
  return { start, end: closing < 0 ? text.length : lines[closing]!.start };
}

function fenced(name: string, content: string): string {
  return `\`\`\`${name}\n${content.trim()}\n\`\`\``;
}

/** The cluster that the lesson begins with, as YAML. */
export function withStart(text: string, yaml: string): string {
  const first = stepsOf(text)[0]?.start ?? text.length;
  const block = findBlock(text, 'yaml start', 0, first);
  if (block !== null) return `${text.slice(0, block.start)}${yaml.trim()}\n${text.slice(block.end)}`;
  return insertBlock(text, frontMatterEnd(text), fenced('yaml start', yaml)).text;
}

/** Adds lines to the solution of a step. */
export function withSolution(text: string, stepId: string, lines: readonly string[]): string {
  const step = stepsOf(text).find(({ id }) => id === stepId);
  if (step === undefined || lines.length === 0) return text;
  const block = findBlock(text, 'sh solution', step.start, step.end);
  if (block === null)
    return insertBlock(text, lastOffset(text, step), fenced('sh solution', lines.join('\n'))).text;
  return `${text.slice(0, block.end)}${lines.join('\n')}\n${text.slice(block.end)}`;
}

/** Adds goals to a step. */
export function withGoals(text: string, stepId: string, goals: readonly string[]): string {
  const step = stepsOf(text).find(({ id }) => id === stepId);
  if (step === undefined || goals.length === 0) return text;
  const rows = goals.map((goal) => `- ${goal}`).join('\n');
  const block = findBlock(text, 'yaml goal', step.start, step.end);
  if (block === null) return insertBlock(text, lastOffset(text, step), fenced('yaml goal', rows)).text;
  return `${text.slice(0, block.end)}${rows}\n${text.slice(block.end)}`;
}

/** Behind the last line of a step that is not blank. */
function lastOffset(text: string, { start, end }: WrittenStep): number {
  return start + text.slice(start, end).trimEnd().length;
}

/** Which palette items learners see at first; null: all of them. */
export function withTools(text: string, tools: readonly string[] | null): string {
  return withHead(text, (document) => {
    if (tools === null) document.delete('tools');
    else document.set('tools', document.createNode(tools, { flow: true }));
  });
}

const FRONT = /^---\n([\s\S]*?\n)---[ \t]*\n/;

function withHead(text: string, change: (document: Document) => void): string {
  const front = FRONT.exec(text);
  if (front === null) return text;
  const document = parseDocument(front[1]!);
  if (!isMap(document.contents)) return text;
  change(document);
  return `---\n${document.toString({ lineWidth: 110 })}---\n${text.slice(front[0].length)}`;
}

/** Whether the rest of the palette can be had at all. */
export function withLock(text: string, isLocked: boolean): string {
  return withHead(text, (document) => {
    if (isLocked) document.set('lockTools', true);
    else document.delete('lockTools');
  });
}

function headOf(text: string): { tools?: unknown; lockTools?: unknown } {
  const front = FRONT.exec(text);
  return front === null ? {} : ((parseDocument(front[1]!).toJS() as object | null) ?? {});
}

export function isToolsLocked(text: string): boolean {
  return headOf(text).lockTools === true;
}

export function toolsOf(text: string): readonly string[] | null {
  const { tools } = headOf(text);
  return Array.isArray(tools) ? tools.map(String) : null;
}

/** A goal that holds now and did not before: what an author ticks. */
export interface GoalOffer {
  /** One row of a `yaml goal` block. */
  readonly row: string;
}

const MOST_OFFERS = 30;

interface Named {
  readonly kind: string;
  readonly metadata: { readonly namespace?: string | undefined; readonly name: string };
}

function nameOf({ kind, metadata: { namespace = '', name } }: Named): string {
  return namespace === '' || namespace === 'default' ? `${kind}/${name}` : `${kind}/${namespace}/${name}`;
}

/** What changed of people's objects, and how the last requests of each sender ended. */
export function goalOffers(before: Objects, after: Objects, requests: readonly Ended[]): GoalOffer[] {
  const rows: string[] = [];
  for (const [key, object] of after) {
    const old = before.get(key);
    if (old === undefined) rows.push(`{object: ${nameOf(object)}, exists: true}`);
    else if (old !== object)
      for (const change of changesBetween(asWritten(old), asWritten(object)))
        if (change.type === 'set' && ['string', 'number', 'boolean'].includes(typeof change.value))
          rows.push(
            `{field: ${nameOf(object)}, path: ${JSON.stringify(pathText(change.path))}, is: ${JSON.stringify(change.value)}}`,
          );
  }
  for (const [key, object] of before)
    if (!after.has(key)) rows.push(`{object: ${nameOf(object)}, exists: false}`);
  return [...rows, ...requestOffers(requests)].slice(0, MOST_OFFERS).map((row) => ({ row }));
}

function requestOffers(requests: readonly Ended[]): string[] {
  const senders = [...new Set(requests.map(({ start }) => start.from))];
  return senders.flatMap((from) => {
    const own = requests.filter(({ start }) => start.from === from);
    const { kind, namespace, name } = parseKey(from);
    const sender = nameOf({ kind, metadata: { namespace, name } });
    const latest = own.slice(-5);
    const outcome = latest[0]!.end.outcome;
    if (!latest.every(({ end }) => end.outcome === outcome)) return [];
    return [`{requests: ${outcome}, from: ${sender}, last: ${latest.length}}`];
  });
}

function pathText(path: Path): string {
  return path
    .map((part, index) =>
      typeof part === 'number'
        ? `[${part}]`
        : /^[A-Za-z]\w*$/.test(part)
          ? `${index === 0 ? '' : '.'}${part}`
          : `[${JSON.stringify(part)}]`,
    )
    .join('');
}

/** What each button of the author's bar puts into the text; `number` makes ids differ. */
const templates = {
  step: (number) => `## A new step {#step-${number}}\n\nWhat there is to see.`,
  predict: (number) =>
    fenced(
      'yaml predict',
      `id: question-${number}
question: What happens?
request: {from: Client/visitor, to: svc/shop}
ask: outcome
choices:
  - {value: answered, text: It is answered}
  - {value: refused, text: It is refused, because: "Why somebody may think so, and what is different."}
why: What really happens.`,
    ),
  goal: () => fenced('yaml goal', '- {requests: answered, from: any, last: 5}'),
  hints: () =>
    ['Where to look.', 'What to change.', 'The line itself.']
      .map((hint) => fenced('hint', hint))
      .join('\n\n'),
  run: () => fenced('run', 'kubectl get endpointslices'),
  show: () => fenced('yaml show', 'view: packet-path'),
  notes: () => fenced('notes', 'What to ask the room.'),
  summary: () => fenced('summary', '- What to keep.'),
} satisfies Record<string, (number: number) => string>;

export type BlockName = keyof typeof templates;

export const blockTemplates: Readonly<Record<BlockName, (number: number) => string>> = templates;

/** A lesson that can be done at once: one step, and the scene that is open. */
export function newLesson(title: string, start: string): string {
  return `---
title: ${JSON.stringify(title)}
kind: lesson
order: 1000
minutes: 5
kubernetes: "1.35"
summary: What one can do after this lesson, in a sentence.
documentation: https://kubernetes.io/docs/concepts/services-networking/service/
---

${fenced('yaml start', start)}

## The first step {#step-1}

What there is to see. Names of cards can be pointed at: \`[the shop](object:Service/shop)\`.

## What to keep {#step-2}

${templates.summary()}
`;
}
