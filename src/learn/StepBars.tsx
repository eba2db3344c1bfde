/** The steps of a lesson as bars: what is done, where one is; pressing one goes there. */
import type { Step } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import styles from './StepBars.module.css';

export type StepState = 'done' | 'open';

interface StepBarsProps {
  steps: readonly Step[];
  /** Which one is shown. */
  current: number;
  stateOf: (step: Step) => StepState;
  onGo: (index: number) => void;
}

export function StepBars({ steps, current, stateOf, onGo }: StepBarsProps) {
  return (
    <ol className={styles.bars} aria-label={t('steps')}>
      {steps.map((step, index) => {
        const state = stateOf(step);
        const label = t(state === 'done' ? 'stepDone' : 'stepOpen', { number: index + 1, title: step.title });
        return (
          <li key={step.id}>
            <button
              type="button"
              className={styles.bar}
              data-state={state}
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
