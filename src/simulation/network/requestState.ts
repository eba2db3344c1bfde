/** A request while it waits for an answer: how one begins and ends, whatever happens in between. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { push } from '../eventQueue.ts';
import type { Decision, Header, Outcome, PacketEnd, PlaceKey, RequestEnd } from '../events.ts';
import { hash32 } from '../random.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import type { Told } from './answerMemory.ts';
import { type Connection, isOpen, releaseConnection } from './connections.ts';
import type { QueryType } from './dnsMessage.ts';
import type { Exchange, Reply } from './http.ts';
import { type Try, tryAgain } from './retries.ts';
import type { Target } from './target.ts';

/** A question to the DNS: a packet there, its answer the content of a packet back. Immutable. */
export interface Lookup {
  readonly type: QueryType;
  /** The packets by their numbers; 0 while there is none. */
  readonly queryId: number;
  readonly replyId: number;
  /** The answer, as soon as it is given. */
  readonly told: Told | null;
  /** Whether the answer has come to the one who asked. */
  readonly isKnown: boolean;
}

export type NameFailure = 'NameNotFound' | 'NameHasNoAddress' | 'DnsServerFailure';

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
  /** The questions about that name, all asked at once. */
  lookups: readonly Lookup[];
  /** The worst that was said of the names so far, when none had an address. */
  nameFailure: NameFailure;
  /** The name of which that was said. */
  failedName: string;
  /** Whether it still asks for the address of its host. */
  isResolving: boolean;
  service: ObjectKey | null;
  /** The latest packet as it was sent: an answer must be its reverse. */
  header: Header | null;
  connection: Connection | null;
  answeredBy: PlaceKey | null;
  sourceSeen: string | null;
  /** What the server answers: the content of the packet on its way back. */
  reply: Reply | null;
  /** What a proxy makes this request for. */
  readonly parent: Exchange | null;
  /** Null when its sender tries only once. */
  readonly attempt: Try | null;
  /** Why a packet of this request got lost or was refused: the sender cannot know, but we do. */
  cause: Pick<PacketEnd, 'reason' | 'details'> | null;
  /** As its server has taken it in; null until then. */
  served: Header | null;
}

const NO_NAMES: readonly string[] = [];
const NO_LOOKUPS: readonly Lookup[] = [];
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
  parent: Exchange | null = null,
  attempt: Try | null = null,
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
    lookups: NO_LOOKUPS,
    nameFailure: 'NameNotFound',
    failedName: '',
    isResolving: false,
    service: null,
    header: null,
    connection: null,
    answeredBy: null,
    sourceSeen: null,
    reply: null,
    parent,
    attempt,
    cause: null,
    served: null,
  };
  network.requests.set(request.id, request);
  simulation.events.push({
    type: 'RequestStart',
    at: now,
    requestId: request.id,
    from,
    url: target.url,
    traffic,
    http: target.http ?? undefined,
    parent: parent?.requestId,
    attempt: attempt?.first ? attempt.number : undefined,
    firstTry: attempt?.first?.requestId,
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
  if (request.connection !== null) leaveConnection(simulation, request, outcome, reason, details);
  const reply = outcome === 'answered' ? request.reply : null;
  const { attempt } = request;
  const first = attempt?.first ?? null;
  const isTriedAgain =
    attempt !== null &&
    tryAgain(simulation, { ...request, attempt }, { outcome, reason, status: reply?.status });
  // All fields in each: objects of one layout, which also are not copied field by field.
  const end: RequestEnd = {
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
    status: reply?.status,
    answeredBy: request.answeredBy,
    sourceSeen: request.answeredBy === null ? null : request.sourceSeen,
    upstream: reply?.upstream,
    parent: request.parent?.requestId,
    details,
    keepsConnection: request.connection !== null && isOpen(simulation, request.connection) ? true : undefined,
    attempts: first === null ? undefined : attempt?.number,
    firstStartedAt: first?.at,
    isTriedAgain: isTriedAgain ? true : undefined,
  };
  simulation.events.push(end);
  const exchange = request.parent;
  if (exchange !== null) push(simulation.queue, simulation.now, { type: 'UpstreamEnded', exchange, end });
}

/** When a connection could not be opened, those who waited for it have failed too. */
function leaveConnection(
  simulation: Simulation,
  request: Request,
  outcome: Outcome,
  reason: Reason,
  details: Decision['details'],
): void {
  const connection = request.connection!;
  const isOpener = connection.header === null && connection.requests[0] === request.id;
  releaseConnection(simulation, connection, request, outcome);
  if (!isOpener || outcome === 'answered') return;
  for (const id of connection.requests) {
    const waiting = simulation.network.requests.get(id);
    if (waiting !== undefined) finish(simulation, waiting, outcome, reason, details);
  }
}

/** A port of the sender's for a new connection: one after the other, from a start of its own. */
export function nextPort({ network }: Simulation, address: string): number {
  const port = network.nextPorts.get(address) ?? hash32(address, network.seed) % PORTS;
  network.nextPorts.set(address, (port + 1) % PORTS);
  return FIRST_PORT + port;
}

/** Why an unanswered request fails: its server's process has ended, or its connection was closed. */
export const ENDED = { why: 'ended' };
const CLOSED = { why: 'closed' };

/** What is under way on a connection that is closed has failed, unless its server has taken it in. */
export function failUnanswered(simulation: Simulation, connection: Connection): void {
  for (const id of connection.requests) {
    const request = simulation.network.requests.get(id);
    if (request === undefined || request.reply !== null) continue;
    const details = request.cause?.reason === 'ConnectionReset' ? request.cause.details : CLOSED;
    if (request.answeredBy === null || details === ENDED)
      finish(simulation, request, 'refused', 'ConnectionReset', details);
  }
}
