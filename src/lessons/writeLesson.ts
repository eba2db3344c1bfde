/** The inverse of readLesson.ts: a lesson as the files of a folder, or as one Markdown file. What is read from them is the same lesson. */
import { stringify } from 'yaml';
import { writeManifest } from '../kubernetes/manifest.ts';
import { objectsFromScene } from '../simulation/scene.ts';
import type { Lesson, LessonHead, Prediction, Show, SolutionPart, Step, StepPart } from './lesson.ts';
import { VIEWS } from './lessonSchema.ts';

/** What is there of a lesson when it is written by hand: `version` is made when it is read. */
export type WrittenLesson = Omit<Lesson, 'version' | 'language' | 'id'>;

/** `lesson.md`, `start.yaml` and `solution.sh`. */
export function writeLesson(
  lesson: WrittenLesson,
): Record<'lesson.md' | 'start.yaml' | 'solution.sh', string> {
  const { head, steps, start, solution } = lesson;
  return {
    'lesson.md': joined([frontMatter(head), ...steps.map((step) => stepText(step))]),
    'start.yaml': writeManifest(objectsFromScene(start)),
    'solution.sh': solution.map(solutionText).join('\n'),
  };
}

/** All of it in one Markdown file. */
export function writeLessonFile({ head, steps, start, solution }: WrittenLesson): string {
  const linesOf = (id: string) => solution.filter(({ step }) => step === id).flatMap(({ lines }) => lines);
  const first = linesOf('');
  return joined([
    frontMatter(head),
    fenced('yaml start', writeManifest(objectsFromScene(start))),
    ...(first.length === 0 ? [] : [fenced('sh solution', first.join('\n'))]),
    ...steps.map((step) => stepText(step, linesOf(step.id))),
  ]);
}

function joined(texts: readonly string[]): string {
  return `${texts.map((text) => text.trim()).join('\n\n')}\n`;
}

function frontMatter(head: LessonHead): string {
  const { tools, lockTools, prerequisites, ...rest } = head;
  const given = {
    ...rest,
    ...(prerequisites.length === 0 ? {} : { prerequisites }),
    ...(tools === null ? {} : { tools }),
    ...(lockTools ? { lockTools } : {}),
  };
  return `---\n${yaml(given)}---`;
}

function stepText({ id, title, parts, show, hints, notes }: Step, solution: readonly string[] = []): string {
  const hasShow = Object.keys(show).length > 0;
  // What is said first comes first, also when the file is read as it is.
  const opening = parts[0]?.type === 'text' ? parts.slice(0, 1) : [];
  return joined([
    `## ${title} {#${id}}`,
    ...opening.map(partText),
    ...(hasShow ? [fenced('yaml show', yaml(showFields(show)))] : []),
    ...parts.slice(opening.length).map(partText),
    ...hints.map(({ source }) => fenced('hint', source)),
    ...notes.map(({ source }) => fenced('notes', source)),
    ...(solution.length === 0 ? [] : [fenced('sh solution', solution.join('\n'))]),
  ]);
}

function showFields({ view, ...rest }: Show): object {
  const name = Object.entries(VIEWS).find(([, each]) => each === view)?.[0];
  return name === undefined ? rest : { view: name, ...rest };
}

function partText(part: StepPart): string {
  if (part.type === 'text') return part.text.source;
  if (part.type === 'summary') return fenced('summary', part.text.source);
  if (part.type === 'run') return fenced('run', part.lines.join('\n'));
  if (part.type === 'prediction') return fenced('yaml predict', yaml(predictionFields(part.prediction)));
  return fenced('yaml goal', yaml(part.goals.map(({ kind: _, ...goal }) => goal)));
}

function predictionFields(prediction: Prediction): object {
  const { id, question, request, after, wait, ask, of, at, path, choices, why } = prediction;
  return {
    id,
    question: question.source,
    ...(request === null ? {} : { request }),
    ...(after.length === 0 ? {} : { after }),
    ...(wait > 0 || after.length > 0 ? { wait } : {}),
    ask,
    ...(of === null ? {} : { of }),
    ...(at === null ? {} : { at }),
    ...(path === null ? {} : { path }),
    choices: choices.map(({ value, text, because }) => ({
      value,
      ...(text.source === value ? {} : { text: text.source }),
      ...(because === null ? {} : { because: because.source }),
    })),
    why: why.source,
  };
}

function solutionText({ step, lines }: SolutionPart): string {
  return `${[...(step === '' ? [] : [`# step: ${step}`]), ...lines].join('\n')}\n`;
}

function yaml(value: object): string {
  return stringify(value, { lineWidth: 110 });
}

/** With more backticks than the content has. */
function fenced(name: string, content: string): string {
  const longest = Math.max(2, ...[...content.matchAll(/`{3,}/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${name}\n${content.replace(/\n+$/, '')}\n${fence}`;
}
