/**
 * One Pod as an endpoint of a Service. Models staging/src/k8s.io/endpointslice utils.go (`podToEndpoint`,
 * `getEndpointPorts`, `getAddressTypesForService`) and util/controller_utils.go (`ShouldPodBeInEndpoints`, `FindPort`).
 */
import type { Endpoint, EndpointPort, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { Node } from '../../kubernetes/node.ts';
import { type Container, isReady, type Pod } from '../../kubernetes/pod.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';

export type AddressType = EndpointSlice['addressType'];

export const ZONE_LABEL = 'topology.kubernetes.io/zone';

/** The families for which a Service gets slices. */
export function addressTypesOf(service: Service): AddressType[] {
  const { ipFamilies, clusterIP, selector } = service.spec;
  if (ipFamilies !== undefined && ipFamilies.length > 0) return [...ipFamilies];
  if (clusterIP && clusterIP !== 'None') return [clusterIP.includes(':') ? 'IPv6' : 'IPv4'];
  return selector && Object.keys(selector).length > 0 ? ['IPv4', 'IPv6'] : ['IPv4'];
}

/** Terminating Pods stay listed until they are gone; finished ones and those without an address are not. */
export function belongsInSlices(pod: Pod): boolean {
  const { phase, podIP, podIPs } = pod.status ?? {};
  if (phase === 'Failed' || phase === 'Succeeded') return false;
  return Boolean(podIP) || (podIPs ?? []).length > 0;
}

/** The hostname makes a DNS name of its own, below the Service that is the Pod's subdomain. */
export function setsHostname(pod: Pod, service: Service): boolean {
  const { hostname, subdomain } = pod.spec;
  return (
    Boolean(hostname) &&
    subdomain === service.metadata.name &&
    pod.metadata.namespace === service.metadata.namespace
  );
}

function declaredPort(container: Container, name: string, protocol: string): number | undefined {
  const ports = Array.isArray(container.ports) ? container.ports : [];
  return ports.find((port) => port.name === name && (port.protocol ?? 'TCP') === protocol)?.containerPort;
}

/** The number behind a targetPort; a name is looked up in the Pod's containers, then in its sidecars. */
export function findPort(pod: Pod, port: ServicePort): number | undefined {
  const targetPort = port.targetPort ?? port.port;
  if (typeof targetPort === 'number') return targetPort;
  const sidecars = (pod.spec.initContainers ?? []).filter(
    (container) => container.restartPolicy === 'Always',
  );
  for (const container of [...pod.spec.containers, ...sidecars]) {
    const found = declaredPort(container, targetPort, port.protocol ?? 'TCP');
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The Service's ports as this Pod serves them; a named port that the Pod does not declare is left out. */
export function endpointPorts(service: Service, pod: Pod): EndpointPort[] {
  const ports: EndpointPort[] = [];
  for (const port of service.spec.ports ?? []) {
    const number = findPort(pod, port);
    if (number === undefined) continue;
    ports.push({
      name: port.name ?? '',
      port: number,
      protocol: port.protocol ?? 'TCP',
      ...(port.appProtocol === undefined ? {} : { appProtocol: port.appProtocol }),
    });
  }
  return ports;
}

/** Go's `net.IP.String` for the one form that Pods report differently: groups without leading zeros. */
function canonical(address: string): string {
  if (!address.includes(':')) return address;
  return address
    .split(':')
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':');
}

function addressesOf(pod: Pod, addressType: AddressType): string[] {
  const { podIP, podIPs } = pod.status ?? {};
  const addresses = podIPs?.length ? podIPs.map(({ ip }) => ip) : [podIP ?? ''];
  return addresses
    .filter((address) => address !== '' && address.includes(':') === (addressType === 'IPv6'))
    .map(canonical);
}

export function podToEndpoint(
  pod: Pod,
  service: Service,
  node: Node | undefined,
  addressType: AddressType,
): Endpoint {
  const serving = isReady(pod);
  const terminating = pod.metadata.deletionTimestamp !== undefined;
  const ready = service.spec.publishNotReadyAddresses === true || (serving && !terminating);
  const zone = node?.metadata.labels?.[ZONE_LABEL];
  const { name, namespace, uid } = pod.metadata;
  return {
    addresses: addressesOf(pod, addressType),
    conditions: { ready, serving, terminating },
    ...(setsHostname(pod, service) ? { hostname: pod.spec.hostname! } : {}),
    ...(pod.spec.nodeName ? { nodeName: pod.spec.nodeName } : {}),
    ...(zone === undefined ? {} : { zone }),
    targetRef: {
      kind: 'Pod',
      name,
      ...(namespace === undefined ? {} : { namespace }),
      ...(uid === undefined ? {} : { uid }),
    },
  };
}
