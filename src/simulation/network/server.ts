/** What a process does with a request: it answers at once, or the kernel answers for it that nobody listens. */
import type { Decision, Hop, Rule } from '../events.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';
import { sendFrom } from './routes.ts';
import { createPacket, endPacket, reversed } from './wire.ts';

/** Takes the request in and sends the reply. */
export function serve(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  rule: Rule,
  reason: Reason = 'Answered',
  details?: Decision['details'],
): void {
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  const server = request?.connection?.server ?? place.key;
  if (server !== place.key) {
    // Somebody else has the address now, and knows nothing of a connection that was opened before.
    refuse(simulation, place, hop, rule, 'ConnectionReset');
    return;
  }
  endPacket(simulation, hop, place.key, 'delivered', header, rule, reason, details);
  if (request !== undefined) {
    request.answeredBy = place.key;
    request.sourceSeen = header.source;
  }
  const packet = createPacket(simulation, hop.requestId, 'reply', hop.service);
  sendFrom(simulation, packet, place, reversed(header), rule, reason, details);
}

/** A TCP reset, or an ICMP error for what is not TCP, goes back. */
export function refuse(
  simulation: Simulation,
  place: Place,
  hop: Hop,
  rule: Rule,
  reason: 'PortNotListening' | 'ConnectionReset',
): void {
  const header = hop.after;
  const details = { port: header.destinationPort };
  endPacket(simulation, hop, place.key, 'refused', header, rule, reason, details);
  const request = simulation.network.requests.get(hop.requestId);
  if (request !== undefined) {
    request.answeredBy = place.key;
    request.sourceSeen = header.source;
  }
  const packet = createPacket(simulation, hop.requestId, 'refused', hop.service);
  const answer = reversed(header, header.protocol === 'TCP' ? 'TCP' : 'ICMP');
  sendFrom(simulation, packet, place, answer, rule, 'ConnectionRefused', details);
}
