/** A request while it waits for an answer: how one begins and ends, whatever happens in between. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Decision, Header, Outcome, PacketEnd, PlaceKey } from '../events.ts';
import { hash32 } from '../random.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import type { DnsAnswer } from './dnsMessage.ts';
import type { Target } from './target.ts';

/** A TCP connection that stays open between requests. */
export interface Connection {
  readonly url: string;
  /** Of every request on it; null while it is being opened. */
  header: Header | null;
  service: ObjectKey | null;
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
  /** Whether it still asks for the address of its host. */
  isResolving: boolean;
  service: ObjectKey | null;
  /** The latest packet as it was sent: an answer must be its reverse. */
  header: Header | null;
  connection: Connection | null;
  answeredBy: PlaceKey | null;
  sourceSeen: string | null;
  /** Why a packet of this request got lost or was refused: the sender cannot know, but we do. */
  cause: PacketEnd | null;
}

const NO_NAMES: readonly string[] = [];
const DEFAULT_TIMEOUT_SECONDS = 15;
/** `net.ipv4.ip_local_port_range` */
const FIRST_PORT = 32_768;
const PORTS = 28_232;

export function createRequest(
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
    isResolving: false,
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

export function finish(
  simulation: Simulation,
  request: Request,
  outcome: Outcome,
  reason: Reason,
  details: Decision['details'],
): void {
  simulation.network.requests.delete(request.id);
  if (outcome !== 'answered') closeConnection(simulation, request);
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

/** Gives up a connection that was kept open: the next request opens a new one. */
function closeConnection(simulation: Simulation, request: Request): void {
  if (request.connection === null || request.traffic === null) return;
  const connections = simulation.network.traffic.get(request.traffic)?.connections;
  if (connections?.get(request.from) === request.connection) connections.delete(request.from);
}

/** A port of the sender's for a new connection: one after the other, from a start of its own. */
export function nextPort({ network }: Simulation, address: string): number {
  const port = network.nextPorts.get(address) ?? hash32(address, network.seed) % PORTS;
  network.nextPorts.set(address, (port + 1) % PORTS);
  return FIRST_PORT + port;
}
