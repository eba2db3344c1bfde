/**
 * All that kube-proxy's ipvs mode writes on one node: the virtual servers as `ipvsadm -Ln` lists them, the ipsets, and the
 * iptables rows that ask for these (`iptables-save`), which are the same however many Services there are. Models
 * pkg/proxy/ipvs `syncProxyRules`, `writeIptablesRules` and `createAndLinkKubeChain` (v1.35).
 */
import { realServersOf } from './ipvs.ts';
import { ipvsRows, realServerRow, setName, virtualServerRow } from './ipvsRows.ts';
import { type IpvsSet, type IpvsSets, ipsetList, ipvsSetMembers, ipvsSets } from './ipvsSets.ts';
import { countsOf, type IpvsTable, virtualServerKey } from './ipvsTable.ts';
import { chainsOf, type NodeRules } from './kubeProxy.ts';
import { nodePortIPs, type PlannedPort, planPorts } from './ruleset.ts';
import type { ServicePortInfo } from './serviceTable.ts';

/** `table` is what the virtual servers remember; without it nobody has connected yet. */
export function ipvsRuleset(rules: NodeRules, table: IpvsTable = new Map()): string {
  const ports = planPorts(rules);
  const sets = ipvsSetMembers(rules, ports);
  return [
    '# ipvsadm -Ln',
    ...virtualServers(rules, ports, table),
    '',
    '# ipset list',
    ipsetList(rules, sets),
    '',
    '# iptables-save',
    ...iptablesRows(rules, ports, sets),
    '',
  ].join('\n');
}

function virtualServers(rules: NodeRules, ports: readonly PlannedPort[], table: IpvsTable): string[] {
  const lines = [
    'IP Virtual Server version 1.2.1 (size=4096)',
    'Prot LocalAddress:Port Scheduler Flags',
    '  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn',
  ];
  for (const { info } of ports) {
    lines.push(...virtualServer(rules, info, info.clusterIP, info.port, 'internal', table));
    for (const ip of [...info.externalIPs, ...info.loadBalancerIPs])
      lines.push(...virtualServer(rules, info, ip, info.port, 'external', table));
    if (info.nodePort === 0) continue;
    for (const ip of nodePortIPs(rules))
      lines.push(...virtualServer(rules, info, ip, info.nodePort, 'external', table));
  }
  return lines;
}

function virtualServer(
  rules: NodeRules,
  info: ServicePortInfo,
  address: string,
  port: number,
  traffic: 'internal' | 'external',
  table: IpvsTable,
): string[] {
  const state = table.get(virtualServerKey(info.protocol, address, port));
  const current = realServersOf(rules, info, traffic).map((endpoint) => endpoint.address);
  // Whoever still has connections stays with weight 0 until they have ended, but over TCP only.
  const draining =
    info.protocol === 'TCP'
      ? [...(state?.counts.keys() ?? [])].filter((server) => !current.includes(server))
      : [];
  const row = (server: string, weight: 0 | 1) => {
    const { active, inactive } = countsOf(state, server);
    return `  ${realServerRow(server, weight)}      ${String(active).padEnd(10)} ${inactive}`;
  };
  return [
    virtualServerRow(rules, info, address, port),
    ...current.map((server) => row(server, 1)),
    ...draining.map((server) => row(server, 0)),
  ];
}

/** Sets with their place among the rows, and what becomes of whom they hold; a set without members has no row. */
interface SetJump {
  readonly table: 'nat' | 'filter';
  readonly chain: string;
  readonly set: IpvsSet;
  readonly match: string;
  readonly target: string;
  readonly protocol?: string;
}

const setJumps: readonly SetJump[] = [
  jump('nat', 'KUBE-POSTROUTING', 'KUBE-LOOP-BACK', 'dst,dst,src', 'MASQUERADE'),
  jump('nat', 'KUBE-SERVICES', 'KUBE-LOAD-BALANCER', 'dst,dst', 'KUBE-LOAD-BALANCER'),
  jump('nat', 'KUBE-LOAD-BALANCER', 'KUBE-LOAD-BALANCER-LOCAL', 'dst,dst', 'RETURN'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-LOCAL-TCP', 'dst', 'RETURN', 'tcp'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-TCP', 'dst', 'KUBE-MARK-MASQ', 'tcp'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-LOCAL-UDP', 'dst', 'RETURN', 'udp'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-UDP', 'dst', 'KUBE-MARK-MASQ', 'udp'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-LOCAL-SCTP-HASH', 'dst,dst', 'RETURN', 'sctp'),
  jump('nat', 'KUBE-NODE-PORT', 'KUBE-NODE-PORT-SCTP-HASH', 'dst,dst', 'KUBE-MARK-MASQ', 'sctp'),
  jump('filter', 'KUBE-PROXY-FIREWALL', 'KUBE-LOAD-BALANCER-FW', 'dst,dst', 'KUBE-SOURCE-RANGES-FIREWALL'),
  jump('filter', 'KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-CIDR', 'dst,dst,src', 'RETURN'),
  jump('filter', 'KUBE-SOURCE-RANGES-FIREWALL', 'KUBE-LOAD-BALANCER-SOURCE-IP', 'dst,dst,src', 'RETURN'),
];

function jump(
  table: SetJump['table'],
  chain: string,
  set: IpvsSet,
  match: string,
  target: string,
  protocol?: string,
): SetJump {
  return { table, chain, set, match, target, ...(protocol === undefined ? {} : { protocol }) };
}

const comment = (text: string) => `-m comment --comment "${text}"`;

function iptablesRows(rules: NodeRules, ports: readonly PlannedPort[], sets: IpvsSets): string[] {
  return [
    '*filter',
    ...['INPUT', 'FORWARD', 'OUTPUT'].map(policy),
    ...filterChains.map(declaration),
    `-A INPUT ${comment('kubernetes ipvs access filter')} -j KUBE-IPVS-FILTER`,
    `-A INPUT ${comment('kube-proxy firewall rules')} -j KUBE-PROXY-FIREWALL`,
    `-A INPUT ${comment('kubernetes health check rules')} -j KUBE-NODE-PORT`,
    `-A FORWARD ${comment('kube-proxy firewall rules')} -j KUBE-PROXY-FIREWALL`,
    `-A FORWARD ${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`,
    `-A OUTPUT ${comment('kubernetes ipvs access filter')} -j KUBE-IPVS-OUT-FILTER`,
    ...filterRows(rules, ports, sets),
    'COMMIT',
    '*nat',
    ...['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'].map(policy),
    ...natChains.map(declaration),
    `-A PREROUTING ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    `-A OUTPUT ${comment('kubernetes service portals')} -j KUBE-SERVICES`,
    `-A POSTROUTING ${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`,
    ...natRows(rules, sets),
    'COMMIT',
  ];
}

const filterChains = [
  'KUBE-FORWARD',
  'KUBE-IPVS-FILTER',
  'KUBE-IPVS-OUT-FILTER',
  'KUBE-NODE-PORT',
  'KUBE-PROXY-FIREWALL',
  'KUBE-SOURCE-RANGES-FIREWALL',
] as const;

const natChains = [
  'KUBE-LOAD-BALANCER',
  'KUBE-MARK-MASQ',
  'KUBE-NODE-PORT',
  'KUBE-POSTROUTING',
  'KUBE-SERVICES',
] as const;

function policy(chain: string): string {
  return `:${chain} ACCEPT [0:0]`;
}

function declaration(chain: string): string {
  return `:${chain} - [0:0]`;
}

/** An address of the node's family, as names of sets are told by it. */
function anyAddress({ config }: NodeRules): string {
  return config.ipFamily === 'IPv6' ? '::1' : '127.0.0.1';
}

function withComment(rules: NodeRules, set: IpvsSet, match: string): string {
  return `${comment(ipvsSets[set].comment)} ${matchSet(rules, set, match)}`;
}

function matchSet(rules: NodeRules, set: IpvsSet, match: string): string {
  return `-m set --match-set ${setName(anyAddress(rules), set)} ${match}`;
}

function hasMembers(sets: IpvsSets, set: IpvsSet): boolean {
  return sets.get(set)!.length > 0;
}

function rowsOfSets(rules: NodeRules, sets: IpvsSets, table: SetJump['table'], chain: string): string[] {
  return setJumps
    .filter((row) => row.table === table && row.chain === chain && hasMembers(sets, row.set))
    .map(({ set, match, target, protocol }) => {
      const start = protocol === undefined ? `-A ${chain}` : `-A ${chain} -p ${protocol}`;
      return `${start} ${withComment(rules, set, match)} -j ${target}`;
    });
}

function filterRows(rules: NodeRules, ports: readonly PlannedPort[], sets: IpvsSets): string[] {
  const address = anyAddress(rules);
  const letIn = (set: IpvsSet, match: string) =>
    `-A KUBE-IPVS-FILTER ${matchSet(rules, set, match)} -j RETURN`;
  return [
    `-A KUBE-FORWARD ${comment('kubernetes forwarding rules')} -m mark --mark 0x4000/0x4000 -j ACCEPT`,
    `-A KUBE-FORWARD ${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    letIn('KUBE-LOAD-BALANCER', 'dst,dst'),
    letIn('KUBE-CLUSTER-IP', 'dst,dst'),
    letIn('KUBE-EXTERNAL-IP', 'dst,dst'),
    letIn('KUBE-EXTERNAL-IP-LOCAL', 'dst,dst'),
    letIn('KUBE-HEALTH-CHECK-NODE-PORT', 'dst'),
    ipvsRows.accessFilter(address).text,
    ...noNodeAccess(rules, ports),
    ipvsRows.healthCheck(address).text,
    ...rowsOfSets(rules, sets, 'filter', 'KUBE-PROXY-FIREWALL'),
    ...rowsOfSets(rules, sets, 'filter', 'KUBE-SOURCE-RANGES-FIREWALL'),
    ipvsRows.sourceRange().text,
  ];
}

/** The node itself may call a load balancer only if its address is in the source ranges. */
function noNodeAccess(rules: NodeRules, ports: readonly PlannedPort[]): string[] {
  return ports.flatMap(({ info, externalPortals }) =>
    externalPortals
      .filter(({ kind, ip }) => kind === 'loadBalancerIP' && !chainsOf(rules, info).acceptsSource(ip))
      .map(({ ip }) => ipvsRows.noNodeAccess(ip, info).text),
  );
}

function natRows(rules: NodeRules, sets: IpvsSets): string[] {
  const { config } = rules;
  const mark = '-j KUBE-MARK-MASQ';
  return [
    ...rowsOfSets(rules, sets, 'nat', 'KUBE-LOAD-BALANCER'),
    `-A KUBE-LOAD-BALANCER ${mark}`,
    '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
    ...rowsOfSets(rules, sets, 'nat', 'KUBE-NODE-PORT'),
    ...rowsOfSets(rules, sets, 'nat', 'KUBE-POSTROUTING'),
    '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
    '-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
    `-A KUBE-POSTROUTING ${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
    `-A KUBE-SERVICES -s ${config.ipFamily === 'IPv6' ? '::1/128' : '127.0.0.0/8'} -j RETURN`,
    ...rowsOfSets(rules, sets, 'nat', 'KUBE-SERVICES'),
    ...clusterIPRows(rules, sets, mark),
    ...(hasMembers(sets, 'KUBE-EXTERNAL-IP')
      ? [`-A KUBE-SERVICES ${withComment(rules, 'KUBE-EXTERNAL-IP', 'dst,dst')} ${mark}`]
      : []),
    ...externalIPRows(rules, sets, 'KUBE-EXTERNAL-IP'),
    ...externalIPRows(rules, sets, 'KUBE-EXTERNAL-IP-LOCAL'),
    '-A KUBE-SERVICES -m addrtype --dst-type LOCAL -j KUBE-NODE-PORT',
    ...(['KUBE-CLUSTER-IP', 'KUBE-LOAD-BALANCER'] as const)
      .filter((set) => hasMembers(sets, set))
      .map((set) => `-A KUBE-SERVICES ${matchSet(rules, set, 'dst,dst')} -j ACCEPT`),
  ];
}

function clusterIPRows(rules: NodeRules, sets: IpvsSets, mark: string): string[] {
  if (!hasMembers(sets, 'KUBE-CLUSTER-IP')) return [];
  const { masqueradeAll, clusterCIDR } = rules.config;
  const match = (direction: string) => withComment(rules, 'KUBE-CLUSTER-IP', direction);
  if (masqueradeAll) return [`-A KUBE-SERVICES ${match('dst,dst')} ${mark}`];
  return clusterCIDR === null
    ? [`-A KUBE-SERVICES ${match('src,dst')} ${mark}`]
    : [`-A KUBE-SERVICES ! -s ${clusterCIDR} ${match('dst,dst')} ${mark}`];
}

function externalIPRows(rules: NodeRules, sets: IpvsSets, set: IpvsSet): string[] {
  if (!hasMembers(sets, set)) return [];
  const start = `-A KUBE-SERVICES ${withComment(rules, set, 'dst,dst')}`;
  return [
    `${start} -m physdev ! --physdev-is-in -m addrtype ! --src-type LOCAL -j ACCEPT`,
    `${start} -m addrtype --dst-type LOCAL -j ACCEPT`,
  ];
}
