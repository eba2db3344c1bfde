/** What has become true while the solution was recorded: the author ticks what counts. */
import { useState } from 'react';
import { withGoals } from '../../lessons/authoring.ts';
import { t } from '../../messages/author.ts';
import { Button } from '../../ui/Button.tsx';
import styles from './Author.module.css';
import { type Authoring, authoring } from './authoring.ts';

export function GoalOffers({ offers: { step, goals } }: { offers: NonNullable<Authoring['offers']> }) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set());
  return (
    <fieldset className={styles.offers}>
      <legend>{t('goals', { step })}</legend>
      {goals.map(({ row }) => (
        <label key={row}>
          <input
            type="checkbox"
            checked={ticked.has(row)}
            onChange={({ target }) => {
              const next = new Set(ticked);
              if (target.checked) next.add(row);
              else next.delete(row);
              setTicked(next);
            }}
          />
          <code translate="no">{row}</code>
        </label>
      ))}
      <div className={styles.bar}>
        <Button
          size="small"
          look="primary"
          disabled={ticked.size === 0}
          onClick={() =>
            authoring.setState(({ text }) => ({ text: withGoals(text, step, [...ticked]), offers: null }))
          }
        >
          {t('addGoals')}
        </Button>
        <Button size="small" onClick={() => authoring.setState({ offers: null })}>
          {t('noGoals')}
        </Button>
      </div>
    </fieldset>
  );
}
