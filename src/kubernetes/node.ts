/** Node (core/v1). */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface Taint {
  key: string;
  value?: string;
  effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
  timeAdded?: string;
}

export interface Node extends KubernetesObject {
  kind: 'Node';
  spec?: {
    podCIDR?: string;
    podCIDRs?: string[];
    unschedulable?: boolean;
    taints?: Taint[];
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
    nodeInfo?: {
      kubeletVersion?: string;
      osImage?: string;
      kernelVersion?: string;
      containerRuntimeVersion?: string;
    };
  };
}

/** The node's primary address, where NodePorts answer. */
export function internalIP(node: Node): string | undefined {
  return node.status?.addresses?.find((address) => address.type === 'InternalIP')?.address;
}

/** Its addresses inside the cluster, at most one of each family, the primary one first. */
export function internalIPs(node: Node): string[] {
  return (node.status?.addresses ?? []).flatMap(({ type, address }) =>
    type === 'InternalIP' ? [address] : [],
  );
}

export const nodeRow: KindRow<Node> = {
  apiVersion: 'v1',
  plural: 'nodes',
  singular: 'node',
  shortNames: ['no'],
  namespaced: false,
  template: (name) => ({ apiVersion: 'v1', kind: 'Node', metadata: { name } }),
  defaults: (node) => {
    // Old clients set one of the two fields (`Convert_v1_NodeSpec_To_core_NodeSpec`).
    const { podCIDR, podCIDRs } = node.spec ?? {};
    if (podCIDR && !podCIDRs?.length) return { ...node, spec: { ...node.spec, podCIDRs: [podCIDR] } };
    return node;
  },
};
