/**
 * What IPVS on one node remembers of its virtual servers: connections with their states, persistence templates, and where
 * a scheduler is. Models the kernel's ip_vs_conn and ip_vs_dest counters with their default timeouts, on the clock.
 * Simplified: a template does not live on just because one of its connections does.
 */
import type { Header, Rule } from '../events.ts';

/** The protocols' states, as far as packets here tell them apart; a connection over UDP has no other. */
type ConnectionState = 'SYN_RECV' | 'ESTABLISHED' | 'TIME_WAIT' | 'CLOSE' | 'UDP';

interface StateRow {
  readonly timeoutMs: number;
  /** Counted under ActiveConn, else under InActConn. */
  readonly isActive: boolean;
}

const states: Readonly<Record<ConnectionState, StateRow>> = {
  SYN_RECV: { timeoutMs: 60_000, isActive: true },
  ESTABLISHED: { timeoutMs: 900_000, isActive: true },
  TIME_WAIT: { timeoutMs: 120_000, isActive: false },
  CLOSE: { timeoutMs: 10_000, isActive: false },
  UDP: { timeoutMs: 300_000, isActive: true },
};

interface Connection {
  /** `10.244.1.5:8080` */
  readonly server: string;
  readonly expiresAt: number;
}

/** The connections of one real server. */
export interface ConnectionCounts {
  readonly active: number;
  readonly inactive: number;
}

export interface VirtualServer {
  /** What the scheduler picked last, '' before the first connection. */
  last: string;
  /** Which server a source got, and when it last opened a connection. */
  readonly templates: Map<string, { readonly server: string; readonly at: number }>;
  /** By the client's socket; in each state in the order in which they expire. */
  readonly connections: Readonly<Record<ConnectionState, Map<string, Connection>>>;
  readonly counts: Map<string, ConnectionCounts>;
  /** Its rows by their text, with the endpoints that they chose from, so that equal rows are one object; copies share them. */
  readonly rows: Map<string, { readonly rule: Rule; readonly from: readonly unknown[] }>;
}

/** By protocol, address and port of the virtual server. */
export type IpvsTable = Map<string, VirtualServer>;

const NO_CONNECTIONS: ConnectionCounts = { active: 0, inactive: 0 };

export function virtualServerKey(protocol: string, address: string, port: number): string {
  return `${protocol} ${address}:${port}`;
}

/** The virtual server that a packet is for, without the connections that have expired by now. */
export function virtualServerOf(table: IpvsTable, header: Header, now: number): VirtualServer {
  const key = virtualServerKey(header.protocol, header.destination, header.destinationPort);
  let server = table.get(key);
  if (server === undefined) {
    server = {
      last: '',
      templates: new Map(),
      connections: emptyStates(),
      counts: new Map(),
      rows: new Map(),
    };
    table.set(key, server);
  } else forgetExpired(server, now);
  return server;
}

export function countsOf(server: VirtualServer | undefined, realServer: string): ConnectionCounts {
  return server?.counts.get(realServer) ?? NO_CONNECTIONS;
}

/** The first packet of a connection goes to a real server. */
export function openConnection(server: VirtualServer, header: Header, realServer: string, now: number): void {
  closeConnection(server, socketOf(header));
  enter(server, header.protocol === 'UDP' ? 'UDP' : 'SYN_RECV', socketOf(header), realServer, now);
}

/** An answer passes on its way back: `original` is the connection as its client opened it. */
export function followConnection(
  table: IpvsTable,
  original: Header,
  answer: 'refused' | 'last' | 'more',
  now: number,
): void {
  const server = table.get(
    virtualServerKey(original.protocol, original.destination, original.destinationPort),
  );
  if (server === undefined) return;
  const socket = socketOf(original);
  const realServer = closeConnection(server, socket);
  if (realServer === null) return;
  const after = { refused: 'CLOSE', last: 'TIME_WAIT', more: 'ESTABLISHED' } as const;
  enter(server, original.protocol === 'UDP' ? 'UDP' : after[answer], socket, realServer, now);
}

export function cloneIpvsTable(table: IpvsTable): IpvsTable {
  return new Map(
    [...table].map(([key, { last, templates, connections, counts, rows }]) => [
      key,
      {
        last,
        templates: new Map(templates),
        connections: mapStates((state) => new Map(connections[state])),
        counts: new Map(counts),
        rows,
      },
    ]),
  );
}

function mapStates(
  make: (state: ConnectionState) => Map<string, Connection>,
): Record<ConnectionState, Map<string, Connection>> {
  return {
    SYN_RECV: make('SYN_RECV'),
    ESTABLISHED: make('ESTABLISHED'),
    TIME_WAIT: make('TIME_WAIT'),
    CLOSE: make('CLOSE'),
    UDP: make('UDP'),
  };
}

function emptyStates() {
  return mapStates(() => new Map<string, Connection>());
}

function socketOf({ source, sourcePort }: Header): string {
  return `${source}:${sourcePort}`;
}

function enter(
  server: VirtualServer,
  state: ConnectionState,
  socket: string,
  realServer: string,
  now: number,
): void {
  server.connections[state].set(socket, {
    server: realServer,
    expiresAt: now + states[state].timeoutMs,
  });
  count(server, state, realServer, 1);
}

function count(server: VirtualServer, state: ConnectionState, realServer: string, change: 1 | -1): void {
  const { active, inactive } = countsOf(server, realServer);
  const counts = states[state].isActive
    ? { active: active + change, inactive }
    : { active, inactive: inactive + change };
  if (counts.active + counts.inactive === 0) server.counts.delete(realServer);
  else server.counts.set(realServer, counts);
}

/** Takes a client's connection out of its state; returns the real server that it has. */
function closeConnection(server: VirtualServer, socket: string): string | null {
  for (const state of Object.keys(states) as ConnectionState[]) {
    const connection = server.connections[state].get(socket);
    if (connection === undefined) continue;
    server.connections[state].delete(socket);
    count(server, state, connection.server, -1);
    return connection.server;
  }
  return null;
}

function forgetExpired(server: VirtualServer, now: number): void {
  for (const state of Object.keys(states) as ConnectionState[]) {
    const connections = server.connections[state];
    for (const [socket, connection] of connections) {
      if (connection.expiresAt > now) break;
      connections.delete(socket);
      count(server, state, connection.server, -1);
    }
  }
}
