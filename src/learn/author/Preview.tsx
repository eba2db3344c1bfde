/** What a learner will see of the step that is being written. */
import type { LessonText as WrittenLesson } from '../../lessons/lesson.ts';
import { t } from '../../messages/author.ts';
import { LessonText } from '../LessonText.tsx';
import { Part } from '../print/LessonSheet.tsx';
import styles from './Author.module.css';

export function Preview({ text: { head, steps }, step: id }: { text: WrittenLesson; step: string | null }) {
  const step = steps.find((each) => each.id === id) ?? steps[0];
  if (step === undefined) return <p className={styles.none}>{t('noStep')}</p>;
  return (
    <article aria-label={t('preview')} className={styles.preview}>
      <p className={styles.none}>{head.title}</p>
      <h3>{step.title}</h3>
      {step.parts.map((part) => (
        <Part key={part.line} part={part} />
      ))}
      {step.hints.map((hint) => (
        <details key={hint.strength}>
          <summary>{t('hint', { strength: hint.strength })}</summary>
          <LessonText text={hint} />
        </details>
      ))}
    </article>
  );
}
