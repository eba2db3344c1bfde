/** A lesson beside the canvas: one step at a time, with what there is to predict, to do and to keep. */
import { ArrowLeft, Ellipsis, GalleryVertical, Link, ListRestart, Presentation, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { CourseEntry, Lesson } from '../lessons/lesson.ts';
import type { LessonPlayer, PlayerState } from '../lessons/playerState.ts';
import { t as tAuthor } from '../messages/author.ts';
import { t } from '../messages/learn.ts';
import { t as tPresenter } from '../messages/presenter.ts';
import { usePlayground } from '../playground/react.ts';
import { IconButton } from '../ui/Button.tsx';
import { addressForOthers, addressOf } from '../ui/lessonAddress.ts';
import { Menu } from '../ui/Menu.tsx';
import { startPresenting } from '../ui/presenting.ts';
import { authorSwitch } from './authorSwitch.ts';
import { LessonSteps } from './LessonSteps.tsx';
import styles from './LessonView.module.css';

interface LessonViewProps {
  player: LessonPlayer;
  lesson: Lesson;
  state: PlayerState;
  /** What it is called in an address; null when it has none. */
  address: string | null;
  tools: ReactNode;
  next: CourseEntry | null;
  onNextLesson: (entry: CourseEntry) => void;
  /** Wants the lesson as slides. */
  onSlides: (lesson: Lesson) => void;
}

function printAddress(lesson: string): string {
  const address = new URL(addressOf({ lesson, step: null }));
  address.searchParams.set('print', '1');
  return address.href;
}

export function LessonView({
  player,
  lesson,
  state,
  address,
  tools,
  next,
  onNextLesson,
  onSlides,
}: LessonViewProps) {
  const playground = usePlayground();
  const isWriting = useStore(authorSwitch, ({ isOn }) => isOn);
  const step = lesson.steps[state.step]!;
  const link = address === null ? null : addressForOthers({ lesson: address, step: step.id });

  function copy(link: string) {
    void navigator.clipboard
      .writeText(link)
      .then(() => playground.dispatch({ type: 'notify', severity: 'info', text: t('linkCopied') }, 'lesson'));
  }

  return (
    <LessonSteps
      player={player}
      lesson={lesson}
      state={state}
      tools={tools}
      next={next}
      onNextLesson={onNextLesson}
      header={
        <header className={styles.header}>
          <IconButton
            className={styles.leave}
            label={isWriting ? tAuthor('back') : t('allLessons')}
            icon={ArrowLeft}
            iconSize={16}
            onClick={() => void player.leave()}
          />
          <p className={styles.overline}>
            {t('stepOf', { title: lesson.head.title, number: state.step + 1, count: lesson.steps.length })}
          </p>
          <Menu
            label={t('menu')}
            icon={Ellipsis}
            items={[
              ...(link !== null ? [{ label: t('copyLink'), icon: Link, run: () => copy(link) }] : []),
              { label: t('restartStep'), icon: ListRestart, run: () => void player.restartStep() },
              { label: tPresenter('present'), icon: Presentation, run: startPresenting },
              ...(address !== null
                ? [{ label: tPresenter('print'), icon: Printer, run: () => void open(printAddress(address)) }]
                : []),
              { label: tPresenter('slides'), icon: GalleryVertical, run: () => onSlides(lesson) },
            ]}
          />
        </header>
      }
    />
  );
}
