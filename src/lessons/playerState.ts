/** What is known of a lesson while it is done, and what can be done with it. */
import type { StoreApi } from 'zustand/vanilla';
import type { SaveStorage } from '../playground/autosave.ts';
import type { Evidence } from './evidence.ts';
import type { Finding, Goal } from './goal.ts';
import { evaluateGoal } from './goals.ts';
import type { Lesson } from './lesson.ts';
import type { LoadLesson } from './openLesson.ts';
import type { PredictionOutcome } from './predictions.ts';
import type { ProgressKeeper } from './progress.ts';

export interface GoalState extends Finding {
  readonly goal: Goal;
}

export interface StepState {
  /** Its questions are answered and its goals were met at once; when it has neither, it was read. */
  readonly isDone: boolean;
  /** The goals were met at once, whatever became of them since. */
  readonly areGoalsReached: boolean;
  readonly hintsShown: number;
  readonly isSolutionShown: boolean;
}

export interface PredictionState {
  readonly picked: string | null;
  readonly isChecking: boolean;
  /** null: not checked yet. */
  readonly outcome: PredictionOutcome | null;
  /** Why it cannot be tried, if so. */
  readonly failure: string | null;
}

export interface PlayerState {
  readonly lesson: Lesson | null;
  readonly isLoading: boolean;
  /** Why nothing could be opened, in words. */
  readonly failure: string | null;
  /** The index of the step that is shown, and of the furthest that was come to. */
  readonly step: number;
  readonly furthest: number;
  readonly steps: readonly StepState[];
  readonly predictions: Readonly<Record<string, PredictionState>>;
  /** Of the step that is shown. */
  readonly goals: readonly GoalState[];
  readonly isFinished: boolean;
}

export interface LessonPlayer {
  readonly store: Pick<StoreApi<PlayerState>, 'getState' | 'subscribe'>;
  readonly progress: ProgressKeeper;
  /** A lesson of the course by its id, at a step, one at a URL, or one that was read elsewhere. False: see `failure`. */
  open(lesson: string | Lesson, step?: string): Promise<boolean>;
  /** Ends the step when it has nothing to do; at the last one it ends the lesson. */
  next(): Promise<void>;
  back(): Promise<void>;
  /** Steps that are passed over are done by the lesson's own solution. */
  goTo(step: string): Promise<void>;
  choose(prediction: string, value: string): void;
  check(prediction: string): Promise<void>;
  /** Sends the request of a question on the canvas and follows it. */
  watch(prediction: string): void;
  showHint(): void;
  showSolution(): void;
  /** The lines of the solution for the step that is shown. */
  solution(): readonly string[];
  /** The cluster as it was when the step was come to. */
  restartStep(): Promise<void>;
  /** The same lesson in another language, where it stands. */
  speak(language: string): Promise<void>;
  /** For the teacher; null until the lesson is finished. With a name it holds for nobody else. */
  code(learner?: string): string | null;
  leave(): Promise<void>;
  destroy(): void;
}

export interface PlayerOptions {
  readonly storage?: SaveStorage | null;
  readonly progress?: ProgressKeeper;
  readonly language?: string;
  /** Where lessons come from by their ids. */
  readonly load?: LoadLesson;
  /** Instead of the lesson's own: a class can have one of its own. */
  readonly seed?: number;
  /** The playground was made with the scene of the lesson that is opened first, as it is at its step. */
  readonly isPrepared?: boolean;
}

export const CLOSED: PlayerState = {
  lesson: null,
  isLoading: false,
  failure: null,
  step: 0,
  furthest: 0,
  steps: [],
  predictions: {},
  goals: [],
  isFinished: false,
};
export const FRESH_STEP: StepState = {
  isDone: false,
  areGoalsReached: false,
  hintsShown: 0,
  isSolutionShown: false,
};
export const FRESH_PREDICTION: PredictionState = {
  picked: null,
  isChecking: false,
  outcome: null,
  failure: null,
};

/** `shown` itself when nothing has changed, so that nothing is drawn anew. */
export function goalStates(
  goals: readonly Goal[],
  evidence: Evidence,
  shown: readonly GoalState[],
): readonly GoalState[] {
  const found = goals.map((goal): GoalState => ({ goal, ...evaluateGoal(goal, evidence) }));
  const isSame = found.every(({ goal, isMet, seen }, at) => {
    const other = shown[at];
    return goal === other?.goal && isMet === other.isMet && seen === other.seen;
  });
  return isSame && found.length === shown.length ? shown : found;
}
