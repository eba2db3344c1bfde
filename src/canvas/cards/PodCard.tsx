/** A Pod in its Node: health, name, address, and which share of its Service's answers it gave. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { usePlaygroundState } from '../../playground/react.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import { answerShares } from '../answerShares.ts';
import type { CardProps, PodState } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { FaultWords } from './FaultWords.tsx';
import { type Health, HealthDot } from './HealthDot.tsx';
import { PodName } from './PodName.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';
import { ShieldBadge } from './ShieldBadge.tsx';

export const podHealth = {
  ready: 'ok',
  'not ready': 'bad',
  failed: 'bad',
  pending: 'waiting',
  terminating: 'leaving',
  completed: 'leaving',
} satisfies Record<PodState, Health>;

export const PodCard = memo(function PodCard({ id, data }: CardProps<'Pod'>) {
  const { name, state, faults, isOff, address, form, shield, isHighlighted, problem } = data;
  const { membership, hints } = data;
  const share = usePlaygroundState((playground) => answerShares(playground.requests).get(id) ?? 0);
  const color = form === null ? 'var(--ink-3)' : serviceForms[form].color;
  const isCalm = state === 'ready';
  return (
    <div
      className={`kh-card kh-pod${isCalm ? '' : ' kh-pod-out'}${isHighlighted ? ' kh-pod-lit' : ''}`}
      data-state={state}
      data-off={isOff || undefined}
      style={{ '--form': color, '--share': share } as React.CSSProperties}
    >
      <div className="kh-pod-head">
        <HealthDot health={podHealth[state]} />
        <PodName name={name} room={12} />
        <ShieldBadge shield={shield} />
        <ProblemBadge problem={problem} />
      </div>
      {membership !== null ? (
        <Membership words={membership} hints={hints} />
      ) : faults.length > 0 && (isCalm || state === 'not ready') ? (
        <FaultWords faults={faults} />
      ) : isCalm ? (
        <span className="kh-address">{address}</span>
      ) : (
        <span className={podHealth[state] === 'bad' ? 'kh-word kh-bad' : 'kh-word'}>
          {t(`state.${state}`)}
        </span>
      )}
      {isCalm && membership === null && (
        <span className="kh-share" title={t('shareOfAnswers', { percent: Math.round(share * 100) })}>
          <span style={{ width: `${share * 100}%` }} />
        </span>
      )}
      <CardHandles canStart canEnd side="bottom" />
    </div>
  );
});

/** What its EndpointSlice says of it. */
function Membership({ words, hints }: { words: string; hints: string | null }) {
  return (
    <>
      <span className="kh-conditions" data-listed={words !== t('inNoSlice') || undefined}>
        {words}
      </span>
      {hints !== null && <span className="kh-address">{hints}</span>}
    </>
  );
}
