/** NetworkPolicy (networking.k8s.io/v1): which connections the Pods that it selects may take in and open. */
import type { KindRow } from './kinds.ts';
import { type LabelSelector, matchesSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { Pod, Protocol } from './pod.ts';

export type PolicyType = 'Ingress' | 'Egress';

export interface NetworkPolicyPort {
  protocol?: Protocol;
  /** A number, or the name of a container port of the Pod that is connected to; absent means every port. */
  port?: number | string;
  /** The last port of a range that begins with `port`. */
  endPort?: number;
}

export interface IPBlock {
  cidr: string;
  except?: string[];
}

/** Selectors of Pods and Namespaces (both: such Pods in such Namespaces), or a range of addresses. */
export interface NetworkPolicyPeer {
  podSelector?: LabelSelector;
  namespaceSelector?: LabelSelector;
  ipBlock?: IPBlock;
}

export interface NetworkPolicyIngressRule {
  /** Absent or empty means all ports. */
  ports?: NetworkPolicyPort[];
  /** Absent or empty means everybody. */
  from?: NetworkPolicyPeer[];
}

export interface NetworkPolicyEgressRule {
  ports?: NetworkPolicyPort[];
  to?: NetworkPolicyPeer[];
}

export interface NetworkPolicy extends KubernetesObject {
  kind: 'NetworkPolicy';
  spec: {
    /** An empty one selects every Pod of the namespace. */
    podSelector?: LabelSelector;
    ingress?: NetworkPolicyIngressRule[];
    egress?: NetworkPolicyEgressRule[];
    policyTypes?: PolicyType[];
  };
}

export function isNetworkPolicy(object: KubernetesObject): object is NetworkPolicy {
  return object.kind === 'NetworkPolicy' && object.apiVersion === networkPolicyRow.apiVersion;
}

/** What ingress and egress rules have in common. */
export interface PolicyRule {
  peers: readonly NetworkPolicyPeer[];
  ports: readonly NetworkPolicyPort[];
}

/** The rules of one direction, in the order in which they are written. */
export function rulesOf({ spec }: NetworkPolicy, direction: PolicyType): PolicyRule[] {
  const rule = (peers: NetworkPolicyPeer[] | undefined, ports: NetworkPolicyPort[] | undefined) => ({
    peers: peers ?? [],
    ports: ports ?? [],
  });
  return direction === 'Ingress'
    ? (spec.ingress ?? []).map(({ from, ports }) => rule(from, ports))
    : (spec.egress ?? []).map(({ to, ports }) => rule(to, ports));
}

/** Whether the policy is about this Pod. Pods on their node's own network are not subject to any. */
export function selectsPod({ metadata, spec }: NetworkPolicy, pod: Pod): boolean {
  return (
    metadata.namespace === pod.metadata.namespace &&
    pod.spec.hostNetwork !== true &&
    matchesSelector(spec.podSelector ?? {}, pod)
  );
}

/** Whether the Pods that it selects are isolated in this direction. */
export function isolates({ spec }: NetworkPolicy, direction: PolicyType): boolean {
  return spec.policyTypes?.includes(direction) === true;
}

function withProtocols<T extends { ports?: NetworkPolicyPort[] }>(rules: T[]): T[] {
  return rules.map((rule) =>
    rule.ports === undefined || rule.ports === null
      ? rule
      : { ...rule, ports: rule.ports.map((port) => ({ ...port, protocol: port.protocol || 'TCP' })) },
  );
}

/** pkg/apis/networking/v1/defaults.go. */
function defaults(policy: NetworkPolicy): NetworkPolicy {
  const spec = policy.spec ?? {};
  const { ingress, egress, policyTypes } = spec;
  const implied: PolicyType[] = (egress?.length ?? 0) > 0 ? ['Ingress', 'Egress'] : ['Ingress'];
  return {
    ...policy,
    spec: {
      ...spec,
      podSelector: spec.podSelector ?? {},
      ...(ingress ? { ingress: withProtocols(ingress) } : {}),
      ...(egress ? { egress: withProtocols(egress) } : {}),
      policyTypes: (policyTypes?.length ?? 0) > 0 ? policyTypes! : implied,
    },
  };
}

export const networkPolicyRow: KindRow<NetworkPolicy> = {
  apiVersion: 'networking.k8s.io/v1',
  plural: 'networkpolicies',
  singular: 'networkpolicy',
  shortNames: ['netpol'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name, namespace: 'default' },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  }),
  defaults,
};
