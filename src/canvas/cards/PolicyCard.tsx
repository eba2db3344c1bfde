/** A NetworkPolicy: for what it isolates how many Pods. Those wear its shield. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import { kindIcons } from '../../ui/kindLooks.ts';
import type { FlowNodeOf } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { ProblemBadge } from './ProblemBadge.tsx';

export const PolicyCard = memo(function PolicyCard({ data }: NodeProps<FlowNodeOf<'Policy'>>) {
  const { name, directions, pods, problem } = data;
  const Icon = kindIcons.NetworkPolicy;
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
          <span className="kh-workload-kind">{directions} of</span>{' '}
          <span className={pods === 0 ? 'kh-bad' : undefined}>
            {pods} {pods === 1 ? 'Pod' : 'Pods'}
          </span>
        </span>
      </span>
      <CardHandles />
    </div>
  );
});
