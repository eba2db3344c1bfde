/**
 * All that kube-proxy's iptables mode writes on one node, as `iptables-save` prints it and `iptables-restore` loads it.
 * Models pkg/proxy/iptables `syncProxyRules` (v1.35). The jumps from the kernel's own chains are part of it. Simplified:
 * the counters of `nfacct` are left out, as kube-proxy does where the kernel has none.
 */
import { chainNames, comment, iptablesRows, policyChain, toNodePort, toPortal } from './iptablesRows.ts';
import type { EndpointChain, NodeRules } from './kubeProxy.ts';
import { nodePortIPs, type PlannedPort, planPorts } from './ruleset.ts';
import { acceptedSources, type EndpointInfo, type ServicePortInfo } from './serviceTable.ts';

const TO_MARK_MASQ = '-j KUBE-MARK-MASQ';
const NEW = '-m conntrack --ctstate NEW';

/** Chains with their rows, in the order in which they are printed; a built-in chain is not declared but shown with its policy. */
type Chains = Map<string, string[]>;

export function iptablesRuleset(rules: NodeRules): string {
  const filter: Chains = filterFrame(rules);
  const nat: Chains = natFrame();
  const ports = planPorts(rules);
  for (const port of ports) {
    for (const row of filterRows(rules, port)) add(filter, row.chain, row.text);
    addNatRows(rules, port, nat);
  }
  addNodePortJumps(rules, nat);
  const mangle: Chains = new Map([['KUBE-PROXY-CANARY', []]]);
  const tables = [
    table('mangle', ['PREROUTING', 'INPUT', 'FORWARD', 'OUTPUT', 'POSTROUTING'], mangle),
    table('filter', ['INPUT', 'FORWARD', 'OUTPUT'], filter),
    table('nat', ['PREROUTING', 'INPUT', 'OUTPUT', 'POSTROUTING'], nat),
  ];
  return `${tables.join('\n')}\n`;
}

function table(name: string, builtIn: readonly string[], chains: Chains): string {
  const own = [...chains.keys()].filter((chain) => !builtIn.includes(chain)).sort();
  return [
    `*${name}`,
    ...builtIn.map((chain) => `:${chain} ACCEPT [0:0]`),
    ...own.map((chain) => `:${chain} - [0:0]`),
    ...[...builtIn, ...own].flatMap((chain) => chains.get(chain) ?? []),
    'COMMIT',
  ].join('\n');
}

function add(chains: Chains, chain: string, text: string): void {
  const rows = chains.get(chain);
  if (rows === undefined) chains.set(chain, [text]);
  else rows.push(text);
}

function chainsWith(rows: readonly string[], empty: readonly string[]): Chains {
  const chains: Chains = new Map(empty.map((chain) => [chain, []]));
  for (const row of rows) add(chains, row.split(' ')[1]!, row);
  return chains;
}

function filterFrame({ config }: NodeRules): Chains {
  const firewall = `${NEW} ${comment('kubernetes load balancer firewall')} -j KUBE-PROXY-FIREWALL`;
  const external = `${NEW} ${comment('kubernetes externally-visible service portals')} -j KUBE-EXTERNAL-SERVICES`;
  const services = `${NEW} ${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  // With `route_localnet` on, nobody from outside may talk to 127.0.0.1.
  const guardsLocalhost = config.ipFamily === 'IPv4' && config.localhostNodePorts;
  const localnet = `-A KUBE-FIREWALL ! -s 127.0.0.0/8 -d 127.0.0.0/8 ${comment('block incoming localnet connections')} -m conntrack ! --ctstate RELATED,ESTABLISHED,DNAT -j DROP`;
  return chainsWith(
    [
      `-A INPUT ${firewall}`,
      `-A INPUT ${comment('kubernetes health check service ports')} -j KUBE-NODEPORTS`,
      `-A INPUT ${external}`,
      ...(guardsLocalhost ? ['-A INPUT -j KUBE-FIREWALL'] : []),
      `-A FORWARD ${firewall}`,
      `-A FORWARD ${comment('kubernetes forwarding rules')} -j KUBE-FORWARD`,
      `-A FORWARD ${services}`,
      `-A FORWARD ${external}`,
      `-A OUTPUT ${firewall}`,
      `-A OUTPUT ${services}`,
      ...(guardsLocalhost ? ['-A OUTPUT -j KUBE-FIREWALL', localnet] : []),
      '-A KUBE-FORWARD -m conntrack --ctstate INVALID -j DROP',
      `-A KUBE-FORWARD ${comment('kubernetes forwarding rules')} -m mark --mark 0x4000/0x4000 -j ACCEPT`,
      `-A KUBE-FORWARD ${comment('kubernetes forwarding conntrack rule')} -m conntrack --ctstate RELATED,ESTABLISHED -j ACCEPT`,
    ],
    [
      'KUBE-EXTERNAL-SERVICES',
      'KUBE-FORWARD',
      'KUBE-NODEPORTS',
      'KUBE-PROXY-CANARY',
      'KUBE-PROXY-FIREWALL',
      'KUBE-SERVICES',
    ],
  );
}

function natFrame(): Chains {
  const portals = `${comment('kubernetes service portals')} -j KUBE-SERVICES`;
  return chainsWith(
    [
      `-A PREROUTING ${portals}`,
      `-A OUTPUT ${portals}`,
      `-A POSTROUTING ${comment('kubernetes postrouting rules')} -j KUBE-POSTROUTING`,
      '-A KUBE-MARK-MASQ -j MARK --set-xmark 0x4000/0x4000',
      '-A KUBE-POSTROUTING -m mark ! --mark 0x4000/0x4000 -j RETURN',
      '-A KUBE-POSTROUTING -j MARK --set-xmark 0x4000/0x0',
      `-A KUBE-POSTROUTING ${comment('kubernetes service traffic requiring SNAT')} -j MASQUERADE --random-fully`,
    ],
    ['KUBE-NODEPORTS', 'KUBE-PROXY-CANARY', 'KUBE-SERVICES'],
  );
}

/** What stops packets, and what lets the health checks in. */
function filterRows(rules: NodeRules, port: PlannedPort) {
  const { info, hasAnyEndpoints } = port;
  const stop = hasAnyEndpoints ? iptablesRows.noLocalEndpoints : iptablesRows.noEndpoints;
  const rows = port.internal === null ? [stop(info, port.clusterPortal)] : [];
  for (const portal of port.externalPortals) {
    if (portal.kind === 'loadBalancerIP' && hasAnyEndpoints && info.sourceRanges.length > 0)
      rows.push(iptablesRows.sourceRange(portal, rules.nodeIP));
    if (port.external === null) rows.push(stop(info, portal));
  }
  if (info.nodePort !== 0 && port.external === null) rows.push(stop(info, null));
  if (info.healthCheckNodePort !== 0) rows.push(iptablesRows.healthCheck!(info));
  return rows;
}

function addNatRows(rules: NodeRules, port: PlannedPort, nat: Chains): void {
  const { info, hasAnyEndpoints } = port;
  if (port.internal !== null) {
    const match = toPortal(port.clusterPortal, `${info.name} cluster IP`);
    add(nat, 'KUBE-SERVICES', `-A KUBE-SERVICES ${match} -j ${policyChain(port.internal)}`);
    addClusterMasquerade(rules, policyChain(port.internal), match, nat);
  }
  if (!hasAnyEndpoints) return;
  const external = chainNames.external(info);
  const isGuarded = info.sourceRanges.length > 0 && info.loadBalancerIPs.length > 0;
  for (const portal of port.externalPortals) {
    const isBalanced = portal.kind === 'loadBalancerIP';
    const match = toPortal(portal, `${info.name} ${isBalanced ? 'loadbalancer' : 'external'} IP`);
    const target = isBalanced && isGuarded ? chainNames.firewall(info) : external;
    add(nat, 'KUBE-SERVICES', `-A KUBE-SERVICES ${match} -j ${target}`);
  }
  if (info.nodePort !== 0) add(nat, 'KUBE-NODEPORTS', nodePortRow(info, external));
  if (info.policies.externallyAccessible) addExternalChain(rules, port, nat);
  if (isGuarded) addFirewallChain(rules, info, nat);
  for (const chain of [port.cluster, port.local]) if (chain !== null) addPolicyChain(chain, nat);
  for (const endpoint of port.endpoints) addEndpointChain(info, endpoint, nat);
}

/** Who calls a ClusterIP from outside the Pod network must see the reply come back through this node. */
function addClusterMasquerade({ config }: NodeRules, chain: string, match: string, nat: Chains): void {
  if (config.masqueradeAll) add(nat, chain, `-A ${chain} ${match} ${TO_MARK_MASQ}`);
  else if (config.clusterCIDR !== null)
    add(nat, chain, `-A ${chain} ! -s ${config.clusterCIDR} ${match} ${TO_MARK_MASQ}`);
}

function nodePortRow(info: ServicePortInfo, target: string): string {
  // KUBE-NODEPORTS is entered for the node's own addresses only, so the row need not ask for them again.
  const match = toNodePort(info, info.name).replace(' -m addrtype --dst-type LOCAL', '');
  return `-A KUBE-NODEPORTS ${match} -j ${target}`;
}

function addExternalChain(
  { config }: NodeRules,
  { info, cluster, external }: PlannedPort,
  nat: Chains,
): void {
  const chain = chainNames.external(info);
  const remark = (text: string) => comment(`${text} for ${info.name} external destinations`);
  if (!info.policies.externalPolicyLocal) {
    add(nat, chain, `-A ${chain} ${remark('masquerade traffic')} ${TO_MARK_MASQ}`);
  } else if (cluster !== null) {
    const target = `-j ${policyChain(cluster)}`;
    const isLocal = '-m addrtype --src-type LOCAL';
    if (config.clusterCIDR !== null)
      add(nat, chain, `-A ${chain} -s ${config.clusterCIDR} ${remark('pod traffic')} ${target}`);
    add(nat, chain, `-A ${chain} ${remark('masquerade LOCAL traffic')} ${isLocal} ${TO_MARK_MASQ}`);
    add(nat, chain, `-A ${chain} ${remark('route LOCAL traffic')} ${isLocal} ${target}`);
  }
  if (external !== null) add(nat, chain, `-A ${chain} -j ${policyChain(external)}`);
}

function addFirewallChain({ nodeIP }: NodeRules, info: ServicePortInfo, nat: Chains): void {
  const chain = chainNames.firewall(info);
  for (const source of acceptedSources(info, nodeIP)) {
    const range = source.includes('/') ? source : `${source}/${source.includes(':') ? 128 : 32}`;
    const match = range.endsWith('/0') ? '' : `-s ${range} `;
    add(
      nat,
      chain,
      `-A ${chain} ${match}${comment(`${info.name} loadbalancer IP`)} -j ${chainNames.external(info)}`,
    );
  }
  const rest = comment(`other traffic to ${info.name} will be dropped by KUBE-PROXY-FIREWALL`);
  add(nat, chain, `-A ${chain} ${rest}`);
}

function addPolicyChain(chain: EndpointChain, nat: Chains): void {
  const indexes = [...chain.endpoints.keys()];
  const affinity =
    chain.info.affinitySeconds > 0 ? indexes.map((index) => iptablesRows.affinity(chain, index)) : [];
  for (const row of [...affinity, ...indexes.map((index) => iptablesRows.picked(chain, index))])
    add(nat, row.chain, row.text);
}

function addEndpointChain(info: ServicePortInfo, endpoint: EndpointInfo, nat: Chains): void {
  const chain = chainNames.endpoint(info, endpoint);
  const protocol = info.protocol.toLowerCase();
  const isIPv6 = endpoint.ip.includes(':');
  const mask = isIPv6 ? 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' : '255.255.255.255';
  const remember =
    info.affinitySeconds > 0 ? ` -m recent --set --name ${chain} --mask ${mask} --rsource` : '';
  const name = comment(info.name);
  add(nat, chain, `-A ${chain} -s ${endpoint.ip}/${isIPv6 ? 128 : 32} ${name} ${TO_MARK_MASQ}`);
  add(
    nat,
    chain,
    `-A ${chain} -p ${protocol} ${name}${remember} -m ${protocol} -j DNAT --to-destination ${endpoint.address}`,
  );
}

/** The last rows of KUBE-SERVICES: which addresses of the node accept NodePorts. */
function addNodePortJumps(rules: NodeRules, nat: Chains): void {
  const remark = comment('kubernetes service nodeports; NOTE: this must be the last rule in this chain');
  const jump = (match: string, isLocal = '') =>
    add(nat, 'KUBE-SERVICES', `-A KUBE-SERVICES ${match}${remark}${isLocal} -j KUBE-NODEPORTS`);
  const { nodePortAddresses, ipFamily, localhostNodePorts } = rules.config;
  const loopback = ipFamily === 'IPv6' ? '::1/128' : '127.0.0.0/8';
  const withLocalhost = ipFamily === 'IPv4' && localhostNodePorts;
  if (nodePortAddresses === null)
    jump(withLocalhost ? '' : `! -d ${loopback} `, ' -m addrtype --dst-type LOCAL');
  else for (const ip of nodePortIPs(rules)) jump(`-d ${ip}/${ip.includes(':') ? 128 : 32} `);
}
