/**
 * A lesson from its files: a folder (`lesson.md`, `start.yaml`, `solution.sh`, translations beside them), or one Markdown file that holds
 * the same: a block `yaml start` before the first step, and a block `sh solution` in each step that has one. A lesson from anywhere
 * is only text: nothing in it is run but kubectl lines, in the simulated terminal.
 */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import { readManifest } from '../kubernetes/manifest.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { type Scene, sceneFromObjects } from '../simulation/scene.ts';
import type { Lesson, LessonProblem, LessonText, SolutionPart } from './lesson.ts';
import { commandsOf, parseRawLesson } from './parseLesson.ts';
import { type RawLesson, readRawLesson } from './rawLesson.ts';
import { translated } from './translation.ts';

export interface ReadLesson {
  /** Null when there is a problem. */
  readonly lesson: Lesson | null;
  readonly problems: readonly LessonProblem[];
  /** As far as the text could be read. */
  readonly text: LessonText;
}

/** Many more objects than a lesson needs; a page should not freeze over somebody's file. */
const MOST_OBJECTS = 300;
const MOST_PODS = 200;
const LONGEST_START = 500_000;
const MOST_COMMANDS = 100;

/** `files`: name → text, for example `lesson.md`, `lesson.de.md`, `start.yaml`, `solution.sh`; or one file of any name. */
export function readLessonFiles(
  files: Readonly<Record<string, string>>,
  { id, language = 'en' }: { readonly id?: string; readonly language?: string } = {},
): ReadLesson {
  const names = Object.keys(files);
  const main =
    names.find((name) => baseName(name) === 'lesson.md') ?? names.find((name) => name.endsWith('.md')) ?? '';
  const folder = main.slice(0, main.length - baseName(main).length);
  if (main === '')
    return noLesson({ file: names[0] ?? 'lesson.md', line: 1, field: '', message: 'there is no lesson.md.' });
  const raw = readRawLesson(main, files[main]!);
  const english = parseRawLesson(raw);
  const problems: LessonProblem[] = [...english.problems];

  const start = startOf(raw, `${folder}start.yaml`, files, problems);
  const solution = solutionOf(raw, `${folder}solution.sh`, files, problems);
  const stepIds = english.steps.map((step) => step.id);
  for (const { step, line, file } of solution)
    if (step !== '' && !stepIds.includes(step))
      problems.push({ file, line, field: 'solution', message: `there is no step "${step}".` });

  const other = `${folder}lesson.${language}.md`;
  let text: LessonText = english;
  if (language !== 'en' && files[other] !== undefined) {
    const translation = translated(raw, readRawLesson(other, files[other]));
    problems.push(...translation.problems);
    text = translation;
  }
  return {
    text,
    problems,
    lesson:
      problems.length > 0
        ? null
        : {
            id: id ?? idOf(main),
            language: text === english ? 'en' : language,
            ...pick(text),
            start,
            solution: solution.map(({ step, lines }) => ({ step, lines })),
            version: versionOf(english, start),
          },
  };
}

function pick({ head, steps }: LessonText): LessonText {
  return { head, steps };
}

function noLesson(problem: LessonProblem): ReadLesson {
  const text: LessonText = parseRawLesson(readRawLesson(problem.file, ''));
  return { lesson: null, problems: [problem], text };
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** The folder's name, else the file's. */
function idOf(path: string): string {
  const parts = path.replace(/\.md$/, '').split('/');
  const name = (parts.at(-1) === 'lesson' ? parts.at(-2) : parts.at(-1)) ?? 'lesson';
  return (
    name
      .toLowerCase()
      .replaceAll(/[^a-z0-9-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '') || 'lesson'
  );
}

function startOf(
  raw: RawLesson,
  file: string,
  files: Readonly<Record<string, string>>,
  problems: LessonProblem[],
) {
  const block = raw.opening.find(({ type }) => type === 'start');
  const text = files[file] ?? block?.source;
  const name = files[file] === undefined ? raw.file : file;
  const firstLine = files[file] === undefined ? (block?.line ?? 1) : 1;
  const tell = (line: number, message: string) =>
    problems.push({ file: name, line, field: 'start', message });
  if (text === undefined) tell(1, 'there is no start.yaml, and no block `yaml start` before the first step.');
  else if (text.length > LONGEST_START) tell(firstLine, `is longer than ${LONGEST_START} characters.`);
  const isReadable = text !== undefined && text.length <= LONGEST_START;
  const { documents, errors } = readManifest(isReadable ? text : '');
  for (const { line, message } of errors) tell(firstLine + line - 1, message);
  if (isReadable && errors.length === 0 && documents.length === 0) tell(firstLine, 'holds no objects.');
  for (const { object, line } of documents)
    if (podsWanted(object) > MOST_PODS) tell(firstLine + line - 1, `wants more than ${MOST_PODS} Pods.`);
  if (documents.length > MOST_OBJECTS) tell(firstLine, `holds more than ${MOST_OBJECTS} objects.`);
  return sceneFromObjects(documents.slice(0, MOST_OBJECTS).map(({ object }) => object));
}

/** Of a workload: what its controller would make. */
function podsWanted(object: KubernetesObject): number {
  const { spec } = object as KubernetesObject & { spec?: { replicas?: unknown; parallelism?: unknown } };
  return Math.max(Number(spec?.replicas ?? 0), Number(spec?.parallelism ?? 0)) || 0;
}

interface PlacedPart extends SolutionPart {
  readonly file: string;
  readonly line: number;
}

function solutionOf(
  raw: RawLesson,
  file: string,
  files: Readonly<Record<string, string>>,
  problems: LessonProblem[],
): PlacedPart[] {
  const text = files[file];
  const parts =
    text !== undefined
      ? partsOf(text, file)
      : [{ id: '', blocks: raw.opening }, ...raw.steps].flatMap(({ id, blocks }) =>
          blocks
            .filter(({ type }) => type === 'solution')
            .map(({ source, line }) => ({
              step: id,
              line,
              file: raw.file,
              lines: commandsOf(source).map((command) => command.text),
            })),
        );
  const count = parts.reduce((sum, { lines }) => sum + lines.length, 0);
  if (count > MOST_COMMANDS)
    problems.push({ file, line: 1, field: 'solution', message: `has more than ${MOST_COMMANDS} lines.` });
  return parts.filter(({ lines }) => lines.length > 0);
}

/** `# step: visitors` begins the lines for a step. */
function partsOf(text: string, file: string): PlacedPart[] {
  const marks = [{ step: '', line: 1 }];
  for (const [index, line] of text.split('\n').entries()) {
    const step = /^#\s*step:\s*([\w-]+)\s*$/.exec(line.trimEnd())?.[1];
    if (step !== undefined) marks.push({ step, line: index + 1 });
  }
  const commands = commandsOf(text);
  return marks.map(({ step, line }, index) => ({
    step,
    line,
    file,
    lines: commands
      .filter(
        (command) =>
          command.line >= line && command.line < (marks[index + 1]?.line ?? Number.POSITIVE_INFINITY),
      )
      .map((command) => command.text),
  }));
}

/** What a lesson asks and wants, and in which cluster; not how it words it. */
function versionOf({ head, steps }: LessonText, { seed, objects }: Scene): string {
  const essence = steps.map(({ id, parts }) => [
    id,
    ...parts.map((part) => {
      if (part.type === 'goals') return part.goals.map(({ text: _, ...goal }) => goal);
      if (part.type !== 'prediction') return part.type;
      const { id: name, ask, request, after, wait, of, at, path, choices } = part.prediction;
      return [name, ask, request, after, wait, of, at, path, choices.map(({ value }) => value)];
    }),
  ]);
  return bytesToHex(sha256(utf8ToBytes(JSON.stringify([head.kubernetes, essence, seed, objects])))).slice(
    0,
    8,
  );
}
