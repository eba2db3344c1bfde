/**
 * The ipsets of kube-proxy's ipvs mode on one node: what its few iptables rows ask for, instead of a chain per Service.
 * Models `ipsetInfo` and the first half of pkg/proxy/ipvs `syncProxyRules` (v1.35).
 */
import { rangeMatcher } from '../../kubernetes/ip.ts';
import { setName } from './ipvsRows.ts';
import type { NodeRules } from './kubeProxy.ts';
import { isOnDummyInterface } from './ownAddresses.ts';
import { nodePortIPs, type PlannedPort } from './ruleset.ts';
import type { Portal } from './serviceTable.ts';

interface SetRow {
  readonly type: 'hash:ip,port' | 'hash:ip,port,ip' | 'hash:ip,port,net' | 'hash:ip' | 'bitmap:port';
  /** As it stands in the iptables rows. */
  readonly comment: string;
}

export const ipvsSets = {
  'KUBE-LOOP-BACK': {
    type: 'hash:ip,port,ip',
    comment: 'Kubernetes endpoints dst ip:port, source ip for solving hairpin purpose',
  },
  'KUBE-CLUSTER-IP': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service cluster ip + port for masquerade purpose',
  },
  'KUBE-EXTERNAL-IP': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service external ip + port for masquerade and filter purpose',
  },
  'KUBE-EXTERNAL-IP-LOCAL': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service external ip + port with externalTrafficPolicy=local',
  },
  'KUBE-LOAD-BALANCER': { type: 'hash:ip,port', comment: 'Kubernetes service lb portal' },
  'KUBE-LOAD-BALANCER-FW': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service load balancer ip + port for load balancer with sourceRange',
  },
  'KUBE-LOAD-BALANCER-LOCAL': {
    type: 'hash:ip,port',
    comment: 'Kubernetes service load balancer ip + port with externalTrafficPolicy=local',
  },
  'KUBE-LOAD-BALANCER-SOURCE-IP': {
    type: 'hash:ip,port,ip',
    comment: 'Kubernetes service load balancer ip + port + source IP for packet filter purpose',
  },
  'KUBE-LOAD-BALANCER-SOURCE-CIDR': {
    type: 'hash:ip,port,net',
    comment: 'Kubernetes service load balancer ip + port + source cidr for packet filter purpose',
  },
  'KUBE-NODE-PORT-TCP': {
    type: 'bitmap:port',
    comment: 'Kubernetes nodeport TCP port for masquerade purpose',
  },
  'KUBE-NODE-PORT-LOCAL-TCP': {
    type: 'bitmap:port',
    comment: 'Kubernetes nodeport TCP port with externalTrafficPolicy=local',
  },
  'KUBE-NODE-PORT-UDP': {
    type: 'bitmap:port',
    comment: 'Kubernetes nodeport UDP port for masquerade purpose',
  },
  'KUBE-NODE-PORT-LOCAL-UDP': {
    type: 'bitmap:port',
    comment: 'Kubernetes nodeport UDP port with externalTrafficPolicy=local',
  },
  'KUBE-NODE-PORT-SCTP-HASH': {
    type: 'hash:ip,port',
    comment: "Kubernetes nodeport SCTP port for masquerade purpose with type 'hash ip:port'",
  },
  'KUBE-NODE-PORT-LOCAL-SCTP-HASH': {
    type: 'hash:ip,port',
    comment: "Kubernetes nodeport SCTP port with externalTrafficPolicy=local with type 'hash ip:port'",
  },
  'KUBE-HEALTH-CHECK-NODE-PORT': { type: 'bitmap:port', comment: 'Kubernetes health check node port' },
  'KUBE-IPVS-IPS': { type: 'hash:ip', comment: 'Addresses on the ipvs interface' },
} as const satisfies Record<string, SetRow>;

export type IpvsSet = keyof typeof ipvsSets;
export type IpvsSets = ReadonlyMap<IpvsSet, readonly string[]>;

/** The members of every set, in order. */
export function ipvsSetMembers(rules: NodeRules, ports: readonly PlannedPort[]): IpvsSets {
  const sets = new Map(Object.keys(ipvsSets).map((name) => [name as IpvsSet, new Set<string>()]));
  const add = (name: IpvsSet, member: string) => sets.get(name)!.add(member);
  for (const { info, clusterPortal } of ports) {
    for (const { ip, port, nodeName } of info.endpoints)
      if (nodeName === rules.node.name)
        add('KUBE-LOOP-BACK', `${ip},${info.protocol.toLowerCase()}:${port},${ip}`);
    const portals: Portal[] = [
      clusterPortal,
      ...info.externalIPs.map((ip): Portal => ({ kind: 'externalIP', ip, info })),
      ...info.loadBalancerIPs.map((ip): Portal => ({ kind: 'loadBalancerIP', ip, info })),
    ];
    for (const portal of portals) {
      addPortal(rules, portal, add);
      if (isOnDummyInterface(rules, portal.ip)) add('KUBE-IPVS-IPS', portal.ip);
    }
    addNodePort(rules, info, add);
  }
  return new Map([...sets].map(([name, members]) => [name, [...members].sort(byNumber)]));
}

type Add = (name: IpvsSet, member: string) => void;

function addPortal({ nodeIP }: NodeRules, { kind, ip, info }: Portal, add: Add): void {
  const { policies, sourceRanges } = info;
  const member = `${ip},${info.protocol.toLowerCase()}:${info.port}`;
  if (kind === 'clusterIP') add('KUBE-CLUSTER-IP', member);
  else if (kind === 'externalIP')
    add(policies.externalPolicyLocal ? 'KUBE-EXTERNAL-IP-LOCAL' : 'KUBE-EXTERNAL-IP', member);
  else {
    add('KUBE-LOAD-BALANCER', member);
    if (policies.externalPolicyLocal) add('KUBE-LOAD-BALANCER-LOCAL', member);
    if (sourceRanges.length === 0) return;
    add('KUBE-LOAD-BALANCER-FW', member);
    for (const range of sourceRanges) add('KUBE-LOAD-BALANCER-SOURCE-CIDR', `${member},${range}`);
    if (rangeMatcher(sourceRanges)(nodeIP)) add('KUBE-LOAD-BALANCER-SOURCE-IP', `${member},${ip}`);
  }
}

function addNodePort(rules: NodeRules, info: PlannedPort['info'], add: Add): void {
  const { nodePort, protocol, policies, healthCheckNodePort } = info;
  if (healthCheckNodePort !== 0) add('KUBE-HEALTH-CHECK-NODE-PORT', String(healthCheckNodePort));
  if (nodePort === 0) return;
  const members =
    protocol === 'SCTP' ? nodePortIPs(rules).map((ip) => `${ip},sctp:${nodePort}`) : [String(nodePort)];
  const suffix = protocol === 'SCTP' ? ('SCTP-HASH' as const) : protocol;
  for (const member of members) {
    add(`KUBE-NODE-PORT-${suffix}`, member);
    if (policies.externalPolicyLocal) add(`KUBE-NODE-PORT-LOCAL-${suffix}`, member);
  }
}

function byNumber(a: string, b: string): number {
  return a.localeCompare(b, 'en', { numeric: true });
}

/** Like `ipset list`, without what the machine says of itself (revision, memory, references). */
export function ipsetList(rules: NodeRules, sets: IpvsSets): string {
  const family = rules.config.ipFamily === 'IPv6' ? 'inet6' : 'inet';
  const address = rules.config.ipFamily === 'IPv6' ? '::' : '';
  return [...sets]
    .map(([name, members]) =>
      [
        `Name: ${setName(address, name)}`,
        `Type: ${ipvsSets[name].type}`,
        ipvsSets[name].type === 'bitmap:port'
          ? 'Header: range 0-65535'
          : `Header: family ${family} hashsize 1024 maxelem 65536`,
        `Number of entries: ${members.length}`,
        'Members:',
        ...members,
      ].join('\n'),
    )
    .join('\n\n');
}
