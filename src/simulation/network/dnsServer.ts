/** The process in a CoreDNS Pod: takes a query in, answers from the objects as they are now, with kubeadm's Corefile. */

import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import { familyOf, rangeMatcher } from '../../kubernetes/ip.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import type { Decision, Hop } from '../events.ts';
import { nextInteger, type RandomStream } from '../random.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { answersOf, type Told } from './answerMemory.ts';
import { addressChoice } from './candidates.ts';
import { answer } from './coreDNS.ts';
import { corefileOf, NODE_RESOLVER, upstreamsFor } from './corefile.ts';
import {
  addressesIn,
  type DnsAnswer,
  type DnsQuestion,
  type DnsRecord,
  fullyQualified,
  isAddressType,
  NO_RECORDS,
  negative,
  positive,
  type QueryType,
  recordTypeOf,
} from './dnsMessage.ts';
import { type DnsView, KUBEADM_COREFILE } from './dnsView.ts';
import type { PodPlace } from './places.ts';
import { listensOn } from './podServer.ts';
import { sendFrom } from './routes.ts';
import { choosingRule } from './rule.ts';
import { createPacket, endPacket, reversed } from './wire.ts';

export function answerDns(simulation: Simulation, pod: PodPlace, hop: Hop): void {
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  const name = request?.names[request.nameIndex];
  const lookup = request?.lookups.find(({ queryId }) => queryId === hop.packetId);
  if (!pod.isDnsServer || request === undefined || name === undefined || lookup === undefined) {
    // Another process got the query, or nobody waits for the answer any more.
    endPacket(simulation, hop, pod.key, 'dropped', header, pod.listensRule, 'NotUnderstood', undefined);
    return;
  }
  const told = tell(simulation, pod, name, lookup.type);
  const { question, answer: result } = told;
  const reason = answerReason(result, lookup.type);
  const details =
    reason === 'DnsServerFailure'
      ? { ...told.details, upstream: upstreamsFor(corefileOf(simulation), question.name).join(' ') }
      : told.details;
  const rule = choosingRule('coreDNS', writeRow, addressChoice, question, result);
  endPacket(simulation, hop, pod.key, 'delivered', header, rule, reason, details);
  const packet = createPacket(simulation, hop.requestId, 'dnsReply', hop.service);
  request.lookups = request.lookups.map((each) =>
    each === lookup ? { ...each, replyId: packet.packetId, told } : each,
  );
  sendFrom(simulation, packet, pod, reversed(header), rule, reason, details);
}

/** What the server says; of several addresses another one comes first each time. */
function tell(simulation: Simulation, pod: PodPlace, name: string, type: QueryType): Told {
  const known = answersOf(simulation, pod.key, type);
  let plain = known.get(name);
  if (plain === undefined) {
    const question: DnsQuestion = { name: fullyQualified(name), type };
    const serverIPs = pod.secondAddress === '' ? [pod.address] : [pod.address, pod.secondAddress];
    const view = new ClusterView(simulation, serverIPs);
    const result = answer(question, view, corefileOf(simulation).options);
    plain = { question, answer: result, details: detailsOf(name, result, type) };
    known.set(name, plain);
  }
  const result = balanced(plain.answer, simulation.network.dnsRandom);
  return result === plain.answer
    ? plain
    : { question: plain.question, answer: result, details: detailsOf(name, result, type) };
}

/** The objects of a simulation, and the public DNS, which knows exactly the host names of the OutsideServers. */
export class ClusterView implements DnsView {
  readonly hasSynced = true;
  readonly serverIPs: readonly string[];
  readonly #simulation: Simulation;

  constructor(simulation: Simulation, serverIPs: readonly string[]) {
    this.#simulation = simulation;
    this.serverIPs = serverIPs;
  }

  namespaceExists(name: string): boolean {
    return this.#simulation.byKind.Namespace.has(`Namespace//${name}`);
  }

  service(key: ObjectKey): Service | undefined {
    return this.#simulation.byKind.Service.get(key);
  }

  slicesOf(key: ObjectKey): Iterable<EndpointSlice> {
    return this.#simulation.network.slices.get(key)?.values() ?? [];
  }

  services(): Iterable<Service> {
    return this.#simulation.byKind.Service.values();
  }

  slices(): Iterable<EndpointSlice> {
    return this.#simulation.byKind.EndpointSlice.values();
  }

  pods(): Iterable<Pod> {
    return this.#simulation.byKind.Pod.values();
  }

  forward({ name, type }: DnsQuestion): DnsAnswer | null {
    const upstreams = upstreamsFor(corefileOf(this.#simulation), name);
    if (!upstreams.some((upstream) => answersQueries(this.#simulation, upstream))) return null;
    const addresses = this.#simulation.network.hostnames.get(name.slice(0, -1).toLowerCase());
    if (addresses === undefined) return negative('NXDOMAIN', null);
    if (type !== 'A' && type !== 'AAAA') return negative('NOERROR', null);
    const data = addresses.find((address) => recordTypeOf(address) === type);
    if (data === undefined) return negative('NOERROR', null);
    const { ttl } = KUBEADM_COREFILE.kubernetes;
    return positive([{ name, type, ttl, data }], NO_RECORDS, false, null);
  }
}

/** Addresses for private use and for documentation: whoever has one of them is on the canvas. */
const isOurs = rangeMatcher([
  ...['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', '127.0.0.0/8', '169.254.0.0/16'],
  ...['192.0.2.0/24', '198.51.100.0/24', '203.0.113.0/24', 'fc00::/7', '2001:db8::/32', '::1/128'],
]);

/** Whether a DNS server is there: the node's resolver, an OutsideServer that listens, or one of the world's. */
function answersQueries({ network }: Simulation, upstream: string): boolean {
  if (upstream === NODE_RESOLVER) return true;
  const [, address = upstream] = /^(?:dns:\/\/)?\[?([0-9a-f.:]+?)\]?(?::53)?$/i.exec(upstream) ?? [];
  const place = network.addresses.get(address);
  if (place?.kind === 'OutsideServer') return listensOn(place.listeners, 53, 'UDP');
  return familyOf(address) !== null && !isOurs(address);
}

/** How an answer is told: with what was asked for, or one of three ways to say no. */
export function answerReason(result: DnsAnswer, type: QueryType): Reason {
  if (result.rcode === 'SERVFAIL') return 'DnsServerFailure';
  if (result.rcode === 'NXDOMAIN') return 'DnsNoSuchName';
  return hasAnswer(result, type) ? 'DnsAnswer' : 'DnsNoData';
}

/** Whether there is a record of the type; of addresses one of either family will do. */
export function hasAnswer(result: DnsAnswer, type: QueryType): boolean {
  return isAddressType(type)
    ? addressesIn(result).length > 0
    : result.records.some((record) => record.type === type);
}

/** The plugin `loadbalance`: addresses in random order, other names before them. */
export function balanced(result: DnsAnswer, random: RandomStream): DnsAnswer {
  if (result.records.length < 2) return result;
  const addresses: DnsRecord[] = addressesIn(result);
  if (addresses.length < 2) return result;
  for (let last = addresses.length - 1; last > 0; last--) {
    const other = nextInteger(random, last + 1);
    [addresses[last], addresses[other]] = [addresses[other]!, addresses[last]!];
  }
  const others = result.records.filter(({ type }) => type !== 'A' && type !== 'AAAA');
  return { ...result, records: [...others, ...addresses] };
}

export function detailsOf(
  name: string,
  result: DnsAnswer,
  type: QueryType,
): NonNullable<Decision['details']> {
  const { rcode, records } = result;
  if (records.length === 0) return { name, type, rcode, addresses: 0 };
  const addresses = addressesIn(result);
  const alias = records.find((record) => record.type === 'CNAME');
  if (!isAddressType(type)) return { name, type, rcode, addresses: 0, records: dataOf(result, type) };
  return {
    name,
    type,
    rcode,
    addresses: addresses.length,
    ...(addresses[0] === undefined ? {} : { address: addresses[0].data }),
    ...(alias === undefined ? {} : { alias: alias.data.replace(/\.$/, '') }),
  };
}

/** The data of the records of a type, as `dig +short` prints them. */
export function dataOf({ records }: DnsAnswer, type: QueryType): string {
  return records
    .filter((record) => record.type === type)
    .map(({ data }) => (typeof data === 'string' ? data : Object.values(data).join(' ')))
    .join(', ');
}

function writeRow(question: DnsQuestion, result: DnsAnswer): { chain: string; text: string } {
  return { chain: 'kubernetes', text: inZoneFormat(question, result) };
}

/** As `dig` prints it. */
export function inZoneFormat({ name, type }: DnsQuestion, { rcode, records }: DnsAnswer): string {
  if (records.length === 0) return `${name} IN ${type}: ${rcode === 'NOERROR' ? 'NODATA' : rcode}`;
  return records
    .map(({ name: owner, type: ofType, ttl, data }) => {
      const text = typeof data === 'string' ? data : Object.values(data).join(' ');
      return `${owner} ${ttl} IN ${ofType} ${text}`;
    })
    .join('\n');
}
