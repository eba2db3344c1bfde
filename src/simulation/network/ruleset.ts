/**
 * What both rulesets of kube-proxy say of a Service port on a node, before it is written down: which chains and targets
 * it has. Models the first half of the loop over Services in `syncProxyRules` (v1.35).
 */
import { chainsOf, type EndpointChain, type NodeRules } from './kubeProxy.ts';
import { type EndpointInfo, findPortal, type Portal, type ServicePortInfo } from './serviceTable.ts';
import { valuesOf } from './shardedMap.ts';

export interface PlannedPort {
  readonly info: ServicePortInfo;
  readonly cluster: EndpointChain | null;
  readonly local: EndpointChain | null;
  readonly hasAnyEndpoints: boolean;
  /** Null when traffic to the ClusterIP, or to the other addresses, finds no endpoint on this node. */
  readonly internal: EndpointChain | null;
  readonly external: EndpointChain | null;
  /** Every endpoint that a chain leads to, once. */
  readonly endpoints: readonly EndpointInfo[];
  readonly clusterPortal: Portal;
  readonly externalPortals: readonly Portal[];
}

/** All Service ports by name; an address that two Services claim belongs to the one that gets its packets. */
export function planPorts(rules: NodeRules): PlannedPort[] {
  const infos = [...valuesOf(rules.table.ports)].flat();
  infos.sort((a, b) => (a.key < b.key ? -1 : 1));
  return infos.map((info) => planPort(rules, info));
}

function planPort(rules: NodeRules, info: ServicePortInfo): PlannedPort {
  const { cluster, local, hasAnyEndpoints } = chainsOf(rules, info);
  const { internalPolicyLocal, externalPolicyLocal, externallyAccessible } = info.policies;
  const addresses = [
    ...info.externalIPs.map((ip) => ({ kind: 'externalIP' as const, ip, info })),
    ...info.loadBalancerIPs.map((ip) => ({ kind: 'loadBalancerIP' as const, ip, info })),
  ];
  const chains = [cluster, local].filter((chain) => chain !== null);
  return {
    info,
    cluster,
    local,
    hasAnyEndpoints,
    internal: hasAnyEndpoints ? (internalPolicyLocal ? local : cluster) : null,
    external: hasAnyEndpoints && externallyAccessible ? (externalPolicyLocal ? local : cluster) : null,
    endpoints: [...new Set(chains.flatMap((chain) => chain.endpoints))],
    clusterPortal: { kind: 'clusterIP', ip: info.clusterIP, info },
    externalPortals: addresses.filter(
      ({ ip, kind }) =>
        findPortal(rules.table, ip, info.port, info.protocol)?.info === info &&
        findPortal(rules.table, ip, info.port, info.protocol)?.kind === kind,
    ),
  };
}

/** The node's own addresses of the family that accept NodePorts, 127.0.0.1 last. */
export function nodePortIPs({ node, acceptsNodePorts }: NodeRules): string[] {
  return [...node.addresses, '127.0.0.1'].filter(acceptsNodePorts);
}
