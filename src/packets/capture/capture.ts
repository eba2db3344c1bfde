/**
 * Requests as a capture file: each hop is a frame on the link that it took, with the time on the wire and one sentence of
 * why. What the simulation folds into one packet (a handshake, the request and the end) is one frame here too.
 */
import { statusLine } from '../../kubernetes/httpStatus.ts';
import { placeName } from '../../playground/narrate.ts';
import type { RequestRecord } from '../../playground/state.ts';
import type { Header, Hop, PacketEnd, PacketKind } from '../../simulation/events.ts';
import { explain } from '../../simulation/reasons.ts';
import { type Bytes, text } from './bytes.ts';
import { type DnsMessage, dnsPayload } from './dnsPayload.ts';
import { frameOf, type Segment } from './frames.ts';
import { type CapturedFrame, pcapng } from './pcapng.ts';

/** Midnight on 1 January 2026, when every scene begins. */
const EPOCH_MICROSECONDS = BigInt(Date.UTC(2026, 0, 1)) * 1000n;
const NOTHING: Bytes = new Uint8Array();

/** How much each side of a connection has sent. */
interface Flow {
  asked: number;
  answered: number;
}

export function captureOf(records: readonly RequestRecord[]): Bytes {
  const interfaces = new Map<string, number>();
  const flows = new Map<string, Flow>();
  const frames: CapturedFrame[] = [];
  for (const record of records) {
    const segments = segmentsOf(record, flows);
    for (const step of record.steps) {
      if (step.type !== 'Hop') continue;
      const name = `${placeName(step.from)} to ${placeName(step.to)}`;
      const on = interfaces.get(name) ?? interfaces.size;
      interfaces.set(name, on);
      const { title, sentence } = explain(step, placeName(step.from));
      frames.push({
        at: microsecondsOf(record, step.leavesAt),
        on,
        bytes: frameOf(step.from, step.to, step.after, withUndelivered(record, step, segments)),
        comment: `${title}. ${sentence}`,
      });
    }
  }
  frames.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));
  return pcapng({ application: 'Kubehop', interfaces: [...interfaces.keys()], frames });
}

/** A millisecond of the clock is a microsecond on the wire, from the moment at which the request was sent. */
function microsecondsOf({ start }: RequestRecord, at: number): bigint {
  return EPOCH_MICROSECONDS + BigInt(start.at) * 1000n + BigInt(at - start.at);
}

/** What each packet of the request carries on its whole way. */
function segmentsOf(record: RequestRecord, flows: Map<string, Flow>): Map<number, Segment> {
  const segments = new Map<number, Segment>();
  const flow = flowOf(record, flows);
  for (const step of record.steps) {
    if (segments.has(step.packetId)) continue;
    const payload = payloadOf(record, step);
    const isForward = step.packetKind === 'request' || step.packetKind === 'dnsQuery';
    segments.set(step.packetId, {
      payload,
      sequence: isForward ? flow.asked : flow.answered,
      acknowledged: isForward ? flow.answered : flow.asked,
      isReset: step.packetKind === 'refused',
      isFinal: step.packetKind === 'close' && step.details?.isGoAway !== true,
      undelivered: null,
      isReply: !isForward,
    });
    if (isForward) flow.asked += payload.length;
    else flow.answered += payload.length;
  }
  return segments;
}

function flowOf({ steps }: RequestRecord, flows: Map<string, Flow>): Flow {
  const first = steps.find(({ packetKind }) => packetKind === 'request')?.before;
  const key = first === undefined ? '' : Object.values(first).join(' ');
  const known = flows.get(key);
  if (known !== undefined && key !== '') return known;
  const flow = { asked: 0, answered: 0 };
  flows.set(key, flow);
  return flow;
}

/** An ICMP error carries the packet that it is about, as it looked where the error passes. */
function withUndelivered(
  { steps }: RequestRecord,
  { packetId, packetKind, after }: Hop,
  segments: ReadonlyMap<number, Segment>,
): Segment {
  const segment = segments.get(packetId)!;
  if (packetKind !== 'refused' || after.protocol !== 'ICMP') return segment;
  const asked = steps.filter((step) => step.packetKind === 'request' || step.packetKind === 'dnsQuery');
  const seen =
    asked.find(({ after: sent }) => isFrom(sent, after)) ?? asked.find(({ before }) => isFrom(before, after));
  const undelivered = seen === undefined ? undefined : isFrom(seen.after, after) ? seen.after : seen.before;
  return { ...segment, undelivered: undelivered ?? { ...after, protocol: 'UDP' } };
}

function isFrom(sent: Header, error: Header): boolean {
  return sent.source === error.destination && sent.sourcePort === error.destinationPort;
}

const payloads: Readonly<
  Partial<Record<PacketKind, (record: RequestRecord, step: Hop | PacketEnd) => Bytes>>
> = {
  request: ({ start }, { before }) =>
    isPlainHttp(start.url, before) ? httpRequest(start) : unspoken(before),
  reply: ({ start, end }, { before }) =>
    isPlainHttp(start.url, before) ? httpResponse(end?.status ?? 200) : unspoken(before),
  dnsQuery: ({ steps }, step) => dnsPayload({ ...dnsMessage(steps, step), answer: null }),
  dnsReply: ({ steps }, step) => dnsPayload(dnsMessage(steps, step)),
};

/** What is said in other protocols is not simulated; a chunk of SCTP may not be empty. */
function unspoken({ protocol }: Header): Bytes {
  return protocol === 'SCTP' ? new Uint8Array(4) : NOTHING;
}

function payloadOf(record: RequestRecord, step: Hop | PacketEnd): Bytes {
  return payloads[step.packetKind]?.(record, step) ?? NOTHING;
}

function isPlainHttp(url: string, { protocol }: Header): boolean {
  return protocol === 'TCP' && (/^http:/i.test(url) || !url.includes('://'));
}

function httpRequest({ url, http }: RequestRecord['start']): Bytes {
  const [, asked = '', path = ''] = /^(?:\w+:\/\/)?([^/?#]*)([^#]*)/.exec(url) ?? [];
  const isOther = http !== undefined && http.host !== asked.replace(/:\d+$/, '').toLowerCase();
  const headers = {
    host: isOther ? http.host : asked,
    accept: '*/*',
    ...http?.headers,
  };
  const lines = Object.entries(headers).map(([name, value]) => `${headerName(name)}: ${value}\r\n`);
  return text(`${http?.method ?? 'GET'} ${http?.path ?? (path || '/')} HTTP/1.1\r\n${lines.join('')}\r\n`);
}

/** `x-forwarded-for` → `X-Forwarded-For` */
function headerName(name: string): string {
  return name.replace(/(?:^|-)[a-z]/g, (letter) => letter.toUpperCase());
}

function httpResponse(status: number): Bytes {
  return text(`HTTP/1.1 ${statusLine(status)}\r\nContent-Length: 0\r\n\r\n`);
}

/** What is known of a query or an answer is in the details of its first step. */
function dnsMessage(steps: RequestRecord['steps'], { packetId }: Hop | PacketEnd): DnsMessage {
  const told = steps.find((step) => step.packetId === packetId && step.details?.name !== undefined)?.details;
  const { name = '', address, alias, rcode, type } = told ?? {};
  const query = steps.findLast(
    ({ packetKind, details }) =>
      packetKind === 'dnsQuery' && details?.name === name && (type === undefined || details.type === type),
  );
  return {
    // An answer has the number of its query.
    id: (query?.packetId ?? packetId) & 0xffff,
    name: String(name),
    type: type === 'AAAA' ? 'AAAA' : 'A',
    answer: {
      rcode: rcode === 'NXDOMAIN' || rcode === 'SERVFAIL' ? rcode : 'NOERROR',
      alias: alias === undefined ? null : String(alias),
      address: address === undefined ? null : String(address),
    },
  };
}
