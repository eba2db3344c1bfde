/** How each form of Service looks everywhere: its word, its icon and its colour, never one without the others. */
import { CircleDot, ExternalLink, type LucideIcon, Network, Plug, Unlink } from 'lucide-react';
import type { ServiceForm } from '../kubernetes/service.ts';

export interface ServiceFormLook {
  label: string;
  icon: LucideIcon;
  /** CSS colours from `tokens.css`. */
  color: string;
  soft: string;
}

export const serviceForms = {
  ClusterIP: {
    label: 'ClusterIP',
    icon: CircleDot,
    color: 'var(--cluster-ip)',
    soft: 'var(--cluster-ip-soft)',
  },
  NodePort: { label: 'NodePort', icon: Plug, color: 'var(--node-port)', soft: 'var(--node-port-soft)' },
  LoadBalancer: {
    label: 'LoadBalancer',
    icon: Network,
    color: 'var(--load-balancer)',
    soft: 'var(--load-balancer-soft)',
  },
  ExternalName: {
    label: 'ExternalName',
    icon: ExternalLink,
    color: 'var(--external-name)',
    soft: 'var(--external-name-soft)',
  },
  Headless: { label: 'Headless', icon: Unlink, color: 'var(--headless)', soft: 'var(--headless-soft)' },
} satisfies Record<ServiceForm, ServiceFormLook>;
