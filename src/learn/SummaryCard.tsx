/** What to keep of a lesson, where the official documentation goes on, and the code that says it was done. */
import { ArrowRight, BookOpen, ListChecks } from 'lucide-react';
import type { CourseEntry, Lesson, Prose } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { LessonText } from './LessonText.tsx';
import styles from './SummaryCard.module.css';

interface SummaryCardProps {
  lesson: Lesson;
  text: Prose;
  isFinished: boolean;
  code: string | null;
  openSteps: number;
  next: CourseEntry | null;
  onNext: () => void;
  onList: () => void;
}

export function SummaryCard({
  lesson,
  text,
  isFinished,
  code,
  openSteps,
  next,
  onNext,
  onList,
}: SummaryCardProps) {
  return (
    <section className={styles.summary} aria-label={t('summary')}>
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
      {!isFinished && <p className={styles.open}>{t('openSteps', { count: openSteps })}</p>}
      {isFinished && code === null && <p className={styles.open}>{t('finished')}</p>}
      {isFinished && code !== null && (
        <div className={styles.code}>
          <p>{t('code')}</p>
          <p className={styles.value}>
            <code translate="no">{code}</code>
            <CopyButton text={code} label={t('copyCode')} />
          </p>
        </div>
      )}
      <div className={styles.actions}>
        {next !== null && (
          <Button look={isFinished ? 'primary' : 'plain'} icon={ArrowRight} onClick={onNext}>
            {next.title}
          </Button>
        )}
        <Button look="quiet" icon={ListChecks} onClick={onList}>
          {t('allLessons')}
        </Button>
      </div>
    </section>
  );
}
