/** Node (core/v1). */
import type { KindRow } from './kinds.ts';
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

export const nodeRow: KindRow<Node> = {
  apiVersion: 'v1',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  template: (name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name } }),
  defaults: (node) => node,
  validate: () => [],
};
