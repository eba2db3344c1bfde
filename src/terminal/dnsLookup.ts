/** Asks the DNS as a tool does: the packets go their way on the canvas, and what comes back is printed. */
import ipaddr from 'ipaddr.js';
import { answerNow, candidateNames } from '../playground/lookups.ts';
import type { DnsAnswer } from '../simulation/network/dnsMessage.ts';
import type { PodPlace } from '../simulation/network/places.ts';
import { type Sent, send } from './request.ts';
import type { ToolCall } from './tools.ts';

export interface Resolver {
  /** Null: the node's own resolver, which is the public DNS. */
  readonly nameserver: string | null;
  readonly search: readonly string[];
  readonly ndots: number;
}

export function podPlaceOf({ shell, place }: Pick<ToolCall, 'shell' | 'place'>): PodPlace | null {
  if (place.type !== 'Pod') return null;
  const found = shell.ground.inspect(({ network }) => network.places.get(place.key));
  return found?.kind === 'Pod' ? found : null;
}

export function resolverOf(call: Pick<ToolCall, 'shell' | 'place'>): Resolver {
  return podPlaceOf(call)?.resolvConf ?? { nameserver: null, search: [], ndots: 1 };
}

/** The address of the server that is asked, as tools print it. */
export function serverOf(call: Pick<ToolCall, 'shell' | 'place'>): string {
  return resolverOf(call).nameserver ?? '192.168.1.1';
}

/** The name under which the DNS tells whose address it is; null when it is none: `10.0.96.10.in-addr.arpa`. */
export function reverseName(address: string): string | null {
  if (ipaddr.IPv4.isValidFourPartDecimal(address))
    return `${address.split('.').reverse().join('.')}.in-addr.arpa`;
  if (!address.includes(':') || !ipaddr.IPv6.isValid(address)) return null;
  const digits = ipaddr.IPv6.parse(address)
    .toByteArray()
    .map((byte) => byte.toString(16).padStart(2, '0'))
    .join('');
  return `${[...digits].reverse().join('.')}.ip6.arpa`;
}

export interface Found {
  /** The name that was answered for, without a dot at the end. */
  readonly name: string;
  readonly answer: DnsAnswer;
}

export interface Lookup {
  /** Null when no server answered. */
  readonly found: Found | null;
  readonly sent: Sent;
}

/** Along the search path when `isSearched`, else exactly this name. */
export async function lookUp(
  call: ToolCall,
  name: string,
  types: readonly string[],
  isSearched: boolean,
): Promise<Lookup> {
  const host = isSearched || name.endsWith('.') ? name : `${name}.`;
  const [only] = types.length === 1 ? types : [];
  const kind = only === undefined ? '' : `?type=${only}`;
  const sent = await send(call, { url: `lookup://${host}${kind}`, timeoutSeconds: 20 });
  const isUnanswered = sent.end.outcome === 'timedOut' || sent.end.reason === 'DnsUnavailable';
  if (isUnanswered) return { found: null, sent };
  const names = isSearched ? candidateNames(name, resolverOf(call)) : [name.replace(/\.$/, '')];
  const ask = (each: string): Found => {
    const answers = types.map((type) => answerOf(call, each, type));
    const [first] = answers;
    return { name: each, answer: { ...first!, records: answers.flatMap(({ records }) => records) } };
  };
  const tried = names.map(ask);
  return { found: tried.find(({ answer }) => answer.records.length > 0) ?? tried.at(-1)!, sent };
}

function answerOf(call: ToolCall, name: string, type: string): DnsAnswer {
  return call.shell.ground.inspect((simulation) => answerNow(simulation, { name: `${name}.`, type }));
}
