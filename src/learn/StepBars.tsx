/** The steps of a lesson as bars: what is done, where one is; pressing one goes there. */
import type { Step } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import styles from './StepBars.module.css';

interface StepBarsProps {
  steps: readonly Step[];
  /** Which one is shown. */
  current: number;
  isDone: (index: number) => boolean;
  onGo: (index: number) => void;
}

export function StepBars({ steps, current, isDone, onGo }: StepBarsProps) {
  return (
    <ol className={styles.bars} aria-label={t('steps')}>
      {steps.map((step, index) => {
        const label = t(isDone(index) ? 'stepDone' : 'stepOpen', { number: index + 1, title: step.title });
        return (
          <li key={step.id}>
            <button
              type="button"
              className={styles.bar}
              data-done={isDone(index) || undefined}
              aria-label={label}
              aria-current={index === current ? 'step' : undefined}
              data-tooltip={label}
              onClick={() => onGo(index)}
            />
          </li>
        );
      })}
    </ol>
  );
}
