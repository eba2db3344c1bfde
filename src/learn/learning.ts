/** The page's lesson player and what was done of the course; the player is loaded with the first lesson that is opened. */
import { createStore } from 'zustand/vanilla';
import type { CourseEntry, Lesson } from '../lessons/lesson.ts';
import type { LessonPlayer } from '../lessons/playerState.ts';
import { keepProgress, type Progress, type ProgressKeeper } from '../lessons/progress.ts';
import { currentLanguage, onLanguageChange } from '../messages/language.ts';
import { pageStorage } from '../playground/autosave.ts';
import type { Playground } from '../playground/playground.ts';
import { type LessonPlace, theSeedOfClass } from '../ui/lessonAddress.ts';
import { setPage } from './stepOnPage.ts';

/** Held in a store: the panel may be closed while a lesson goes on. */
export interface Learning {
  readonly player: LessonPlayer | null;
  /** What was asked for last: an id of the course, or an address. */
  readonly asked: string | null;
  /** It is on its way. */
  readonly isOpening: boolean;
  /** It could not even be fetched. */
  readonly isUnreachable: boolean;
}

export const learning = createStore<Learning>(() => ({
  player: null,
  asked: null,
  isOpening: false,
  isUnreachable: false,
}));

let keeper: ProgressKeeper | null = null;

export function progressKeeper(): ProgressKeeper {
  keeper ??= keepProgress(pageStorage());
  return keeper;
}

export async function openLesson(playground: Playground, { lesson, step }: LessonPlace): Promise<void> {
  learning.setState({ asked: lesson, isOpening: true, isUnreachable: false });
  try {
    const player = learning.getState().player ?? (await createPlayer(playground));
    learning.setState({ player });
    await player.open(lesson, step ?? undefined);
  } catch {
    learning.setState({ isUnreachable: true });
  }
  learning.setState({ isOpening: false });
}

/** A lesson that is no part of the course: of a file, or being written. */
export async function openOwnLesson(playground: Playground, lesson: Lesson): Promise<void> {
  const player = learning.getState().player ?? (await createPlayer(playground));
  learning.setState({ player, asked: null });
  await player.open(lesson);
}

async function createPlayer(playground: Playground): Promise<LessonPlayer> {
  const { createLessonPlayer } = await import('../lessons/player.ts');
  const seed = theSeedOfClass();
  const player = createLessonPlayer(playground, {
    progress: progressKeeper(),
    language: currentLanguage(),
    ...(seed === null ? {} : { seed }),
  });
  onLanguageChange(() => void player.speak(currentLanguage()));
  player.store.subscribe((now, before) => setPage(playground, now, before, learning.getState().asked));
  return player;
}

/** How far a lesson is. */
export type Mark = 'new' | 'begun' | 'done';

export function markOf({ lessons }: Progress, id: string): Mark {
  const kept = Object.hasOwn(lessons, id) ? lessons[id] : undefined;
  if (kept === undefined) return 'new';
  if (kept.isFinished) return 'done';
  return kept.done.length > 0 || Object.keys(kept.predictions).length > 0 ? 'begun' : 'new';
}

/** Where to go on: what was begun, else the first that is not done; null when all are. */
export function nextToDo(entries: readonly CourseEntry[], progress: Progress): CourseEntry | null {
  const marked = (mark: Mark) => entries.find(({ id }) => markOf(progress, id) === mark);
  return marked('begun') ?? marked('new') ?? null;
}

/** Where one was in a lesson that is not finished. */
export function stepLeft(progress: Progress, id: string): string | null {
  return markOf(progress, id) === 'begun' ? (progress.lessons[id]?.step ?? null) : null;
}
