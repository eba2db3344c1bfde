/** `lesson.md` → a lesson's text, or what is wrong with it: each problem with file, line and field. */
import { askRow } from './asks.ts';
import type { Goal } from './goal.ts';
import { GOAL_KINDS, goalProblem, oneOfFields } from './goals.ts';
import type {
  AskedRequest,
  Hint,
  LessonHead,
  LessonProblem,
  LessonText,
  Prediction,
  Prose,
  Show,
  Step,
  StepPart,
} from './lesson.ts';
import { goalsSchema, headSchema, predictSchema, showSchema, VIEWS } from './lessonSchema.ts';
import { markdownProblems, proseOf } from './markdown.ts';
import type { BlockType, RawBlock, RawLesson, RawStep } from './rawLesson.ts';
import { readRawLesson } from './rawLesson.ts';
import { fieldOf, isRecord, type Misfit, misfitsOf, type Schema } from './schema.ts';

export interface ParsedLesson extends LessonText {
  readonly problems: readonly LessonProblem[];
}

export function parseLesson(file: string, text: string): ParsedLesson {
  return parseRawLesson(readRawLesson(file, text));
}

const MOST_STEPS = 30;

export function parseRawLesson(raw: RawLesson): ParsedLesson {
  const { file } = raw;
  const problems: LessonProblem[] = [...raw.problems];
  const tell: Tell = (line, field, message) => problems.push({ file, line, field, message });
  for (const { path, message } of raw.head.value === undefined ? [] : misfitsOf(headSchema, raw.head.value))
    tell(raw.head.lineOf(path), fieldOf(path), message);
  if (raw.steps.length === 0) tell(1, 'steps', 'a lesson has at least one step: ## Title {#id}.');
  if (raw.steps.length > MOST_STEPS)
    tell(raw.steps[MOST_STEPS]!.line, 'steps', `are more than ${MOST_STEPS}.`);
  const steps = raw.steps.map((step) => parseStep(step, tell));
  tellTwins(raw, steps, tell);
  const unique = new Map(problems.map((problem) => [JSON.stringify(problem), problem]));
  return {
    head: toHead(raw.head.value),
    steps,
    problems: [...unique.values()].sort((a, b) => a.line - b.line),
  };
}

type Tell = (line: number, field: string, message: string) => void;

/** With what may be missing when there are problems. */
function toHead(value: unknown): LessonHead {
  const given = (isRecord(value) ? value : {}) as Partial<LessonHead>;
  return {
    title: given.title ?? '',
    kind: given.kind ?? 'lesson',
    order: given.order ?? 0,
    minutes: given.minutes ?? 0,
    prerequisites: given.prerequisites ?? [],
    kubernetes: given.kubernetes ?? '',
    summary: given.summary ?? '',
    documentation: given.documentation ?? '',
    tools: given.tools ?? null,
    lockTools: given.lockTools ?? false,
  };
}

/** What a step is gathered from, block by block. */
interface Gathered {
  readonly parts: StepPart[];
  readonly hints: Hint[];
  readonly notes: Prose[];
  show: Show;
}

type TakeBlock = (step: Gathered, block: RawBlock, tell: Tell) => void;

/** Text between fences, with its lines counted from the fence. */
function proseIn(block: RawBlock, tell: Tell): Prose {
  const prose = proseOf(block.source);
  tellProse(prose, block.line - 1, tell);
  tellEmpty(block, tell);
  return prose;
}

function tellEmpty({ source, line }: RawBlock, tell: Tell): void {
  if (source.trim() === '') tell(line, '', 'is empty.');
}

/** What each kind of block adds to its step. */
const takers: Readonly<Record<BlockType, TakeBlock>> = {
  text({ parts }, block, tell) {
    const text = { source: block.source, nodes: block.nodes };
    tellProse(text, 0, tell);
    tellEmpty(block, tell);
    parts.push({ type: 'text', line: block.line, text });
  },
  summary({ parts }, block, tell) {
    parts.push({ type: 'summary', line: block.line, text: proseIn(block, tell) });
  },
  hint({ hints }, block, tell) {
    const strength = Math.min(3, hints.length + 1) as Hint['strength'];
    hints.push({ ...proseIn(block, tell), strength });
  },
  notes({ notes }, block, tell) {
    notes.push(proseIn(block, tell));
  },
  run({ parts }, block, tell) {
    const lines = commandsOf(block.source).map(({ text }) => text);
    if (lines.length === 0) tell(block.line, '', 'is empty.');
    parts.push({ type: 'run', line: block.line, lines });
  },
  show(step, block, tell) {
    if (fits(showSchema, block, tell)) step.show = { ...step.show, ...toShow(block.value as RawShow) };
  },
  predict({ parts }, block, tell) {
    if (!fits(predictSchema, block, tell)) return;
    const prediction = toPrediction(block.value as RawPrediction);
    tellPrediction(prediction, block, tell);
    parts.push({ type: 'prediction', line: block.line, prediction });
  },
  goal({ parts }, block, tell) {
    if (!fits(goalsSchema, block, tell)) return;
    const goals = (block.value as Record<string, unknown>[]).map(toGoal);
    tellGoals(goals, block, tell);
    parts.push({ type: 'goals', line: block.line, goals });
  },
  // They belong to the lesson, not to the step: readLesson.ts.
  start() {},
  solution() {},
};

function parseStep({ id, title, line: firstLine, blocks }: RawStep, tell: Tell): Step {
  const step: Gathered = { parts: [], hints: [], notes: [], show: {} };
  for (const block of blocks)
    takers[block.type](step, block, (at, field, message) => {
      const below = field === '' || field.startsWith('[') ? field : `.${field}`;
      tell(at, `steps.${id}.${block.type}${below}`, message);
    });
  if (step.hints.length > 3)
    tell(firstLine, `steps.${id}.hint`, `has ${step.hints.length} hints; three strengths are known.`);
  return { id, title, ...step, line: firstLine };
}

function fits(schema: Schema, block: RawBlock, tell: Tell): boolean {
  if (block.value === undefined) return false;
  const misfits = misfitsOf(schema, block.value);
  for (const { path, message } of misfits) tell(block.lineOf(path), fieldOf(path), message);
  return misfits.length === 0;
}

/** `textLine`: how many lines stand before the text's own first line. */
function tellProse({ nodes }: Prose, textLine: number, tell: Tell): void {
  for (const { line, message } of markdownProblems(nodes)) tell(textLine + line, '', message);
}

type RawShow = Omit<Show, 'view'> & { view?: keyof typeof VIEWS };

function toShow({ view, ...rest }: RawShow): Show {
  return { ...rest, ...(view === undefined ? {} : { view: VIEWS[view] }) };
}

type Scalar = string | number | boolean;
interface RawPrediction {
  id: string;
  question: string;
  request?: AskedRequest;
  after?: string[];
  wait?: number;
  ask: Prediction['ask'];
  of?: string;
  at?: string;
  path?: string;
  choices: { value: Scalar; text?: string; because?: string }[];
  why: string;
}

/** Seconds that changes need until they have come everywhere. */
const USUAL_WAIT = 10;

function toPrediction(raw: RawPrediction): Prediction {
  const { id, ask, request = null, after = [], of = null, at = null, path = null } = raw;
  return {
    id,
    ask,
    request,
    after,
    of,
    at,
    path,
    wait: raw.wait ?? (after.length > 0 ? USUAL_WAIT : 0),
    question: proseOf(raw.question),
    choices: raw.choices.map(({ value, text, because }) => ({
      value: String(value),
      text: proseOf(text ?? String(value)),
      because: because === undefined ? null : proseOf(because),
    })),
    why: proseOf(raw.why),
  };
}

function tellPrediction(prediction: Prediction, block: RawBlock, tell: Tell): void {
  const { ask, choices, question, why } = prediction;
  for (const need of askRow(ask).needs)
    if (prediction[need] === null)
      tell(block.lineOf(['ask']), need, `is missing: the question "${ask}" needs it.`);
  for (const [index, { value }] of choices.entries())
    if (choices.findIndex((other) => other.value === value) < index)
      tell(
        block.lineOf(['choices', index, 'value']),
        `choices[${index}].value`,
        `"${value}" is there twice.`,
      );
  const { isAnswer } = askRow(ask);
  for (const [index, { value }] of choices.entries())
    if (isAnswer?.(value) === false)
      tell(block.lineOf(['choices', index, 'value']), `choices[${index}].value`, `"${value}" is no ${ask}.`);
  const texts: [Misfit['path'], Prose | null][] = [
    [['question'], question],
    [['why'], why],
    ...choices.flatMap(({ text, because }, index): [Misfit['path'], Prose | null][] => [
      [['choices', index, 'text'], text],
      [['choices', index, 'because'], because],
    ]),
  ];
  for (const [path, prose] of texts)
    for (const { message } of markdownProblems(prose?.nodes ?? []))
      tell(block.lineOf(path), fieldOf(path), message);
}

function toGoal(raw: Record<string, unknown>): Goal {
  const kind = GOAL_KINDS.find((each) => raw[each] !== undefined);
  return { kind, ...raw } as unknown as Goal;
}

function tellGoals(goals: readonly Goal[], block: RawBlock, tell: Tell): void {
  for (const [index, goal] of goals.entries()) {
    const oneOf = oneOfFields(goal.kind);
    if (oneOf.length > 0 && !oneOf.some((name) => name in goal))
      tell(
        block.lineOf([index]),
        `[${index}]`,
        `says nothing of ${goal.kind}: it needs one of ${oneOf.join(', ')}.`,
      );
    const problem = goalProblem(goal);
    if (problem !== null)
      tell(block.lineOf([index, problem.field]), `[${index}].${problem.field}`, problem.message);
  }
  if (goals.every(({ kind }) => kind === 'unchanged'))
    tell(block.line, '', 'holds from the beginning: "unchanged" is never alone.');
}

function tellTwins(raw: RawLesson, steps: readonly Step[], tell: Tell): void {
  const ids = new Set<string>();
  for (const { id, line } of steps) {
    if (ids.has(id)) tell(line, 'steps', `two steps have the id "${id}".`);
    ids.add(id);
  }
  const asked = new Set<string>();
  for (const step of raw.steps)
    for (const block of step.blocks) {
      const id = block.type === 'predict' && isRecord(block.value) ? block.value.id : undefined;
      if (typeof id !== 'string') continue;
      if (asked.has(id))
        tell(block.lineOf(['id']), `steps.${step.id}.predict.id`, `two questions have the id "${id}".`);
      asked.add(id);
    }
}

export interface CommandText {
  readonly text: string;
  /** Within the source, from 1. */
  readonly line: number;
}

/** The lines of a shell text, without comments; a heredoc or a line that ends in a backslash goes on. */
export function commandsOf(source: string): CommandText[] {
  const commands: CommandText[] = [];
  const lines = source.replaceAll('\r\n', '\n').split('\n');
  for (let index = 0; index < lines.length; index++) {
    const line = index + 1;
    let text = lines[index]!;
    if (text.trim() === '' || text.trimStart().startsWith('#')) continue;
    while (text.endsWith('\\') && index + 1 < lines.length)
      text = `${text.slice(0, -1)}${lines[++index]!.trim()}`;
    const word = /<<-?\s*(['"]?)(\w+)\1/.exec(text)?.[2];
    if (word !== undefined)
      while (index + 1 < lines.length) {
        text += `\n${lines[++index]}`;
        if (lines[index]!.trim() === word) break;
      }
    commands.push({ text, line });
  }
  return commands;
}
