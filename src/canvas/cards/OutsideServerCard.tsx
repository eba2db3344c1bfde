/** A server outside the cluster, found by its DNS name. */
import { Server } from 'lucide-react';
import { memo } from 'react';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const OutsideServerCard = memo(function OutsideServerCard({ data }: CardProps<'OutsideServer'>) {
  return (
    <div className="kh-card kh-outside" title={data.address ?? undefined}>
      <span className="kh-round kh-round-server">
        <Server size={19} strokeWidth={1.9} aria-hidden />
        <ProblemBadge problem={data.problem} />
      </span>
      <span className="kh-name">{data.name}</span>
      <span className="kh-address">{data.hostname}</span>
      <CardHandles canEnd side="right" />
    </div>
  );
});
