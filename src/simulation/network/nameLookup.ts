/** Asks the cluster's DNS for a request's host, name after name of the search path, each as a packet. */
import type { Decision, Header } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { PodPlace } from './places.ts';
import { serviceAt } from './proxySync.ts';
import { finish, nextPort, type Request } from './requestState.ts';
import { sendFrom } from './routes.ts';
import { lazyRule } from './rule.ts';
import { createPacket } from './wire.ts';

const DNS_PORT = 53;

/** The next name of the search path, as a packet to the cluster's DNS. */
export function askNext(simulation: Simulation, sender: PodPlace, request: Request): void {
  request.nameIndex += 1;
  const name = request.names[request.nameIndex];
  if (name === undefined) {
    const details = {
      name: request.target.host,
      tried: request.names.length,
      lastName: request.names.at(-1) ?? '',
    };
    finish(simulation, request, 'nameNotFound', 'NameNotFound', details);
    return;
  }
  const { nameserver, search, ndots } = sender.resolvConf;
  const header: Header = {
    protocol: 'UDP',
    source: sender.address,
    sourcePort: nextPort(simulation, sender.address),
    destination: nameserver ?? '',
    destinationPort: DNS_PORT,
  };
  request.header = header;
  request.answer = null;
  request.deadline = simulation.now + request.timeoutMs;
  const service = serviceAt(simulation, header.destination, DNS_PORT, 'UDP');
  const packet = createPacket(simulation, request.id, 'dnsQuery', service);
  const rule = lazyRule('client', () => ({
    chain: '/etc/resolv.conf',
    text: `search ${search.join(' ')}\nnameserver ${nameserver}\noptions ndots:${ndots}`,
  }));
  const details = { name, attempt: request.nameIndex + 1, attempts: request.names.length };
  sendFrom(simulation, packet, sender, header, rule, 'DnsQuery', details);
}

/** What to say when the DNS itself could not be reached. */
export function unansweredName({ names, nameIndex, cause }: Request): NonNullable<Decision['details']> {
  return { name: names[nameIndex] ?? '', cause: cause?.reason ?? 'TimedOut' };
}
