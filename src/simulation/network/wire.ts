/**
 * Sends packets from place to place: how long a hop takes, and the events that tell of it. A hop that was sent is queued
 * as a task of its own: when it is due, the packet is at `hop.to`. Wire time is stretched so that it can be watched
 * beside the control plane: one millisecond on the wire takes one second on the clock.
 */
import { push } from '../eventQueue.ts';
import type { Decision, Header, Hop, PacketEnd, PacketKind, PlaceKey, Rule } from '../events.ts';
import { nextRandom } from '../random.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { lossOnLeaving } from './brokenNodes.ts';
import type { Place } from './places.ts';
import { socketRule } from './socketRows.ts';

/** Clock milliseconds per millisecond on the wire. */
export const WIRE_STRETCH = 1000;

const VETH_MS = 0.35;
/** Also from a load balancer to a node. */
const NODE_TO_NODE_MS = 0.6;
const INTERNET_MS = 0.8;
const LOOPBACK_MS = 0.05;
const JITTER = 0.1;

/** Milliseconds on the wire between two places. */
function wireMs(from: Place['kind'], to: Place['kind']): number {
  if (from === 'Pod' || to === 'Pod') return VETH_MS;
  if (isOutside(from) || isOutside(to)) return INTERNET_MS;
  return NODE_TO_NODE_MS;
}

function isOutside(kind: Place['kind']): boolean {
  return kind === 'Client' || kind === 'OutsideServer';
}

/** What stays the same on a packet's whole way. */
export interface PacketIdentity {
  readonly packetId: number;
  readonly requestId: number;
  readonly packetKind: PacketKind;
  readonly service: Hop['service'];
}

export function createPacket(
  simulation: Simulation,
  requestId: number,
  packetKind: PacketKind,
  service: Hop['service'],
): PacketIdentity {
  return { packetId: simulation.network.nextPacketId++, requestId, packetKind, service };
}

export function forward(
  simulation: Simulation,
  packet: PacketIdentity,
  from: Place,
  to: Place,
  before: Header,
  after: Header,
  rule: Rule | null,
  reason: Reason,
  details: Decision['details'],
): void {
  const { now, network } = simulation;
  const loss = network.hasBrokenNodes ? lossOnLeaving(network, from, to) : null;
  if (loss !== null) {
    endPacket(simulation, packet, from.key, 'dropped', before, loss.rule, loss.reason, undefined, after);
    return;
  }
  const jitter = 1 - JITTER + 2 * JITTER * nextRandom(network.latency);
  const hop: Hop = {
    type: 'Hop',
    packetId: packet.packetId,
    requestId: packet.requestId,
    packetKind: packet.packetKind,
    before,
    after,
    rule,
    reason,
    service: packet.service,
    details,
    from: from.key,
    to: to.key,
    leavesAt: now,
    arrivesAt:
      now + Math.round((from === to ? LOOPBACK_MS : wireMs(from.kind, to.kind)) * WIRE_STRETCH * jitter),
  };
  simulation.events.push(hop);
  push(simulation.queue, hop.arrivesAt, hop);
}

/** The packet's journey ends at `place`, by this rule or by its sockets; a request that will now fail remembers why. */
export function endPacket(
  simulation: Simulation,
  packet: PacketIdentity,
  place: PlaceKey,
  verdict: PacketEnd['verdict'],
  before: Header,
  rule: Rule | null,
  reason: Reason,
  details: Decision['details'],
  after: Header = before,
): void {
  const end: PacketEnd = {
    type: 'PacketEnd',
    packetId: packet.packetId,
    requestId: packet.requestId,
    packetKind: packet.packetKind,
    before,
    after,
    rule: rule ?? socketRule(place, verdict, before),
    reason,
    service: packet.service,
    details,
    verdict,
    at: simulation.now,
    place,
  };
  simulation.events.push(end);
  if (verdict === 'delivered') return;
  const request = simulation.network.requests.get(packet.requestId);
  if (request !== undefined) request.cause = end;
}

/** The header of an answer: back to where the packet came from. */
export function reversed(header: Header, protocol: Header['protocol'] = header.protocol): Header {
  return {
    protocol,
    source: header.destination,
    sourcePort: header.destinationPort,
    destination: header.source,
    destinationPort: header.sourcePort,
  };
}
