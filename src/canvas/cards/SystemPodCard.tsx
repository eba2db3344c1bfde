/** A Pod of kube-system: one line, so that it stays in the background. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';
import { PodName } from './PodName.tsx';
import { ShieldBadge } from './ShieldBadge.tsx';

export const SystemPodCard = memo(function SystemPodCard({ data }: CardProps<'SystemPod'>) {
  const { name, state, isOff, address, shield } = data;
  return (
    <div className="kh-card kh-strip kh-system" data-off={isOff || undefined}>
      <PodName name={name} room={24} />
      <ShieldBadge shield={shield} />
      <span className={state === 'ready' ? 'kh-mono' : 'kh-word'}>
        {state === 'ready' ? address : t(`state.${state}`)}
      </span>
      <CardHandles />
    </div>
  );
});
