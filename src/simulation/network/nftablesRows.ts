/** The rows of kube-proxy's nftables mode, as `nft list ruleset` prints them, and the names of their chains. */
import { hashOf } from './iptablesRows.ts';
import type { EndpointChain } from './kubeProxy.ts';
import type { Row } from './rule.ts';
import type { RowWriter } from './ruleRows.ts';
import { acceptedSources, type EndpointInfo, type Portal, type ServicePortInfo } from './serviceTable.ts';

const NAME_LENGTH_MAX = 240;

function hashAndTruncate(name: string): string {
  const full = `${hashOf(name, 8)}-${name}`;
  return full.length > NAME_LENGTH_MAX ? `${full.slice(0, NAME_LENGTH_MAX - 3)}...` : full;
}

/** `ULMVA6XW-ns1/svc1/tcp/p80` */
export function servicePortBase({ namespace, serviceName, protocol, portName }: ServicePortInfo): string {
  return hashAndTruncate(`${namespace}/${serviceName}/${protocol.toLowerCase()}/${portName}`);
}

/** `5OJB2KTY-ns1/svc1/tcp/p80__10.180.0.1/80` */
export function endpointBase(info: ServicePortInfo, { ip, port }: EndpointInfo): string {
  const { namespace, serviceName, protocol, portName } = info;
  return hashAndTruncate(
    `${namespace}/${serviceName}/${protocol.toLowerCase()}/${portName}__${ip.replaceAll(':', '.')}/${port}`,
  );
}

export function policyChain({ policy, info }: EndpointChain): string {
  return `${policy === 'Cluster' ? 'service' : 'local'}-${servicePortBase(info)}`;
}

export function ipKeyword(address: string): 'ip' | 'ip6' {
  return address.includes(':') ? 'ip6' : 'ip';
}

/** nft writes a set of one element without its braces. */
function anonymousSet(elements: readonly string[]): string {
  return elements.length === 1 ? elements[0]! : `{ ${elements.join(', ')} }`;
}

/** The rows of `cluster-ips-check`, which guards the Service CIDR; `ip` is `ip` or `ip6`. */
export const clusterIPsCheck = {
  invalidPort: (ip: string): Row => ({
    chain: 'cluster-ips-check',
    text: `${ip} daddr @cluster-ips reject comment "Reject traffic to invalid ports of ClusterIPs"`,
  }),
  unallocated: (ip: string, serviceCIDRs: readonly string[]): Row => ({
    chain: 'cluster-ips-check',
    text: `${ip} daddr ${anonymousSet(serviceCIDRs)} drop comment "Drop traffic to unallocated ClusterIPs"`,
  }),
};

/** An element of one of the two maps that hold what has no endpoint here. */
function noEndpointElement(info: ServicePortInfo, portal: Portal | null, verdict: string) {
  const protocol = info.protocol.toLowerCase();
  const key =
    portal === null ? `${protocol} . ${info.nodePort}` : `${portal.ip} . ${protocol} . ${info.port}`;
  return {
    chain: portal === null ? 'no-endpoint-nodeports' : 'no-endpoint-services',
    text: `${key} comment "${info.name}" : ${verdict}`,
  };
}

export const nftablesRows: RowWriter = {
  picked(chain) {
    const { info, endpoints } = chain;
    const elements = endpoints.map(
      (endpoint, index) => `${index} : goto endpoint-${endpointBase(info, endpoint)}`,
    );
    return {
      chain: policyChain(chain),
      text: `numgen random mod ${endpoints.length} vmap { ${elements.join(', ')} }`,
    };
  },
  affinity(chain, index) {
    const endpoint = chain.endpoints[index]!;
    const base = endpointBase(chain.info, endpoint);
    return {
      chain: policyChain(chain),
      text: `${ipKeyword(endpoint.ip)} saddr @affinity-${base} goto endpoint-${base}`,
    };
  },
  noEndpoints: (info, portal) => noEndpointElement(info, portal, 'goto reject-chain'),
  noLocalEndpoints: (info, portal) => noEndpointElement(info, portal, 'drop'),
  sourceRange({ ip, info }, nodeIP) {
    return {
      chain: `firewall-${servicePortBase(info)}`,
      text: `${ipKeyword(ip)} saddr != ${anonymousSet(acceptedSources(info, nodeIP))} drop`,
    };
  },
  healthCheck: null,
};
