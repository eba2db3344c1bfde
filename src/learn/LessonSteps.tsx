/** One step of a lesson with the bars of all, and the ways to the next and back; what is above it is said by who shows it. */
import { ArrowLeft, ArrowRight } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef } from 'react';
import { type CourseEntry, isOnlyRead, type Lesson } from '../lessons/lesson.ts';
import type { LessonPlayer, PlayerState } from '../lessons/playerState.ts';
import { t } from '../messages/learn.ts';
import { Button } from '../ui/Button.tsx';
import { matchesShortcut } from '../ui/shortcuts.ts';
import styles from './LessonView.module.css';
import { StepBars } from './StepBars.tsx';
import { StepParts } from './StepParts.tsx';
import { useSurroundings } from './surroundings.ts';

interface LessonStepsProps {
  player: LessonPlayer;
  lesson: Lesson;
  state: PlayerState;
  header: ReactNode;
  tools: ReactNode;
  next: CourseEntry | null;
  onNextLesson: (entry: CourseEntry) => void;
  /** Below the step, above the way to the next. */
  children?: ReactNode;
}

const NEXT = 'Alt+PageDown';
const BACK = 'Alt+PageUp';

export function LessonSteps({
  player,
  lesson,
  state,
  header,
  tools,
  next,
  onNextLesson,
  children,
}: LessonStepsProps) {
  const { whole } = useSurroundings();
  const heading = useRef<HTMLHeadingElement>(null);
  const step = lesson.steps[state.step]!;
  const isLast = state.step === lesson.steps.length - 1;
  const isDone = state.steps[state.step]?.isDone === true;

  const shown = useRef(step.id);
  const isAskedHere = useRef(false);
  useEffect(() => {
    if (shown.current === step.id) return;
    shown.current = step.id;
    const { current: title } = heading;
    title?.closest('[role=tabpanel], [data-scrolls]')?.scrollTo({ top: 0 });
    // In the page of somebody else, a script may turn the pages while the reader is elsewhere.
    if (whole === null || isAskedHere.current) title?.focus({ preventScroll: true });
    isAskedHere.current = false;
  }, [step.id, whole]);

  function go(run: () => Promise<void>): void {
    isAskedHere.current = true;
    void run();
  }

  function onKeyDown(event: KeyboardEvent) {
    if (matchesShortcut(event, NEXT) && !isLast) go(player.next);
    else if (matchesShortcut(event, BACK)) go(player.back);
    else return;
    event.preventDefault();
  }

  const canGoOn = isDone || isOnlyRead(step);
  return (
    <article className={styles.lesson} aria-label={lesson.head.title} onKeyDown={onKeyDown}>
      {header}
      <StepBars
        steps={lesson.steps}
        current={state.step}
        isDone={(index) => state.steps[index]?.isDone === true}
        onGo={(index) => go(() => player.goTo(lesson.steps[index]!.id))}
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
      {children}
      <footer className={styles.footer}>
        <Button
          look="quiet"
          icon={ArrowLeft}
          aria-keyshortcuts={BACK}
          data-tooltip={t('back')}
          data-tooltip-keys={BACK}
          disabled={state.step === 0}
          onClick={() => go(player.back)}
        >
          {t('back')}
        </Button>
        {!isLast && (
          <Button
            look={canGoOn ? 'primary' : 'plain'}
            aria-keyshortcuts={NEXT}
            data-tooltip={canGoOn ? t('next') : t('skip')}
            data-tooltip-keys={NEXT}
            onClick={() => go(player.next)}
          >
            {canGoOn ? t('next') : t('skip')}
            <ArrowRight size={15} aria-hidden />
          </Button>
        )}
      </footer>
    </article>
  );
}
