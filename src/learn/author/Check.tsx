/** What is wrong with the lesson, and its rehearsal: it is done with its own solution, as a learner would. */
import { CircleCheck, FlaskConical } from 'lucide-react';
import { useState } from 'react';
import type { LessonProblem } from '../../lessons/lesson.ts';
import type { ReadLesson } from '../../lessons/readLesson.ts';
import type { Rehearsal } from '../../lessons/rehearse.ts';
import { t } from '../../messages/author.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Author.module.css';

export interface Reading extends ReadLesson {
  /** Nothing was written since it was read. */
  readonly isOfNow: boolean;
}

interface CheckProps {
  reading: Reading;
  onLine: (line: number) => void;
}

export function Check({ reading: { lesson, problems, isOfNow }, onLine }: CheckProps) {
  const [rehearsed, setRehearsed] = useState<{ of: object; result: Rehearsal } | null>(null);
  const [isRunning, setRunning] = useState(false);
  const result = rehearsed !== null && rehearsed.of === lesson ? rehearsed.result : null;

  async function run(): Promise<void> {
    if (lesson === null) return;
    setRunning(true);
    const { rehearse } = await import('../../lessons/rehearse.ts');
    setRehearsed({ of: lesson, result: await rehearse(lesson, 'lesson.md') });
    setRunning(false);
  }

  if (lesson === null) return <Problems problems={problems} onLine={onLine} />;
  return (
    <div className={styles.check}>
      <Button icon={FlaskConical} disabled={isRunning || !isOfNow} onClick={() => void run()}>
        {t(isRunning ? 'rehearsing' : 'rehearse')}
      </Button>
      {result !== null && result.problems.length > 0 && (
        <Problems problems={result.problems} onLine={onLine} />
      )}
      {result !== null && result.problems.length === 0 && (
        <p role="status" className={styles.passed}>
          <CircleCheck size={15} aria-hidden /> {t('passed', { count: result.proofs.length })}
        </p>
      )}
    </div>
  );
}

function Problems({
  problems,
  onLine,
}: {
  problems: readonly LessonProblem[];
  onLine: (line: number) => void;
}) {
  return (
    <ul className={styles.problems} aria-label={t('problems')}>
      {problems.map(({ line, field, message }) => (
        <li key={`${line} ${field} ${message}`}>
          <button type="button" onClick={() => onLine(line)}>
            {t('line', { line })}
          </button>{' '}
          <span translate="no">{field === '' ? message : `${field}: ${message}`}</span>
        </li>
      ))}
    </ul>
  );
}
