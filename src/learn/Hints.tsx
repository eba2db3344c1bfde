/** Help in three strengths, one after the other; after the last one the solution itself. */
import { Lightbulb, Wand } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Hint } from '../lessons/lesson.ts';
import { t } from '../messages/learn.ts';
import { Button } from '../ui/Button.tsx';
import styles from './Hints.module.css';
import { LessonText } from './LessonText.tsx';
import { RunBlock } from './RunBlock.tsx';

interface HintsProps {
  hints: readonly Hint[];
  /** How many were asked for. */
  shown: number;
  onMore: () => void;
  /** Of this step; empty when there is nothing to do in it. */
  solution: readonly string[];
  isSolutionShown: boolean;
  onSolution: () => void;
}

export function Hints({ hints, shown, onMore, solution, isSolutionShown, onSolution }: HintsProps) {
  const last = useRef<HTMLLIElement>(null);
  const askedHere = useRef(false);

  // biome-ignore lint/correctness/useExhaustiveDependencies: each new hint is read from its beginning
  useEffect(() => {
    if (askedHere.current) last.current?.focus();
  }, [shown]);

  if (hints.length === 0) return null;
  const isLast = shown >= hints.length;
  return (
    <section className={styles.hints} aria-label={t('hints')}>
      {shown > 0 && (
        <ol className={styles.list}>
          {hints.slice(0, shown).map((hint, index) => (
            <li
              key={hint.source}
              ref={index === shown - 1 ? last : null}
              tabIndex={-1}
              className={styles.hint}
              aria-label={t('hintNumber', { number: index + 1, count: hints.length })}
            >
              <p className={styles.number}>
                <Lightbulb size={13} aria-hidden />
                {t('hintNumber', { number: index + 1, count: hints.length })}
              </p>
              <LessonText text={hint} />
            </li>
          ))}
        </ol>
      )}
      {!isLast && (
        <Button
          look="quiet"
          icon={Lightbulb}
          className={styles.more}
          onClick={() => {
            askedHere.current = true;
            onMore();
          }}
        >
          {shown === 0 ? t('hint') : t('nextHint')}
        </Button>
      )}
      {isLast && solution.length > 0 && !isSolutionShown && (
        <Button look="quiet" icon={Wand} className={styles.more} onClick={onSolution}>
          {t('showSolution')}
        </Button>
      )}
      {isSolutionShown && (
        <div className={styles.solution}>
          <p className={styles.number}>{t('solution')}</p>
          <RunBlock lines={solution} label={t('runSolution')} />
        </div>
      )}
    </section>
  );
}
