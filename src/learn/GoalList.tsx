/** What has to hold at once, as a checklist that follows what happens in the cluster. */
import { Circle, CircleCheck } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { goalSentence } from '../lessons/goals.ts';
import type { GoalState } from '../lessons/playerState.ts';
import { t } from '../messages/learn.ts';
import styles from './GoalList.module.css';

export function GoalList({ goals, isReached }: { goals: readonly GoalState[]; isReached: boolean }) {
  return (
    <section className={styles.goals} data-reached={isReached || undefined} aria-label={t('goals')}>
      <h3 className={styles.title}>{t('goals')}</h3>
      <ul>
        {goals.map(({ goal, isMet, seen }) => {
          const sentence = goalSentence(goal);
          // What was reached stays reached, also when traffic goes on and figures change.
          const isDone = isMet || isReached;
          const Icon = isDone ? CircleCheck : Circle;
          return (
            <li key={sentence} data-met={isDone || undefined}>
              <Icon size={16} aria-hidden />
              <span>
                <span className="visually-hidden">{isDone ? t('goalMet') : t('goalOpen')} </span>
                {sentence}
                {!isDone && seen !== '' && <span className={styles.seen}>{seen}</span>}
              </span>
            </li>
          );
        })}
      </ul>
      {isReached && <p className={styles.reached}>{t('goalsReached')}</p>}
      <Announcement goals={goals} isReached={isReached} />
    </section>
  );
}

/** Says each goal when it is met, and when all are, to who does not see the list. */
function Announcement({ goals, isReached }: { goals: readonly GoalState[]; isReached: boolean }) {
  const met = goals.filter(({ isMet }) => isMet).length;
  const before = useRef(met);
  const [text, setText] = useState('');
  useEffect(() => {
    if (isReached) setText(t('goalsReached'));
    else if (met !== before.current) setText(t('goalsMet', { met, count: goals.length }));
    before.current = met;
  }, [met, isReached, goals.length]);
  return (
    <p role="status" className="visually-hidden">
      {text}
    </p>
  );
}
