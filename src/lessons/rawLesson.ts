/** The first reading of `lesson.md`: front matter, steps and blocks as they are written, each value with its line. */
import type { Heading, RootContent } from 'mdast';
import { LineCounter, parseDocument } from 'yaml';
import type { LessonProblem } from './lesson.ts';
import { plainText, readMarkdown } from './markdown.ts';
import type { Misfit } from './schema.ts';

export const BLOCKS = {
  // data
  'yaml show': 'show',
  'yaml predict': 'predict',
  'yaml goal': 'goal',
  // the rest of a lesson that is one file
  'yaml start': 'start',
  'sh solution': 'solution',
  // text
  hint: 'hint',
  run: 'run',
  notes: 'notes',
  summary: 'summary',
} as const;
export type BlockType = (typeof BLOCKS)[keyof typeof BLOCKS] | 'text';

export interface RawBlock {
  readonly type: BlockType;
  /** Where its content begins in the file, from 1. */
  readonly line: number;
  readonly source: string;
  /** Of a text only. */
  readonly nodes: readonly RootContent[];
  /** Of data only; undefined when it is no YAML. */
  readonly value: unknown;
  lineOf(path: Misfit['path']): number;
}

export interface RawStep {
  readonly id: string;
  readonly title: string;
  readonly line: number;
  readonly blocks: readonly RawBlock[];
}

export interface RawLesson {
  readonly file: string;
  /** `value` is undefined when it is no YAML. */
  readonly head: { readonly value: unknown; lineOf(path: Misfit['path']): number };
  /** What stands before the first step. */
  readonly opening: readonly RawBlock[];
  readonly steps: readonly RawStep[];
  readonly problems: readonly LessonProblem[];
}

export const LONGEST_TEXT = 200_000;

export function readRawLesson(file: string, given: string): RawLesson {
  const text = given.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '');
  const problems: LessonProblem[] = [];
  const tell = (line: number, message: string, field = '') => problems.push({ file, line, field, message });
  const none = { head: { value: {}, lineOf: () => 1 }, opening: [], steps: [] };
  if (text.length > LONGEST_TEXT) {
    tell(1, `is longer than ${LONGEST_TEXT} characters.`);
    return { file, ...none, problems };
  }
  const front = /^---\n([\s\S]*?\n)?---[ \t]*(?:\n|$)/.exec(text);
  if (front === null) tell(1, 'must begin with front matter between two lines of three dashes.');
  const head = readYaml(front?.[1] ?? '', 2, tell);
  const frontLines = (front?.[0] ?? '').split('\n').length - 1;
  // Blank lines in its place keep all line numbers true.
  const body = '\n'.repeat(frontLines) + text.slice(front?.[0].length ?? 0);
  const nodes = readMarkdown(body);

  const opening: RawBlock[] = [];
  const steps: { id: string; title: string; line: number; blocks: RawBlock[] }[] = [];
  let pending: RootContent[] = [];
  const blocks = () => steps.at(-1)?.blocks ?? opening;
  const flush = () => {
    if (pending.length === 0) return;
    const from = pending[0]!.position!.start;
    const source = body.slice(from.offset, pending.at(-1)!.position!.end.offset);
    blocks().push({ ...textBlock(source, pending), line: from.line });
    pending = [];
  };
  for (const node of nodes) {
    const line = node.position!.start.line;
    if (node.type === 'heading' && node.depth <= 2) {
      flush();
      if (node.depth === 1) tell(line, 'the title stands in the front matter: a step begins with ##.');
      else steps.push({ ...readHeading(node, line, tell), blocks: [] });
    } else if (node.type === 'code') {
      const name = [node.lang, node.meta].filter((word) => word).join(' ') as keyof typeof BLOCKS;
      const type = Object.hasOwn(BLOCKS, name) ? BLOCKS[name] : undefined;
      if (type === undefined) {
        if (node.meta) tell(line, `"${name}" is no block; known are ${Object.keys(BLOCKS).join(', ')}.`);
        pending.push(node);
        continue;
      }
      flush();
      const isData = name.startsWith('yaml') && type !== 'start';
      const data = isData
        ? readYaml(node.value, line + 1, tell)
        : { value: undefined, lineOf: () => line + 1 };
      blocks().push({ type, line: line + 1, source: node.value, nodes: [], ...data });
    } else pending.push(node);
  }
  flush();
  for (const { type, line } of opening)
    if (type !== 'start' && type !== 'solution') tell(line, 'stands before the first step (## Title {#id}).');
  return { file, head, opening, steps, problems };
}

function textBlock(source: string, nodes: readonly RootContent[]): RawBlock {
  return { type: 'text', line: 1, source, nodes, value: undefined, lineOf: () => 1 };
}

type Tell = (line: number, message: string, field?: string) => void;

function readHeading(node: Heading, line: number, tell: Tell): Omit<RawStep, 'blocks'> {
  const match = /^(.*?)\s*\{#([^}]*)\}\s*$/.exec(plainText(node.children));
  const title = match?.[1] ?? plainText(node.children);
  const id = match?.[2] ?? '';
  if (!/^[a-z0-9][a-z0-9-]{0,40}$/.test(id))
    tell(line, 'a step ends its heading with its id in small letters: ## Title {#id}.', 'steps');
  if (title === '') tell(line, 'a step needs a title.', 'steps');
  return { id, title, line };
}

function readYaml(source: string, firstLine: number, tell: Tell): RawLesson['head'] {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const lineAt = (offset: number) => firstLine + lines.linePos(offset).line - 1;
  for (const { message, pos } of document.errors)
    tell(lineAt(pos[0]), (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '.'));
  let value: unknown;
  if (document.errors.length === 0)
    try {
      value = document.toJS({ maxAliasCount: 20 }) ?? {};
    } catch (error) {
      tell(firstLine, (error as Error).message);
    }
  return {
    value,
    lineOf(path) {
      // What is missing is told where it should be: in the nearest thing around it that is there.
      for (let depth = path.length; depth > 0; depth--) {
        const node = document.getIn(path.slice(0, depth), true) as
          | { range?: [number, number, number] }
          | undefined;
        if (node?.range) return lineAt(node.range[0]);
      }
      return firstLine;
    },
  };
}
