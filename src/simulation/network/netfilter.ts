/**
 * What the rules of one node do with the first packet of a connection. Models the nat and filter tables as kube-proxy
 * fills them: KUBE-SERVICES, KUBE-NODEPORTS, KUBE-EXT, KUBE-FW, KUBE-SVC/SVL and KUBE-SEP (and the same by nftables).
 * Simplified: two Services that claim the same address and port are told apart by name, the real order is undefined.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Header, Rule } from '../events.ts';
import { nextInteger, type RandomStream } from '../random.ts';
import type { Reason } from '../reasons.ts';
import { endpointChoice, noChoice } from './candidates.ts';
import type { IpvsTable } from './ipvsTable.ts';
import {
  chainsOf,
  type EndpointChain,
  modesOf,
  type NodeRules,
  type PickRow,
  type ServiceChains,
} from './kubeProxy.ts';
import { choosingRule, lazyRule, type Row } from './rule.ts';
import { rowWriterOf } from './ruleRows.ts';
import {
  type EndpointInfo,
  findHealthCheck,
  findNodePort,
  findPortal,
  type Portal,
  type ServicePortInfo,
} from './serviceTable.ts';
import { lookUp } from './shardedMap.ts';

export type VerdictName = 'DNAT' | 'REJECT' | 'DROP' | 'ACCEPT' | 'NONE';

export interface Verdict {
  readonly verdict: VerdictName;
  /** The new destination, for DNAT. */
  readonly endpoint: EndpointInfo | null;
  /** Whether the source becomes the node's address. */
  readonly masquerade: boolean;
  readonly rule: Rule | null;
  readonly reason: Reason;
  readonly service: ObjectKey | null;
  readonly details: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** Which endpoint a source got last, by Service port: `xt_recent` lists, or nftables' affinity sets. */
export type AffinityTable = Map<string, Map<string, { readonly address: string; readonly at: number }>>;

const NONE: Verdict = {
  verdict: 'NONE',
  endpoint: null,
  masquerade: false,
  rule: null,
  reason: 'NoServiceRule',
  service: null,
  details: undefined,
};

/** `ipvs` is what the node's virtual servers remember; only ipvs mode needs it. */
export function matchRules(
  rules: NodeRules,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
  ipvs?: IpvsTable,
): Verdict {
  if (rules.config.mode === 'ipvs') return modesOf(rules).matchIpvs(rules, header, ipvs ?? new Map(), now);
  const portal = findPortal(rules.table, header.destination, header.destinationPort, header.protocol);
  if (portal !== undefined) {
    const chains = chainsOf(rules, portal.info);
    return portal.kind === 'clusterIP'
      ? matchInternal(rules, portal, chains, header, affinity, random, now)
      : matchExternalAddress(rules, portal, chains, header, affinity, random, now);
  }
  return (
    matchNodePort(rules, header, affinity, random, now) ??
    (rules.config.mode === 'nftables' ? checkClusterIPs(rules, header) : NONE)
  );
}

function matchInternal(
  rules: NodeRules,
  portal: Portal,
  chains: ServiceChains,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
): Verdict {
  const { info } = portal;
  if (!chains.hasAnyEndpoints) return rejected(rules, info, portal, header);
  const chain = info.policies.internalPolicyLocal ? chains.local : chains.cluster;
  if (chain === null) return dropped(rules, info, portal, header);
  // Who calls a ClusterIP from outside the Pod network must see the reply come back through this node.
  const isForeign = rules.config.clusterCIDR !== null && !rules.isPod(header.source);
  return pick(rules, chain, rules.config.masqueradeAll || isForeign, header, affinity, random, now);
}

function matchExternalAddress(
  rules: NodeRules,
  portal: Portal,
  chains: ServiceChains,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
): Verdict {
  const { info } = portal;
  // nftables asks the source ranges before it looks for endpoints, iptables only when there are some.
  const asksRanges = rules.config.mode === 'nftables' || chains.hasAnyEndpoints;
  if (portal.kind === 'loadBalancerIP' && asksRanges && !chains.acceptsSource(header.source))
    return stopped(rules, 'DROP', 'SourceRangeRefused', info, header.source, () =>
      rowWriterOf(rules).sourceRange(portal, rules.nodeIP),
    );
  if (!chains.hasAnyEndpoints) return rejected(rules, info, portal, header);
  return matchExternal(rules, info, portal, chains, header, affinity, random, now);
}

function matchNodePort(
  rules: NodeRules,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
): Verdict | null {
  const { destination, destinationPort, protocol } = header;
  const { mode } = rules.config;
  const info = findNodePort(rules.table, destinationPort, protocol);
  if (info !== undefined) {
    const chains = chainsOf(rules, info);
    if (rules.acceptsNodePorts(destination)) {
      return chains.hasAnyEndpoints
        ? matchExternal(rules, info, null, chains, header, affinity, random, now)
        : rejected(rules, info, null, header);
    }
    // iptables' filter rows match any address of the node, also those that accept no NodePorts.
    if (mode === 'iptables' && rules.isLocal(destination)) {
      if (!chains.hasAnyEndpoints) return rejected(rules, info, null, header);
      if (info.policies.externalPolicyLocal && chains.local === null)
        return dropped(rules, info, null, header);
    }
  }
  const healthCheck = protocol === 'TCP' ? findHealthCheck(rules.table, destinationPort) : undefined;
  if (healthCheck === undefined || !rules.isLocal(destination)) return null;
  const { healthCheck: writeRow } = rowWriterOf(rules);
  if (writeRow === null) return null;
  return stopped(rules, 'ACCEPT', 'NodeAnswers', healthCheck, header.source, () => writeRow(healthCheck));
}

/** KUBE-EXT: what comes to an external address, after source ranges. */
function matchExternal(
  rules: NodeRules,
  info: ServicePortInfo,
  portal: Portal | null,
  chains: ServiceChains,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
): Verdict {
  let chain = chains.cluster;
  let masquerade = true;
  if (info.policies.externalPolicyLocal) {
    // Pods and the node itself are let through to all endpoints, as if they went out to a balancer and came back in.
    masquerade = rules.isLocal(header.source);
    if (!masquerade && !rules.isPod(header.source)) chain = chains.local;
  }
  if (chain === null) return dropped(rules, info, portal, header);
  return pick(rules, chain, masquerade, header, affinity, random, now);
}

function pick(
  rules: NodeRules,
  chain: EndpointChain,
  masquerade: boolean,
  header: Header,
  affinity: AffinityTable,
  random: RandomStream,
  now: number,
): Verdict {
  const { info, endpoints } = chain;
  let index = info.affinitySeconds === 0 ? -1 : indexKept(chain, header.source, affinity, now);
  const isKept = index >= 0;
  if (!isKept) index = endpoints.length === 1 ? 0 : nextInteger(random, endpoints.length);
  const endpoint = endpoints[index]!;
  if (info.affinitySeconds > 0) remember(affinity, info, header.source, endpoint, now);
  const row = chain.rows[index] ?? createRow(rules, chain, index);
  // A Pod that reaches itself through the Service would otherwise answer to itself, past the node.
  const isMasqueraded = masquerade || header.source === endpoint.ip;
  return {
    verdict: 'DNAT',
    endpoint,
    masquerade: isMasqueraded,
    rule: isKept ? row.affinityRule : row.rule,
    reason: isKept ? 'AffinityKept' : isMasqueraded ? 'EndpointPickedMasqueraded' : 'EndpointPicked',
    service: info.service,
    details: row.details,
  };
}

function createRow(rules: NodeRules, chain: EndpointChain, index: number): PickRow {
  const { info, endpoints, policy } = chain;
  const rows = rowWriterOf(rules);
  const endpoint = endpoints[index]!;
  const row: PickRow = {
    rule: choosingRule('kubeProxy', rows.picked, endpointChoice, chain, index),
    affinityRule:
      info.affinitySeconds === 0
        ? null
        : choosingRule('kubeProxy', rows.affinity, endpointChoice, chain, index),
    details: {
      endpoints: endpoints.length,
      picked: endpoint.target,
      pickedNode: endpoint.nodeName ?? '',
      ...(policy === 'Local' ? { policy } : {}),
      ...(endpoint.terminating ? { isTerminating: true } : {}),
      ...(info.affinitySeconds === 0 ? {} : { affinitySeconds: info.affinitySeconds }),
    },
  };
  chain.rows[index] = row;
  return row;
}

/** The endpoint that this source had last, if it is still in the chain and not too long ago; else -1. */
function indexKept(chain: EndpointChain, source: string, affinity: AffinityTable, now: number): number {
  const last = affinity.get(chain.info.key)?.get(source);
  if (last === undefined || now - last.at >= chain.info.affinitySeconds * 1000) return -1;
  return chain.endpoints.findIndex((endpoint) => endpoint.address === last.address);
}

function remember(
  affinity: AffinityTable,
  info: ServicePortInfo,
  source: string,
  endpoint: EndpointInfo,
  now: number,
): void {
  let sources = affinity.get(info.key);
  if (sources === undefined) {
    sources = new Map();
    affinity.set(info.key, sources);
  }
  sources.set(source, { address: endpoint.address, at: now });
}

function stopped(
  rules: NodeRules,
  verdict: VerdictName,
  reason: Reason,
  info: ServicePortInfo,
  source: string,
  write: () => { chain: string; text: string },
  /** Under which policy there was nobody to choose. */
  policy?: EndpointChain['policy'],
): Verdict {
  return {
    verdict,
    endpoint: null,
    masquerade: false,
    rule:
      policy === undefined
        ? lazyRule('kubeProxy', write)
        : choosingRule('kubeProxy', write, () => noChoice(info, rules.node, policy), undefined, undefined),
    reason,
    service: info.service,
    details: {
      serviceName: info.serviceName,
      node: rules.node.name,
      source,
      endpoints: info.endpoints.length,
      ready: info.endpoints.filter((endpoint) => endpoint.ready).length,
    },
  };
}

function rejected(
  rules: NodeRules,
  info: ServicePortInfo,
  portal: Portal | null,
  { source }: Header,
): Verdict {
  const rows = rowWriterOf(rules);
  const write = () => rows.noEndpoints(info, portal);
  return stopped(rules, 'REJECT', 'NoReadyEndpoints', info, source, write, 'Cluster');
}

function dropped(
  rules: NodeRules,
  info: ServicePortInfo,
  portal: Portal | null,
  { source }: Header,
): Verdict {
  const rows = rowWriterOf(rules);
  const write = () => rows.noLocalEndpoints(info, portal);
  return stopped(rules, 'DROP', 'NoLocalEndpoints', info, source, write, 'Local');
}

/** nftables guards the Service CIDR: chain `cluster-ips-check`. */
function checkClusterIPs(rules: NodeRules, { destination, destinationPort, protocol }: Header): Verdict {
  const { clusterIPsCheck, ipKeyword } = modesOf(rules);
  const guard = (
    verdict: VerdictName,
    reason: Reason,
    service: ObjectKey | null,
    write: (ip: string) => Row,
  ): Verdict => ({
    ...NONE,
    verdict,
    reason,
    service,
    details: { destination, port: destinationPort },
    rule: lazyRule('kubeProxy', () => write(ipKeyword(destination))),
  });
  const owner = lookUp(rules.table.portals, destination)?.find((portal) => portal.kind === 'clusterIP');
  if (owner !== undefined) {
    const reason = protocol === 'ICMP' ? 'PingRefused' : 'PortNotServed';
    return guard('REJECT', reason, owner.info.service, clusterIPsCheck.invalidPort);
  }
  if (!rules.isInServiceCIDR(destination)) return NONE;
  const ranges = rules.config.serviceCIDRs ?? [];
  return guard('DROP', 'UnusedClusterIP', null, (ip) => clusterIPsCheck.unallocated(ip, ranges));
}
