/**
 * /etc/hosts, which is read before the DNS is asked. Models pkg/kubelet/kubelet_pods.go `managedHostsFileContent`: localhost,
 * the Pod's own name (with a subdomain also the long one), and its `hostAliases`. Simplified: a Pod on the host network
 * does not know its node's entries.
 */
import type { Pod } from '../../kubernetes/pod.ts';
import { chooseAddress } from './addressFamilies.ts';
import { CLUSTER_DOMAIN } from './dnsView.ts';
import type { Place } from './places.ts';

/** Addresses by name. */
export type HostsFile = ReadonlyMap<string, readonly string[]>;

export function hostsOf({ metadata, spec, status }: Pod): HostsFile {
  const hosts = new Map<string, string[]>();
  const add = (name: string, address: string) => {
    const before = hosts.get(name);
    if (before === undefined) hosts.set(name, [address]);
    else before.push(address);
  };
  if (spec.hostNetwork !== true) {
    const hostname = spec.hostname ?? metadata.name;
    const domain = `${spec.subdomain}.${metadata.namespace}.svc.${CLUSTER_DOMAIN}`;
    for (const { ip } of status?.podIPs ?? [])
      for (const name of spec.subdomain ? [`${hostname}.${domain}`, hostname] : [hostname]) add(name, ip);
  }
  for (const { ip = '', hostnames = [] } of spec.hostAliases ?? [])
    for (const name of hostnames) add(name, ip);
  return hosts;
}

/** What the sender's /etc/hosts says of a name; undefined when it says nothing. */
export function addressInHosts(sender: Place, name: string): string | undefined {
  if (name === 'localhost')
    return sender.kind !== 'LoadBalancer' && sender.address.includes(':') ? '::1' : '127.0.0.1';
  const known = sender.kind === 'Pod' ? sender.hosts.get(name) : undefined;
  return known === undefined ? undefined : chooseAddress(sender, known);
}
