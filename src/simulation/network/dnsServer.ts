/** The process in a CoreDNS Pod: takes a query in, answers from the objects as they are now. */
import type { Decision, Hop } from '../events.ts';
import type { Simulation } from '../state.ts';
import { answer, type DnsAnswer, type DnsView } from './coreDNS.ts';
import type { PodPlace } from './places.ts';
import { sendFrom } from './routes.ts';
import { lazyRule } from './rule.ts';
import { createPacket, endPacket, reversed } from './wire.ts';

/** The TTL of kubeadm's Corefile. */
const TTL_SECONDS = 30;

export function answerDns(simulation: Simulation, pod: PodPlace, hop: Hop): void {
  const header = hop.after;
  const request = simulation.network.requests.get(hop.requestId);
  const name = request?.names[request.nameIndex];
  if (!pod.isDnsServer || request === undefined || name === undefined) {
    // Another process got the query, or nobody waits for the answer any more.
    endPacket(simulation, hop, pod.key, 'dropped', header, pod.listensRule, 'NotUnderstood', undefined);
    return;
  }
  const result = answer(dnsView(simulation), { name, type: 'A' }, simulation.network.dnsRandom);
  request.answer = result;
  const reason = result.rcode === 'NXDOMAIN' ? 'DnsNoSuchName' : 'DnsAnswer';
  const details = detailsOf(name, result);
  const rule = lazyRule('coreDNS', () => ({ chain: 'kubernetes', text: inZoneFormat(name, result) }));
  endPacket(simulation, hop, pod.key, 'delivered', header, rule, reason, details);
  const packet = createPacket(simulation, hop.requestId, 'dnsReply', hop.service);
  sendFrom(simulation, packet, pod, reversed(header), rule, reason, details);
}

export function dnsView({ byKind, network }: Simulation): DnsView {
  return {
    namespaceExists: (name) => byKind.Namespace.has(`Namespace//${name}`),
    service: (key) => byKind.Service.get(key),
    slicesOf: (key) => network.slices.get(key)?.values() ?? [],
    outsideAddress: (name) => network.hostnames.get(name),
  };
}

export function detailsOf(name: string, { rcode, records }: DnsAnswer): NonNullable<Decision['details']> {
  const addresses = records.filter(({ type }) => type === 'A');
  const alias = records.find(({ type }) => type === 'CNAME');
  return {
    name,
    rcode,
    addresses: addresses.length,
    ...(addresses[0] === undefined ? {} : { address: addresses[0].data }),
    ...(alias === undefined ? {} : { alias: alias.data }),
  };
}

/** As `dig` prints it. */
function inZoneFormat(name: string, { rcode, records }: DnsAnswer): string {
  if (records.length === 0) return `${name}. IN A: ${rcode === 'NXDOMAIN' ? 'NXDOMAIN' : 'NODATA'}`;
  return records
    .map((record) => {
      const data = record.type === 'CNAME' ? `${record.data}.` : record.data;
      return `${record.name}. ${TTL_SECONDS} IN ${record.type} ${data}`;
    })
    .join('\n');
}
