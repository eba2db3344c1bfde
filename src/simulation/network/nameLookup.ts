/** Asks the cluster's DNS for a request's host, name after name of the search path, each as a packet. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Decision, Header, Hop } from '../events.ts';
import type { Simulation } from '../state.ts';
import { addressTowards, chooseAddress, isIPv6 } from './addressFamilies.ts';
import { corefileOf, upstreamsFor } from './corefile.ts';
import { type DnsAnswer, fullyQualified, isAddressType, type QueryType } from './dnsMessage.ts';
import { answerReason, dataOf, hasAnswer } from './dnsServer.ts';
import type { PodPlace } from './places.ts';
import { serviceAt } from './proxySync.ts';
import { finish, type Lookup, type NameFailure, nextPort, type Request } from './requestState.ts';
import { sendFrom } from './routes.ts';
import { createSearch, type Search, searchFor } from './search.ts';
import { isLookup, queryTypeOf } from './target.ts';
import { createPacket, endPacket } from './wire.ts';

type Details = NonNullable<Decision['details']>;

const DNS_PORT = 53;

/** With AI_ADDRCONFIG, as glibc has it by default: only addresses of families that the sender has are asked for. */
const A: readonly QueryType[] = ['A'];
const AAAA: readonly QueryType[] = ['AAAA'];
const BOTH: readonly QueryType[] = ['A', 'AAAA'];

function typesFor({ address, secondAddress }: PodPlace, { target }: Request): readonly QueryType[] {
  const asked = isLookup(target) ? queryTypeOf(target) : null;
  if (asked !== null) return asked === 'A' ? A : [asked];
  if (secondAddress !== '') return BOTH;
  return isIPv6(address) ? AAAA : A;
}

/** The next name of the search path: a packet to the cluster's DNS for each type of address, all from one socket. */
export function askNext(simulation: Simulation, sender: PodPlace, request: Request): void {
  request.nameIndex += 1;
  const name = request.names[request.nameIndex];
  if (name === undefined) {
    giveUp(simulation, sender, request);
    return;
  }
  const search = searchOf(request, sender);
  const destination = sender.resolvConf.nameserver ?? '';
  const source = addressTowards(sender, destination);
  if (source === undefined) {
    finish(simulation, request, 'nameNotFound', 'NetworkUnreachable', { destination });
    return;
  }
  const header: Header = {
    protocol: 'UDP',
    source,
    sourcePort: nextPort(simulation, source),
    destination,
    destinationPort: DNS_PORT,
  };
  request.header = header;
  request.deadline = simulation.now + request.timeoutMs;
  const service = serviceAt(simulation, destination, DNS_PORT, 'UDP');
  const types = typesFor(sender, request);
  const lookups: Lookup[] = [];
  request.lookups = lookups;
  const { rule, details } = search.steps[request.nameIndex]!;
  for (const type of types) {
    const packet = createPacket(simulation, request.id, 'dnsQuery', service);
    lookups.push({ type, queryId: packet.packetId, replyId: 0, told: null, isKnown: false });
    sendFrom(simulation, packet, sender, header, rule, 'DnsQuery', detailsFor(types, type, details));
  }
}

/** Who waited through a change of its resolv.conf goes on with the names that it had. */
function searchOf({ target, names }: Request, { resolvConf }: PodPlace): Search {
  const search = searchFor(target.host, resolvConf);
  return search.names === names ? search : createSearch(names, resolvConf);
}

/** IPv4 alone is not worth a word. */
function detailsFor(types: readonly QueryType[], type: QueryType, details: Details): Details {
  if (types === A) return details;
  return types === BOTH ? { ...details, type, beside: type === 'A' ? 'AAAA' : 'A' } : { ...details, type };
}

/** No name had an address. What glibc says then: NODATA counts more than SERVFAIL, and both more than NXDOMAIN. */
function giveUp(simulation: Simulation, sender: PodPlace, request: Request): void {
  const { names, target, nameFailure, lookups } = request;
  const details = { name: target.host, tried: names.length, lastName: request.failedName };
  const upstream = upstreamsFor(corefileOf(simulation), fullyQualified(request.failedName)).join(' ');
  const types = typesFor(sender, request);
  finish(simulation, request, 'nameNotFound', nameFailure, {
    ...details,
    ...(nameFailure === 'DnsServerFailure' ? { upstream } : {}),
    ...(nameFailure === 'NameHasNoAddress' && types.length === 1 ? { type: lookups[0]?.type ?? 'A' } : {}),
  });
}

/** Which of three ways to say no an answer is; null when it has what was asked for. */
function failureOf(answer: DnsAnswer, type: QueryType): NameFailure | null {
  if (hasAnswer(answer, type)) return null;
  if (answer.rcode === 'SERVFAIL') return 'DnsServerFailure';
  return answer.rcode === 'NXDOMAIN' ? 'NameNotFound' : 'NameHasNoAddress';
}

/** In the order in which one outweighs the next. */
const FAILURES: readonly NameFailure[] = ['NameHasNoAddress', 'DnsServerFailure', 'NameNotFound'];

/**
 * An answer has come to the resolver. When the last one is there: the address to connect to, with its Service, or null
 * when the name has none.
 */
export function takeAnswer(
  simulation: Simulation,
  sender: PodPlace,
  hop: Hop,
  request: Request,
): { readonly address: string; readonly service: ObjectKey | null } | 'waiting' | null {
  const name = request.names[request.nameIndex] ?? '';
  const lookup = request.lookups.find(({ replyId }) => replyId === hop.packetId);
  if (lookup?.told == null) {
    endPacket(simulation, hop, sender.key, 'dropped', hop.after, null, 'NobodyWaits', undefined);
    return 'waiting';
  }
  const { answer: said, details } = lookup.told;
  const reason = answerReason(said, lookup.type);
  endPacket(simulation, hop, sender.key, 'delivered', hop.after, null, reason, details);
  const lookups = request.lookups.map((each) => (each === lookup ? { ...each, isKnown: true } : each));
  request.lookups = lookups;
  if (lookups.some(({ isKnown }) => !isKnown)) return 'waiting';
  const found: { readonly address: string; readonly service: ObjectKey | null }[] = [];
  for (const { told, type } of lookups) {
    if (told === null) continue;
    const { records, service } = told.answer;
    const address = isAddressType(type)
      ? records.find((record) => record.type === 'A' || record.type === 'AAAA')?.data
      : dataOf(told.answer, type);
    if (typeof address === 'string' && address !== '') found.push({ address, service });
  }
  if (found.length === 0) noteFailure(request, name);
  if (found.length < 2) return found[0] ?? null;
  const chosen = chooseAddress(
    sender,
    found.map(({ address }) => address),
  );
  return found.find(({ address }) => address === chosen) ?? null;
}

/** What is said of the first name holds if it was tried as it is; else the failure that outweighs the others. */
function noteFailure(request: Request, name: string): void {
  const failures = request.lookups.map(({ told, type }) =>
    told === null ? null : failureOf(told.answer, type),
  );
  const failure = FAILURES.find((each) => failures.includes(each)) ?? 'NameNotFound';
  const isFirst = request.nameIndex === 0;
  const firstDecides = request.names[0] === request.target.host.toLowerCase();
  const outweighs = FAILURES.indexOf(failure) <= FAILURES.indexOf(request.nameFailure);
  if (!isFirst && (firstDecides || !outweighs)) return;
  request.nameFailure = failure;
  request.failedName = name;
}

/** What to say when the DNS itself could not be reached. */
export function unansweredName({ names, nameIndex, cause }: Request): NonNullable<Decision['details']> {
  return { name: names[nameIndex] ?? '', cause: cause?.reason ?? 'TimedOut' };
}
