/**
 * How a process turns a name into an address: /etc/resolv.conf as the kubelet writes it (ClusterFirst, Default, None) and
 * the order in which glibc tries names. Simplified: one attempt per name, and only the first nameserver is asked.
 */
import type { Pod } from '../../kubernetes/pod.ts';
import { DEFAULT_DNS_ADDRESS } from '../clusterFamilies.ts';
import { CLUSTER_DOMAIN } from './dnsView.ts';

export interface ResolvConf {
  /** null: the node's own resolver, which is the public DNS and asked for free. */
  readonly nameserver: string | null;
  readonly search: readonly string[];
  readonly ndots: number;
}

/** glibc cuts larger numbers. */
const MAX_NDOTS = 15;

const NODE_RESOLV_CONF: ResolvConf = { nameserver: null, search: [], ndots: 1 };

/** `clusterDNS` is the address that the kubelet is told to write. */
export function resolvConfOf(pod: Pod, clusterDNS = DEFAULT_DNS_ADDRESS): ResolvConf {
  const { spec, metadata } = pod;
  const policy = spec.dnsPolicy ?? 'ClusterFirst';
  const usesCluster =
    policy === 'ClusterFirstWithHostNet' || (policy === 'ClusterFirst' && spec.hostNetwork !== true);
  const base = usesCluster ? clusterFirst(metadata.namespace ?? '', clusterDNS) : NODE_RESOLV_CONF;
  const { dnsConfig } = spec;
  if (dnsConfig === undefined) return base;
  const own = policy === 'None' ? NODE_RESOLV_CONF : base;
  const ndots = Number(dnsConfig.options?.find(({ name }) => name === 'ndots')?.value ?? own.ndots);
  return {
    // What the Pod asks for comes after what the policy gives.
    nameserver: policy === 'None' ? (dnsConfig.nameservers?.[0] ?? null) : own.nameserver,
    search: [...new Set([...own.search, ...(dnsConfig.searches ?? [])])],
    ndots: Number.isFinite(ndots) ? Math.min(ndots, MAX_NDOTS) : own.ndots,
  };
}

/** The Pods of a namespace share one, and with it what is remembered of their searches. */
const clusterFirsts = new Map<string, ResolvConf>();

function clusterFirst(namespace: string, nameserver: string): ResolvConf {
  const key = `${namespace} ${nameserver}`;
  let shared = clusterFirsts.get(key);
  if (shared === undefined) {
    const search = [`${namespace}.svc.${CLUSTER_DOMAIN}`, `svc.${CLUSTER_DOMAIN}`, CLUSTER_DOMAIN];
    shared = { nameserver, search, ndots: 5 };
    clusterFirsts.set(key, shared);
  }
  return shared;
}

/** The names to ask for, in order: with fewer dots than ndots the search path comes first. */
export function candidateNames(host: string, { search, ndots }: ResolvConf): string[] {
  const name = host.toLowerCase();
  if (name.endsWith('.')) return [name.slice(0, -1)];
  const searched = search.map((domain) => `${name}.${domain}`);
  const dots = name.split('.').length - 1;
  return dots >= ndots ? [name, ...searched] : [...searched, name];
}
