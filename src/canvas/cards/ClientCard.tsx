/** Somebody on the internet. */
import { User } from 'lucide-react';
import { memo } from 'react';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const ClientCard = memo(function ClientCard({ data }: CardProps<'Client'>) {
  return (
    <div className="kh-card kh-outside">
      <span className="kh-round">
        <User size={20} strokeWidth={1.9} aria-hidden />
        <ProblemBadge problem={data.problem} />
        <CardHandles canStart side="right" />
      </span>
      <span className="kh-name">{data.name}</span>
      <span className="kh-address">{data.address}</span>
    </div>
  );
});
