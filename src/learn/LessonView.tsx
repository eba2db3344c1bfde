/** A lesson beside the canvas: one step at a time, with what there is to predict, to do and to keep. */
import {
  ArrowLeft,
  ArrowRight,
  Ellipsis,
  GalleryVertical,
  Link,
  ListRestart,
  Presentation,
  Printer,
} from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { CourseEntry, Lesson } from '../lessons/lesson.ts';
import type { LessonPlayer, PlayerState } from '../lessons/playerState.ts';
import { t as tAuthor } from '../messages/author.ts';
import { t } from '../messages/learn.ts';
import { t as tPresenter } from '../messages/presenter.ts';
import { usePlayground } from '../playground/react.ts';
import { Button, IconButton } from '../ui/Button.tsx';
import { addressOf } from '../ui/lessonAddress.ts';
import { Menu } from '../ui/Menu.tsx';
import { startPresenting } from '../ui/presenting.ts';
import { matchesShortcut } from '../ui/shortcuts.ts';
import { authorSwitch } from './authorSwitch.ts';
import styles from './LessonView.module.css';
import { StepBars } from './StepBars.tsx';
import { StepParts } from './StepParts.tsx';

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

const NEXT = 'Alt+PageDown';
const BACK = 'Alt+PageUp';

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
  const heading = useRef<HTMLHeadingElement>(null);
  const step = lesson.steps[state.step]!;
  const isLast = state.step === lesson.steps.length - 1;
  const isDone = state.steps[state.step]?.isDone === true;
  const isRead = !step.parts.some(({ type }) => type === 'goals' || type === 'prediction');

  const shown = useRef(step.id);
  useEffect(() => {
    if (shown.current === step.id) return;
    shown.current = step.id;
    heading.current?.closest('[role=tabpanel]')?.scrollTo({ top: 0 });
    heading.current?.focus({ preventScroll: true });
  }, [step.id]);

  function onKeyDown(event: KeyboardEvent) {
    if (matchesShortcut(event, NEXT) && !isLast) void player.next();
    else if (matchesShortcut(event, BACK)) player.back();
    else return;
    event.preventDefault();
  }

  function copyLink() {
    void navigator.clipboard
      .writeText(addressOf({ lesson: address ?? lesson.id, step: step.id }))
      .then(() => playground.dispatch({ type: 'notify', severity: 'info', text: t('linkCopied') }, 'lesson'));
  }

  return (
    <article className={styles.lesson} aria-label={lesson.head.title} onKeyDown={onKeyDown}>
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
            ...(address !== null ? [{ label: t('copyLink'), icon: Link, run: copyLink }] : []),
            { label: t('restartStep'), icon: ListRestart, run: () => void player.restartStep() },
            { label: tPresenter('present'), icon: Presentation, run: startPresenting },
            ...(address !== null
              ? [{ label: tPresenter('print'), icon: Printer, run: () => void open(printAddress(address)) }]
              : []),
            { label: tPresenter('slides'), icon: GalleryVertical, run: () => onSlides(lesson) },
          ]}
        />
      </header>
      <StepBars
        steps={lesson.steps}
        current={state.step}
        isDone={(index) => state.steps[index]?.isDone === true}
        onGo={(index) => void player.goTo(lesson.steps[index]!.id)}
      />
      <h2 ref={heading} tabIndex={-1} className={styles.title}>
        {step.title}
      </h2>
      <StepParts
        key={step.id}
        player={player}
        lesson={lesson}
        step={step}
        state={state}
        tools={tools}
        next={next}
        onNextLesson={onNextLesson}
      />
      <footer className={styles.footer}>
        <Button
          look="quiet"
          icon={ArrowLeft}
          aria-keyshortcuts={BACK}
          data-tooltip={t('back')}
          data-tooltip-keys={BACK}
          disabled={state.step === 0}
          onClick={() => player.back()}
        >
          {t('back')}
        </Button>
        {!isLast && (
          <Button
            look={isDone || isRead ? 'primary' : 'plain'}
            aria-keyshortcuts={NEXT}
            data-tooltip={isDone || isRead ? t('next') : t('skip')}
            data-tooltip-keys={NEXT}
            onClick={() => void player.next()}
          >
            {isDone || isRead ? t('next') : t('skip')}
            <ArrowRight size={15} aria-hidden />
          </Button>
        )}
      </footer>
    </article>
  );
}
