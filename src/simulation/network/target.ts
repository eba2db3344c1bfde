/** Whom a request is for: reads URLs, and addresses a Service as its caller would. */
import { familyOf } from '../../kubernetes/ip.ts';
import { keyOf, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import { nextInteger, type RandomStream } from '../random.ts';
import type { Simulation } from '../state.ts';
import { type HttpOptions, type HttpRequest, httpRequest } from './http.ts';

export interface Target {
  readonly url: string;
  readonly host: string;
  /** The host is an address: nothing to resolve. */
  readonly isAddress: boolean;
  readonly port: number;
  readonly protocol: Protocol;
  /** What is asked, when it is HTTP. */
  readonly http: HttpRequest | null;
}

const schemePorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  grpc: 80,
  redis: 6379,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mongodb: 27017,
  amqp: 5672,
  nats: 4222,
  memcached: 11211,
  dns: 53,
};

/** Where databases and queues listen, which speak no HTTP. */
const otherPorts = new Set(
  Object.entries(schemePorts)
    .filter(([scheme]) => !['http', 'https', 'ws', 'wss', 'grpc', 'dns'].includes(scheme))
    .map(([, port]) => port),
);

const schemeProtocols: Readonly<Record<string, Protocol>> = { udp: 'UDP', dns: 'UDP', sctp: 'SCTP' };

const NO_OPTIONS: HttpOptions = {};

/** Reads `http://user@shop:8080/path`, `shop:8080`, `udp://10.96.0.10:53`; null when there is no host in it. */
export function parseTarget(url: string, options: HttpOptions = NO_OPTIONS): Target | null {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[^:/?#]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i.exec(
      url.trim(),
    );
  if (match === null) return null;
  const [, scheme = 'http', host = '', givenPort, path = ''] = match;
  const port = givenPort === undefined ? (schemePorts[scheme.toLowerCase()] ?? 80) : Number(givenPort);
  const isAddress = familyOf(host) !== null;
  return {
    url,
    host,
    isAddress,
    port,
    protocol: schemeProtocols[scheme.toLowerCase()] ?? 'TCP',
    http: httpRequest(scheme.toLowerCase(), host, port, path, options),
  };
}

/** `isReachable` is false when the Service has no address that this caller could connect to. */
export interface ServiceAddress {
  readonly url: string;
  readonly isReachable: boolean;
}

/** The URL under which a caller in `namespace` (null: outside the cluster) reaches the Service. */
export function serviceURL(
  simulation: Simulation,
  target: NonNullable<Traffic['spec']['service']>,
  namespace: string | null,
  random: RandomStream,
): ServiceAddress {
  const serviceNamespace = target.namespace ?? namespace ?? 'default';
  const service = simulation.byKind.Service.get(keyOf('v1', 'Service', serviceNamespace, target.name));
  const port = service === undefined ? undefined : portOf(service, target.port);
  if (namespace !== null) {
    const host = serviceNamespace === namespace ? target.name : `${target.name}.${serviceNamespace}`;
    const number = insidePort(simulation, service, port) ?? numberOf(target.port);
    return { url: withPort(host, number, port), isReachable: true };
  }
  if (service === undefined) {
    const host = `${target.name}.${serviceNamespace}`;
    return { url: withPort(host, numberOf(target.port), port), isReachable: true };
  }
  return outsideURL(simulation, service, port, target, random);
}

function outsideURL(
  simulation: Simulation,
  service: Service,
  port: ServicePort | undefined,
  target: NonNullable<Traffic['spec']['service']>,
  random: RandomStream,
): ServiceAddress {
  const { spec, status } = service;
  if (spec.type === 'ExternalName')
    return { url: withPort(spec.externalName ?? '', port?.port, port), isReachable: true };
  if (spec.type === 'LoadBalancer') {
    const ingress = status?.loadBalancer?.ingress?.[0];
    const host = ingress?.ip ?? ingress?.hostname;
    return host === undefined
      ? { url: withPort('<pending>', port?.port, port), isReachable: false }
      : { url: withPort(host, port?.port, port), isReachable: true };
  }
  if (port?.nodePort !== undefined) {
    const host = nodeAddress(simulation, target.node, random);
    return { url: withPort(host ?? '<none>', port.nodePort, port), isReachable: host !== null };
  }
  const host = spec.externalIPs?.[0] ?? spec.clusterIP ?? '';
  return host === '' || host === 'None'
    ? { url: withPort('<none>', port?.port, port), isReachable: false }
    : { url: withPort(host, port?.port, port), isReachable: true };
}

/** A headless Service translates no port, so its callers use the one that the Pods listen on. */
function insidePort(
  { network }: Simulation,
  service: Service | undefined,
  port: ServicePort | undefined,
): number | undefined {
  if (service === undefined || port === undefined || service.spec.clusterIP !== 'None') return port?.port;
  for (const slice of network.slices.get(objectKey(service))?.values() ?? [])
    for (const listed of slice.ports ?? [])
      if ((listed.name ?? '') === (port.name ?? '') && listed.port) return listed.port;
  return typeof port.targetPort === 'number' ? port.targetPort : port.port;
}

function portOf(service: Service, wanted: number | string | undefined): ServicePort | undefined {
  const ports = service.spec.ports ?? [];
  return wanted === undefined
    ? ports[0]
    : ports.find(({ name, port }) => port === Number(wanted) || name === wanted);
}

function numberOf(port: number | string | undefined): number | undefined {
  const number = Number(port ?? Number.NaN);
  return Number.isInteger(number) ? number : undefined;
}

function nodeAddress(simulation: Simulation, name: string | undefined, random: RandomStream): string | null {
  const { places } = simulation.network;
  if (name !== undefined) {
    const place = places.get(keyOf('v1', 'Node', '', name));
    return place?.kind === 'Node' && place.address !== '' ? place.address : null;
  }
  const addresses = [...simulation.network.nodes.values()].map(({ address }) => address).filter(Boolean);
  return addresses.length === 0 ? null : addresses[nextInteger(random, addresses.length)]!;
}

function withPort(host: string, number: number | undefined, port: ServicePort | undefined): string {
  const scheme = schemeOf(port, number);
  return number === undefined || number === schemePorts[scheme]
    ? `${scheme}://${host}/`
    : `${scheme}://${host}:${number}/`;
}

/** What a caller speaks there: by the port's protocol, its appProtocol, its name, and what its number is known for. */
function schemeOf(port: ServicePort | undefined, number: number | undefined): string {
  const protocol = port?.protocol ?? 'TCP';
  if (protocol !== 'TCP') return protocol.toLowerCase();
  const known = port?.port ?? number;
  const speaks = port?.appProtocol ?? port?.name ?? '';
  if (/^https(?:-|$)/.test(speaks) || (known === 443 && !/^http(?:-|$)/.test(speaks))) return 'https';
  return known !== undefined && otherPorts.has(known) ? 'tcp' : 'http';
}
