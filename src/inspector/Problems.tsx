/** What is wrong with an object, in plain words, with a jump to the field. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import { t } from '../messages/inspector.ts';
import type { Problem } from '../playground/problems.ts';
import { Button } from '../ui/Button.tsx';
import { Fix } from './Fix.tsx';
import styles from './Inspector.module.css';
import { jumpTo } from './jumpTo.ts';

const icons = { error: CircleAlert, warning: TriangleAlert, info: Info } as const;
const words = {
  get error() {
    return t('severity.error');
  },
  get warning() {
    return t('severity.warning');
  },
  get info() {
    return t('severity.info');
  },
} as const;

export function Problems({ problems }: { problems: readonly Problem[] }) {
  if (problems.length === 0) return null;
  return (
    <ul className={styles.problems} aria-label={t('problems')}>
      {problems.map((problem) => {
        const Icon = icons[problem.severity];
        const { field } = problem;
        return (
          <li key={problem.text} className={styles.problem} data-severity={problem.severity}>
            <Icon size={15} aria-label={words[problem.severity]} />
            <div>
              <p>{problem.text}</p>
              {field !== undefined && (
                <Button size="small" look="quiet" className={styles.jump} onClick={() => jumpTo(field)}>
                  {t('showField')}
                </Button>
              )}
              {problem.fix !== undefined && <Fix fix={problem.fix} />}
            </div>
          </li>
        );
      })}
    </ul>
  );
}

/** A small mark in lists; the words are in the object's own panel. */
export function ProblemMark({ problems }: { problems: readonly Problem[] }) {
  const worst = (['error', 'warning', 'info'] as const).find((severity) =>
    problems.some((problem) => problem.severity === severity),
  )!;
  const Icon = icons[worst];
  return (
    <span className={styles.mark} data-severity={worst} data-tooltip={problems[0]!.text}>
      <Icon size={14} aria-label={`${words[worst]}: ${problems[0]!.text}`} />
    </span>
  );
}
