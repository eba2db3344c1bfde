/** Which names and addresses the DNS server itself has. Models `plugin/kubernetes/ns.go` of CoreDNS. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { type AddressType, recordTypeOf } from './dnsMessage.ts';
import type { DnsView, ExternalOptions, KubernetesOptions } from './dnsView.ts';
import { clusterIPsOf, endpointName, externalIPsOf, isHeadless, isReadyEndpoint } from './serviceRecords.ts';
import { serviceOfSlice } from './serviceTable.ts';

export interface NameServer {
  readonly name: string;
  readonly address: string;
  readonly type: AddressType;
}

/** The Services in front of the server's own Pod, or its own addresses when it is nobody's endpoint. */
export function findNameServers(
  view: DnsView,
  zone: string,
  options: KubernetesOptions,
  external: ExternalOptions | null,
): NameServer[] {
  const servers: NameServer[] = [];
  const add = (name: string, address: string) => {
    const type = recordTypeOf(address);
    if (type !== 'CNAME') servers.push({ name, address, type });
  };
  let isEndpoint = false;
  for (const own of view.serverIPs)
    for (const slice of view.slices()) {
      if (!slice.endpoints?.some((each) => isReadyEndpoint(each) && each.addresses.includes(own))) continue;
      isEndpoint = true;
      const service = view.service(serviceOfSlice(slice) ?? '');
      if (service === undefined) continue;
      const { name, namespace } = service.metadata;
      const parent = `${name}.${namespace}.${external === null ? 'svc.' : ''}${zone}`;
      if (isHeadless(service) && (external === null || external.headless)) {
        for (const [label, address] of endpointsOf(slice, options)) add(`${label}.${parent}`, address);
      } else {
        const addresses = external === null ? clusterIPsOf(service) : externalIPsOf(service);
        for (const address of addresses) add(parent, address);
      }
    }
  if (!isEndpoint) for (const own of view.serverIPs) add(`ns.dns.${zone}`, own);
  return servers;
}

function endpointsOf(
  { endpoints }: EndpointSlice,
  options: KubernetesOptions,
): [label: string, address: string][] {
  return (endpoints ?? [])
    .filter(isReadyEndpoint)
    .flatMap((endpoint) =>
      endpoint.addresses.map((address): [string, string] => [
        endpointName(endpoint, address, options),
        address,
      ]),
    );
}
