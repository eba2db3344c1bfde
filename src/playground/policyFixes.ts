/** Rules that let a connection through a NetworkPolicy: as narrow as the sender, the receiver and the port. */
import type {
  NetworkPolicy,
  NetworkPolicyPeer,
  NetworkPolicyPort,
  PolicyType,
} from '../kubernetes/networkPolicy.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Pod, Protocol } from '../kubernetes/pod.ts';
import { isWorkload, selectorOf } from '../kubernetes/workload.ts';
import { t } from '../messages/problems.ts';
import { type Fix, withSpec } from './fixes.ts';
import { type Objects, workloadOf } from './queries.ts';

const NAMESPACE_NAME = 'kubernetes.io/metadata.name';

/** One more rule for this direction. */
function withRule(
  policy: NetworkPolicy,
  direction: PolicyType,
  peers: NetworkPolicyPeer[],
  ports: NetworkPolicyPort[],
): Partial<NetworkPolicy['spec']> {
  const { ingress, egress } = policy.spec;
  const some = peers.length > 0;
  return direction === 'Ingress'
    ? { ingress: [...(ingress ?? []), { ...(some ? { from: peers } : {}), ports }] }
    : { egress: [...(egress ?? []), { ...(some ? { to: peers } : {}), ports }] };
}

/** The Pod and those that are made like it. */
function peersLike(pod: Pod, policy: NetworkPolicy, objects: Objects): NetworkPolicyPeer {
  const workload = workloadOf(pod, objects);
  const podSelector =
    workload === undefined ? { matchLabels: pod.metadata.labels ?? {} } : selectorOf(workload);
  const { namespace = 'default' } = pod.metadata;
  return namespace === policy.metadata.namespace
    ? { podSelector }
    : { podSelector, namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: namespace } } };
}

/** `peer` null: whoever it is, as a client whose address a node may replace by its own. */
export function allowRule(
  policy: NetworkPolicy,
  direction: PolicyType,
  peer: Pod | null,
  { protocol, port }: { protocol: Protocol; port: number },
  objects: Objects,
): Fix {
  const peers = peer === null ? [] : [peersLike(peer, policy, objects)];
  const owner: KubernetesObject | null = peer === null ? null : (workloadOf(peer, objects) ?? peer);
  const texts = {
    kind: owner !== null && isWorkload(owner) ? owner.kind : 'Pod',
    name: owner?.metadata.name ?? '',
    port: String(port),
    policy: policy.metadata.name,
  };
  const isIngress = direction === 'Ingress';
  return {
    label:
      owner === null
        ? t(isIngress ? 'allowIngressFromEverybody' : 'allowEgressToEverybody', texts)
        : t(isIngress ? 'allowIngressFrom' : 'allowEgressTo', texts),
    commands: [withSpec(policy, withRule(policy, direction, peers, [{ protocol, port }]))],
  };
}

export function allowDns(policy: NetworkPolicy): Fix {
  const clusterDns: NetworkPolicyPeer = {
    namespaceSelector: { matchLabels: { [NAMESPACE_NAME]: 'kube-system' } },
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  };
  const ports: NetworkPolicyPort[] = [
    { protocol: 'UDP', port: 53 },
    { protocol: 'TCP', port: 53 },
  ];
  return {
    label: t('allowEgressToTheClusterDNS', { name: policy.metadata.name }),
    commands: [withSpec(policy, withRule(policy, 'Egress', [clusterDns], ports))],
  };
}
