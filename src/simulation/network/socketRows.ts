/** What decides where no table of rules does: the sockets of whoever has the packet now, as `ss` prints them. */
import type { Header, PacketEnd, PlaceKey, Rule } from '../events.ts';
import { lazyRule, type Row } from './rule.ts';

/** By the first letter of a place's key. */
const components: Readonly<Record<string, Rule['component']>> = {
  P: 'pod',
  N: 'podNetwork',
  L: 'loadBalancer',
  C: 'client',
  O: 'internet',
};

/** Shared, for every answer is taken in by one; whose sockets they are is in the packet's header. */
const openSockets = Object.fromEntries(
  Object.entries(components).map(([letter, component]) => [
    letter,
    lazyRule(component, () => ({
      chain: 'sockets',
      text: 'ESTAB: the socket that the request was sent from',
    })),
  ]),
);

/** The socket that takes the packet in, or that there is none. */
export function socketRule(place: PlaceKey, verdict: PacketEnd['verdict'], header: Header): Rule {
  const letter = place[0]!;
  const open = verdict === 'delivered' ? openSockets[letter] : undefined;
  return open ?? lazyRule(components[letter] ?? 'podNetwork', noSocketRow, header, undefined);
}

/** `arp` finds nobody: whoever had the address has left. */
export function nobodyRule(header: Header): Rule {
  return lazyRule('podNetwork', nobodyRow, header.destination, undefined);
}

function noSocketRow({ protocol, source, sourcePort, destination, destinationPort }: Header): Row {
  const socket = `${protocol.toLowerCase()} ${destination}:${destinationPort} ${source}:${sourcePort}`;
  return { chain: 'sockets', text: `no socket ${socket}` };
}

function nobodyRow(address: string): Row {
  return { chain: 'neighbours', text: `${address} FAILED` };
}
