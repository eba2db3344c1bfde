/**
 * Which Services, endpoints and Pods a name stands for. Models `plugin/kubernetes` of CoreDNS: parse.go, findServices,
 * findPods, reverse.go, ns.go and the objects that it keeps. Simplified: one cluster only (no ServiceImports).
 */
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { keyOf, type ObjectKey } from '../../kubernetes/objectMeta.ts';
import { isTerminating } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { type AddressType, labelsBelow, recordTypeOf } from './dnsMessage.ts';
import type { DnsView, KubernetesOptions } from './dnsView.ts';
import { isReverseName } from './reverseName.ts';
import { serviceOfSlice } from './serviceTable.ts';

/** One address (or other name) that a name stands for, with a port of it. */
export interface Found {
  readonly host: string;
  readonly type: AddressType | 'CNAME';
  /** null: nothing is said of ports. */
  readonly port: number | null;
  /** The endpoint that has the address, if it is one's own. */
  readonly endpoint: Endpoint | null;
  /** The name of the Service or Pod. */
  readonly parent: string;
}

/** What a name stands for: [] when it exists without anything (NODATA), null when it does not exist (NXDOMAIN). */
export interface Findings {
  readonly found: readonly Found[] | null;
  readonly service: ObjectKey | null;
}

const NO_SUCH_NAME: Findings = { found: null, service: null };
const EMPTY: Findings = { found: [], service: null };
const NO_PORTS = [{ name: '', port: null, protocol: '' }] as const;

/** The parts of a name below the cluster's zone; '' is what it does not say. */
interface NameParts {
  readonly branch: 'svc' | 'pod';
  readonly namespace: string;
  readonly service: string;
  readonly endpoint: string;
  readonly port: string;
  readonly protocol: string;
  readonly topologyZone: string;
  readonly prefersZone: boolean;
}

/** The name, in lower case, of `zone`. */
export function findRecords(view: DnsView, name: string, zone: string, options: KubernetesOptions): Findings {
  const labels = labelsBelow(name, zone);
  if (labels.length === 0) return EMPTY;
  const branch = labels.pop();
  if (branch !== 'svc' && branch !== 'pod') return NO_SUCH_NAME;
  if (labels.length === 0) return EMPTY;
  const parts = partsOf(branch, labels, options.zonal);
  if (parts === null || isReverseName(name) || !isExposed(view, parts.namespace, options))
    return NO_SUCH_NAME;
  if (branch === 'pod') return findPods(view, parts, zone, options);
  return parts.service === '' ? EMPTY : findServices(view, parts, zone, options);
}

/** `_port._protocol.service`, `endpoint.service`, `zone.pin._zone.service` or just the service, and the namespace. */
function partsOf(branch: 'svc' | 'pod', labels: readonly string[], zonal: boolean): NameParts | null {
  const namespace = labels.at(-1) ?? '';
  const service = labels.at(-2) ?? '';
  const left = labels.slice(0, -2);
  let endpoint = '';
  let port = '';
  let protocol = '';
  let topologyZone = '';
  let prefersZone = false;
  if (left.length === 1) endpoint = left[0]!;
  else if (left.length === 2) {
    port = withoutUnderscore(left[0]!);
    protocol = withoutUnderscore(left[1]!);
  } else if (left.length > 2) {
    const directive = left.at(-2);
    const isZonal = zonal && branch === 'svc' && left.at(-1) === '_zone';
    if (!isZonal || (directive !== 'pin' && directive !== 'prefer')) return null;
    topologyZone = left.slice(0, -2).join('.');
    prefersZone = directive === 'prefer';
  }
  return { branch, namespace, service, endpoint, port, protocol, topologyZone, prefersZone };
}

export function withoutUnderscore(label: string): string {
  return label.startsWith('_') ? label.slice(1) : label;
}

export function isExposed(view: DnsView, namespace: string, { namespaces }: KubernetesOptions): boolean {
  return (namespaces.length === 0 || namespaces.includes(namespace)) && view.namespaceExists(namespace);
}

/** `10-244-1-5.default.pod.cluster.local.`: the name says the address. */
function findPods(view: DnsView, parts: NameParts, zone: string, options: KubernetesOptions): Findings {
  const { namespace, service: label } = parts;
  if (options.pods === 'disabled') return NO_SUCH_NAME;
  if (label === '') return EMPTY;
  const isIPv4 = !label.includes('--') && label.split('-').length === 4;
  const host = label.replaceAll('-', isIPv4 ? '.' : ':');
  const type = recordTypeOf(host);
  if (type === 'CNAME') return NO_SUCH_NAME;
  const parent = `${label}.${namespace}.pod.${zone}`;
  const found: readonly Found[] = [{ host, type, port: 0, endpoint: null, parent }];
  return options.pods === 'insecure' || hasPod(view, namespace, host)
    ? { found, service: null }
    : NO_SUCH_NAME;
}

/** Pods that are being deleted or have ended are not watched. */
function hasPod(view: DnsView, namespace: string, address: string): boolean {
  for (const pod of view.pods()) {
    if (pod.metadata.namespace !== namespace || pod.status?.podIP !== address || isTerminating(pod)) continue;
    if (pod.status.phase !== 'Succeeded' && pod.status.phase !== 'Failed') return true;
  }
  return false;
}

function findServices(view: DnsView, parts: NameParts, zone: string, options: KubernetesOptions): Findings {
  const { namespace, service: name, endpoint, port, protocol, topologyZone } = parts;
  const key = keyOf('v1', 'Service', namespace, name);
  const service = view.service(key);
  if (service === undefined) return NO_SUCH_NAME;
  const { spec } = service;
  const isAlias = spec.type === 'ExternalName';
  if (options.ignoreEmptyService && !isAlias && !isHeadless(service) && !hasReady(view, key))
    return NO_SUCH_NAME;
  if (topologyZone !== '' && !isHeadless(service)) return NO_SUCH_NAME;
  const parent = `${name}.${namespace}.svc.${zone}`;
  if (isAlias) {
    const host = spec.externalName ?? '';
    const isWhole = endpoint === '' && port === '' && protocol === '';
    return isWhole && recordTypeOf(host) === 'CNAME'
      ? { found: [{ host, type: 'CNAME', port: 0, endpoint: null, parent }], service: key }
      : NO_SUCH_NAME;
  }
  if (isHeadless(service) || endpoint !== '') {
    let found = findEndpoints(view, key, parts, topologyZone, parent, options);
    if (found.length === 0 && parts.prefersZone) found = findEndpoints(view, key, parts, '', parent, options);
    return found.length > 0 || topologyZone !== '' ? { found, service: key } : NO_SUCH_NAME;
  }
  const found: Found[] = [];
  let isPort = false;
  for (const listed of portsOf(service)) {
    if (!saysPort(port, protocol, listed)) continue;
    isPort = true;
    for (const host of clusterIPsOf(service))
      found.push({ host, type: recordTypeOf(host), port: listed.port, endpoint: null, parent });
  }
  return isPort ? { found, service: key } : NO_SUCH_NAME;
}

/** The endpoints that are ready, in this zone if one is given, under the name that the question says, if it does. */
export function findEndpoints(
  view: DnsView,
  service: ObjectKey,
  { endpoint: wanted, port, protocol }: Pick<NameParts, 'endpoint' | 'port' | 'protocol'>,
  topologyZone: string,
  parent: string,
  options: KubernetesOptions,
): Found[] {
  const found: Found[] = [];
  for (const slice of view.slicesOf(service)) {
    const ports = slicePorts(slice).filter((listed) => saysPort(port, protocol, listed));
    if (ports.length === 0) continue;
    for (const endpoint of slice.endpoints ?? []) {
      if (!isReadyEndpoint(endpoint) || (topologyZone !== '' && endpoint.zone !== topologyZone)) continue;
      for (const host of endpoint.addresses) {
        if (wanted !== '' && endpointName(endpoint, host, options).toLowerCase() !== wanted) continue;
        const type = recordTypeOf(host);
        for (const { port: number } of ports)
          found.push({ host, type, port: number ?? null, endpoint, parent });
      }
    }
  }
  return found;
}

/** An unknown readiness counts as ready; terminating endpoints are not ready. */
export function isReadyEndpoint({ conditions }: Endpoint): boolean {
  return conditions?.ready !== false;
}

function hasReady(view: DnsView, service: ObjectKey): boolean {
  for (const { endpoints } of view.slicesOf(service))
    if (endpoints?.some((endpoint) => isReadyEndpoint(endpoint) && endpoint.addresses.length > 0))
      return true;
  return false;
}

export function isHeadless({ spec }: Service): boolean {
  return (spec.clusterIPs?.[0] ?? spec.clusterIP) === 'None';
}

export function clusterIPsOf({ spec }: Service): readonly string[] {
  return spec.clusterIPs?.length ? spec.clusterIPs : spec.clusterIP ? [spec.clusterIP] : [];
}

/** `spec.externalIPs`, and what the load balancer has, which may be a name. */
export function externalIPsOf({ spec, status }: Service): string[] {
  const ingress = status?.loadBalancer?.ingress ?? [];
  return [...(spec.externalIPs ?? []), ...ingress.map(({ ip, hostname }) => ip || (hostname ?? ''))];
}

interface ListedPort {
  readonly name?: string | null;
  readonly port?: number | null;
  readonly protocol?: string | null;
}

/** A Service without ports still has an address. */
export function portsOf({
  spec,
}: Service): readonly { name?: string; port: number | null; protocol?: string }[] {
  return spec.ports?.length ? spec.ports : NO_PORTS;
}

function slicePorts({ ports }: EndpointSlice): readonly ListedPort[] {
  return ports?.length ? ports : NO_PORTS;
}

/** Whether a port is the one that `_port._protocol` says; '' is any. */
export function saysPort(port: string, protocol: string, listed: ListedPort): boolean {
  return (
    (port === '' || port === (listed.name ?? '').toLowerCase()) &&
    (protocol === '' || protocol === (listed.protocol ?? 'TCP').toLowerCase())
  );
}

/** The label of an endpoint below its Service: its hostname, perhaps its Pod's name, else its address with dashes. */
export function endpointName(
  { hostname, targetRef }: Endpoint,
  address: string,
  { endpointPodNames }: KubernetesOptions,
): string {
  if (hostname) return hostname;
  if (endpointPodNames && targetRef?.name) return targetRef.name;
  if (!address.includes(':')) return address.replaceAll('.', '-');
  const label = address.replaceAll(':', '-');
  return label.endsWith('-') ? `${label}0` : label;
}

/** The name that leads to exactly this one. */
export function nameOf({ endpoint, host, parent }: Found, options: KubernetesOptions): string {
  return endpoint === null ? parent : `${endpointName(endpoint, host, options)}.${parent}`;
}

/** The names of an address: the Service's that has it as its ClusterIP, else those of all endpoints that have it. */
export function findNames(view: DnsView, address: string, options: KubernetesOptions): string[] {
  const zone = options.zones.find((each) => !isReverseName(`.${each}`)) ?? '.';
  const isShown = (namespace = '') => options.namespaces.length === 0 || isExposed(view, namespace, options);
  for (const service of view.services()) {
    const { name, namespace } = service.metadata;
    if (clusterIPsOf(service).includes(address) && isShown(namespace))
      return [`${name}.${namespace}.svc.${zone}`];
  }
  const names = new Set<string>();
  for (const slice of view.slices()) {
    const [, namespace, name] = (serviceOfSlice(slice) ?? '').split('/');
    if (name === undefined || !isShown(namespace)) continue;
    for (const endpoint of slice.endpoints ?? [])
      if (isReadyEndpoint(endpoint) && endpoint.addresses.includes(address))
        names.add(`${endpointName(endpoint, address, options)}.${name}.${namespace}.svc.${zone}`);
  }
  return [...names];
}
