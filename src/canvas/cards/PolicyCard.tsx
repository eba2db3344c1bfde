/** A NetworkPolicy: for what it isolates how many Pods. Those wear its shield. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { cardIcons } from '../../ui/cardIcons.ts';
import { rich } from '../../ui/rich.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const PolicyCard = memo(function PolicyCard({ data }: CardProps<'Policy'>) {
  const { name, directions, pods, problem } = data;
  const Icon = cardIcons.NetworkPolicy;
  return (
    <div className="kh-card kh-workload">
      <span className="kh-workload-icon">
        <Icon size={16} strokeWidth={2} aria-hidden />
      </span>
      <span className="kh-service-text">
        <span className="kh-service-head">
          <span className="kh-name">{name}</span>
          <ProblemBadge problem={problem} />
        </span>
        <span className="kh-service-line kh-workload-line">
          {rich(
            t.rich('policyOf', {
              directions,
              kind: (words) => <span className="kh-workload-kind">{words}</span>,
              count: pods,
              pods: (words) => <span className={pods === 0 ? 'kh-bad' : undefined}>{words}</span>,
            }),
          )}
        </span>
      </span>
      <CardHandles />
    </div>
  );
});
