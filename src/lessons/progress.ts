/** What somebody has done of the course: kept in the browser, taken out as a file and in again. What cannot be read is kept aside, never lost silently. */
import type { SaveStorage } from '../playground/autosave.ts';
import { isRecord, misfitsOf, type Schema } from './schema.ts';

export const PROGRESS_KEY = 'kubehop.progress';
/** Where text goes that could not be read. */
export const PROGRESS_ASIDE_KEY = 'kubehop.progress.unreadable';
const VERSION = 1;
const MOST_LESSONS = 500;

export interface LessonProgress {
  /** The version of the lesson that was done. */
  readonly version: string;
  /** Ids of steps. */
  readonly done: readonly string[];
  /** What was chosen first, by question. */
  readonly predictions: Readonly<Record<string, string>>;
  /** Ids of questions whose first answer was right. */
  readonly right: readonly string[];
  readonly hints: number;
  /** The solution was shown. */
  readonly solution: boolean;
  readonly isFinished: boolean;
  /** The step that was shown last. */
  readonly step?: string;
  /** The completion code, once it is finished. */
  readonly code?: string;
}

export interface Progress {
  readonly lessons: Readonly<Record<string, LessonProgress>>;
}

export const NOTHING_DONE: LessonProgress = {
  version: '',
  done: [],
  predictions: {},
  right: [],
  hints: 0,
  solution: false,
  isFinished: false,
};

const EMPTY: Progress = { lessons: {} };

const text: Schema = { type: 'string', maxLength: 400 };
const texts: Schema = { type: 'array', items: text, maxItems: 200 };
const lessonSchema: Schema = {
  type: 'object',
  properties: {
    version: text,
    done: texts,
    predictions: { type: 'object' },
    right: texts,
    hints: { type: 'integer', minimum: 0 },
    solution: { type: 'boolean' },
    isFinished: { type: 'boolean' },
    step: text,
    code: text,
  },
  required: ['version', 'done', 'predictions', 'right', 'hints', 'solution', 'isFinished'],
};

export type ReadProgress =
  | { readonly progress: Progress; readonly problem: null }
  /** Nothing of it was taken. */
  | { readonly progress: null; readonly problem: string };

/** Reads what `printProgress` wrote. */
export function readProgress(source: string): ReadProgress {
  let value: unknown;
  try {
    value = JSON.parse(source);
  } catch {
    return { progress: null, problem: 'It is no JSON.' };
  }
  if (!isRecord(value) || value.kind !== 'KubehopProgress')
    return { progress: null, problem: 'It is no progress of Kubehop.' };
  if (value.version !== VERSION)
    return { progress: null, problem: `It is of version ${String(value.version)}; known is ${VERSION}.` };
  const { lessons } = value;
  if (!isRecord(lessons) || Object.keys(lessons).length > MOST_LESSONS)
    return { progress: null, problem: 'Its lessons cannot be read.' };
  for (const [id, lesson] of Object.entries(lessons)) {
    const [misfit] = misfitsOf(lessonSchema, lesson);
    if (misfit !== undefined)
      return { progress: null, problem: `Lesson ${id}: ${misfit.path.join('.')} ${misfit.message}` };
    const { predictions } = lesson as unknown as LessonProgress;
    if (Object.values(predictions).some((answer) => typeof answer !== 'string'))
      return { progress: null, problem: `Lesson ${id}: an answer is not text.` };
  }
  return { progress: { lessons: lessons as unknown as Progress['lessons'] }, problem: null };
}

/** As a file to keep. */
export function printProgress({ lessons }: Progress): string {
  return `${JSON.stringify({ kind: 'KubehopProgress', version: VERSION, lessons }, null, 2)}\n`;
}

/** What was done in either; of one lesson in two versions the newer one, `added`. */
export function joinProgress(known: Progress, added: Progress): Progress {
  const lessons: Record<string, LessonProgress> = { ...known.lessons };
  for (const [id, lesson] of Object.entries(added.lessons)) {
    const own = Object.hasOwn(lessons, id) ? lessons[id] : undefined;
    lessons[id] = own === undefined || own.version !== lesson.version ? lesson : joinLesson(own, lesson);
  }
  return { lessons };
}

function joinLesson(own: LessonProgress, added: LessonProgress): LessonProgress {
  const code = own.code ?? added.code;
  const step = own.step ?? added.step;
  return {
    version: own.version,
    done: [...new Set([...own.done, ...added.done])],
    predictions: { ...added.predictions, ...own.predictions },
    right: [...new Set([...own.right, ...added.right])],
    hints: Math.max(own.hints, added.hints),
    solution: own.solution || added.solution,
    isFinished: own.isFinished || added.isFinished,
    ...(step === undefined ? {} : { step }),
    ...(code === undefined ? {} : { code }),
  };
}

export interface ProgressKeeper {
  get(): Progress;
  of(id: string): LessonProgress;
  set(id: string, progress: LessonProgress): void;
  /** Takes in a file; says why not, else null. */
  take(source: string): string | null;
  print(): string;
  /** Forgets one lesson, or all. */
  reset(id?: string): void;
  /** Why what was kept could not be read; null when it could. Its text is in the storage under `PROGRESS_ASIDE_KEY`. */
  readonly problem: string | null;
  readonly aside: string | null;
  subscribe(listener: () => void): () => void;
}

/** Storage that is full, forbidden or absent is no error: then progress lasts as long as the page. */
export function keepProgress(storage: SaveStorage | null): ProgressKeeper {
  const listeners = new Set<() => void>();
  const { progress: kept, problem, aside } = readKept(storage);
  let progress = kept;

  function put(next: Progress): void {
    progress = next;
    try {
      storage?.setItem(PROGRESS_KEY, printProgress(next));
    } catch {
      // The page works on; only a reload will not know of it.
    }
    for (const listener of listeners) listener();
  }

  return {
    problem,
    aside,
    get: () => progress,
    of: (id) => (Object.hasOwn(progress.lessons, id) ? progress.lessons[id]! : NOTHING_DONE),
    set: (id, lesson) => put({ lessons: { ...progress.lessons, [id]: lesson } }),
    take(source) {
      const read = readProgress(source);
      if (read.progress === null) return read.problem;
      put(joinProgress(progress, read.progress));
      return null;
    },
    print: () => printProgress(progress),
    reset(id) {
      if (id === undefined) put(EMPTY);
      else
        put({
          lessons: Object.fromEntries(Object.entries(progress.lessons).filter(([each]) => each !== id)),
        });
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function readKept(storage: SaveStorage | null): {
  progress: Progress;
  problem: string | null;
  aside: string | null;
} {
  try {
    const source = storage?.getItem(PROGRESS_KEY) ?? null;
    if (source === null) return { progress: EMPTY, problem: null, aside: null };
    const { progress, problem } = readProgress(source);
    if (progress !== null) return { progress, problem: null, aside: null };
    storage?.setItem(PROGRESS_ASIDE_KEY, source);
    return { progress: EMPTY, problem, aside: source };
  } catch {
    return { progress: EMPTY, problem: null, aside: null };
  }
}

/** What was done of this version of the lesson. */
export function progressOfVersion(
  progress: Pick<ProgressKeeper, 'of'>,
  { id, version }: { id: string; version: string },
): LessonProgress {
  const kept = progress.of(id);
  return kept.version === version ? kept : { ...NOTHING_DONE, version };
}
