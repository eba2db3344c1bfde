/** What to keep of a lesson, where the official documentation goes on, and the code that says it was done. */
import { ArrowRight, BookOpen, ListChecks } from 'lucide-react';
import { useId, useState } from 'react';
import { type CourseEntry, entryTexts, type Lesson, type Prose } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { useLanguage } from '../ui/useLanguage.ts';
import { LessonText } from './LessonText.tsx';
import styles from './SummaryCard.module.css';

interface SummaryCardProps {
  lesson: Lesson;
  text: Prose;
  isFinished: boolean;
  /** The completion code, with a learner's name in it or without; absent where nobody hands one in. */
  codeFor?: (learner: string) => string | null;
  openSteps: number;
  next: CourseEntry | null;
  onNext: () => void;
  /** To the list of lessons, where there is one. */
  onList?: () => void;
}

export function SummaryCard({
  lesson,
  text,
  isFinished,
  codeFor,
  openSteps,
  next,
  onNext,
  onList,
}: SummaryCardProps) {
  const id = useId();
  const language = useLanguage();
  return (
    <section className={styles.summary} aria-labelledby={id}>
      <h3 id={id} className={styles.title}>
        {t('summary')}
      </h3>
      <LessonText text={text} />
      <p>
        <a
          className={styles.documentation}
          href={lesson.head.documentation}
          target="_blank"
          rel="noopener noreferrer"
        >
          <BookOpen size={15} aria-hidden /> {t('documentation')}
        </a>
      </p>
      {isFinished ? (
        codeFor === undefined ? (
          <p role="status">{t('allDone')}</p>
        ) : (
          <Code codeFor={codeFor} />
        )
      ) : (
        <p className={styles.open}>{t('openSteps', { count: openSteps })}</p>
      )}
      <div className={styles.actions}>
        {next !== null && (
          <Button look={isFinished ? 'primary' : 'plain'} icon={ArrowRight} onClick={onNext}>
            {t('nextLesson', { title: entryTexts(next, language).title })}
          </Button>
        )}
        {onList !== undefined && (
          <Button look="quiet" icon={ListChecks} onClick={onList}>
            {t('allLessons')}
          </Button>
        )}
      </div>
    </section>
  );
}

function Code({ codeFor }: { codeFor: (learner: string) => string | null }) {
  const id = useId();
  const [learner, setLearner] = useState('');
  const code = codeFor(learner);
  return (
    <div className={styles.code}>
      <p role="status">{t('finished')}</p>
      {code !== null && (
        <>
          <p className={styles.value}>
            <code translate="no">{code}</code>
            <CopyButton text={code} label={t('copyCode')} />
          </p>
          <label htmlFor={id}>{t('learner')}</label>
          <input
            id={id}
            className={styles.learner}
            value={learner}
            maxLength={80}
            autoComplete="name"
            onChange={({ target }) => setLearner(target.value)}
          />
        </>
      )}
    </div>
  );
}
