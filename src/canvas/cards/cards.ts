/** The table of cards: one component per kind of box. */
import type { ComponentType } from 'react';
import type { CardKind, CardProps } from '../flowTypes.ts';
import { ClientCard } from './ClientCard.tsx';
import { LoadBalancerCard } from './LoadBalancerCard.tsx';
import { NodeCard } from './NodeCard.tsx';
import { OutsideServerCard } from './OutsideServerCard.tsx';
import { PodCard } from './PodCard.tsx';
import { PolicyCard } from './PolicyCard.tsx';
import { RoutingCard } from './RoutingCard.tsx';
import { ServiceCard } from './ServiceCard.tsx';
import { SystemPodCard } from './SystemPodCard.tsx';
import { TrayCard } from './TrayCard.tsx';
import { WorkloadCard } from './WorkloadCard.tsx';

export const cards = {
  Node: NodeCard,
  Pod: PodCard,
  SystemPod: SystemPodCard,
  Service: ServiceCard,
  Workload: WorkloadCard,
  Policy: PolicyCard,
  Routing: RoutingCard,
  Client: ClientCard,
  OutsideServer: OutsideServerCard,
  LoadBalancer: LoadBalancerCard,
  Tray: TrayCard,
} satisfies { [K in CardKind]: ComponentType<CardProps<K>> };
