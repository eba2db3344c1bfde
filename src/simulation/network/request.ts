/**
 * A request: resolve the name, open or reuse a connection, send, wait for the answer. Simplified: a connection's handshake,
 * request and end are folded into one packet there and one packet back; nothing is sent twice.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import { push } from '../eventQueue.ts';
import type { Decision, Header, Hop, Outcome, PacketEnd, PlaceKey } from '../events.ts';
import { hash32 } from '../random.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import type { DnsAnswer } from './coreDNS.ts';
import { detailsOf } from './dnsServer.ts';
import type { Place } from './places.ts';
import { listensOn } from './podServer.ts';
import { serviceAt } from './proxySync.ts';
import { candidateNames } from './resolver.ts';
import { sendFrom } from './routes.ts';
import { lazyRule } from './rule.ts';
import { findSender } from './sender.ts';
import { parseTarget, serviceURL, type Target } from './target.ts';
import { createPacket, endPacket } from './wire.ts';

export interface RequestSpec {
  /** Key of a Client, Pod or Deployment. */
  from: ObjectKey;
  url?: string;
  service?: Traffic['spec']['service'];
  connection?: 'PerRequest' | 'KeepAlive';
  timeoutSeconds?: number;
  /** The Traffic object that this belongs to. */
  traffic?: ObjectKey | null;
}

/** A TCP connection that stays open between requests. */
export interface Connection {
  readonly url: string;
  /** Of every request on it. */
  readonly header: Header;
  readonly service: ObjectKey | null;
  /** Who answered first; null until then. */
  server: PlaceKey | null;
}

/** A request that waits for an answer. */
export interface Request {
  readonly id: number;
  readonly from: PlaceKey;
  readonly target: Target;
  readonly traffic: ObjectKey | null;
  readonly startedAt: number;
  readonly keepAlive: boolean;
  readonly timeoutMs: number;
  /** When the sender gives up waiting for the answer to its latest packet. */
  deadline: number;
  /** The names to ask for, and the one that was asked for last. */
  names: readonly string[];
  nameIndex: number;
  /** What the query's answer says: the content of the packet on its way back. */
  answer: DnsAnswer | null;
  service: ObjectKey | null;
  /** The latest packet as it was sent: an answer must be its reverse. */
  header: Header | null;
  connection: Connection | null;
  answeredBy: PlaceKey | null;
  sourceSeen: string | null;
  /** Why a packet of this request got lost or was refused: the sender cannot know, but we do. */
  cause: PacketEnd | null;
}

export interface RequestTimer {
  readonly type: 'RequestTimer';
  readonly requestId: number;
}

const NO_NAMES: readonly string[] = [];
const DEFAULT_TIMEOUT_SECONDS = 15;
const DNS_PORT = 53;
/** `net.ipv4.ip_local_port_range` */
const FIRST_PORT = 32_768;
const PORTS = 28_232;

/** Sends one request now; returns its id. Everything that follows comes out as events. */
export function sendRequest(simulation: Simulation, spec: RequestSpec): number {
  const sender = findSender(simulation, spec.from);
  if (sender !== null) {
    const target = targetOf(simulation, sender, spec);
    const keepAlive = spec.connection === 'KeepAlive';
    return startRequest(
      simulation,
      sender,
      target,
      spec.traffic ?? null,
      keepAlive,
      spec.timeoutSeconds,
      null,
    );
  }
  const target = unreachable(spec.url ?? spec.service?.name ?? '');
  const request = createRequest(simulation, spec.from, target, spec.traffic ?? null, false, undefined);
  finish(simulation, request, 'noAddress', 'SenderNotRunning', undefined);
  return request.id;
}

/** Where a request of this spec goes when it leaves from `sender`; a host of '' is nowhere. */
export function targetOf(
  simulation: Simulation,
  sender: Place,
  spec: Pick<RequestSpec, 'url' | 'service'>,
): Target {
  if (spec.service === undefined) return parseTarget(spec.url ?? '') ?? unreachable(spec.url ?? '');
  const namespace = sender.kind === 'Pod' ? sender.namespace : null;
  const { url, isReachable } = serviceURL(
    simulation,
    spec.service,
    namespace,
    simulation.network.senderRandom,
  );
  return (isReachable ? parseTarget(url) : null) ?? unreachable(url);
}

function unreachable(url: string): Target {
  return { url, host: '', isAddress: false, port: 0, protocol: 'TCP' };
}

/** `connection` is one that the sender has kept, null to open a new one. */
export function startRequest(
  simulation: Simulation,
  sender: Place,
  target: Target,
  traffic: ObjectKey | null,
  keepAlive: boolean,
  timeoutSeconds: number | undefined,
  connection: Connection | null,
): number {
  const request = createRequest(simulation, sender.key, target, traffic, keepAlive, timeoutSeconds);
  if (target.host === '') {
    finish(simulation, request, 'noAddress', 'NoAddress', undefined);
    return request.id;
  }
  push(simulation.queue, request.deadline, { type: 'RequestTimer', requestId: request.id });
  if (connection !== null) {
    request.connection = connection;
    request.service = connection.service;
    send(simulation, sender, request, connection.header);
  } else if (target.isAddress) {
    connect(simulation, sender, request, target.host);
  } else if (sender.kind === 'Pod' && sender.resolvConf.nameserver !== null) {
    request.names = candidateNames(target.host, sender.resolvConf);
    askNext(simulation, sender, request);
  } else {
    askPublicDns(simulation, sender, request);
  }
  return request.id;
}

function createRequest(
  simulation: Simulation,
  from: PlaceKey,
  target: Target,
  traffic: ObjectKey | null,
  keepAlive: boolean,
  timeoutSeconds = DEFAULT_TIMEOUT_SECONDS,
): Request {
  const { network, now } = simulation;
  const timeoutMs = Math.max(1, Math.round(timeoutSeconds * 1000));
  const request: Request = {
    id: network.nextRequestId++,
    from,
    target,
    traffic,
    startedAt: now,
    keepAlive,
    timeoutMs,
    deadline: now + timeoutMs,
    names: NO_NAMES,
    nameIndex: -1,
    answer: null,
    service: null,
    header: null,
    connection: null,
    answeredBy: null,
    sourceSeen: null,
    cause: null,
  };
  network.requests.set(request.id, request);
  simulation.events.push({
    type: 'RequestStart',
    at: now,
    requestId: request.id,
    from,
    url: target.url,
    traffic,
  });
  return request;
}

/** The next name of the search path, as a packet to the cluster's DNS. */
function askNext(simulation: Simulation, sender: Place & { kind: 'Pod' }, request: Request): void {
  request.nameIndex += 1;
  const name = request.names[request.nameIndex];
  if (name === undefined) {
    const details = {
      name: request.target.host,
      tried: request.names.length,
      lastName: request.names.at(-1) ?? '',
    };
    finish(simulation, request, 'nameNotFound', 'NameNotFound', details);
    return;
  }
  const { nameserver, search, ndots } = sender.resolvConf;
  const header: Header = {
    protocol: 'UDP',
    source: sender.address,
    sourcePort: nextPort(simulation, sender.address),
    destination: nameserver ?? '',
    destinationPort: DNS_PORT,
  };
  request.header = header;
  request.answer = null;
  request.deadline = simulation.now + request.timeoutMs;
  const service = serviceAt(simulation, header.destination, DNS_PORT, 'UDP');
  const packet = createPacket(simulation, request.id, 'dnsQuery', service);
  const rule = lazyRule('client', () => ({
    chain: '/etc/resolv.conf',
    text: `search ${search.join(' ')}\nnameserver ${nameserver}\noptions ndots:${ndots}`,
  }));
  const details = { name, attempt: request.nameIndex + 1, attempts: request.names.length };
  sendFrom(simulation, packet, sender, header, rule, 'DnsQuery', details);
}

/** Clients on the internet (and Pods that use the node's resolver) ask the public DNS, which is not modelled: it is free. */
function askPublicDns(simulation: Simulation, sender: Place, request: Request): void {
  const name = request.target.host.toLowerCase().replace(/\.$/, '');
  const address = simulation.network.hostnames.get(name);
  if (address !== undefined) connect(simulation, sender, request, address);
  else
    finish(simulation, request, 'nameNotFound', 'NameNotFound', {
      name: request.target.host,
      isPublic: true,
    });
}

/** Opens a connection to an address and sends the request. */
function connect(simulation: Simulation, sender: Place, request: Request, address: string): void {
  const { target, traffic } = request;
  const source = 'address' in sender ? sender.address : '';
  const header: Header = {
    protocol: target.protocol,
    source,
    sourcePort: nextPort(simulation, source),
    destination: address,
    destinationPort: target.port,
  };
  request.service ??= serviceAt(simulation, address, target.port, target.protocol);
  if (address === source || address.startsWith('127.')) {
    connectToSelf(simulation, sender, request, header);
    return;
  }
  if (request.keepAlive && traffic !== null) {
    const connection: Connection = { url: target.url, header, service: request.service, server: null };
    request.connection = connection;
    simulation.network.traffic.get(traffic)?.connections.set(sender.key, connection);
  }
  send(simulation, sender, request, header);
}

function send(simulation: Simulation, sender: Place, request: Request, header: Header): void {
  request.header = header;
  request.deadline = simulation.now + request.timeoutMs;
  const packet = createPacket(simulation, request.id, 'request', request.service);
  sendFrom(simulation, packet, sender, header, null, 'Sent');
}

/** The packet stays on the loopback interface: there is no hop to draw. */
function connectToSelf(simulation: Simulation, sender: Place, request: Request, header: Header): void {
  const listeners = sender.kind === 'Pod' ? sender.listeners : [];
  const packet = createPacket(simulation, request.id, 'request', request.service);
  const rule = sender.kind === 'Pod' ? sender.listensRule : null;
  if (listensOn(listeners, header.destinationPort, header.protocol)) {
    request.answeredBy = sender.key;
    request.sourceSeen = header.source;
    endPacket(simulation, packet, sender.key, 'delivered', header, rule, 'Answered', undefined);
    finish(simulation, request, 'answered', 'Answered', undefined);
  } else {
    const details = { port: header.destinationPort };
    endPacket(simulation, packet, sender.key, 'refused', header, rule, 'PortNotListening', details);
    finish(simulation, request, 'refused', 'PortNotListening', details);
  }
}

/** An answer has come to a place: to the process that waits for it, if it still does. */
export function receive(simulation: Simulation, place: Place, hop: Hop): void {
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  if (request === undefined || request.from !== place.key || !isAnswerTo(request, header)) {
    const reason = request === undefined ? 'NobodyWaits' : 'UnexpectedReply';
    endPacket(simulation, hop, place.key, 'dropped', header, null, reason, undefined);
  } else if (hop.packetKind === 'dnsReply') {
    receiveDnsAnswer(simulation, place, hop, request);
  } else if (hop.packetKind === 'reply') {
    endPacket(simulation, hop, place.key, 'delivered', header, null, 'AnswerReceived', undefined);
    if (request.connection !== null) request.connection.server = request.answeredBy;
    finish(simulation, request, 'answered', 'Answered', undefined);
  } else {
    endPacket(simulation, hop, place.key, 'delivered', header, null, 'ConnectionRefused', undefined);
    closeConnection(simulation, request);
    const { cause } = request;
    if (request.header?.destinationPort === DNS_PORT && request.nameIndex >= 0 && request.answer === null)
      finish(simulation, request, 'nameNotFound', 'DnsUnavailable', dnsDetails(request));
    else finish(simulation, request, 'refused', cause?.reason ?? 'ConnectionRefused', cause?.details);
  }
}

/** Whether a header is the reverse of what was sent; of an ICMP error only the ports tell, for a router may have sent it. */
function isAnswerTo({ header }: Request, answered: Header): boolean {
  return (
    header !== null &&
    answered.destination === header.source &&
    answered.destinationPort === header.sourcePort &&
    answered.sourcePort === header.destinationPort &&
    (answered.protocol === 'ICMP' ||
      (answered.source === header.destination && answered.protocol === header.protocol))
  );
}

function receiveDnsAnswer(simulation: Simulation, place: Place, hop: Hop, request: Request): void {
  const name = request.names[request.nameIndex] ?? '';
  const { answer } = request;
  if (answer === null || place.kind !== 'Pod') return;
  const reason = answer.rcode === 'NXDOMAIN' ? 'DnsNoSuchName' : 'DnsAnswer';
  const details = detailsOf(name, answer);
  endPacket(simulation, hop, place.key, 'delivered', hop.after, null, reason, details);
  const address = answer.records.find(({ type }) => type === 'A')?.data;
  if (address === undefined) {
    askNext(simulation, place, request);
    return;
  }
  request.service = answer.service;
  connect(simulation, place, request, address);
}

/** The sender has waited long enough, unless it has sent something since the timer was set. */
export function checkTimer(simulation: Simulation, timer: RequestTimer): void {
  const request = simulation.network.requests.get(timer.requestId);
  if (request === undefined) return;
  if (simulation.now < request.deadline) {
    push(simulation.queue, request.deadline, timer);
    return;
  }
  closeConnection(simulation, request);
  const { cause, header } = request;
  request.answeredBy = null;
  if (header?.protocol === 'UDP' && header.destinationPort === DNS_PORT && request.names.length > 0)
    finish(simulation, request, 'nameNotFound', 'DnsUnavailable', dnsDetails(request));
  else if (!simulation.network.places.has(request.from))
    finish(simulation, request, 'timedOut', 'SenderNotRunning', undefined);
  else finish(simulation, request, 'timedOut', cause?.reason ?? 'TimedOut', cause?.details);
}

function dnsDetails({ names, nameIndex, cause }: Request): NonNullable<Decision['details']> {
  return { name: names[nameIndex] ?? '', cause: cause?.reason ?? 'TimedOut' };
}

function closeConnection(simulation: Simulation, request: Request): void {
  if (request.connection === null || request.traffic === null) return;
  const connections = simulation.network.traffic.get(request.traffic)?.connections;
  if (connections?.get(request.from) === request.connection) connections.delete(request.from);
}

function finish(
  simulation: Simulation,
  request: Request,
  outcome: Outcome,
  reason: Reason,
  details: Decision['details'],
): void {
  simulation.network.requests.delete(request.id);
  simulation.events.push({
    type: 'RequestEnd',
    at: simulation.now,
    startedAt: request.startedAt,
    requestId: request.id,
    from: request.from,
    url: request.target.url,
    traffic: request.traffic,
    outcome,
    reason,
    service: request.service,
    answeredBy: request.answeredBy,
    sourceSeen: request.answeredBy === null ? null : request.sourceSeen,
    details,
  });
}

/** A port of the sender's for a new connection: one after the other, from a start of its own. */
function nextPort({ network }: Simulation, address: string): number {
  const port = network.nextPorts.get(address) ?? hash32(address, network.seed) % PORTS;
  network.nextPorts.set(address, (port + 1) % PORTS);
  return FIRST_PORT + port;
}
