/** The scene of an embedded lesson with the step that is read: beside it where there is room, else below. */
import { ExternalLink, ListRestart } from 'lucide-react';
import { type ReactNode, useMemo, useSyncExternalStore } from 'react';
import { LessonSteps } from '../learn/LessonSteps.tsx';
import { SurroundingsContext } from '../learn/surroundings.ts';
import { goalsOf, type Lesson, type Step } from '../lessons/lesson.ts';
import type { LessonPlayer } from '../lessons/playerState.ts';
import { t } from '../messages/learn.ts';
import { IconButton } from '../ui/Button.tsx';
import styles from './LessonFrame.module.css';
import { LessonPrompt } from './LessonPrompt.tsx';
import type { LessonConsole } from './lessonConsole.ts';

interface LessonFrameProps {
  player: LessonPlayer;
  console: LessonConsole;
  /** Where the whole playground opens at the step that is shown. */
  address: string;
  /** It stands above already. */
  hasTitle: boolean;
  /** The scene. */
  children: ReactNode;
}

export function LessonFrame({ player, console, address, hasTitle, children }: LessonFrameProps) {
  const state = useSyncExternalStore(player.store.subscribe, player.store.getState);
  const surroundings = useMemo(() => ({ run: console.run, whole: address }), [console, address]);
  const { lesson } = state;
  if (lesson === null) return children;
  const step = lesson.steps[state.step]!;
  return (
    <SurroundingsContext value={surroundings}>
      <div className={styles.frame}>
        <div className={styles.columns}>
          <div className={styles.text} data-scrolls>
            <LessonSteps
              player={player}
              lesson={lesson}
              state={state}
              header={<Header player={player} lesson={lesson} number={state.step + 1} hasTitle={hasTitle} />}
              tools={null}
              next={null}
              onNextLesson={() => {}}
            >
              {goalsOf(step).length > 0 && (
                <Ways key={step.id} step={step} lesson={lesson} console={console} address={address} />
              )}
            </LessonSteps>
          </div>
          <div className={styles.scene}>{children}</div>
        </div>
      </div>
    </SurroundingsContext>
  );
}

interface HeaderProps {
  player: LessonPlayer;
  lesson: Lesson;
  number: number;
  hasTitle: boolean;
}

function Header({ player, lesson, number, hasTitle }: HeaderProps) {
  const count = lesson.steps.length;
  return (
    <header className={styles.header}>
      <p>
        {hasTitle
          ? t('stepNumber', { number, count })
          : t('stepOf', { title: lesson.head.title, number, count })}
      </p>
      <IconButton
        label={t('restartStep')}
        icon={ListRestart}
        iconSize={15}
        onClick={() => void player.restartStep()}
      />
    </header>
  );
}

interface WaysProps {
  step: Step;
  lesson: Lesson;
  console: LessonConsole;
  address: string;
}

/** How the goals can be reached: by commands here, or with everything else in the whole playground. */
function Ways({ step, lesson, console, address }: WaysProps) {
  const wantsMore = (step.show.tools ?? lesson.head.tools ?? []).length > 0 || step.show.open !== undefined;
  return (
    <div className={styles.ways}>
      <LessonPrompt console={console} />
      {wantsMore && <p>{t('toolsElsewhere')}</p>}
      <a href={address} target="_blank" rel="noopener">
        {t('openStep')}
        <ExternalLink size={14} aria-hidden />
      </a>
    </div>
  );
}
