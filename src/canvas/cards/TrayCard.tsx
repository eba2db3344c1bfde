/** Pods that no Node has been found for: they have no place in the network. */
import type { NodeProps } from '@xyflow/react';
import { memo } from 'react';
import type { FlowNodeOf } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';

export const TrayCard = memo(function TrayCard({ data }: NodeProps<FlowNodeOf<'Tray'>>) {
  return (
    <div className="kh-card kh-tray">
      <span className="kh-tray-title">{data.name}</span>
      <CardHandles />
    </div>
  );
});
