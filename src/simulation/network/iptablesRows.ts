/** The rows of kube-proxy's iptables mode, as `iptables-save` prints them, and the names of their chains. */
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import type { EndpointChain } from './kubeProxy.ts';
import type { Row } from './rule.ts';
import type { RowWriter } from './ruleRows.ts';
import type { EndpointInfo, Portal, ServicePortInfo } from './serviceTable.ts';

const BASE32 = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** The first characters of base32(sha256(text)), RFC 4648 alphabet. */
export function hashOf(text: string, length: number): string {
  const digest = sha256(utf8ToBytes(text));
  let hash = '';
  let bits = 0;
  let value = 0;
  for (const byte of digest) {
    value = ((value << 8) | byte) & 0xffff;
    bits += 8;
    while (bits >= 5 && hash.length < length) {
      bits -= 5;
      hash += BASE32[(value >> bits) & 31];
    }
  }
  return hash;
}

function chainName(prefix: string, info: ServicePortInfo, endpoint = ''): string {
  return `${prefix}-${hashOf(info.name + info.protocol.toLowerCase() + endpoint, 16)}`;
}

export const chainNames = {
  cluster: (info: ServicePortInfo) => chainName('KUBE-SVC', info),
  local: (info: ServicePortInfo) => chainName('KUBE-SVL', info),
  external: (info: ServicePortInfo) => chainName('KUBE-EXT', info),
  firewall: (info: ServicePortInfo) => chainName('KUBE-FW', info),
  endpoint: (info: ServicePortInfo, endpoint: EndpointInfo) => chainName('KUBE-SEP', info, endpoint.address),
};

export function policyChain({ policy, info }: EndpointChain): string {
  return policy === 'Cluster' ? chainNames.cluster(info) : chainNames.local(info);
}

export function comment(text: string): string {
  return `-m comment --comment "${text}"`;
}

/** xt_statistic keeps a probability as a fraction of 2³¹, so a third is saved as 0.33333333349. */
function probability(remaining: number): string {
  const passed = Number((1 / remaining).toFixed(10));
  return (Math.round(passed * 0x80000000) / 0x80000000).toFixed(11);
}

export function toPortal({ ip, info }: Portal, remark: string): string {
  const protocol = info.protocol.toLowerCase();
  const bits = ip.includes(':') ? 128 : 32;
  return `-d ${ip}/${bits} -p ${protocol} ${comment(remark)} -m ${protocol} --dport ${info.port}`;
}

export function toNodePort(info: ServicePortInfo, remark: string): string {
  const protocol = info.protocol.toLowerCase();
  return `-p ${protocol} ${comment(remark)} -m addrtype --dst-type LOCAL -m ${protocol} --dport ${info.nodePort}`;
}

function reject(ip: string): string {
  return `REJECT --reject-with ${ip.includes(':') ? 'icmp6-port-unreachable' : 'icmp-port-unreachable'}`;
}

function row(chain: string, match: string, target: string): Row {
  return { chain, text: `-A ${chain} ${match} -j ${target}` };
}

/** Traffic to a ClusterIP is filtered in KUBE-SERVICES, what comes from outside in KUBE-EXTERNAL-SERVICES. */
function filterChain(portal: Portal | null): string {
  return portal?.kind === 'clusterIP' ? 'KUBE-SERVICES' : 'KUBE-EXTERNAL-SERVICES';
}

export const iptablesRows: RowWriter = {
  picked(chain, index) {
    const { info, endpoints } = chain;
    const endpoint = endpoints[index]!;
    const remaining = endpoints.length - index;
    const chance = remaining > 1 ? ` -m statistic --mode random --probability ${probability(remaining)}` : '';
    const match = comment(`${info.name} -> ${endpoint.address}`) + chance;
    return row(policyChain(chain), match, chainNames.endpoint(info, endpoint));
  },
  affinity(chain, index) {
    const { info, endpoints } = chain;
    const endpoint = endpoints[index]!;
    const sep = chainNames.endpoint(info, endpoint);
    const mask = endpoint.ip.includes(':') ? 'ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff' : '255.255.255.255';
    const recent = `-m recent --rcheck --seconds ${info.affinitySeconds} --reap --name ${sep} --mask ${mask} --rsource`;
    return row(policyChain(chain), `${comment(`${info.name} -> ${endpoint.address}`)} ${recent}`, sep);
  },
  noEndpoints(info, portal) {
    const remark = `${info.name} has no endpoints`;
    const match = portal === null ? toNodePort(info, remark) : toPortal(portal, remark);
    return row(filterChain(portal), match, reject(info.clusterIP));
  },
  noLocalEndpoints(info, portal) {
    const remark = `${info.name} has no local endpoints`;
    const match = portal === null ? toNodePort(info, remark) : toPortal(portal, remark);
    return row(filterChain(portal), match, 'DROP');
  },
  sourceRange(portal) {
    const { info } = portal;
    const remark = `${info.name} traffic not accepted by ${chainNames.firewall(info)}`;
    return row('KUBE-PROXY-FIREWALL', toPortal(portal, remark), 'DROP');
  },
  healthCheck(info) {
    const match = `-p tcp ${comment(`${info.name} health check node port`)} -m tcp --dport ${info.healthCheckNodePort}`;
    return row('KUBE-NODEPORTS', match, 'ACCEPT');
  },
};
