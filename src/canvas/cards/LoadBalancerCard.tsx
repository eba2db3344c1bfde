/** The cloud's load balancer of a Service, on the cluster's edge; hollow while nobody has made one. */
import { memo } from 'react';
import { t } from '../../messages/canvas.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import type { CardProps } from '../flowTypes.ts';
import { CardHandles } from './CardHandles.tsx';

const Icon = serviceForms.LoadBalancer.icon;

export const LoadBalancerCard = memo(function LoadBalancerCard({ data }: CardProps<'LoadBalancer'>) {
  return (
    <div className={data.address === null ? 'kh-card kh-balancer kh-pending' : 'kh-card kh-balancer'}>
      <span className="kh-balancer-box">
        <Icon size={22} strokeWidth={2} aria-hidden />
      </span>
      <span className="kh-address">{data.address ?? t('pending')}</span>
      <CardHandles />
    </div>
  );
});
