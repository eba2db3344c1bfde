/** A question to answer before the packet is sent; afterwards what really happened, and why. */
import { CircleCheck, CircleX, Crosshair } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Choice, Prediction } from '../lessons/lesson.ts';
import type { PredictionOutcome } from '../lessons/predictions.ts';
import { t } from '../messages/learn.ts';
import { t as tPresenter } from '../messages/presenter.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { askOnCanvas } from '../ui/pointing.ts';
import { presenting, usePresenting } from '../ui/presenting.ts';
import { LessonText, LineOfText } from './LessonText.tsx';
import styles from './PredictionCard.module.css';
import { Trace } from './Trace.tsx';

interface PredictionCardProps {
  prediction: Prediction;
  /** Of the region, for who hears it. */
  name: string;
  picked: string | null;
  /** null: not checked yet. */
  outcome: PredictionOutcome | null;
  isChecking: boolean;
  /** Why it cannot be tried, if so. */
  failure: string | null;
  /** The cards that stand for a choice; none when it is no place. */
  cardsOf: (choice: Choice) => readonly ObjectKey[];
  onPick: (value: string) => void;
  onCheck: () => void;
  /** Sends the request on the canvas; absent when it was asked about a changed copy. */
  onWatch?: (() => void) | undefined;
  /** Beside the button that checks. */
  actions?: ReactNode;
}

export function PredictionCard(props: PredictionCardProps) {
  const { prediction, picked, isChecking, failure, cardsOf, onPick, onCheck, actions } = props;
  // In front of a room the answer waits until everybody has thought.
  const isHidden = usePresenting(({ hidesAnswers }) => hidesAnswers) && props.outcome !== null;
  const outcome = isHidden ? null : props.outcome;
  const name = useId();
  const isOpen = props.outcome === null;
  const isAboutCards = isOpen && prediction.choices.some((choice) => cardsOf(choice).length > 0);
  useCardQuestion(prediction, cardsOf, isAboutCards ? picked : undefined, onPick);

  const check = () => {
    if (picked !== null && !isChecking) onCheck();
  };

  return (
    <section className={styles.prediction} aria-label={props.name}>
      <h3 className={styles.title}>
        {isOpen ? t(prediction.request === null ? 'predictFirst' : 'predict') : t('predicted')}
      </h3>
      <fieldset
        className={styles.choices}
        disabled={!isOpen}
        onKeyDown={(event) => event.key === 'Enter' && check()}
      >
        <legend className={styles.question}>
          <LineOfText text={prediction.question} />
        </legend>
        {prediction.after.length > 0 && (
          <p className={styles.after}>
            {t('afterLines')}
            {prediction.after.map((line) => (
              <code key={line} translate="no">
                {line}
              </code>
            ))}
          </p>
        )}
        {prediction.choices.map((choice) => (
          <ChoiceRow
            key={choice.value}
            name={name}
            choice={choice}
            showsValue={showsValue(prediction, choice)}
            isPicked={choice.value === picked}
            mark={
              outcome === null
                ? null
                : choice.value === outcome.right
                  ? 'right'
                  : choice.value === picked
                    ? 'wrong'
                    : null
            }
            onPick={onPick}
          />
        ))}
      </fieldset>
      {isAboutCards && (
        <p className={styles.pick}>
          <Crosshair size={13} aria-hidden /> {t('pickOnCanvas')}
        </p>
      )}
      {isOpen && (
        <div className={styles.actions}>
          <Button look="primary" aria-disabled={picked === null || isChecking} onClick={check}>
            {isChecking ? t('checking') : t('check')}
          </Button>
          {actions}
        </div>
      )}
      <p role="status" className={failure === null ? 'visually-hidden' : styles.failure}>
        {failure ?? ''}
      </p>
      {isHidden && (
        <div className={styles.actions}>
          <p className={styles.found}>{tPresenter('hidden')}</p>
          <Button onClick={() => presenting.setState({ hidesAnswers: false })}>{tPresenter('reveal')}</Button>
        </div>
      )}
      {outcome !== null && <Verdict {...props} outcome={outcome} />}
    </section>
  );
}

/** While it is open, the cards on the canvas can be pressed as an answer. */
function useCardQuestion(
  { choices }: Prediction,
  cardsOf: PredictionCardProps['cardsOf'],
  /** undefined: the question is not about cards, or answered. */
  picked: string | null | undefined,
  onPick: (value: string) => void,
): void {
  const playground = usePlayground();
  const latest = useRef({ cardsOf, onPick });
  latest.current = { cardsOf, onPick };
  useEffect(() => {
    if (picked === undefined) return;
    const { cardsOf } = latest.current;
    const chosen = choices.find(({ value }) => value === picked);
    askOnCanvas(playground, {
      text: t('pickHint'),
      cards: choices.flatMap(cardsOf),
      chosen: chosen === undefined ? [] : cardsOf(chosen),
      choose(card) {
        const choice = choices.find((each) => cardsOf(each).includes(card));
        if (choice !== undefined) latest.current.onPick(choice.value);
      },
    });
    return () => askOnCanvas(playground, null);
  }, [playground, choices, picked]);
}

/** Addresses and names are shown in front of their words, unless these say them anyway. */
function showsValue({ ask }: Prediction, { value, text }: Choice): boolean {
  return (
    ['sourceSeen', 'destination', 'answer'].includes(ask) && /\d/.test(value) && !text.source.includes(value)
  );
}

interface ChoiceRowProps {
  name: string;
  choice: Choice;
  showsValue: boolean;
  isPicked: boolean;
  mark: 'right' | 'wrong' | null;
  onPick: (value: string) => void;
}

function ChoiceRow({ name, choice, showsValue, isPicked, mark, onPick }: ChoiceRowProps) {
  return (
    <label className={styles.choice} data-mark={mark ?? undefined}>
      <input
        type="radio"
        name={name}
        className={styles.radio}
        checked={isPicked}
        onChange={() => onPick(choice.value)}
      />
      <span className={styles.words}>
        {showsValue && <code translate="no">{choice.value}</code>}
        <LineOfText text={choice.text} />
      </span>
      {mark === 'right' && (
        <>
          <CircleCheck size={16} className={styles.mark} aria-hidden />
          <span className="visually-hidden">{t('happened')}</span>
        </>
      )}
      {mark === 'wrong' && (
        <>
          <CircleX size={16} className={styles.mark} aria-hidden />
          <span className="visually-hidden">{t('notHappened')}</span>
        </>
      )}
    </label>
  );
}

function Verdict({
  prediction,
  picked,
  outcome,
  onWatch,
}: PredictionCardProps & { outcome: PredictionOutcome }) {
  const verdict = useRef<HTMLDivElement>(null);
  const heading = useRef<HTMLParagraphElement>(null);
  const isRight = picked === outcome.right;
  const wrong = isRight ? undefined : prediction.choices.find(({ value }) => value === picked);
  const Icon = isRight ? CircleCheck : CircleX;
  const count = prediction.request?.count ?? 1;

  useEffect(() => {
    // The button that was pressed is gone: the answer takes its place, and is read out.
    if (document.activeElement !== document.body) return;
    heading.current?.focus({ preventScroll: true });
    verdict.current?.scrollIntoView({ block: 'nearest' });
  }, []);

  return (
    <div ref={verdict} className={styles.verdict} data-right={isRight || undefined}>
      <p ref={heading} tabIndex={-1} className={styles.result}>
        <Icon size={16} aria-hidden /> {t(isRight ? 'right' : 'wrong')}
      </p>
      {wrong?.because != null && <LessonText text={wrong.because} />}
      {(outcome.trace === null || TOLD_AS_FIGURE.includes(prediction.ask)) && (
        <p className={styles.found}>{foundInWords(prediction.ask, outcome.found)}</p>
      )}
      {outcome.trace !== null && (
        <div className={styles.trace}>
          {count > 1 && <p>{t('oneOfMany', { count })}</p>}
          <Trace trace={outcome.trace} decisive={outcome.decisive} />
        </div>
      )}
      <LessonText text={prediction.why} className={styles.why} />
      {onWatch !== undefined && (
        <Button icon={Crosshair} onClick={onWatch}>
          {t('watch')}
        </Button>
      )}
    </div>
  );
}

/** No single packet shows these as they were counted or measured. */
const TOLD_AS_FIGURE: readonly Prediction['ask'][] = ['share', 'distinctPods', 'queries', 'seconds', 'field'];

function foundInWords(ask: Prediction['ask'], found: string): string {
  if (found === '') return t('foundNothing');
  if (ask === 'seconds') return t('foundSeconds', { value: found });
  if (ask === 'distinctPods') return t('foundPods', { count: Number(found) });
  if (ask === 'queries') return t('foundQueries', { count: Number(found) });
  return t('found', { value: found });
}
