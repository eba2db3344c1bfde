/**
 * kube-proxy on one node: its settings, the node it runs on and the service table of its last sync, put together as the
 * rules that netfilter matches. Models pkg/proxy/iptables and pkg/proxy/nftables `syncProxyRules` (v1.35): which chains
 * a Service port has on this node, and what stands in them.
 */
import { familyOf, type IPFamily, rangeMatcher } from '../../kubernetes/ip.ts';
import type { Rule } from '../events.ts';
import type { ProxyModes } from '../features/proxyModes.ts';
import { type ConntrackTimeouts, DEFAULT_TIMEOUTS } from './conntrack.ts';
import type { IpvsScheduler } from './ipvsSchedulers.ts';
import { type EndpointInfo, type ServicePortInfo, type ServiceTable, sourceMatcher } from './serviceTable.ts';
import { type CategorizedEndpoints, categorizeEndpoints, reachableEndpoints } from './topology.ts';

/** The modes that write chains for each Service. */
export type ChainMode = 'iptables' | 'nftables';
export type ProxyMode = ChainMode | 'ipvs';

/** The settings of `KubeProxyConfiguration` that change where packets go. */
export interface ProxyConfig {
  readonly mode: ProxyMode;
  readonly ipFamily: IPFamily;
  /** `clusterCIDR`: how Pods are told from others; null means that they cannot be. */
  readonly clusterCIDR: string | null;
  /** Only nftables looks at it. */
  readonly serviceCIDRs: readonly string[] | null;
  /** Ranges of node addresses that accept NodePorts; null is the mode's default: all (iptables, ipvs), the primary one (nftables). */
  readonly nodePortAddresses: readonly string[] | null;
  /** iptables only: whether 127.0.0.1 accepts NodePorts. */
  readonly localhostNodePorts: boolean;
  readonly masqueradeAll: boolean;
  /** ipvs only: how a virtual server picks a real server. */
  readonly ipvsScheduler: IpvsScheduler;
  /** Of the node's conntrack table; kube-proxy sets some of them. */
  readonly timeouts: ConntrackTimeouts;
}

export const DEFAULT_PROXY_CONFIG: ProxyConfig = {
  mode: 'iptables',
  ipFamily: 'IPv4',
  clusterCIDR: '10.244.0.0/16',
  serviceCIDRs: ['10.96.0.0/16'],
  nodePortAddresses: null,
  localhostNodePorts: true,
  masqueradeAll: false,
  ipvsScheduler: 'rr',
  timeouts: DEFAULT_TIMEOUTS,
};

/** What kube-proxy reads of its own Node. */
export interface ProxyNode {
  readonly name: string;
  /** `topology.kubernetes.io/zone`, empty when the label is missing. */
  readonly zone: string;
  /** Of all families, the primary one of each first. */
  readonly addresses: readonly string[];
}

/** All rules of one node. Immutable: a sync makes a new one. */
export interface NodeRules {
  readonly config: ProxyConfig;
  readonly node: ProxyNode;
  readonly table: ServiceTable;
  /** The node's primary address of the family: what a masqueraded packet gets as its source. */
  readonly nodeIP: string;
  readonly isPod: (address: string) => boolean;
  /** Whether an address is one of the node's own (`addrtype LOCAL`, `fib … type local`). */
  readonly isLocal: (address: string) => boolean;
  readonly acceptsNodePorts: (address: string) => boolean;
  readonly isInServiceCIDR: (address: string) => boolean;
  /** What a KubeProxyConfiguration brings along. */
  readonly modes: ProxyModes | null;
}

/** The chains of one Service port on one node. */
export interface ServiceChains {
  /** KUBE-SVC, KUBE-SVL: null when nothing is in them. */
  readonly cluster: EndpointChain | null;
  readonly local: EndpointChain | null;
  /** Whether any node has a usable endpoint. */
  readonly hasAnyEndpoints: boolean;
  readonly acceptsSource: (source: string) => boolean;
}

/** A chain that picks one endpoint. */
export interface EndpointChain {
  readonly info: ServicePortInfo;
  readonly policy: 'Cluster' | 'Local';
  /** Whose chain it is; any one's when all nodes have the same. */
  readonly node: ProxyNode;
  readonly endpoints: readonly EndpointInfo[];
  /** Per endpoint, what its row says; filled when it is first picked, for rows are rarely read. */
  readonly rows: (PickRow | undefined)[];
}

export interface PickRow {
  readonly rule: Rule;
  readonly affinityRule: Rule | null;
  readonly details: Readonly<Record<string, string | number | boolean>>;
}

/** The rules of a node; those of the last sync are taken over as far as they still hold. */
export function createNodeRules(
  config: ProxyConfig,
  node: ProxyNode,
  table: ServiceTable,
  modes: ProxyModes | null,
  previous?: NodeRules,
): NodeRules {
  if (previous !== undefined && previous.config === config && previous.node === node)
    return { ...previous, table };
  const own = node.addresses.filter((address) => familyOf(address) === config.ipFamily);
  const loopback = rangeMatcher([config.ipFamily === 'IPv6' ? '::1/128' : '127.0.0.0/8']);
  const isLocal = (address: string) => own.includes(address) || loopback(address);
  return {
    config,
    node,
    table,
    nodeIP: own[0] ?? '',
    isPod: config.clusterCIDR === null ? () => false : remembered(rangeMatcher([config.clusterCIDR])),
    isLocal,
    acceptsNodePorts: nodePortMatcher(config, own, isLocal, loopback),
    isInServiceCIDR: rangeMatcher(config.serviceCIDRs ?? []),
    modes,
  };
}

/** Nobody has a mode beside iptables without a KubeProxyConfiguration. */
export function modesOf({ modes }: NodeRules): ProxyModes {
  if (modes === null) throw new Error('The simulation has no proxyModes yet');
  return modes;
}

function nodePortMatcher(
  config: ProxyConfig,
  own: readonly string[],
  isLocal: (address: string) => boolean,
  loopback: (address: string) => boolean,
): (address: string) => boolean {
  // On IPv6, with nftables and with ipvs localhost never accepts them; iptables can, with `route_localnet`.
  const localhostAccepts =
    config.mode === 'iptables' && config.ipFamily === 'IPv4' && config.localhostNodePorts;
  const ranges = config.nodePortAddresses ?? (config.mode === 'nftables' ? ['primary'] : null);
  if (ranges === null) return (address) => isLocal(address) && (localhostAccepts || !loopback(address));
  const inRanges = rangeMatcher(ranges);
  const accepting = own.filter(
    (address, index) => inRanges(address) || (index === 0 && ranges.includes('primary')),
  );
  const withLocalhost = localhostAccepts && inRanges('127.0.0.1');
  return (address) => accepting.includes(address) || (withLocalhost && address === '127.0.0.1');
}

/** The same answers without asking twice; forgets everything before it grows large. */
function remembered(matches: (address: string) => boolean): (address: string) => boolean {
  const answers = new Map<string, boolean>();
  return (address) => {
    let answer = answers.get(address);
    if (answer === undefined) {
      if (answers.size > 20_000) answers.clear();
      answer = matches(address);
      answers.set(address, answer);
    }
    return answer;
  };
}

function categorizeOn(node: ProxyNode, info: ServicePortInfo): CategorizedEndpoints<EndpointInfo> {
  return categorizeEndpoints(
    info.endpoints,
    info.policies,
    node,
    (endpoint) => endpoint.nodeName === node.name,
  );
}

/** The chains of a Service port on the node of these rules: made when a packet first needs them, for most are never used. */
export function chainsOf(rules: NodeRules, info: ServicePortInfo): ServiceChains {
  const memory = info.chains;
  if (memory.config !== rules.config) {
    memory.config = rules.config;
    memory.everywhere = null;
    memory.byNode = null;
  }
  if (info.isSameOnAllNodes) {
    memory.everywhere ??= createChains(rules, info);
    return memory.everywhere;
  }
  memory.byNode ??= new Map();
  let chains = memory.byNode.get(rules.node);
  if (chains === undefined) {
    chains = createChains(rules, info);
    memory.byNode.set(rules.node, chains);
  }
  return chains;
}

function createChains(rules: NodeRules, info: ServicePortInfo): ServiceChains {
  const { cluster, local, hasAnyEndpoints } = categorizeOn(rules.node, info);
  const chain = (
    policy: EndpointChain['policy'],
    endpoints: readonly EndpointInfo[] | null,
  ): EndpointChain | null =>
    endpoints === null || endpoints.length === 0
      ? null
      : { info, policy, node: rules.node, endpoints, rows: endpoints.map(() => undefined) };
  return {
    cluster: chain('Cluster', cluster),
    local: chain('Local', local),
    hasAnyEndpoints,
    acceptsSource: info.sourceRanges.length === 0 ? () => true : sourceMatcher(info, rules.nodeIP),
  };
}

/** What the health check NodePort answers with: how many ready endpoints this node has. */
export function localReadyEndpoints(rules: NodeRules, info: ServicePortInfo): number {
  let count = 0;
  for (const endpoint of info.endpoints)
    if (endpoint.ready && endpoint.nodeName === rules.node.name) count += 1;
  return count;
}

/** How many rows the chains of these Service ports have on a node. */
export function countRows(rules: NodeRules, infos: readonly ServicePortInfo[]): number {
  if (rules.config.mode === 'ipvs') return countServers(rules, infos);
  let rows = 0;
  for (const info of infos) {
    const categorized = categorizeOn(rules.node, info);
    const affinity = info.affinitySeconds > 0 ? 2 : 1;
    const addresses =
      1 + info.externalIPs.length + info.loadBalancerIPs.length + (info.nodePort === 0 ? 0 : 1);
    rows += addresses + (info.healthCheckNodePort === 0 ? 0 : 1);
    if (!categorized.hasAnyEndpoints) continue;
    const { cluster, local } = categorized;
    rows += 2 * reachableEndpoints(categorized).length;
    rows += affinity * ((cluster?.length ?? 0) + (local?.length ?? 0));
    if (info.policies.externallyAccessible) rows += info.policies.externalPolicyLocal ? 4 : 2;
    if (info.loadBalancerIPs.length > 0) rows += info.sourceRanges.length;
  }
  return rows;
}

/** Virtual servers, each with its real servers. */
function countServers(rules: NodeRules, infos: readonly ServicePortInfo[]): number {
  const nodeAddresses = rules.node.addresses.filter(rules.acceptsNodePorts).length;
  let rows = 0;
  for (const info of infos) {
    const { cluster, local } = categorizeOn(rules.node, info);
    const { internalPolicyLocal, externalPolicyLocal } = info.policies;
    const servers = (isLocal: boolean) =>
      ((isLocal && local !== null && local.length > 0 ? local : cluster) ?? []).length;
    const external =
      info.externalIPs.length + info.loadBalancerIPs.length + (info.nodePort === 0 ? 0 : nodeAddresses);
    rows += 1 + servers(internalPolicyLocal) + external * (1 + servers(externalPolicyLocal));
  }
  return rows;
}
