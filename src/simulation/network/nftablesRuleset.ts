/**
 * All that kube-proxy's nftables mode writes on one node, as `nft list table` prints it and `nft -f` loads it. Models
 * pkg/proxy/nftables `setupNFTables` and `syncProxyRules` (v1.35).
 */
import type { EndpointChain, NodeRules } from './kubeProxy.ts';
import {
  clusterIPsCheck,
  endpointBase,
  ipKeyword,
  nftablesRows,
  policyChain,
  servicePortBase,
} from './nftablesRows.ts';
import type { Row } from './rule.ts';
import { nodePortIPs, type PlannedPort, planPorts } from './ruleset.ts';
import type { EndpointInfo, ServicePortInfo } from './serviceTable.ts';

/** What a verdict map or a set holds, and what a chain says, by name. */
type Lines = Map<string, string[]>;

interface Draft {
  readonly rules: NodeRules;
  /** `ip` or `ip6`, as rows begin. */
  readonly keyword: string;
  readonly elements: Lines;
  readonly chains: Lines;
  readonly affinitySets: Map<string, number>;
}

const setComments = {
  'cluster-ips': 'Active ClusterIPs',
  'nodeport-ips': 'IPs that accept NodePort traffic',
} as const;

const mapComments = {
  'firewall-ips': 'destinations that are subject to LoadBalancerSourceRanges',
  'no-endpoint-nodeports': 'vmap to drop or reject packets to service nodeports with no endpoints',
  'no-endpoint-services': 'vmap to drop or reject packets to services with no endpoints',
  'service-ips': 'ClusterIP, ExternalIP and LoadBalancer IP traffic',
  'service-nodeports': 'NodePort traffic',
} as const;

const baseChains: Readonly<Record<string, string>> = {
  'filter-prerouting-pre-dnat': 'type filter hook prerouting priority dstnat - 10; policy accept;',
  'filter-output-pre-dnat': 'type filter hook output priority -110; policy accept;',
  'filter-input': 'type filter hook input priority filter; policy accept;',
  'filter-forward': 'type filter hook forward priority filter; policy accept;',
  'filter-output': 'type filter hook output priority filter; policy accept;',
  'nat-prerouting': 'type nat hook prerouting priority dstnat; policy accept;',
  'nat-output': 'type nat hook output priority -100; policy accept;',
  'nat-postrouting': 'type nat hook postrouting priority srcnat; policy accept;',
};

export function nftablesRuleset(rules: NodeRules): string {
  const keyword = ipKeyword(rules.config.ipFamily === 'IPv6' ? '::' : '0.0.0.0');
  const draft: Draft = {
    rules,
    keyword,
    elements: new Map(),
    chains: frame(rules, keyword),
    affinitySets: new Map(),
  };
  for (const ip of nodePortIPs(rules)) add(draft.elements, 'nodeport-ips', ip);
  for (const port of planPorts(rules)) addPort(draft, port);
  return `${print(draft).join('\n')}\n`;
}

function add(lines: Lines, name: string, text: string): void {
  const known = lines.get(name);
  if (known === undefined) lines.set(name, [text]);
  else if (!known.includes(text)) known.push(text);
}

function addRow(lines: Lines, { chain, text }: Row): void {
  add(lines, chain, text);
}

/** The chains that are there without any Service. */
function frame({ config }: NodeRules, ip: string): Lines {
  const serviceCIDRs = config.serviceCIDRs ?? [];
  const guards = [
    clusterIPsCheck.invalidPort(ip),
    ...(serviceCIDRs.length === 0 ? [] : [clusterIPsCheck.unallocated(ip, serviceCIDRs)]),
  ];
  return new Map([
    ['filter-prerouting-pre-dnat', ['ct state new jump firewall-check']],
    ['filter-output-pre-dnat', ['ct state new jump firewall-check']],
    [
      'filter-input',
      ['ct state new jump nodeport-endpoints-check', 'ct state new jump service-endpoints-check'],
    ],
    ['filter-forward', ['ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check']],
    ['filter-output', ['ct state new jump service-endpoints-check', 'ct state new jump cluster-ips-check']],
    ['nat-prerouting', ['jump services']],
    ['nat-output', ['jump services']],
    ['nat-postrouting', ['jump masquerading']],
    ['cluster-ips-check', guards.map(({ text }) => text)],
    ['firewall-check', [`${ip} daddr . meta l4proto . th dport vmap @firewall-ips`]],
    ['mark-for-masquerade', ['meta mark set meta mark | 0x00004000']],
    [
      'masquerading',
      [
        'meta mark & 0x00004000 == 0x00000000 return',
        'meta mark set meta mark ^ 0x00004000',
        'masquerade fully-random',
      ],
    ],
    [
      'nodeport-endpoints-check',
      [`${ip} daddr @nodeport-ips meta l4proto . th dport vmap @no-endpoint-nodeports`],
    ],
    ['reject-chain', ['reject']],
    ['service-endpoints-check', [`${ip} daddr . meta l4proto . th dport vmap @no-endpoint-services`]],
    [
      'services',
      [
        `${ip} daddr . meta l4proto . th dport vmap @service-ips`,
        `${ip} daddr @nodeport-ips meta l4proto . th dport vmap @service-nodeports`,
      ],
    ],
  ]);
}

function addPort(draft: Draft, port: PlannedPort): void {
  const { elements, rules } = draft;
  const { info, hasAnyEndpoints } = port;
  const protocol = info.protocol.toLowerCase();
  const stop = hasAnyEndpoints ? nftablesRows.noLocalEndpoints : nftablesRows.noEndpoints;
  const external = `external-${servicePortBase(info)}`;
  const key = (ip: string) => `${ip} . ${protocol} . ${info.port}`;
  add(elements, 'cluster-ips', info.clusterIP);
  if (port.internal === null) addRow(elements, stop(info, port.clusterPortal));
  else add(elements, 'service-ips', `${key(info.clusterIP)} : goto ${policyChain(port.internal)}`);
  for (const portal of port.externalPortals) {
    if (hasAnyEndpoints) add(elements, 'service-ips', `${key(portal.ip)} : goto ${external}`);
    if (port.external === null) addRow(elements, stop(info, portal));
    if (portal.kind !== 'loadBalancerIP' || info.sourceRanges.length === 0) continue;
    const guard = nftablesRows.sourceRange(portal, rules.nodeIP);
    addRow(draft.chains, guard);
    add(elements, 'firewall-ips', `${key(portal.ip)} : goto ${guard.chain}`);
  }
  if (info.nodePort !== 0) {
    if (hasAnyEndpoints)
      add(elements, 'service-nodeports', `${protocol} . ${info.nodePort} : goto ${external}`);
    if (port.external === null) addRow(elements, stop(info, null));
  }
  if (!hasAnyEndpoints) return;
  if (port.internal !== null) addClusterMasquerade(draft, info, policyChain(port.internal));
  for (const chain of [port.cluster, port.local]) if (chain !== null) addPolicyChain(draft, chain);
  if (info.policies.externallyAccessible) addExternalChain(draft, port, external);
  for (const endpoint of port.endpoints) addEndpointChain(draft, info, endpoint);
}

/** Who calls a ClusterIP from outside the Pod network must see the reply come back through this node. */
function addClusterMasquerade({ rules, keyword, chains }: Draft, info: ServicePortInfo, chain: string): void {
  const { masqueradeAll, clusterCIDR } = rules.config;
  const match = `${keyword} daddr ${info.clusterIP}`;
  if (masqueradeAll) add(chains, chain, `${match} jump mark-for-masquerade`);
  else if (clusterCIDR !== null)
    add(chains, chain, `${match} ${keyword} saddr != ${clusterCIDR} jump mark-for-masquerade`);
}

function addPolicyChain({ chains }: Draft, chain: EndpointChain): void {
  if (chain.info.affinitySeconds > 0)
    for (const index of chain.endpoints.keys()) addRow(chains, nftablesRows.affinity(chain, index));
  addRow(chains, nftablesRows.picked(chain, 0));
}

function addExternalChain(
  { rules, keyword, chains }: Draft,
  { info, cluster, external }: PlannedPort,
  name: string,
): void {
  if (!info.policies.externalPolicyLocal) {
    add(chains, name, 'jump mark-for-masquerade');
  } else if (cluster !== null) {
    const { clusterCIDR } = rules.config;
    const target = `goto ${policyChain(cluster)}`;
    if (clusterCIDR !== null)
      add(chains, name, `${keyword} saddr ${clusterCIDR} ${target} comment "short-circuit pod traffic"`);
    add(chains, name, 'fib saddr type local jump mark-for-masquerade comment "masquerade local traffic"');
    add(chains, name, `fib saddr type local ${target} comment "short-circuit local traffic"`);
  }
  if (external !== null) add(chains, name, `goto ${policyChain(external)}`);
}

function addEndpointChain(
  { keyword, chains, affinitySets }: Draft,
  info: ServicePortInfo,
  endpoint: EndpointInfo,
): void {
  const base = endpointBase(info, endpoint);
  const name = `endpoint-${base}`;
  add(chains, name, `${keyword} saddr ${endpoint.ip} jump mark-for-masquerade`);
  if (info.affinitySeconds > 0) {
    affinitySets.set(`affinity-${base}`, info.affinitySeconds);
    add(chains, name, `update @affinity-${base} { ${keyword} saddr }`);
  }
  add(chains, name, `meta l4proto ${info.protocol.toLowerCase()} dnat to ${endpoint.address}`);
}

/** `3h`, `1d2h`, `90s` as nft writes a time: `1m30s`. */
export function nftDuration(seconds: number): string {
  const parts = [
    [Math.floor(seconds / 86_400), 'd'],
    [Math.floor(seconds / 3600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'm'],
    [seconds % 60, 's'],
  ] as const;
  return parts.map(([count, unit]) => (count === 0 ? '' : `${count}${unit}`)).join('');
}

function print({ rules, keyword, elements, chains, affinitySets }: Draft): string[] {
  const address = rules.config.ipFamily === 'IPv6' ? 'ipv6_addr' : 'ipv4_addr';
  const blocks: string[][] = [];
  const block = (title: string, lines: readonly string[]) =>
    blocks.push([`\t${title} {`, ...lines.map((line) => `\t\t${line}`), '\t}']);
  for (const [name, remark] of Object.entries(setComments))
    block(`set ${name}`, [`type ${address}`, `comment "${remark}"`, ...elementLines(elements.get(name))]);
  for (const [name, seconds] of affinitySets)
    block(`set ${name}`, [`type ${address}`, 'flags dynamic,timeout', `timeout ${nftDuration(seconds)}`]);
  for (const [name, remark] of Object.entries(mapComments)) {
    const key = name.endsWith('nodeports') ? '' : `${address} . `;
    block(`map ${name}`, [
      `type ${key}inet_proto . inet_service : verdict`,
      `comment "${remark}"`,
      ...elementLines(elements.get(name)),
    ]);
  }
  for (const [name, rows] of inOrderOfUse(chains)) {
    const base = baseChains[name];
    const remark =
      name === 'reject-chain' ? ['comment "helper for @no-endpoint-services / @no-endpoint-nodeports"'] : [];
    block(`chain ${name}`, [...remark, ...(base === undefined ? [] : [base]), ...rows]);
  }
  return [
    `table ${keyword} kube-proxy {`,
    '\tcomment "rules for kube-proxy"',
    '',
    ...blocks.flatMap((lines, index) => (index === 0 ? lines : ['', ...lines])),
    '}',
  ];
}

/** As nft lists elements: bare addresses two in a line, what has a verdict one by one. */
function elementLines(elements: readonly string[] | undefined): string[] {
  if (elements === undefined) return [];
  const sorted = [...elements].sort();
  const perLine = sorted[0]!.includes(' ') ? 1 : 2;
  const lines: string[] = [];
  for (let index = 0; index < sorted.length; index += perLine)
    lines.push(sorted.slice(index, index + perLine).join(', '));
  return lines.map((line, index) => {
    const begin = index === 0 ? 'elements = { ' : '\t     ';
    return `${begin}${line}${index === lines.length - 1 ? ' }' : ','}`;
  });
}

/** Base chains stand in their own order first; an endpoint's chain stands before those that lead to it. */
function inOrderOfUse(chains: Lines): [string, string[]][] {
  const rank = (name: string) =>
    name in baseChains ? 0 : /^(?:endpoint|service|local|external|firewall)-[A-Z2-7]{8}-/.test(name) ? 2 : 1;
  return [...chains].sort(([a], [b]) => rank(a) - rank(b));
}
