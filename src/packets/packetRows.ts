/** The rows of the packets table: one for each request, or one for each packet of it. */
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/packets.ts';
import { placeName } from '../playground/narrate.ts';
import type { FilteredPacket } from '../playground/packetFilter.ts';
import type { Objects } from '../playground/queries.ts';
import type { RequestRecord } from '../playground/state.ts';
import { WIRE_STRETCH } from '../playground/wireTime.ts';
import type { Hop, PacketEnd, PacketKind, PlaceKey } from '../simulation/events.ts';
import { hostOf } from '../ui/hostOf.ts';
import { type OutcomeName, outcomeLook } from '../ui/outcomes.ts';
import { serviceOfRequest } from '../ui/requestTarget.ts';

export type Granularity = 'requests' | 'packets';
export type Tone = 'ok' | 'bad' | 'warn';

export interface PacketRow {
  /** Unique in its table. */
  readonly id: number;
  readonly requestId: number;
  /** When it was sent, in simulated ms. */
  readonly at: number;
  readonly from: string;
  /** The host that was asked for, or the place that the packet came to. */
  readonly to: string;
  readonly protocol: string;
  readonly service: string;
  /** The name of an outcome or of a verdict; null while it is in flight. */
  readonly verdict: OutcomeName | PacketEnd['verdict'] | null;
  readonly label: string;
  readonly tone: Tone | null;
  /** Who answered, or who took the packet in. */
  readonly pod: string;
  readonly sourceSeen: string;
  /** When it ended, in simulated ms; null while it is in flight. */
  readonly endedAt: number | null;
  /** On the wire; null while it is in flight. */
  readonly latencyMs: number | null;
  /** Which try at the same request it belongs to. */
  readonly attempt: number;
  readonly filtered: FilteredPacket;
}

type PacketStep = Hop | PacketEnd;

const verdicts: Readonly<Record<PacketEnd['verdict'], { label: string; tone: Tone }>> = {
  delivered: {
    get label() {
      return t('delivered');
    },
    tone: 'ok',
  },
  refused: {
    get label() {
      return t('refused');
    },
    tone: 'bad',
  },
  dropped: {
    get label() {
      return t('dropped');
    },
    tone: 'bad',
  },
};

const kindTexts = {
  reply: 'kind.reply',
  refused: 'kind.refused',
  close: 'kind.close',
  dnsQuery: 'kind.dnsQuery',
  dnsReply: 'kind.dnsReply',
} as const satisfies Partial<Record<PacketKind, string>>;

/** Newest first. */
export function packetRows(
  records: readonly RequestRecord[],
  objects: Objects,
  granularity: Granularity,
): PacketRow[] {
  const rows = records.flatMap((record) =>
    granularity === 'requests' ? [requestRow(record, objects)] : rowsOfPackets(record, objects),
  );
  return rows.reverse();
}

function requestRow(record: RequestRecord, objects: Objects): PacketRow {
  const { start, end, steps } = record;
  const look = end === null ? null : outcomeLook(end);
  const first = steps.find(({ packetKind }) => packetKind === 'request') ?? steps[0];
  const service = nameOf(serviceOfRequest(record, objects));
  const protocol = first === undefined ? '' : protocolOf(record, first);
  const row = {
    id: start.requestId,
    requestId: start.requestId,
    at: start.at,
    from: placeName(start.from),
    to: askedHost(start),
    protocol,
    service,
    verdict: end?.outcome ?? null,
    label: look?.label ?? t('inFlight'),
    tone: look?.tone ?? null,
    pod: end?.answeredBy ? placeName(end.answeredBy) : '',
    sourceSeen: end?.sourceSeen ?? '',
    endedAt: end?.at ?? null,
    latencyMs: end === null ? null : (end.at - end.startedAt) / WIRE_STRETCH,
    attempt: start.attempt ?? 1,
  };
  return { ...row, filtered: filteredOf(row, protocol, steps, end?.reason ?? '') };
}

/** The host of the URL, and the Host header where it is another. */
function askedHost({ url, http }: RequestRecord['start']): string {
  const host = hostOf(url);
  return http === undefined || http.host === host.replace(/:\d+$/, '').toLowerCase()
    ? host
    : `${host} (Host ${http.host})`;
}

function rowsOfPackets(record: RequestRecord, objects: Objects): PacketRow[] {
  const packets = new Map<number, PacketStep[]>();
  for (const step of record.steps) {
    const steps = packets.get(step.packetId);
    if (steps === undefined) packets.set(step.packetId, [step]);
    else steps.push(step);
  }
  return [...packets.values()].map((steps) => packetRow(record, steps, objects));
}

function packetRow(record: RequestRecord, steps: readonly PacketStep[], objects: Objects): PacketRow {
  const first = steps[0]!;
  const last = steps.at(-1)!;
  const end = last.type === 'PacketEnd' ? last : null;
  const look = end === null ? null : verdicts[end.verdict];
  const isDns = first.packetKind === 'dnsQuery' || first.packetKind === 'dnsReply';
  const sentAt = first.type === 'Hop' ? first.leavesAt : first.at;
  const place = last.type === 'Hop' ? last.to : last.place;
  const row = {
    id: first.packetId,
    requestId: record.start.requestId,
    at: sentAt,
    from: placeName(first.type === 'Hop' ? first.from : first.place),
    to: placeName(place),
    protocol: protocolAndKind(protocolOf(record, first), first.packetKind),
    service: nameOf(isDns ? first.service : (first.service ?? serviceOfRequest(record, objects))),
    verdict: end?.verdict ?? null,
    label: look?.label ?? t('inFlight'),
    tone: look?.tone ?? null,
    pod: podName(place),
    sourceSeen: last.after.source,
    endedAt: end?.at ?? null,
    latencyMs: end === null ? null : (end.at - sentAt) / WIRE_STRETCH,
    attempt: record.start.attempt ?? 1,
  };
  return { ...row, filtered: filteredOf(row, protocolOf(record, first), steps, last.reason) };
}

function nameOf(key: ObjectKey | null): string {
  return key === null ? '' : parseKey(key).name;
}

function podName(place: PlaceKey): string {
  return parseKey(place).kind === 'Pod' ? placeName(place) : '';
}

/** The protocol as an analyser names it: the one that is spoken, as far as it is known. */
function protocolOf({ start }: RequestRecord, { packetKind, before }: PacketStep): string {
  if (packetKind === 'dnsQuery' || packetKind === 'dnsReply') return 'DNS';
  const scheme = /^([a-z][a-z0-9+.-]*):\/\//i.exec(start.url)?.[1]?.toLowerCase() ?? 'http';
  const isSpoken = before.protocol === 'TCP' && packetKind !== 'refused' && packetKind !== 'close';
  return isSpoken && ['http', 'https', 'grpc'].includes(scheme) ? scheme.toUpperCase() : before.protocol;
}

/** `DNS query`; the request itself needs no word. */
function protocolAndKind(protocol: string, kind: PacketKind): string {
  return kind in kindTexts ? t(kindTexts[kind as keyof typeof kindTexts], { protocol }) : protocol;
}

function filteredOf(
  row: Omit<PacketRow, 'filtered'>,
  protocol: string,
  steps: readonly PacketStep[],
  reason: string,
): FilteredPacket {
  const headers = steps.flatMap(({ before, after }) => (before === after ? [after] : [before, after]));
  const places = steps.map((step) => (step.type === 'Hop' ? step.from : step.place));
  const transports = headers.map(({ protocol }) => protocol.toLowerCase());
  return {
    protocols: [...new Set([...transports, protocol.toLowerCase()])],
    sources: distinct(headers.map(({ source }) => source)),
    destinations: distinct(headers.map(({ destination }) => destination)),
    sourcePorts: distinct(headers.map(({ sourcePort }) => sourcePort)),
    destinationPorts: distinct(headers.map(({ destinationPort }) => destinationPort)),
    from: row.from,
    to: row.to,
    service: row.service,
    pod: row.pod,
    node: distinct(places.filter((place) => parseKey(place).kind === 'Node').map(placeName)),
    verdict: row.verdict ?? 'in flight',
    reason,
  };
}

function distinct<T>(values: readonly T[]): T[] {
  return [...new Set(values)];
}

/** The text in which words are looked for. */
export function rowText(row: PacketRow): string {
  const { requestId, from, to, protocol, service, label, pod, sourceSeen, filtered } = row;
  const addresses = [...filtered.sources, ...filtered.destinations];
  return [requestId, from, to, protocol, service, label, pod, sourceSeen, ...addresses].join(' ');
}
