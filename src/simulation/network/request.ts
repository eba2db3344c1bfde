/**
 * A request: resolve the name, open or reuse a connection, send, wait for the answer. Simplified: a connection's handshake,
 * request and end are folded into one packet there and one packet back; no packet is retransmitted.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import type { TrafficRetry } from '../../kubernetes/trafficPattern.ts';
import { push } from '../eventQueue.ts';
import type { Header, Hop, PlaceKey } from '../events.ts';
import { featureOf } from '../features.ts';
import type { Simulation } from '../state.ts';
import { chooseAddress } from './addressFamilies.ts';
import { type ConnectionMode, dropConnection, findConnection, openConnection } from './connections.ts';
import { addressInHosts } from './hostsFile.ts';
import { endOf, type HttpOptions, PLAIN_APPLICATION, replyOf } from './http.ts';
import { askNext, takeAnswer, unansweredName } from './nameLookup.ts';
import { hostOf, isLoopback, outputRule, sourceTowards } from './ownAddresses.ts';
import type { Place } from './places.ts';
import { listensOn } from './podServer.ts';
import { serviceAt } from './proxySync.ts';
import { createRequest, failUnanswered, finish, nextPort, type Request } from './requestState.ts';
import { firstTry, type RetryDue, type Try } from './retries.ts';
import { sendFrom } from './routes.ts';
import { searchFor } from './search.ts';
import { findSender } from './sender.ts';
import { isLookup, parseTarget, serviceURL, type Target } from './target.ts';
import { createPacket, endPacket } from './wire.ts';

export interface RequestSpec extends HttpOptions {
  /** Key of a Client, a Pod or a workload. */
  from: ObjectKey;
  url?: string;
  service?: Traffic['spec']['service'];
  connection?: ConnectionMode;
  timeoutSeconds?: number;
  retry?: TrafficRetry;
  /** The Traffic object that this belongs to. */
  traffic?: ObjectKey | null;
}

export interface RequestTimer {
  readonly type: 'RequestTimer';
  readonly requestId: number;
}

/** Sends one request now; returns its id. Everything that follows comes out as events. */
export function sendRequest(simulation: Simulation, spec: RequestSpec): number {
  const sender = findSender(simulation, spec.from);
  if (sender !== null) {
    const target = targetOf(simulation, sender, spec);
    return startRequest(
      simulation,
      sender,
      target,
      spec.traffic ?? null,
      spec.connection,
      spec.timeoutSeconds,
      firstTry(spec.retry, spec.connection ?? 'PerRequest'),
    );
  }
  const target = unreachable(spec.url ?? spec.service?.name ?? '');
  return cannotSend(simulation, spec.from, target, spec.traffic ?? null, null);
}

function cannotSend(
  simulation: Simulation,
  from: PlaceKey,
  target: Target,
  traffic: ObjectKey | null,
  attempt: Try | null,
): number {
  const request = createRequest(simulation, from, target, traffic, false, undefined, null, attempt);
  finish(simulation, request, 'noAddress', 'SenderNotRunning', undefined);
  return request.id;
}

/** Another try at a request that has failed, if its sender is still there. */
export function sendAgain(simulation: Simulation, due: RetryDue): void {
  const { from, target, traffic, timeoutSeconds, nextTry } = due;
  const sender = findSender(simulation, from);
  if (sender === null) cannotSend(simulation, from, target, traffic, nextTry);
  else startRequest(simulation, sender, target, traffic, nextTry.mode, timeoutSeconds, nextTry);
}

/** Where a request of this spec goes when it leaves from `sender`; a host of '' is nowhere. */
export function targetOf(
  simulation: Simulation,
  sender: Place,
  spec: Pick<RequestSpec, 'url' | 'service' | keyof HttpOptions>,
): Target {
  if (spec.service === undefined) return parseTarget(spec.url ?? '', spec) ?? unreachable(spec.url ?? '');
  const { senderRandom } = simulation.network;
  const { url, isReachable } = serviceURL(simulation, spec.service, sender, senderRandom);
  return (isReachable ? parseTarget(url, spec) : null) ?? unreachable(url);
}

function unreachable(url: string): Target {
  return { url, host: '', isAddress: false, port: 0, protocol: 'TCP', http: null };
}

/** On a connection that the sender has kept, or on a new one. */
export function startRequest(
  simulation: Simulation,
  sender: Place,
  target: Target,
  traffic: ObjectKey | null,
  mode: ConnectionMode = 'PerRequest',
  timeoutSeconds?: number,
  attempt: Try | null = null,
): number {
  const keepAlive = mode !== 'PerRequest';
  const { key } = sender;
  const request = createRequest(simulation, key, target, traffic, keepAlive, timeoutSeconds, null, attempt);
  if (target.host === '') {
    finish(simulation, request, 'noAddress', 'NoAddress', undefined);
    return request.id;
  }
  push(simulation.queue, request.deadline, { type: 'RequestTimer', requestId: request.id });
  if (mode !== 'PerRequest') {
    const open = findConnection(simulation, sender, target, mode);
    const connection = open ?? openConnection(simulation, sender.key, target, mode);
    request.connection = connection;
    connection.requests = [...connection.requests, request.id];
    if (open !== null) {
      // While the connection is being opened the request waits for it.
      if (open.header !== null) sendOn(simulation, sender, request, open.header);
      return request.id;
    }
  }
  const known = target.isAddress
    ? target.host
    : isLookup(target)
      ? undefined
      : addressInHosts(sender, target.host);
  if (known !== undefined) {
    connect(simulation, sender, request, known);
  } else if (sender.kind === 'Pod' && sender.resolvConf.nameserver !== null) {
    request.isResolving = true;
    request.names = searchFor(target.host, sender.resolvConf).names;
    askNext(simulation, sender, request);
  } else {
    askPublicDns(simulation, sender, request);
  }
  return request.id;
}

/** Clients on the internet (and Pods that use the node's resolver) ask the public DNS, which is not modelled: it is free. */
function askPublicDns(simulation: Simulation, sender: Place, request: Request): void {
  const name = request.target.host.toLowerCase().replace(/\.$/, '');
  const address = chooseAddress(sender, simulation.network.hostnames.get(name) ?? []);
  if (address !== undefined) takeAddress(simulation, sender, request, address);
  else
    finish(simulation, request, 'nameNotFound', 'NameNotFound', {
      name: request.target.host,
      isPublic: true,
    });
}

/** The name has an address: that was all, or it is connected to. */
function takeAddress(simulation: Simulation, sender: Place, request: Request, address: string): void {
  if (isLookup(request.target))
    finish(simulation, request, 'answered', 'DnsAnswer', { name: request.target.host, address });
  else connect(simulation, sender, request, address);
}

/** Opens a connection to an address and sends the request. */
function connect(simulation: Simulation, sender: Place, request: Request, address: string): void {
  const { target } = request;
  request.isResolving = false;
  const source = sourceTowards(simulation, sender, address);
  if (source === undefined) {
    finish(simulation, request, 'noAddress', 'NetworkUnreachable', { destination: address });
    return;
  }
  const header: Header = {
    protocol: target.protocol,
    source,
    sourcePort: nextPort(simulation, source),
    destination: address,
    destinationPort: target.port,
  };
  request.service ??= serviceAt(simulation, address, target.port, target.protocol);
  const isOnLoopback = address === source || isLoopback(address);
  if (isOnLoopback && hostOf(simulation, sender) === null) {
    connectToSelf(simulation, sender, request, header);
    return;
  }
  send(simulation, sender, request, header);
  const { connection } = request;
  if (connection === null) return;
  connection.header = header;
  connection.service = request.service;
  for (const id of connection.requests) {
    const waiting = id === request.id ? undefined : simulation.network.requests.get(id);
    if (waiting !== undefined) sendOn(simulation, sender, waiting, header);
  }
}

/** Sends on a connection that is open. */
function sendOn(simulation: Simulation, sender: Place, request: Request, header: Header): void {
  request.service = request.connection?.service ?? null;
  send(simulation, sender, request, header);
}

function send(simulation: Simulation, sender: Place, request: Request, header: Header): void {
  request.header = header;
  request.deadline = simulation.now + request.timeoutMs;
  const packet = createPacket(simulation, request.id, 'request', request.service);
  const rule = sender.kind === 'Node' ? outputRule(simulation, sender, header) : null;
  sendFrom(simulation, packet, sender, header, rule, 'Sent');
}

/** The packet stays on the loopback interface: there is no hop to draw. */
function connectToSelf(simulation: Simulation, sender: Place, request: Request, header: Header): void {
  const listeners = sender.kind === 'Pod' ? sender.listeners : [];
  const packet = createPacket(simulation, request.id, 'request', request.service);
  const rule = sender.kind === 'Pod' ? sender.listensRule : null;
  const { connection } = request;
  // Loopback connections are not kept: those who waited for this one connect by themselves.
  if (connection !== null) {
    request.connection = null;
    dropConnection(simulation, connection);
    for (const id of connection.requests) {
      const waiting = id === request.id ? undefined : simulation.network.requests.get(id);
      if (waiting === undefined) continue;
      waiting.connection = null;
      connectToSelf(simulation, sender, waiting, header);
    }
  }
  if (listensOn(listeners, header.destinationPort, header.protocol, header.destination)) {
    request.answeredBy = sender.key;
    request.sourceSeen = header.source;
    request.reply = replyOf(PLAIN_APPLICATION, request.target.http);
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
  if (hop.packetKind === 'close') {
    featureOf(simulation, 'changes').receiveClose(simulation, place, hop);
    return;
  }
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  if (request === undefined || request.from !== place.key || !isAnswerTo(request, header)) {
    const reason = request === undefined ? 'NobodyWaits' : 'UnexpectedReply';
    endPacket(simulation, hop, place.key, 'dropped', header, null, reason, undefined);
  } else if (hop.packetKind === 'dnsReply') {
    receiveDnsAnswer(simulation, place, hop, request);
  } else if (hop.packetKind === 'reply') {
    receiveReply(simulation, place, hop, request);
  } else {
    endPacket(simulation, hop, place.key, 'delivered', header, null, 'ConnectionRefused', undefined);
    const { cause } = request;
    if (request.isResolving)
      finish(simulation, request, 'nameNotFound', 'DnsUnavailable', unansweredName(request));
    else finish(simulation, request, 'refused', cause?.reason ?? 'ConnectionRefused', cause?.details);
    if (request.connection !== null && header.protocol === 'TCP')
      failUnanswered(simulation, request.connection);
  }
}

/** The content of the answer says how the request ends: with TLS the sender may still not like what it sees. */
function receiveReply(simulation: Simulation, place: Place, hop: Hop, request: Request): void {
  const { reply } = request;
  const { outcome, reason } = endOf(reply);
  const isTaken = outcome === 'answered';
  const details = reply?.details;
  const why = isTaken ? 'AnswerReceived' : reason;
  endPacket(simulation, hop, place.key, 'delivered', hop.after, null, why, isTaken ? undefined : details);
  finish(simulation, request, outcome, reason, details);
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
  if (place.kind !== 'Pod') return;
  const found = takeAnswer(simulation, place, hop, request);
  if (found === 'waiting') return;
  if (found === null) {
    askNext(simulation, place, request);
    return;
  }
  request.service = found.service;
  takeAddress(simulation, place, request, found.address);
}

/** The sender has waited long enough, unless it has sent something since the timer was set. */
export function checkTimer(simulation: Simulation, timer: RequestTimer): void {
  const request = simulation.network.requests.get(timer.requestId);
  if (request === undefined) return;
  if (simulation.now < request.deadline) {
    push(simulation.queue, request.deadline, timer);
    return;
  }
  const { cause } = request;
  request.answeredBy = null;
  if (request.isResolving)
    finish(simulation, request, 'nameNotFound', 'DnsUnavailable', unansweredName(request));
  else if (!simulation.network.places.has(request.from))
    finish(simulation, request, 'timedOut', 'SenderNotRunning', undefined);
  else finish(simulation, request, 'timedOut', cause?.reason ?? 'TimedOut', cause?.details);
}
