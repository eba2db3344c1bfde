/** What a process does with a request: it takes it in and answers, or the kernel answers for it that nobody listens. */
import type { Decision, Hop, Rule } from '../events.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { takesIn } from './connections.ts';
import type { Exchange, Reply } from './http.ts';
import { isLoopback } from './ownAddresses.ts';
import type { Place } from './places.ts';
import { listensOn } from './podServer.ts';
import { sendFrom } from './routes.ts';
import { createPacket, endPacket, reversed } from './wire.ts';

type Details = Decision['details'];

/** Takes the request in and sends the reply at once. `admission`: what let it in. */
export function serve(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  rule: Rule,
  reply: Reply,
  admission?: Details,
): void {
  const details = admission === undefined ? reply.details : { ...reply.details, ...admission };
  if (!takeIn(simulation, place, hop, rule, reply.reason, details, reply)) return;
  const packet = createPacket(simulation, hop.requestId, 'reply', hop.service);
  sendFrom(simulation, packet, place, reversed(hop.after), rule, reply.reason, reply.details);
}

/** The process has the request, and answers with `reply` if it does at once. False when it was refused, because it belongs to a connection of somebody else's. */
export function takeIn(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  rule: Rule,
  reason: Reason,
  details: Decision['details'],
  reply: Reply | null = null,
): boolean {
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  const connection = request?.connection ?? null;
  if (connection !== null && !takesIn(connection, place.key, header, hop.requestId)) {
    // Its process has closed the connection, or it was opened to somebody else who had the address before.
    refuse(simulation, place, hop, rule, 'ConnectionReset');
    return false;
  }
  endPacket(simulation, hop, place.key, 'delivered', header, rule, reason, details);
  if (request !== undefined) {
    request.answeredBy = place.key;
    request.sourceSeen = header.source;
    request.served = header;
    if (reply !== null) request.reply = reply;
  }
  return true;
}

/** The answer to a request that was taken in earlier; nothing if its process is gone. */
export function sendReply(simulation: Simulation, exchange: Exchange, reply: Reply): void {
  const { requestId, header, service, rule } = exchange;
  const place = simulation.network.places.get(exchange.place);
  if (place === undefined || !('address' in place)) return;
  const isItsOwn = place.address === header.destination || place.secondAddress === header.destination;
  if (!isItsOwn && !isLoopback(header.destination)) return;
  if (place.kind === 'Pod' && !place.isRunning) return;
  const request = simulation.network.requests.get(requestId);
  if (request !== undefined) request.reply = reply;
  const packet = createPacket(simulation, requestId, 'reply', service);
  sendFrom(simulation, packet, place, reversed(header), rule, reply.reason, reply.details);
}

/** A TCP reset, an SCTP ABORT, or for UDP an ICMP error goes back. */
export function refuse(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  rule: Rule,
  reason: 'PortNotListening' | 'ConnectionReset',
): void {
  const header = hop.after;
  const isStopping = place.kind === 'Pod' && place.isStopping;
  const isLocalOnly =
    place.kind === 'Pod' &&
    listensOn(place.listeners, header.destinationPort, header.protocol, '127.0.0.1') &&
    !listensOn(place.listeners, header.destinationPort, header.protocol);
  const details = {
    port: header.destinationPort,
    ...(isStopping ? { isStopping, why: 'closed' } : {}),
    ...(isLocalOnly ? { isLocalOnly } : {}),
  };
  endPacket(simulation, hop, place.key, 'refused', header, rule, reason, details);
  const request = simulation.network.requests.get(hop.requestId);
  if (request !== undefined) {
    request.answeredBy = place.key;
    request.sourceSeen = header.source;
  }
  const packet = createPacket(simulation, hop.requestId, 'refused', hop.service);
  const answer = reversed(header, header.protocol === 'UDP' ? 'ICMP' : header.protocol);
  sendFrom(simulation, packet, place, answer, rule, 'ConnectionRefused', details);
}
