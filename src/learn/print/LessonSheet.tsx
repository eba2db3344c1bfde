/** A lesson on paper: every step with room to answer, and the answers on a page of their own at the end. */
import { type ReactNode, useState } from 'react';
import { goalSentence } from '../../lessons/goals.ts';
import { type Lesson, type Prediction, predictionsOf, type StepPart } from '../../lessons/lesson.ts';
import { t } from '../../messages/presenter.ts';
import { Button } from '../../ui/Button.tsx';
import { addressForOthers } from '../../ui/lessonAddress.ts';
import { LessonText, LineOfText, TextAlone } from '../LessonText.tsx';
import styles from './LessonSheet.module.css';

interface LessonSheetProps {
  lesson: Lesson;
  /** What a trace shows of each question: the value of a choice. */
  answers: Readonly<Record<string, string | null>>;
  /** The lesson's cluster as it begins. */
  picture: ReactNode;
}

export function LessonSheet({ lesson, answers, picture }: LessonSheetProps) {
  const [hasAnswers, setHasAnswers] = useState(true);
  const { title, summary, minutes, kubernetes } = lesson.head;
  const online = addressForOthers({ lesson: lesson.id, step: null });
  const questions = lesson.steps.flatMap(predictionsOf);
  return (
    <TextAlone>
      <header className={styles.tools}>
        <Button look="primary" onClick={() => print()}>
          {t('sheet.print')}
        </Button>
        {questions.length > 0 && (
          <label>
            <input
              type="checkbox"
              checked={hasAnswers}
              onChange={(event) => setHasAnswers(event.target.checked)}
            />
            {t('sheet.withAnswers')}
          </label>
        )}
      </header>
      <main className={styles.sheet}>
        <header>
          <p className={styles.meta}>{t('sheet.meta', { minutes, version: kubernetes })}</p>
          <h1>{title}</h1>
          <p>{summary}</p>
          <figure className={styles.picture}>{picture}</figure>
          {online !== null && <p className={styles.meta}>{t('sheet.online', { address: online })}</p>}
        </header>
        {lesson.steps.map((step, index) => (
          <section key={step.id} className={styles.step}>
            <h2>
              {index + 1}. {step.title}
            </h2>
            {step.parts.map((part) => (
              <Part key={part.line} part={part} />
            ))}
          </section>
        ))}
        {hasAnswers && questions.length > 0 && (
          <section className={styles.answers}>
            <h2>{t('sheet.answers')}</h2>
            {questions.map((question) => (
              <Answer key={question.id} question={question} value={answers[question.id] ?? null} />
            ))}
          </section>
        )}
      </main>
    </TextAlone>
  );
}

export function Part({ part }: { part: StepPart }) {
  switch (part.type) {
    case 'text':
      return <LessonText text={part.text} />;
    case 'run':
      return (
        <div className={styles.box}>
          <h3>{t('sheet.try')}</h3>
          <pre translate="no">{part.lines.join('\n')}</pre>
        </div>
      );
    case 'prediction':
      return <Question prediction={part.prediction} />;
    case 'goals':
      return (
        <div className={styles.box}>
          <h3>{t('sheet.do')}</h3>
          <ul className={styles.choices}>
            {part.goals.map((goal) => (
              <li key={goalSentence(goal)}>{goalSentence(goal)}</li>
            ))}
          </ul>
        </div>
      );
    case 'summary':
      return (
        <div className={styles.box}>
          <h3>{t('sheet.keep')}</h3>
          <LessonText text={part.text} />
        </div>
      );
  }
}

function Question({ prediction }: { prediction: Prediction }) {
  return (
    <div className={styles.box}>
      <h3>{t('sheet.predict')}</h3>
      <p>
        <LineOfText text={prediction.question} />
      </p>
      {prediction.after.length > 0 && <pre translate="no">{prediction.after.join('\n')}</pre>}
      <ul className={styles.choices}>
        {prediction.choices.map((choice) => (
          <li key={choice.value}>
            <LineOfText text={choice.text} />
          </li>
        ))}
      </ul>
    </div>
  );
}

export function Answer({ question, value }: { question: Prediction; value: string | null }) {
  const right = question.choices.find((choice) => choice.value === value);
  return (
    <div className={styles.answer}>
      <p>
        <LineOfText text={question.question} />
      </p>
      {right !== undefined && (
        <p>
          <strong>
            <LineOfText text={right.text} />
          </strong>
        </p>
      )}
      <LessonText text={question.why} />
    </div>
  );
}
