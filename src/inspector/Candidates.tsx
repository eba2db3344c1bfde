/** Among whom was chosen at one place: who was, who could have been, and who could not, with the reason. */
import { Check, Minus, X } from 'lucide-react';
import { t } from '../messages/inspector.ts';
import type { NamedCandidate } from '../playground/candidates.ts';
import styles from './Packet.module.css';

const MOST_SHOWN = 6;

export function Candidates({ candidates }: { candidates: readonly NamedCandidate[] }) {
  if (candidates.length === 0) return null;
  const shown = candidates.length <= MOST_SHOWN + 1 ? candidates : shortened(candidates);
  const rest = candidates.length - shown.length;
  return (
    <ul className={styles.candidates} aria-label={t('candidates')}>
      {shown.map(({ name, isPicked, isLeftOut, why }, index) => {
        const Icon = isPicked ? Check : isLeftOut ? X : Minus;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: two addresses of one Pod have one name
          <li key={`${name} ${index}`} data-picked={isPicked || undefined}>
            <Icon size={12} aria-label={isPicked ? t('chosen') : t('notChosen')} />
            <span>
              <b>{name}</b> {why}
            </span>
          </li>
        );
      })}
      {rest > 0 && <li className={styles.more}>{t('andOthers', { count: rest })}</li>}
    </ul>
  );
}

/** Whoever was picked is among those that are shown. */
function shortened(candidates: readonly NamedCandidate[]): readonly NamedCandidate[] {
  const picked = candidates.find(({ isPicked }) => isPicked);
  const first = candidates.slice(0, MOST_SHOWN);
  return picked === undefined || first.includes(picked) ? first : [picked, ...first.slice(0, -1)];
}
