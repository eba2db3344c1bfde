/** An Ingress, Gateway or HTTPRoute: for which hosts it is, or where it is reached. It is no place on a packet's way. */
import { memo } from 'react';
import { cardIcons } from '../../ui/cardIcons.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const RoutingCard = memo(function RoutingCard({ data }: CardProps<'Routing'>) {
  const { kind, name, line, isPending, problem } = data;
  const Icon = cardIcons[kind];
  return (
    <div className="kh-card kh-workload kh-routing">
      <span className="kh-workload-icon">
        <Icon size={16} strokeWidth={2} aria-hidden />
      </span>
      <span className="kh-service-text">
        <span className="kh-service-head">
          <span className="kh-name">{name}</span>
          <ProblemBadge problem={problem} />
        </span>
        <span className="kh-service-line">
          <span>{kind}</span> <span className={isPending ? 'kh-bad' : 'kh-mono'}>{line}</span>
        </span>
      </span>
      <CardHandles canStart canEnd={kind === 'HTTPRoute'} side="bottom" />
    </div>
  );
});
