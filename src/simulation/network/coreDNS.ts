/**
 * What CoreDNS answers. Models its `kubernetes` plugin with the Corefile of kubeadm (zone cluster.local, `pods insecure`)
 * and `forward` for all other names. Simplified: A records only, no cache, the answer is as fresh as the objects, and the
 * public DNS knows exactly the host names of the OutsideServers.
 */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { familyOf } from '../../kubernetes/ip.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { keyOf } from '../../kubernetes/objectMeta.ts';
import type { Service } from '../../kubernetes/service.ts';
import { nextInteger, type RandomStream } from '../random.ts';

export const CLUSTER_DOMAIN = 'cluster.local';
/** CoreDNS follows a chain of CNAMEs no further than this. */
const MAX_CNAMES = 8;

export interface DnsQuestion {
  /** Fully qualified, in lower case, without the last dot. */
  readonly name: string;
  readonly type: 'A';
}

export interface DnsRecord {
  readonly name: string;
  readonly type: 'A' | 'CNAME';
  readonly data: string;
}

export interface DnsAnswer {
  /** NOERROR without records is NODATA: the name exists, but has no such record. */
  readonly rcode: 'NOERROR' | 'NXDOMAIN';
  readonly records: readonly DnsRecord[];
  /** The Service that the name belongs to. */
  readonly service: ObjectKey | null;
}

/** What CoreDNS watches, and whom it may ask. */
export interface DnsView {
  namespaceExists(name: string): boolean;
  service(key: ObjectKey): Service | undefined;
  slicesOf(key: ObjectKey): Iterable<EndpointSlice>;
  /** The public DNS. */
  outsideAddress(name: string): string | undefined;
}

const NXDOMAIN: DnsAnswer = { rcode: 'NXDOMAIN', records: [], service: null };
const NODATA: DnsAnswer = { rcode: 'NOERROR', records: [], service: null };

export function answer(view: DnsView, question: DnsQuestion, random: RandomStream): DnsAnswer {
  return resolve(view, question.name, random, 0);
}

function resolve(view: DnsView, name: string, random: RandomStream, depth: number): DnsAnswer {
  if (depth > MAX_CNAMES) return NODATA;
  if (name === CLUSTER_DOMAIN) return NODATA;
  if (!name.endsWith(`.${CLUSTER_DOMAIN}`)) return resolveOutside(view, name);
  const labels = name.slice(0, -CLUSTER_DOMAIN.length - 1).split('.');
  const branch = labels.pop();
  if (branch === 'pod') return resolvePod(view, name, labels);
  if (branch !== 'svc') return NXDOMAIN;
  const namespace = labels.pop();
  if (namespace === undefined) return NODATA;
  const serviceName = labels.pop();
  if (serviceName === undefined) return view.namespaceExists(namespace) ? NODATA : NXDOMAIN;
  const key = keyOf('v1', 'Service', namespace, serviceName);
  const service = view.service(key);
  return service === undefined ? NXDOMAIN : resolveService(view, name, key, service, labels, random, depth);
}

function resolveOutside(view: DnsView, name: string): DnsAnswer {
  const address = view.outsideAddress(name);
  return address === undefined
    ? NXDOMAIN
    : { rcode: 'NOERROR', records: [{ name, type: 'A', data: address }], service: null };
}

/** `10-244-1-5.default.pod.cluster.local`: with `pods insecure` the answer is read off the name, whoever has the address. */
function resolvePod(view: DnsView, name: string, labels: readonly string[]): DnsAnswer {
  if (labels.length === 0) return NODATA;
  if (!view.namespaceExists(labels.at(-1)!)) return NXDOMAIN;
  if (labels.length === 1) return NODATA;
  const address = labels[0]!.replaceAll('-', '.');
  return labels.length === 2 && familyOf(address) === 'IPv4'
    ? { rcode: 'NOERROR', records: [{ name, type: 'A', data: address }], service: null }
    : NXDOMAIN;
}

function resolveService(
  view: DnsView,
  name: string,
  key: ObjectKey,
  service: Service,
  labels: readonly string[],
  random: RandomStream,
  depth: number,
): DnsAnswer {
  const { spec } = service;
  if (spec.type === 'ExternalName')
    return labels.length > 0
      ? NXDOMAIN
      : resolveAlias(view, name, key, spec.externalName ?? '', random, depth);
  if (labels.length > 1 && !isPortName(service, labels)) return NXDOMAIN;
  const endpoint = labels.length === 1 ? labels[0]! : null;
  if (spec.clusterIP === 'None' || endpoint !== null) {
    const addresses = endpointAddresses(view.slicesOf(key), endpoint);
    if (addresses.length === 0) return NXDOMAIN;
    const records = addresses.map((data): DnsRecord => ({ name, type: 'A', data }));
    return { rcode: 'NOERROR', records: shuffled(records, random), service: key };
  }
  const addresses = (spec.clusterIPs ?? [spec.clusterIP ?? '']).filter((ip) => familyOf(ip) === 'IPv4');
  const records = addresses.map((data): DnsRecord => ({ name, type: 'A', data }));
  return { rcode: 'NOERROR', records, service: key };
}

/** `_http._tcp.shop.default.svc…` names a port of the Service. */
function isPortName(service: Service, labels: readonly string[]): boolean {
  const [port, protocol] = labels;
  return (
    labels.length === 2 &&
    (service.spec.ports ?? []).some(
      (entry) =>
        `_${entry.name ?? ''}` === port && `_${(entry.protocol ?? 'TCP').toLowerCase()}` === protocol,
    )
  );
}

function resolveAlias(
  view: DnsView,
  name: string,
  key: ObjectKey,
  externalName: string,
  random: RandomStream,
  depth: number,
): DnsAnswer {
  const target = externalName.toLowerCase().replace(/\.$/, '');
  const further = resolve(view, target, random, depth + 1);
  return {
    rcode: further.rcode,
    records: [{ name, type: 'CNAME', data: target }, ...further.records],
    service: key,
  };
}

/** The ready addresses that slices list, or those of one endpoint by its hostname, or by its address with dashes. */
function endpointAddresses(slices: Iterable<EndpointSlice>, endpointName: string | null): string[] {
  const addresses = new Set<string>();
  for (const slice of slices) {
    if (slice.addressType !== 'IPv4') continue;
    for (const { addresses: listed, conditions, hostname } of slice.endpoints ?? []) {
      if (conditions?.ready === false) continue;
      for (const address of listed)
        if (endpointName === null || endpointName === (hostname ?? address.replaceAll('.', '-')))
          addresses.add(address);
    }
  }
  return [...addresses];
}

/** The plugin `loadbalance` answers in random order. */
function shuffled<T>(values: readonly T[], random: RandomStream): T[] {
  const result = [...values];
  for (let last = result.length - 1; last > 0; last--) {
    const other = nextInteger(random, last + 1);
    [result[last], result[other]] = [result[other]!, result[last]!];
  }
  return result;
}
