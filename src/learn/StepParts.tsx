/** The parts of a step in the order in which they were written, then its hints. */
import type { ReactNode } from 'react';
import { useState } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import {
  type Choice,
  type CourseEntry,
  type Lesson,
  type Prediction,
  predictionsOf,
  type Step,
  type StepPart,
} from '../lessons/lesson.ts';
import type { LessonPlayer, PlayerState } from '../lessons/playerState.ts';
import { keyNamed } from '../lessons/references.ts';
import { t } from '../messages/learn.ts';
import { usePlayground } from '../playground/react.ts';
import type { PlaygroundState } from '../playground/state.ts';
import { Button } from '../ui/Button.tsx';
import { isNarrowScreen, openPanel, panels } from '../ui/panels.ts';
import { showAllTools, useShownTools } from '../ui/shownTools.ts';
import { useLanguage } from '../ui/useLanguage.ts';
import { GoalList } from './GoalList.tsx';
import { Hints } from './Hints.tsx';
import { LessonText, TextLanguage } from './LessonText.tsx';
import { cardsOf } from './namedCards.ts';
import { PredictionCard } from './PredictionCard.tsx';
import { RunBlock } from './RunBlock.tsx';
import styles from './StepParts.module.css';
import { SummaryCard } from './SummaryCard.tsx';
import { useSurroundings } from './surroundings.ts';

interface StepPartsProps {
  player: LessonPlayer;
  lesson: Lesson;
  step: Step;
  state: PlayerState;
  tools: ReactNode;
  next: CourseEntry | null;
  onNextLesson: (entry: CourseEntry) => void;
}

export function StepParts(props: StepPartsProps) {
  const { player, lesson, step, state, tools } = props;
  const { needed, isLocked } = useShownTools();
  const shown = state.steps[state.step];
  const hints = (
    <Hints
      hints={step.hints}
      shown={shown?.hintsShown ?? 0}
      isSolutionShown={shown?.isSolutionShown === true}
      solution={player.solution()}
      onMore={player.showHint}
      onSolution={player.showSolution}
    />
  );
  const hasTasks = step.parts.some(({ type }) => type === 'goals');
  const language = lesson.language === useLanguage() ? null : lesson.language;
  return (
    <TextLanguage value={language}>
      <div className={styles.parts}>
        {step.parts.map((part, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the parts of a step never move
          <Part key={index} {...props} part={part} />
        ))}
        {hasTasks && needed !== null && needed.length > 0 && (
          <section className={styles.tools} aria-label={t('toolsNeeded')}>
            <header>
              <h3>{t('toolsNeeded')}</h3>
              {!isLocked && (
                <Button
                  size="small"
                  look="quiet"
                  onClick={() => {
                    showAllTools(true);
                    openPanel('build', { buildTab: 'build' });
                  }}
                >
                  {t('showAllTools')}
                </Button>
              )}
            </header>
            {tools}
          </section>
        )}
        {hints}
        {step === lesson.steps.at(-1) && !step.parts.some(({ type }) => type === 'summary') && (
          <Summary {...props} text={{ source: '', nodes: [] }} />
        )}
      </div>
    </TextLanguage>
  );
}

function Part(props: StepPartsProps & { part: StepPart }) {
  const { part, state } = props;
  switch (part.type) {
    case 'text':
      return <LessonText text={part.text} />;
    case 'run':
      return <RunBlock lines={part.lines} />;
    case 'prediction':
      return <Question {...props} prediction={part.prediction} />;
    case 'goals': {
      const goals = part.goals.map(
        (goal) => state.goals.find((each) => each.goal === goal) ?? { goal, isMet: false, seen: '' },
      );
      return <GoalList goals={goals} isReached={state.steps[state.step]?.areGoalsReached === true} />;
    }
    case 'summary':
      return <Summary {...props} text={part.text} />;
  }
}

function Question({ player, step, state, prediction }: StepPartsProps & { prediction: Prediction }) {
  const playground = usePlayground();
  const {
    picked = null,
    outcome = null,
    isChecking = false,
    failure = null,
  } = state.predictions[prediction.id] ?? {};
  // The cards as they were when the question came up: they do not jump about while one thinks.
  const [cards] = useState(() => {
    const { objects } = playground.store.getState();
    return new Map(prediction.choices.map((choice) => [choice, cardsOfChoice(prediction, choice, objects)]));
  });

  async function watch() {
    await playground.dispatch({ type: 'play' }, 'lesson');
    player.watch(prediction.id);
    // On a narrow screen the text would cover the packet.
    if (isNarrowScreen()) panels.setState({ sheet: null });
    else openPanel('inspector', { inspectorTab: 'packet' });
  }

  return (
    <PredictionCard
      prediction={prediction}
      name={nameOf(prediction, step)}
      picked={picked}
      outcome={outcome}
      isChecking={isChecking}
      failure={failure}
      cardsOf={(choice) => cards.get(choice) ?? []}
      onPick={(value) => player.choose(prediction.id, value)}
      onCheck={() => void player.check(prediction.id)}
      onWatch={prediction.request === null || prediction.after.length > 0 ? undefined : () => void watch()}
    />
  );
}

/** Two questions in one step are told apart by their numbers. */
function nameOf(prediction: Prediction, step: Step): string {
  const all = predictionsOf(step);
  return all.length < 2 ? t('prediction') : t('predictionNumber', { number: all.indexOf(prediction) + 1 });
}

/** Questions whose answers are places; an address may be told by whose it is. */
const ABOUT_PLACES: readonly Prediction['ask'][] = [
  'answeredBy',
  'passes',
  'rewrites',
  'sourceSeen',
  'destination',
];

function cardsOfChoice(
  { ask }: Prediction,
  { value }: Choice,
  objects: PlaygroundState['objects'],
): ObjectKey[] {
  if (!ABOUT_PLACES.includes(ask) || !/^[A-Z]\w*\//.test(value)) return [];
  const key = keyNamed(value);
  const isThere = objects.has(key.replace(/^LoadBalancer\//, 'Service/'));
  return isThere ? cardsOf(key, objects) : [];
}

function Summary({
  player,
  lesson,
  state,
  next,
  onNextLesson,
  text,
}: StepPartsProps & { text: Step['notes'][number] }) {
  const { whole } = useSurroundings();
  const openSteps = state.steps.filter(({ isDone }) => !isDone).length;
  return (
    <SummaryCard
      lesson={lesson}
      text={text}
      isFinished={state.isFinished}
      openSteps={openSteps}
      next={next}
      onNext={() => next !== null && onNextLesson(next)}
      {...(whole === null ? { codeFor: player.code, onList: () => void player.leave() } : {})}
    />
  );
}
