/** What an explanation may say: a decision's headers, places and details under short names, with nothing missing. */
import type { Decision, Header, Hop, PacketEnd, RequestEnd } from './events.ts';
import { isEcho, isPingURL } from './pingReasons.ts';

export interface Facts {
  /** The name of the place where it happened; for the end of a request, the sender. */
  readonly place: string;
  /** Where a hop goes. */
  readonly to: string;
  readonly before: Header;
  readonly after: Header;
  /** The name of the Service that is addressed, or ''. */
  readonly service: string;
  /** Who answered or refused, or ''. */
  readonly server: string;
  readonly url: string;
  /** Whether the packet goes back to the one who opened the connection. */
  readonly isReply: boolean;
  /** Whether the packet's journey ends here. */
  readonly isEnd: boolean;
  /** Whether it is about an ICMP echo. */
  readonly isPing: boolean;
  text(name: string): string;
  number(name: string): number;
  flag(name: string): boolean;
}

const noHeader: Header = { protocol: 'TCP', source: '', sourcePort: 0, destination: '', destinationPort: 0 };

/** A place or object by its last name: `Pod/default/shop-7x2` → `shop-7x2`. */
function nameOf(key: string | null): string {
  return key === null ? '' : key.slice(key.lastIndexOf('/') + 1);
}

export function factsOf(decision: Decision | Hop | PacketEnd | RequestEnd, place: string): Facts {
  const details = decision.details ?? {};
  const isPacket = !('outcome' in decision);
  return {
    place,
    to: 'to' in decision ? nameOf(decision.to) : '',
    before: isPacket ? decision.before : noHeader,
    after: isPacket ? decision.after : noHeader,
    service: nameOf(decision.service),
    server: isPacket ? place : nameOf(decision.answeredBy),
    url: isPacket ? '' : decision.url,
    isReply: isPacket && decision.packetKind !== 'request' && decision.packetKind !== 'dnsQuery',
    isEnd: 'place' in decision,
    isPing: isPacket ? isEcho(decision.before) : isPingURL(decision.url),
    text: (name) => String(details[name] ?? ''),
    number: (name) => Number(details[name] ?? 0),
    flag: (name) => details[name] === true,
  };
}

/** `1 node`, `3 nodes`; `2 endpoints that still serve`. */
export function listed(count: number, noun: string): string {
  if (count === 1) return `1 ${noun}`;
  const [first = '', ...rest] = noun.split(' that ');
  const clause =
    rest.length === 0
      ? ''
      : ` that ${rest.join(' that ').replace('still serves', 'still serve').replace('it terminates', 'they terminate')}`;
  return `${count} ${first}s${clause}`;
}
