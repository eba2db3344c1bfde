/** What clients and outside servers do with a packet: take an answer in, answer a request, or refuse it. */
import type { Hop } from '../events.ts';
import type { Simulation } from '../state.ts';
import { serveRequest } from './httpServer.ts';
import { answerPing } from './ping.ts';
import type { ClientPlace, OutsideServerPlace } from './places.ts';
import { listensOn } from './podServer.ts';
import { receive } from './request.ts';
import { lazyRule } from './rule.ts';
import { refuse } from './server.ts';

const nothingListens = lazyRule('client', () => ({ chain: 'listeners', text: 'nothing listens' }));

export function arriveAtClient(simulation: Simulation, client: ClientPlace, hop: Hop): void {
  const isAsked = hop.packetKind === 'request' || hop.packetKind === 'dnsQuery';
  if (isAsked && hop.after.protocol === 'ICMP') answerPing(simulation, client, hop);
  else if (isAsked) refuse(simulation, client, hop, nothingListens, 'PortNotListening');
  else receive(simulation, client, hop);
}

export function arriveAtOutsideServer(simulation: Simulation, server: OutsideServerPlace, hop: Hop): void {
  const { destinationPort, protocol } = hop.after;
  if (hop.packetKind !== 'request' && hop.packetKind !== 'dnsQuery') receive(simulation, server, hop);
  else if (protocol === 'ICMP') answerPing(simulation, server, hop);
  else if (listensOn(server.listeners, destinationPort, protocol)) serveRequest(simulation, server, hop);
  else refuse(simulation, server, hop, server.listensRule, 'PortNotListening');
}
