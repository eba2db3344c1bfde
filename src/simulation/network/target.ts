/** Whom a request is for: reads URLs, and addresses a Service as its caller would. */
import { familyOf, formatIP, parseIP } from '../../kubernetes/ip.ts';
import { keyOf, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import type { Header } from '../events.ts';
import { nextInteger, type RandomStream } from '../random.ts';
import type { Simulation } from '../state.ts';
import { chooseAddress, isIPv6 } from './addressFamilies.ts';
import type { QueryType } from './dnsMessage.ts';
import { addressInHosts } from './hostsFile.ts';
import { type HttpOptions, type HttpRequest, httpRequest } from './http.ts';
import type { Place } from './places.ts';

export interface Target {
  readonly url: string;
  readonly host: string;
  /** The host is an address: nothing to resolve. */
  readonly isAddress: boolean;
  /** 0 for a ping, which has none. */
  readonly port: number;
  readonly protocol: Header['protocol'];
  /** What is asked, when it is HTTP. */
  readonly http: HttpRequest | null;
}

const schemePorts: Readonly<Record<string, number>> = {
  http: 80,
  https: 443,
  ws: 80,
  wss: 443,
  grpc: 80,
  h2c: 80,
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
    .filter(([scheme]) => !['http', 'https', 'ws', 'wss', 'grpc', 'h2c', 'dns'].includes(scheme))
    .map(([, port]) => port),
);

const schemeProtocols: Readonly<Record<string, Header['protocol']>> = {
  udp: 'UDP',
  dns: 'UDP',
  sctp: 'SCTP',
  ping: 'ICMP',
  icmp: 'ICMP',
  lookup: 'UDP',
};

const QUERY_TYPES: readonly QueryType[] = ['A', 'AAAA', 'SRV', 'PTR', 'CNAME', 'TXT', 'NS', 'SOA'];

const NO_OPTIONS: HttpOptions = {};

/** Reads `http://user@shop:8080/path`, `shop:8080`, `udp://10.96.0.10:53`, `ping://10.96.0.10`; null when there is no host in it. */
export function parseTarget(url: string, options: HttpOptions = NO_OPTIONS): Target | null {
  const match =
    /^(?:([a-z][a-z0-9+.-]*):\/\/)?(?:[^@/]*@)?(\[[0-9a-f:.]+\]|[^:/?#]+)(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i.exec(
      url.trim(),
    );
  if (match === null) return null;
  const [, scheme = 'http', written = '', givenPort, path = ''] = match;
  const host = withoutBrackets(written);
  const protocol = schemeProtocols[scheme.toLowerCase()] ?? 'TCP';
  const hasNoPort = protocol === 'ICMP' || /^lookup$/i.test(scheme);
  const port = hasNoPort ? 0 : Number(givenPort ?? schemePorts[scheme.toLowerCase()] ?? 80);
  const isAddress = familyOf(host) !== null;
  return {
    url,
    host,
    isAddress,
    port,
    protocol,
    http: httpRequest(scheme.toLowerCase(), written, port, path, options),
  };
}

/** `lookup://shop`: only the name is asked for, as `nslookup` does. */
export function isLookup({ port, protocol }: Target): boolean {
  return port === 0 && protocol === 'UDP';
}

/** `lookup://_http._tcp.shop?type=SRV` asks for other records than addresses; null: for addresses. */
export function queryTypeOf({ url }: Target): QueryType | null {
  const type = /[?&]type=([a-z]+)/i.exec(url)?.[1]?.toUpperCase();
  return QUERY_TYPES.find((known) => known === type) ?? null;
}

/** `[FD00::0A]` → `fd00::a`, in the form in which addresses are compared. */
function withoutBrackets(host: string): string {
  const address = host.startsWith('[') ? parseIP(host.slice(1, -1)) : null;
  return address === null ? host : formatIP(address);
}

/** `isReachable` is false when the Service has no address that this caller could connect to. */
export interface ServiceAddress {
  readonly url: string;
  readonly isReachable: boolean;
}

/** The URL under which the sender reaches the Service: by its name from a Pod, by its ClusterIP from a Node, else from outside. */
export function serviceURL(
  simulation: Simulation,
  target: NonNullable<Traffic['spec']['service']>,
  sender: Place,
  random: RandomStream,
): ServiceAddress {
  const namespace = sender.kind === 'Pod' ? sender.namespace : null;
  const serviceNamespace = target.namespace ?? namespace ?? 'default';
  const service = simulation.byKind.Service.get(keyOf('v1', 'Service', serviceNamespace, target.name));
  const port = service === undefined ? undefined : portOf(service, target.port);
  if (namespace !== null) {
    // A Pod with the Service's name would meet itself under it: its /etc/hosts says so.
    const isShort = serviceNamespace === namespace && addressInHosts(sender, target.name) === undefined;
    const host = isShort ? target.name : `${target.name}.${serviceNamespace}`;
    const number = insidePort(simulation, service, port) ?? numberOf(target.port);
    return { url: withPort(host, number, port), isReachable: true };
  }
  if (service === undefined) {
    const host = `${target.name}.${serviceNamespace}`;
    return { url: withPort(host, numberOf(target.port), port), isReachable: true };
  }
  const { clusterIP, clusterIPs = [] } = service.spec;
  if (sender.kind === 'Node' && clusterIP && clusterIP !== 'None') {
    const host = chooseAddress(sender, clusterIPs) ?? clusterIP;
    return { url: withPort(host, port?.port ?? numberOf(target.port), port), isReachable: true };
  }
  return outsideURL(simulation, service, port, target, sender, random);
}

function outsideURL(
  simulation: Simulation,
  service: Service,
  port: ServicePort | undefined,
  target: NonNullable<Traffic['spec']['service']>,
  sender: Place,
  random: RandomStream,
): ServiceAddress {
  const { spec, status } = service;
  if (spec.type === 'ExternalName')
    return { url: withPort(spec.externalName ?? '', port?.port, port), isReachable: true };
  if (spec.type === 'LoadBalancer') {
    const ingress = status?.loadBalancer?.ingress ?? [];
    const ips = ingress.flatMap(({ ip }) => ip ?? []);
    const host = chooseAddress(sender, ips) ?? ingress[0]?.hostname;
    return host === undefined
      ? { url: withPort('<pending>', port?.port, port), isReachable: false }
      : { url: withPort(host, port?.port, port), isReachable: true };
  }
  if (port?.nodePort !== undefined) {
    const host = nodeAddress(simulation, service, target.node, sender, random);
    return { url: withPort(host ?? '<none>', port.nodePort, port), isReachable: host !== null };
  }
  const host = chooseAddress(sender, spec.externalIPs ?? []) ?? spec.clusterIP ?? '';
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

/** Of the node, or of one at random, in a family that the Service has. */
function nodeAddress(
  { network }: Simulation,
  { spec }: Service,
  name: string | undefined,
  sender: Place,
  random: RandomStream,
): string | null {
  const nodes = [...network.nodes.values()].filter(
    (node) => node.address !== '' && (name === undefined || node.name === name),
  );
  if (nodes.length === 0) return null;
  const node = nodes[name === undefined ? nextInteger(random, nodes.length) : 0]!;
  const families: readonly string[] = spec.ipFamilies ?? ['IPv4'];
  const addresses = [node.address, node.secondAddress].filter(
    (address) => address !== '' && families.includes(isIPv6(address) ? 'IPv6' : 'IPv4'),
  );
  return chooseAddress(sender, addresses) ?? null;
}

function withPort(name: string, number: number | undefined, port: ServicePort | undefined): string {
  const scheme = schemeOf(port, number);
  const host = isIPv6(name) ? `[${name}]` : name;
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
  if (/^grpc(?:-|$)/.test(speaks)) return 'grpc';
  if (speaks === 'kubernetes.io/h2c') return 'h2c';
  return known !== undefined && otherPorts.has(known) ? 'tcp' : 'http';
}
