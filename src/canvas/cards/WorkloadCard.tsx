/** A Deployment, StatefulSet or the like: how many of its Pods are ready. Its Pods are in their Nodes. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { cardIcons } from '../../ui/cardIcons.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const WorkloadCard = memo(function WorkloadCard({ data }: CardProps<'Workload'>) {
  const { kind, name, done, wanted, word, problem } = data;
  const Icon = cardIcons[kind];
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
          <span className="kh-workload-kind">{kind}</span>{' '}
          <span className={done < wanted ? 'kh-mono kh-bad' : 'kh-mono'} title={t(`pods.${word}`)}>
            {done}/{wanted}
          </span>
        </span>
      </span>
      <CardHandles canStart canEnd side="bottom" />
    </div>
  );
});
