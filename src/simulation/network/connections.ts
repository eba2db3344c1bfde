/**
 * Connections that senders keep open between requests, as the pools of HTTP clients do: HTTP/1.1 carries one request at a
 * time on a connection and opens another when all are busy (the one that was used last comes first), HTTP/2 and gRPC carry
 * all on one, and a UDP socket is only a port. Simplified: nobody closes a connection because it is idle, and a request
 * that a closed connection has lost is sent again only by clients that try again (`retries.ts`).
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import type { Header, Outcome, PlaceKey } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';
import type { Target } from './target.ts';

export type ConnectionMode = NonNullable<Traffic['spec']['connection']>;

export interface Connection {
  readonly from: PlaceKey;
  readonly url: string;
  readonly mode: Exclude<ConnectionMode, 'PerRequest'>;
  readonly isUDP: boolean;
  /** As its sender writes it; null while the name is being resolved. */
  header: Header | null;
  /** As its server sees it; null until the first packet is there. */
  served: Header | null;
  service: ObjectKey | null;
  server: PlaceKey | null;
  /** The server has closed it; its client may not know yet. */
  isClosed: boolean;
  /** Requests that are under way on it. */
  requests: readonly number[];
  /** The one that came to the server last. */
  lastRequest: number;
  /** Since when no request on it has been answered; null when the latest one was. */
  silentSince: number | null;
}

/** After so long without an acknowledgement Linux gives a TCP connection up (`tcp_retries2` = 15). */
const GIVEN_UP_AFTER_MS = 924_600;

/** Whether requests need not wait for each other. */
function isShared({ mode, isUDP }: Connection): boolean {
  return mode === 'HTTP2' || isUDP;
}

/** An open connection that can take one more request. */
export function findConnection(
  { network }: Simulation,
  sender: Place,
  target: Target,
  mode: ConnectionMode,
): Connection | null {
  const own = network.connections.get(sender.key) ?? [];
  for (let index = own.length - 1; index >= 0; index--) {
    const connection = own[index]!;
    if (connection.url !== target.url || connection.mode !== mode) continue;
    const { header, requests } = connection;
    const isOfSender = header === null || ('address' in sender && header.source === sender.address);
    if (isOfSender && (requests.length === 0 || isShared(connection))) return connection;
  }
  return null;
}

export function openConnection(
  { network }: Simulation,
  from: PlaceKey,
  target: Target,
  mode: Connection['mode'],
): Connection {
  const connection: Connection = {
    from,
    url: target.url,
    mode,
    isUDP: target.protocol === 'UDP',
    header: null,
    served: null,
    service: null,
    server: null,
    isClosed: false,
    requests: [],
    lastRequest: 0,
    silentSince: null,
  };
  const own = network.connections.get(from);
  if (own === undefined) network.connections.set(from, [connection]);
  else own.push(connection);
  return connection;
}

/** Its sender opens another one for the next request. */
export function dropConnection({ network }: Simulation, connection: Connection): void {
  const own = network.connections.get(connection.from);
  const index = own?.indexOf(connection) ?? -1;
  if (own === undefined || index < 0) return;
  own.splice(index, 1);
  if (own.length === 0) network.connections.delete(connection.from);
}

/** Whether its sender will use it again. */
export function isOpen({ network }: Simulation, connection: Connection): boolean {
  const own = network.connections.get(connection.from);
  return connection.header !== null && own?.includes(connection) === true;
}

/** A request on it has ended: it stays open, or not. A stream that timed out does not end an HTTP/2 connection. */
export function releaseConnection(
  simulation: Simulation,
  connection: Connection,
  request: { readonly id: number; readonly startedAt: number },
  outcome: Outcome,
): void {
  connection.requests = connection.requests.filter((id) => id !== request.id);
  if (outcome === 'answered') {
    connection.silentSince = null;
    const own = simulation.network.connections.get(connection.from);
    if (own !== undefined && own.length > 1 && own.includes(connection)) {
      own.splice(own.indexOf(connection), 1);
      own.push(connection);
    }
    return;
  }
  if (connection.isUDP && connection.header !== null) return;
  connection.silentSince ??= request.startedAt;
  const isGivenUp = simulation.now - connection.silentSince >= GIVEN_UP_AFTER_MS;
  if (connection.header === null || outcome !== 'timedOut' || connection.mode !== 'HTTP2' || isGivenUp)
    dropConnection(simulation, connection);
}

/** A packet has come to a server: whether it holds the connection. A first packet opens it, a datagram needs none. */
export function takesIn(
  connection: Connection,
  server: PlaceKey,
  header: Header,
  requestId: number,
): boolean {
  if (connection.server === null || connection.isUDP) {
    connection.server = server;
    connection.served = header;
  } else if (connection.server !== server || connection.isClosed) return false;
  connection.lastRequest = requestId;
  return true;
}

export function cloneConnections(
  all: ReadonlyMap<PlaceKey, readonly Connection[]>,
  copies: Map<Connection, Connection>,
): Map<PlaceKey, Connection[]> {
  const result = new Map<PlaceKey, Connection[]>();
  for (const [from, own] of all)
    result.set(
      from,
      own.map((each) => cloneConnection(each, copies)!),
    );
  return result;
}

/** Each is copied once, however many point to it. */
export function cloneConnection(
  connection: Connection | null,
  copies: Map<Connection, Connection>,
): Connection | null {
  if (connection === null) return null;
  const copy = copies.get(connection) ?? { ...connection };
  copies.set(connection, copy);
  return copy;
}
