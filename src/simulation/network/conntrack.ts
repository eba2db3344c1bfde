/**
 * A node's table of connections that it translates, found from both sides. Models nf_conntrack with NAT: the first packet
 * decides, all later ones and the replies follow. The timeouts are the kernel's, on the clock, but for those that
 * kube-proxy sets. Simplified: connections that are not translated need no entry, but for UDP to an address that nobody
 * has; a TCP connection is established by its first reply; one that its client has closed is forgotten at once (nothing is
 * sent twice, so nobody could tell it from one that waits in TIME_WAIT).
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Header, Rule } from '../events.ts';
import { nextInteger, type RandomStream } from '../random.ts';

/** `STREAM` is a UDP flow that has been answered and is still used two seconds after it began. */
export type ConntrackState =
  | 'SYN_SENT'
  | 'ESTABLISHED'
  | 'CLOSE_WAIT'
  | 'TIME_WAIT'
  | 'CLOSE'
  | 'UNREPLIED'
  | 'REPLIED'
  | 'STREAM';

export type ConntrackTimeouts = Readonly<Record<ConntrackState, number>>;

/** The kernel's `nf_conntrack_tcp_timeout_*`, `nf_conntrack_udp_timeout` and `nf_conntrack_udp_timeout_stream`, in ms. */
export const KERNEL_TIMEOUTS: ConntrackTimeouts = {
  SYN_SENT: 120_000,
  ESTABLISHED: 432_000_000,
  CLOSE_WAIT: 60_000,
  TIME_WAIT: 120_000,
  CLOSE: 10_000,
  UNREPLIED: 30_000,
  REPLIED: 30_000,
  STREAM: 120_000,
};

/** With what kube-proxy sets unless it is told otherwise: 24 hours and one hour. */
export const DEFAULT_TIMEOUTS: ConntrackTimeouts = {
  ...KERNEL_TIMEOUTS,
  ESTABLISHED: 86_400_000,
  CLOSE_WAIT: 3_600_000,
};

const STREAM_AFTER_MS = 2000;

export interface ConntrackEntry {
  /** The header as the sender wrote it. */
  readonly original: Header;
  /** The header that the receiver sees; its reverse is what a reply looks like. */
  readonly translated: Header;
  readonly service: ObjectKey | null;
  /** Whether its client keeps the connection open after an answer. */
  readonly isKept: boolean;
  /** From when on an answered UDP flow counts as a stream. */
  readonly streamsFrom: number;
  readonly timeouts: ConntrackTimeouts;
  state: ConntrackState;
  expiresAt: number;
  /** The next entry with the same client socket. */
  nextOriginal: ConntrackEntry | null;
  nextReply: ConntrackEntry | null;
}

type BySocket = Map<string, Map<number, ConntrackEntry>>;

/** Entries by the socket of the client, before and after translation: the side whose port is hardly ever shared. */
export interface Conntrack {
  readonly originals: BySocket;
  readonly replies: BySocket;
  nextSweepAt: number;
  /** Of entries to come. */
  timeouts: ConntrackTimeouts;
}

const SWEEP_EVERY_MS = 30_000;
const FIRST_MASQUERADE_PORT = 1024;
const LAST_PORT = 65_535;

export function createConntrack(timeouts: ConntrackTimeouts = DEFAULT_TIMEOUTS): Conntrack {
  return { originals: new Map(), replies: new Map(), nextSweepAt: SWEEP_EVERY_MS, timeouts };
}

/** The entry that a packet in the sender's direction belongs to. */
export function findOriginal(table: Conntrack, header: Header, now: number): ConntrackEntry | null {
  let entry = table.originals.get(header.source)?.get(header.sourcePort) ?? null;
  while (entry !== null) {
    const { original } = entry;
    if (
      original.destination === header.destination &&
      original.destinationPort === header.destinationPort &&
      original.protocol === header.protocol
    )
      return alive(table, entry, now);
    entry = entry.nextOriginal;
  }
  return null;
}

/** The entry that a reply belongs to. An ICMP error belongs to the connection that it is about. */
export function findReply(table: Conntrack, header: Header, now: number): ConntrackEntry | null {
  let entry = table.replies.get(header.destination)?.get(header.destinationPort) ?? null;
  while (entry !== null) {
    const { translated } = entry;
    if (
      translated.destination === header.source &&
      translated.destinationPort === header.sourcePort &&
      (translated.protocol === header.protocol || header.protocol === 'ICMP')
    )
      return alive(table, entry, now);
    entry = entry.nextReply;
  }
  return null;
}

export function track(
  table: Conntrack,
  original: Header,
  translated: Header,
  service: ObjectKey | null,
  now: number,
  isKept = false,
): ConntrackEntry {
  if (now >= table.nextSweepAt) sweep(table, now);
  const state = original.protocol === 'TCP' ? 'SYN_SENT' : 'UNREPLIED';
  const entry: ConntrackEntry = {
    original,
    translated,
    service,
    isKept,
    streamsFrom: now + STREAM_AFTER_MS,
    timeouts: table.timeouts,
    state,
    expiresAt: now + table.timeouts[state],
    nextOriginal: null,
    nextReply: null,
  };
  insert(table, entry);
  return entry;
}

/** A packet of the connection passed: its timer starts again. */
export function refresh(entry: ConntrackEntry, state: ConntrackState, now: number): void {
  const isStream = state === 'REPLIED' && entry.state !== 'UNREPLIED' && now > entry.streamsFrom;
  entry.state = isStream ? 'STREAM' : state;
  entry.expiresAt = now + entry.timeouts[entry.state];
}

/** A reply as the sender must see it: from where the sender had sent to. */
export function translateBack(entry: ConntrackEntry, protocol: Header['protocol']): Header {
  const { original } = entry;
  return {
    protocol,
    source: original.destination,
    sourcePort: original.destinationPort,
    destination: original.source,
    destinationPort: original.sourcePort,
  };
}

/** A port of the node for a masqueraded connection (`MASQUERADE --random-fully`): random, and unique towards the receiver. */
export function masqueradePort(
  table: Conntrack,
  nodeIP: string,
  receiver: { destination: string; destinationPort: number; protocol: Header['protocol'] },
  random: RandomStream,
): number {
  const taken = table.replies.get(nodeIP);
  for (;;) {
    const port = FIRST_MASQUERADE_PORT + nextInteger(random, LAST_PORT - FIRST_MASQUERADE_PORT + 1);
    let entry = taken?.get(port) ?? null;
    while (entry !== null && !isTowards(entry.translated, receiver)) entry = entry.nextReply;
    if (entry === null) return port;
  }
}

function isTowards(
  header: Header,
  receiver: { destination: string; destinationPort: number; protocol: Header['protocol'] },
): boolean {
  return (
    header.destination === receiver.destination &&
    header.destinationPort === receiver.destinationPort &&
    header.protocol === receiver.protocol
  );
}

export function* entriesOf(table: Conntrack): Generator<ConntrackEntry> {
  for (const ports of table.originals.values())
    for (let entry of ports.values())
      for (;;) {
        const next = entry.nextOriginal;
        yield entry;
        if (next === null) break;
        entry = next;
      }
}

export function remove(table: Conntrack, entry: ConntrackEntry): void {
  const { original, translated } = entry;
  unlink(table.originals, original.source, original.sourcePort, entry, 'nextOriginal');
  unlink(table.replies, translated.source, translated.sourcePort, entry, 'nextReply');
}

export function cloneConntrack(table: Conntrack): Conntrack {
  const copy = createConntrack(table.timeouts);
  copy.nextSweepAt = table.nextSweepAt;
  // In reverse, because an entry is put before those with the same socket.
  for (const entry of [...entriesOf(table)].reverse()) insert(copy, { ...entry });
  return copy;
}

/** The entry's row at this moment, as `conntrack -L` prints it. */
export function conntrackRule(entry: ConntrackEntry, now: number): Rule {
  return new ConntrackRow(entry, now);
}

/** The kernel drops other entries first when its table is full. */
const isAssured: Partial<Readonly<Record<ConntrackState, boolean>>> = {
  ESTABLISHED: true,
  CLOSE_WAIT: true,
  TIME_WAIT: true,
  STREAM: true,
};

class ConntrackRow implements Rule {
  readonly component = 'conntrack';
  readonly chain = 'conntrack';
  readonly #original: Header;
  readonly #translated: Header;
  readonly #state: ConntrackState;
  readonly #seconds: number;

  constructor({ original, translated, state, expiresAt }: ConntrackEntry, now: number) {
    this.#original = original;
    this.#translated = translated;
    this.#state = state;
    this.#seconds = Math.max(0, Math.floor((expiresAt - now) / 1000));
  }

  get text(): string {
    const { protocol, source, sourcePort, destination, destinationPort } = this.#original;
    const reply = this.#translated;
    const state = this.#state;
    const isUnreplied = state === 'SYN_SENT' || state === 'UNREPLIED';
    const numbers: Partial<Record<string, string>> = { ICMP: '1', TCP: '6', UDP: '17', SCTP: '132' };
    const isEcho = protocol === 'ICMP';
    return [
      `${protocol.toLowerCase().padEnd(8)} ${numbers[protocol] ?? '0'} ${this.#seconds}`,
      ...(protocol === 'TCP' ? [state] : []),
      `src=${source} dst=${destination} ${isEcho ? `type=8 code=0 id=${sourcePort}` : `sport=${sourcePort} dport=${destinationPort}`}`,
      ...(isUnreplied ? ['[UNREPLIED]'] : []),
      `src=${reply.destination} dst=${reply.source} ${isEcho ? `type=0 code=0 id=${reply.sourcePort}` : `sport=${reply.destinationPort} dport=${reply.sourcePort}`}`,
      ...(isAssured[state] ? ['[ASSURED]'] : []),
      'mark=0 use=1',
    ].join(' ');
  }

  toJSON(): Rule {
    return { component: this.component, chain: this.chain, text: this.text };
  }
}

function alive(table: Conntrack, entry: ConntrackEntry, now: number): ConntrackEntry | null {
  if (entry.expiresAt > now) return entry;
  remove(table, entry);
  return null;
}

function insert(table: Conntrack, entry: ConntrackEntry): void {
  const { original, translated } = entry;
  entry.nextOriginal = link(table.originals, original.source, original.sourcePort, entry);
  entry.nextReply = link(table.replies, translated.source, translated.sourcePort, entry);
}

/** Puts the entry first in its chain; returns the one that was first before. */
function link(sockets: BySocket, address: string, port: number, entry: ConntrackEntry) {
  let ports = sockets.get(address);
  if (ports === undefined) {
    ports = new Map();
    sockets.set(address, ports);
  }
  const first = ports.get(port) ?? null;
  ports.set(port, entry);
  return first;
}

function unlink(
  sockets: BySocket,
  address: string,
  port: number,
  entry: ConntrackEntry,
  next: 'nextOriginal' | 'nextReply',
): void {
  const ports = sockets.get(address);
  let before = ports?.get(port);
  if (ports === undefined || before === undefined) return;
  if (before === entry) {
    const second = entry[next];
    if (second !== null) ports.set(port, second);
    else if (ports.size > 1) ports.delete(port);
    else sockets.delete(address);
    return;
  }
  while (before[next] !== null && before[next] !== entry) before = before[next];
  if (before[next] === entry) before[next] = entry[next];
}

function sweep(table: Conntrack, now: number): void {
  table.nextSweepAt = now + SWEEP_EVERY_MS;
  for (const entry of entriesOf(table)) if (entry.expiresAt <= now) remove(table, entry);
}
