/**
 * How connections end from the server's side: a process that is told to stop closes those that are idle (FIN) and takes no
 * new ones, an HTTP/2 server says GOAWAY first; for a process that has ended its kernel closes what is open. A node that is
 * gone says nothing. Simplified: the farewell is one packet, and the client's own FIN is not drawn.
 */
import type { Decision, Hop, PlaceKey } from '../events.ts';
import type { Simulation } from '../state.ts';
import { type Connection, dropConnection } from './connections.ts';
import type { Place, PodPlace } from './places.ts';
import { ENDED, failUnanswered } from './requestState.ts';
import { nodeOf, sendFrom } from './routes.ts';
import { createPacket, endPacket, reversed } from './wire.ts';

/** `stopping`: the process has been told to stop; `ended`: it is not there any more. */
type Why = 'stopping' | 'ended';

/** The process in a Pod takes no new connections from now on, and says goodbye on those that are open. */
function stopListening({ network }: Simulation, key: PlaceKey): PodPlace | null {
  const place = network.places.get(key);
  if (place?.kind !== 'Pod' || place.isStopping) return null;
  const stopping: PodPlace = { ...place, isStopping: true };
  network.places.set(key, stopping);
  if (network.addresses.get(place.address) === place) network.addresses.set(place.address, stopping);
  return stopping;
}

/** SIGTERM, to an application that shuts down gracefully. */
export function shutDown(simulation: Simulation, key: PlaceKey): void {
  const place = stopListening(simulation, key);
  if (place !== null) sayGoodbye(simulation, place, 'stopping');
}

/** The process of a Pod has ended, or was killed: its kernel closes all its sockets. */
export function endProcess(simulation: Simulation, key: PlaceKey): void {
  const place = stopListening(simulation, key) ?? simulation.network.places.get(key);
  if (place?.kind === 'Pod') sayGoodbye(simulation, place, 'ended');
}

export function sayGoodbye(simulation: Simulation, pod: PodPlace, why: Why): void {
  const node = nodeOf(simulation, pod);
  if (node === null || node.breakage === 'off') return;
  if (why === 'ended') resetUnanswered(simulation, pod);
  for (const own of [...simulation.network.connections.values()])
    for (const connection of [...own])
      if (connection.server === pod.key && !connection.isClosed && !connection.isUDP)
        sendFarewell(simulation, pod, connection, why);
}

/** Who still waits for an answer of a process that has ended gets a reset, one on each connection. */
function resetUnanswered(simulation: Simulation, pod: PodPlace): void {
  const done = new Set<Connection>();
  for (const request of [...simulation.network.requests.values()]) {
    const { connection, served } = request;
    const isOwed = request.answeredBy === pod.key && request.reply === null;
    if (!isOwed || served === null || served.protocol !== 'TCP') continue;
    request.cause = { reason: 'ConnectionReset', details: ENDED };
    if (connection !== null && done.has(connection)) continue;
    if (connection !== null) {
      done.add(connection);
      connection.isClosed = true;
    }
    const packet = createPacket(simulation, request.id, 'refused', request.service);
    sendFrom(simulation, packet, pod, reversed(served), pod.listensRule, 'ConnectionReset', ENDED);
  }
}

function sendFarewell(simulation: Simulation, pod: PodPlace, connection: Connection, why: Why): void {
  const { served, mode, lastRequest, service } = connection;
  if (served === null) return;
  const isGoAway = mode === 'HTTP2' && why === 'stopping';
  if (!isGoAway) connection.isClosed = true;
  const packet = createPacket(simulation, lastRequest, 'close', service);
  const details = { why, isGoAway };
  sendFrom(simulation, packet, pod, reversed(served), pod.listensRule, 'ConnectionClosed', details);
}

/** A farewell has come: the next request opens a new connection, and what was lost on the way to the server has failed. */
export function receiveClose(simulation: Simulation, place: Place, hop: Hop): void {
  const header = hop.after;
  const own = simulation.network.connections.get(place.key) ?? [];
  const connection = own.find((each) => each.header !== null && isReverse(each.header, header));
  if (connection === undefined) {
    endPacket(simulation, hop, place.key, 'dropped', header, null, 'NobodyWaits', { isFarewell: true });
    return;
  }
  const details: Decision['details'] = hop.details;
  endPacket(simulation, hop, place.key, 'delivered', header, null, 'ConnectionClosed', details);
  dropConnection(simulation, connection);
  if (connection.isClosed) failUnanswered(simulation, connection);
}

function isReverse(header: NonNullable<Connection['header']>, answer: Hop['after']): boolean {
  return (
    header.source === answer.destination &&
    header.sourcePort === answer.destinationPort &&
    header.destination === answer.source &&
    header.destinationPort === answer.sourcePort &&
    header.protocol === answer.protocol
  );
}
