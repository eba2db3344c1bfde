/** The rows that a packet meets in ipvs mode: of `ipvsadm -Ln` (without the counters, which move), and of `iptables-save`. */
import type { Header } from '../events.ts';
import type { NodeRules } from './kubeProxy.ts';
import type { Row } from './rule.ts';
import type { EndpointInfo, ServicePortInfo } from './serviceTable.ts';

/** `TCP  10.96.0.20:80 rr persistent 10800` */
export function virtualServerRow(
  { config }: NodeRules,
  { affinitySeconds, protocol }: ServicePortInfo,
  address: string,
  port: number,
): string {
  // kube-proxy lets mh hash the client's port too.
  const flags = config.ipvsScheduler === 'mh' ? ' (mh-port)' : '';
  const persistence = affinitySeconds > 0 ? ` persistent ${affinitySeconds}` : '';
  return `${protocol.padEnd(4)} ${socket(address, port)} ${config.ipvsScheduler}${flags}${persistence}`;
}

/** `-> 10.244.1.5:8080            Masq    1` */
export function realServerRow(address: string, weight: 0 | 1): string {
  return `-> ${address.padEnd(28)} Masq    ${weight}`;
}

function socket(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

/** What `ipvsadm -Ln` lists, as the chain of its rows. */
export const VIRTUAL_SERVERS = 'virtual servers';

export const ipvsRows = {
  /** A real server means nothing without the virtual server above it. */
  picked: (rules: NodeRules, info: ServicePortInfo, header: Header, endpoint: EndpointInfo): string =>
    `${virtualServerRow(rules, info, header.destination, header.destinationPort)}\n  ${realServerRow(endpoint.address, 1)}`,
  /** The kernel's own words, for there is no row. */
  noServer: (rules: NodeRules, header: Header): Row => ({
    chain: VIRTUAL_SERVERS,
    text: `IPVS: ${rules.config.ipvsScheduler}: ${header.protocol} ${socket(header.destination, header.destinationPort)} - no destination available`,
  }),
  sourceRange: (): Row => ({
    chain: 'KUBE-SOURCE-RANGES-FIREWALL',
    text: '-A KUBE-SOURCE-RANGES-FIREWALL -j DROP',
  }),
  /** What a node itself sends to a load balancer has the balancer's address as its source. */
  noNodeAccess: (address: string, { protocol, port }: ServicePortInfo): Row => ({
    chain: 'KUBE-IPVS-OUT-FILTER',
    text: `-A KUBE-IPVS-OUT-FILTER -s ${address}/${bits(address)} -m ipvs --vproto ${protocolNumbers[protocol]} --vaddr ${address} --vport ${port} -j DROP`,
  }),
  accessFilter: (address: string): Row => ({
    chain: 'KUBE-IPVS-FILTER',
    text: `-A KUBE-IPVS-FILTER -m conntrack --ctstate NEW -m set --match-set ${setName(address, 'KUBE-IPVS-IPS')} dst -j REJECT --reject-with ${address.includes(':') ? 'icmp6' : 'icmp'}-port-unreachable`,
  }),
  healthCheck: (address: string): Row => ({
    chain: 'KUBE-NODE-PORT',
    text: `-A KUBE-NODE-PORT -m comment --comment "Kubernetes health check node port" -m set --match-set ${setName(address, 'KUBE-HEALTH-CHECK-NODE-PORT')} dst -j ACCEPT`,
  }),
};

const protocolNumbers = { TCP: 6, UDP: 17, SCTP: 132 } as const;

function bits(address: string): 32 | 128 {
  return address.includes(':') ? 128 : 32;
}

/** The sets of the second family are called KUBE-6-…; names have 31 characters at most. */
export function setName(address: string, name: string): string {
  return address.includes(':') ? name.replace('KUBE-', 'KUBE-6-').slice(0, 31) : name;
}
