/** Sends one request from where the prompt stands, and waits until it has ended: what network tools have in common. */
import { statusLine } from '../kubernetes/httpStatus.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { WIRE_STRETCH } from '../playground/wireTime.ts';
import type { Hop, PacketEnd, PlaceKey, RequestEnd } from '../simulation/events.ts';
import type { RequestSpec } from '../simulation/network/request.ts';
import type { Ground } from './ground.ts';
import type { ToolCall } from './tools.ts';

export interface Sent {
  readonly end: RequestEnd;
  readonly hops: readonly Hop[];
  readonly packetEnds: readonly PacketEnd[];
  /** The address that was connected to; null when it never came to that. */
  readonly address: string | null;
  /** From where: `10.244.1.2 port 32768`. */
  readonly source: string | null;
  /** How long it took on the wire. */
  readonly ms: number;
}

/** Said instead of sending. */
export class CannotSend extends Error {}

/** The key of who sends; the laptop is the first Client on the internet. */
export function senderOf({ place, shell }: ToolCall): PlaceKey {
  if (place.type !== 'laptop') return place.key;
  for (const object of shell.ground.objects().values())
    if (object.kind === 'Client') return `Client.kubehop.dev//${object.metadata.name}`;
  throw new CannotSend(
    'the laptop is outside of the cluster and needs a Client on the canvas to send from. Add one, or choose a Pod or Node above',
  );
}

export async function send(call: ToolCall, spec: Omit<RequestSpec, 'from'>): Promise<Sent> {
  return sendOn(call.shell.ground, { ...spec, from: senderOf(call) }, call.signal);
}

/** Rejects when interrupted. */
export function sendOn(ground: Ground, spec: RequestSpec, signal: AbortSignal): Promise<Sent> {
  return new Promise((resolve, reject) => {
    let id: number | null = null;
    const hops: Hop[] = [];
    const packetEnds: PacketEnd[] = [];
    const finish = () => {
      stop();
      signal.removeEventListener('abort', abort);
    };
    const abort = () => {
      finish();
      reject(new Error('interrupted'));
    };
    const stop = ground.onEvents((events, reset) => {
      if (reset) {
        abort();
        return;
      }
      for (const event of events) {
        if (
          id === null &&
          event.type === 'RequestStart' &&
          event.from === spec.from &&
          event.traffic === null &&
          event.parent === undefined
        )
          id = event.requestId;
        if (!('requestId' in event) || event.requestId !== id) continue;
        if (event.type === 'Hop') hops.push(event);
        else if (event.type === 'PacketEnd') packetEnds.push(event);
        else if (event.type === 'RequestEnd') {
          finish();
          // What never leaves its Pod makes no hop.
          const first = [...hops, ...packetEnds].find(({ packetKind }) => packetKind === 'request');
          resolve({
            end: event,
            hops,
            packetEnds,
            address: first?.before.destination ?? null,
            source: first === undefined ? null : `${first.before.source} port ${first.before.sourcePort}`,
            ms: Math.max(1, Math.round((event.at - event.startedAt) / WIRE_STRETCH)),
          });
        }
      }
    });
    signal.addEventListener('abort', abort);
    ground.send(spec);
  });
}

/** `10.244.1.7` of a Pod, `192.168.1.11` of a Node. */
export function nameOf(place: PlaceKey): string {
  return parseKey(place).name;
}

/** Bodies are not simulated: the answer says who gave it, and which source address that saw. */
export function bodyOf({ end }: Sent): string {
  const { status = 200 } = end;
  if (status >= 400) return `${statusLine(status)}\n`;
  const who = end.upstream?.answeredBy ?? end.answeredBy;
  const name = who === null || who === undefined ? 'nobody' : nameOf(who);
  return `Hello from ${name}, you are ${end.sourceSeen ?? 'unknown'}\n`;
}

/** What a process finds out about a name before it connects. */
export function isUnresolved({ end, address }: Sent): boolean {
  return (
    address === null && (end.outcome === 'nameNotFound' || (end.outcome === 'timedOut' && address === null))
  );
}
