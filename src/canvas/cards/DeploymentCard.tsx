/** A Deployment: how many of its Pods are ready. Its Pods are in their Nodes. */
import { type NodeProps, Position } from '@xyflow/react';
import { Layers } from 'lucide-react';
import { memo } from 'react';
import type { FlowNodeOf } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const DeploymentCard = memo(function DeploymentCard({ data }: NodeProps<FlowNodeOf<'Deployment'>>) {
  const { name, ready, wanted, problem } = data;
  return (
    <div className="kh-card kh-deployment">
      <span className="kh-deployment-icon">
        <Layers size={16} strokeWidth={2} aria-hidden />
      </span>
      <span className="kh-service-text">
        <span className="kh-service-head">
          <span className="kh-name">{name}</span>
          <ProblemBadge problem={problem} />
        </span>
        <span className="kh-service-line">
          Deployment{' '}
          <span className={ready < wanted ? 'kh-mono kh-bad' : 'kh-mono'} title="ready Pods">
            {ready}/{wanted}
          </span>
        </span>
      </span>
      <CardHandles canStart canEnd side={Position.Bottom} />
    </div>
  );
});
