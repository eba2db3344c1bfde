/** Node (core/v1). */
import type { KubernetesObject } from './objectMeta.ts';

export interface Node extends KubernetesObject {
  kind: 'Node';
  spec?: {
    podCIDR?: string;
    podCIDRs?: string[];
    unschedulable?: boolean;
    taints?: { key: string; value?: string; effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute' }[];
  };
  status?: {
    addresses?: { type: 'InternalIP' | 'ExternalIP' | 'Hostname'; address: string }[];
    conditions?: {
      type: string;
      status: 'True' | 'False' | 'Unknown';
      reason?: string;
      lastTransitionTime?: string;
    }[];
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
  };
}

/** The node's primary address, where NodePorts answer. */
export function internalIP(node: Node): string | undefined {
  return node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address;
}
