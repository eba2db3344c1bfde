/**
 * What a lesson is: text and data, never code. A lesson's folder holds `lesson.md` (front matter, steps, questions, goals,
 * hints), `start.yaml` (a scene) and `solution.sh` (kubectl lines); translations are `lesson.<language>.md` beside it.
 *
 * parseLesson.ts reads the Markdown, readLesson.ts a whole folder, writeLesson.ts is the way back. schema.ts says what each
 * block may hold; goals.ts and asks.ts are the tables of what can be wanted and asked. player.ts is a lesson being done.
 */
import type { RootContent } from 'mdast';
import type { Scene, SceneView } from '../simulation/scene.ts';
import type { Ask } from './asks.ts';
import type { Goal } from './goal.ts';

/** Markdown as it was written and as it was read. Raw HTML in it is shown as text. */
export interface Prose {
  readonly source: string;
  readonly nodes: readonly RootContent[];
}

/** The front matter. */
export interface LessonHead {
  readonly title: string;
  /** A challenge is a broken cluster to repair, without a lecture. */
  readonly kind: 'lesson' | 'challenge';
  readonly order: number;
  readonly minutes: number;
  /** Ids of lessons to do before. */
  readonly prerequisites: readonly string[];
  /** The version for which its facts are right: `1.35`. */
  readonly kubernetes: string;
  /** One sentence, for the list. */
  readonly summary: string;
  /** The official page about it. */
  readonly documentation: string;
  /** Palette items that are needed in all steps; null: all are shown. */
  readonly tools: readonly string[] | null;
  /** The other items cannot be had while the lesson is done. */
  readonly lockTools: boolean;
}

/** A lesson as the list knows it, before it is loaded. */
export interface CourseEntry extends Omit<LessonHead, 'tools' | 'lockTools'> {
  readonly id: string;
  /** Other languages' words for the same; English is in the entry itself. */
  readonly translations: Readonly<Record<string, { readonly title: string; readonly summary: string }>>;
}

/** Title and summary in a language, else in English. */
export function entryTexts(entry: CourseEntry, language: string): { title: string; summary: string } {
  return entry.translations[language] ?? entry;
}

export const DOCK_TABS = ['traffic', 'packets', 'rules', 'events', 'yaml', 'terminal'] as const;
export type DockTabName = (typeof DOCK_TABS)[number];

/** How the page is set for a step. */
export interface Show {
  readonly view?: SceneView;
  /** `Kind/name` or `Kind/namespace/name`. */
  readonly select?: string;
  readonly open?: DockTabName;
  /** Palette items that this step needs beside those of the lesson. */
  readonly tools?: readonly string[];
  /** The next request of this sender is followed. */
  readonly follow?: string;
}

/** The request that a question is about. */
export interface AskedRequest {
  /** `Client/x`, `Pod/x`, `Deployment/x` (any of its Pods), `Node/x`; namespaced as `Pod/namespace/x`. */
  readonly from: string;
  /** A URL, or `svc/[namespace/]name[:port]`. */
  readonly to: string;
  readonly host?: string;
  /** The TLS server name. */
  readonly tls?: string;
  readonly count?: number;
  readonly keepAlive?: boolean;
  readonly http2?: boolean;
  readonly timeoutSeconds?: number;
}

export interface Choice {
  /** What a trace can show: compared with it, never with a mark in the lesson. */
  readonly value: string;
  readonly text: Prose;
  /** Said beside the trace when this was picked and is wrong. */
  readonly because: Prose | null;
}

export interface Prediction {
  readonly id: string;
  readonly question: Prose;
  readonly request: AskedRequest | null;
  /** Lines done first, on a copy: the question is "what if". */
  readonly after: readonly string[];
  /** Simulated seconds that pass on the copy after those lines. */
  readonly wait: number;
  readonly ask: Ask;
  /** What is asked about: a Pod (share), an object (field). */
  readonly of: string | null;
  /** Where the packet is looked at (destination). */
  readonly at: string | null;
  /** The field of an object (field). */
  readonly path: string | null;
  readonly choices: readonly Choice[];
  readonly why: Prose;
}

export interface Hint extends Prose {
  readonly strength: 1 | 2 | 3;
}

/** What a step consists of, in the order in which it was written; hints and notes are shown elsewhere. */
export type StepPart = { readonly line: number } & (
  | { readonly type: 'text'; readonly text: Prose }
  | { readonly type: 'prediction'; readonly prediction: Prediction }
  | { readonly type: 'goals'; readonly goals: readonly Goal[] }
  /** Lines that are offered with a Run button. */
  | { readonly type: 'run'; readonly lines: readonly string[] }
  | { readonly type: 'summary'; readonly text: Prose }
);

export interface Step {
  readonly id: string;
  readonly title: string;
  readonly parts: readonly StepPart[];
  readonly show: Show;
  readonly hints: readonly Hint[];
  /** For the teacher. */
  readonly notes: readonly Prose[];
  /** Where it begins in its file, from 1. */
  readonly line: number;
}

/** The Markdown file alone. */
export interface LessonText {
  readonly head: LessonHead;
  readonly steps: readonly Step[];
}

/** Lines of the solution by the step that they are for; '' before the first step. */
export interface SolutionPart {
  readonly step: string;
  /** What is entered at once; a heredoc is one of several lines. */
  readonly lines: readonly string[];
}

export interface Lesson extends LessonText {
  readonly id: string;
  /** The language of its text. */
  readonly language: string;
  readonly start: Scene;
  readonly solution: readonly SolutionPart[];
  /** A short hash of what it asks and wants, the same in every language: a completion code belongs to it. */
  readonly version: string;
}

/** Something that is wrong with a lesson, and where. */
export interface LessonProblem {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** `steps.visitors.predict.choices[1].value`; '' when it is no field. */
  readonly field: string;
  readonly message: string;
}

/** `lesson.md:12: choices[1].value: must be text.` */
export function problemLine({ file, line, field, message }: LessonProblem): string {
  return `${file}:${line}: ${field === '' ? '' : `${field}: `}${message}`;
}

export function predictionsOf(step: Step): Prediction[] {
  return step.parts.flatMap((part) => (part.type === 'prediction' ? [part.prediction] : []));
}

/** All that must hold at once. */
export function goalsOf(step: Step): Goal[] {
  return step.parts.flatMap((part) => (part.type === 'goals' ? part.goals : []));
}

/** There is nothing to do in it but to read. */
export function isOnlyRead(step: Step): boolean {
  return goalsOf(step).length === 0 && predictionsOf(step).length === 0;
}

/** -1 when there is none of that name. */
export function indexOfStep(lesson: Pick<LessonText, 'steps'> | null, id: string | undefined): number {
  return lesson?.steps.findIndex((step) => step.id === id) ?? -1;
}

/** The question with its step's index. */
export function predictionNamed(
  lesson: Pick<LessonText, 'steps'> | null,
  id: string,
): { readonly step: number; readonly prediction: Prediction } | null {
  for (const [step, each] of (lesson?.steps ?? []).entries()) {
    const prediction = predictionsOf(each).find((one) => one.id === id);
    if (prediction !== undefined) return { step, prediction };
  }
  return null;
}
