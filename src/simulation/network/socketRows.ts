/** What decides where no table of rules does: the sockets of whoever has the packet now, as `ss` prints them. */
import { formatSocket } from '../../kubernetes/ip.ts';
import type { Header, PacketEnd, PlaceKey, Rule } from '../events.ts';
import { lazyRule, type Row } from './rule.ts';

const components: Readonly<Record<string, Rule['component']>> = {
  Pod: 'pod',
  Node: 'podNetwork',
  LoadBalancer: 'loadBalancer',
  'Client.kubehop.dev': 'client',
  'OutsideServer.kubehop.dev': 'internet',
};

/** The socket that takes the packet in, or that there is none. */
export function socketRule(place: PlaceKey, verdict: PacketEnd['verdict'], header: Header): Rule {
  const component = components[place.slice(0, place.indexOf('/'))] ?? 'podNetwork';
  return lazyRule(component, socketRow, verdict, header);
}

/** `arp` finds nobody: whoever had the address has left. */
export function nobodyRule(header: Header): Rule {
  return lazyRule('podNetwork', nobodyRow, header.destination, undefined);
}

function socketRow(
  verdict: PacketEnd['verdict'],
  { protocol, source, sourcePort, destination, destinationPort }: Header,
): Row {
  const socket = `${protocol.toLowerCase()} ${formatSocket(destination, destinationPort)} ${formatSocket(source, sourcePort)}`;
  return { chain: 'sockets', text: verdict === 'delivered' ? `ESTAB ${socket}` : `no socket ${socket}` };
}

function nobodyRow(address: string): Row {
  return { chain: 'neighbours', text: `${address} FAILED` };
}
