/** TCP connections to Pods: which are open, and how many were ever opened, for whom and to whom. */
import type { Header, PlaceKey, SimulationEvent } from '../simulation/events.ts';
import type { NameOf } from './figures.ts';

interface Connection {
  readonly client: PlaceKey;
  /** Who took the first request in, and both sockets in its eyes; null until then. */
  readonly server: PlaceKey | null;
  readonly served: string;
  /** Requests that have been sent on it and have not ended. */
  readonly underWay: number;
}

interface Sender {
  readonly from: PlaceKey;
  readonly name: string;
  /** Both sockets in the sender's eyes; null until it has sent. */
  readonly sockets: string | null;
}

/** What is in the maps is never changed, only replaced. */
export interface Connections {
  /** By both sockets in the sender's eyes. */
  readonly all: Map<string, Connection>;
  /** By Service, then by server. */
  readonly opened: Map<string, Map<PlaceKey, number>>;
  /** Who sent the requests that are under way. */
  readonly senders: Map<number, Sender>;
}

export function noConnections(): Connections {
  return { all: new Map(), opened: new Map(), senders: new Map() };
}

export function copyConnections({ all, opened, senders }: Connections): Connections {
  return {
    all: new Map(all),
    opened: new Map([...opened].map(([name, own]) => [name, new Map(own)])),
    senders: new Map(senders),
  };
}

export function openByServer({ all }: Connections): Map<PlaceKey, number> {
  const counts = new Map<PlaceKey, number>();
  for (const { server } of all.values())
    if (server !== null) counts.set(server, (counts.get(server) ?? 0) + 1);
  return counts;
}

export function trackConnection(connections: Connections, event: SimulationEvent, nameOf: NameOf): void {
  const { all, senders } = connections;
  if (event.type === 'RequestStart') {
    const name = nameOf(null, event.url, event.traffic);
    senders.set(event.requestId, { from: event.from, name, sockets: null });
  } else if (event.type === 'Hop') {
    if (event.packetKind === 'request') sent(connections, event.requestId, event.after);
    // When its server says so. What it says with GOAWAY is that it goes on until all is answered.
    else if (event.reason === 'ConnectionClosed' && event.details?.isGoAway !== true)
      closeServed(all, socketsOf(reversed(event.before)));
  } else if (event.type === 'PacketEnd') {
    if (event.packetKind === 'close') closeIdle(all, socketsOf(reversed(event.before)));
    else if (event.packetKind === 'request' && event.verdict === 'delivered')
      takenIn(connections, event.requestId, event.place, event.service, event.before);
  } else if (event.type === 'RequestEnd') {
    ended(connections, event.requestId, event.keepsConnection === true);
  } else if (event.type === 'ObjectChange' && event.after === null) {
    for (const [sockets, { server, client }] of all)
      if (server === event.key || client === event.key) all.delete(sockets);
  }
}

/** The first hop of a request leaves on its connection; what nodes do with it later changes nothing. */
function sent({ all, senders }: Connections, requestId: number, header: Header): void {
  const sender = senders.get(requestId);
  if (sender === undefined || sender.sockets !== null || header.protocol !== 'TCP') return;
  const sockets = socketsOf(header);
  senders.set(requestId, { ...sender, sockets });
  const known = all.get(sockets) ?? { client: sender.from, server: null, served: '', underWay: 0 };
  all.set(sockets, { ...known, underWay: known.underWay + 1 });
}

function takenIn(
  { all, opened, senders }: Connections,
  requestId: number,
  place: PlaceKey,
  service: string | null,
  header: Header,
): void {
  const sender = senders.get(requestId);
  const connection = all.get(sender?.sockets ?? '');
  if (sender === undefined || connection === undefined || connection.server !== null) return;
  if (!place.startsWith('Pod/')) return;
  all.set(sender.sockets!, { ...connection, server: place, served: socketsOf(header) });
  const name = service ?? sender.name;
  const own = opened.get(name) ?? new Map<PlaceKey, number>();
  opened.set(name, own);
  own.set(place, (own.get(place) ?? 0) + 1);
}

function ended({ all, senders }: Connections, requestId: number, isKept: boolean): void {
  const sockets = senders.get(requestId)?.sockets ?? '';
  senders.delete(requestId);
  const connection = all.get(sockets);
  if (connection === undefined) return;
  const underWay = connection.underWay - 1;
  if (isKept || underWay > 0) all.set(sockets, { ...connection, underWay });
  else all.delete(sockets);
}

function closeServed(all: Map<string, Connection>, served: string): void {
  for (const [sockets, connection] of all) if (connection.served === served) all.delete(sockets);
}

/** Its client has heard that it is to use another one: it is closed with the last answer. */
function closeIdle(all: Map<string, Connection>, sockets: string): void {
  if (all.get(sockets)?.underWay === 0) all.delete(sockets);
}

function socketsOf({ source, sourcePort, destination, destinationPort }: Header): string {
  return `${source} ${sourcePort} ${destination} ${destinationPort}`;
}

function reversed(header: Header): Header {
  return {
    protocol: header.protocol,
    source: header.destination,
    sourcePort: header.destinationPort,
    destination: header.source,
    destinationPort: header.sourcePort,
  };
}
