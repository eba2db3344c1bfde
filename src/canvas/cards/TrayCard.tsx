/** Pods that no Node has been found for: they have no place in the network. */
import { memo } from 'react';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';

export const TrayCard = memo(function TrayCard({ data }: CardProps<'Tray'>) {
  return (
    <div className="kh-card kh-tray">
      <span className="kh-tray-title">{data.name}</span>
      <CardHandles />
    </div>
  );
});
