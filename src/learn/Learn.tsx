/** The Learn panel: the course, or the lesson that is open. */
import { lazy, type ReactNode, Suspense, useCallback, useEffect, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { course } from '../lessons/course.ts';
import type { Lesson } from '../lessons/lesson.ts';
import type { LessonPlayer } from '../lessons/playerState.ts';
import { t } from '../messages/learn.ts';
import { usePlayground } from '../playground/react.ts';
import { type LessonPlace, takeWantedLesson, wantedLesson } from '../ui/lessonAddress.ts';
import { authorSwitch } from './authorSwitch.ts';
import { CourseList } from './CourseList.tsx';
import styles from './Learn.module.css';
import { LessonView } from './LessonView.tsx';
import {
  learning,
  markOf,
  nextToDo,
  openLesson,
  openOwnLesson,
  progressKeeper,
  stepLeft,
} from './learning.ts';
import { OwnLessons } from './OwnLessons.tsx';
import { ProgressMenu } from './ProgressMenu.tsx';

const Author = lazy(() => import('./author/Author.tsx').then((module) => ({ default: module.Author })));

/** `tools`: the rows of the palette that a step needs. */
interface LearnProps {
  tools: ReactNode;
  onSlides: (lesson: Lesson) => void;
}

export function Learn({ tools, onSlides }: LearnProps) {
  const playground = usePlayground();
  const { player, asked, isOpening, isUnreachable } = useStore(learning);
  const open = useCallback((place: LessonPlace) => void openLesson(playground, place), [playground]);

  useEffect(() => {
    const openWanted = () => {
      const place = takeWantedLesson();
      if (place !== null) open(place);
    };
    openWanted();
    return wantedLesson.subscribe(openWanted);
  }, [open]);

  if (isOpening)
    return (
      <p className={styles.message} role="status">
        {t('loading')}
      </p>
    );
  if (player === null) return <Start failure={isUnreachable ? t('unreachable') : null} onOpen={open} />;
  return <OpenLesson player={player} address={asked} tools={tools} onOpen={open} onSlides={onSlides} />;
}

interface OpenLessonProps {
  player: LessonPlayer;
  address: string | null;
  tools: ReactNode;
  onOpen: (place: LessonPlace) => void;
  onSlides: (lesson: Lesson) => void;
}

function OpenLesson({ player, address, tools, onOpen, onSlides }: OpenLessonProps) {
  const state = useSyncExternalStore(player.store.subscribe, player.store.getState);
  const progress = useProgress();
  const { lesson } = state;
  if (lesson === null) return <Start failure={state.failure} onOpen={onOpen} />;
  const at = course.findIndex(({ id }) => id === lesson.id);
  const next = at < 0 ? null : (course[at + 1] ?? nextToDo(course, progress));
  return (
    <LessonView
      key={lesson.id}
      player={player}
      lesson={lesson}
      state={state}
      address={address}
      tools={tools}
      next={next?.id === lesson.id ? null : next}
      onNextLesson={({ id }) => onOpen({ lesson: id, step: null })}
      onSlides={onSlides}
    />
  );
}

interface StartProps {
  failure: string | null;
  onOpen: (place: LessonPlace) => void;
}

/** What there is while no lesson is open. */
function Start(props: StartProps) {
  const playground = usePlayground();
  const isWriting = useStore(authorSwitch, ({ isOn }) => isOn);
  if (!isWriting) return <Course {...props} />;
  return (
    <Suspense fallback={null}>
      <Author onTry={(lesson) => void openOwnLesson(playground, lesson)} />
    </Suspense>
  );
}

function Course({ failure, onOpen }: StartProps) {
  const progress = useProgress();
  return (
    <>
      {failure !== null && (
        <p className={styles.failure} role="alert">
          {failure}
        </p>
      )}
      <CourseList
        entries={course}
        markOf={({ id }) => markOf(progress, id)}
        resume={nextToDo(course, progress)}
        onOpen={({ id }) => onOpen({ lesson: id, step: stepLeft(progress, id) })}
        menu={<ProgressMenu keeper={progressKeeper()} />}
      />
      <OwnLessons />
    </>
  );
}

function useProgress() {
  const { subscribe, get } = progressKeeper();
  return useSyncExternalStore(subscribe, get);
}
