/** The addresses on a packet as it came to a place, and what was written over them there. */
import { formatSocket } from '../kubernetes/ip.ts';
import type { Header } from '../simulation/events.ts';

export interface HeaderRow {
  label: 'src' | 'dst';
  before: string;
  /** null: not rewritten here. */
  after: string | null;
}

/** A ping has no ports, but an identifier on the side of who asks. */
function addressText(address: string, port: number, isPing: boolean): string {
  if (port === 0) return address;
  return isPing ? `${address} (id ${port})` : formatSocket(address, port);
}

export function headerRows(before: Header, after: Header): HeaderRow[] {
  const isPing = before.protocol === 'ICMP' && (before.sourcePort === 0 || before.destinationPort === 0);
  const source = [
    addressText(before.source, before.sourcePort, isPing),
    addressText(after.source, after.sourcePort, isPing),
  ] as const;
  const destination = [
    addressText(before.destination, before.destinationPort, isPing),
    addressText(after.destination, after.destinationPort, isPing),
  ] as const;
  return [
    { label: 'src', before: source[0], after: source[0] === source[1] ? null : source[1] },
    {
      label: 'dst',
      before: destination[0],
      after: destination[0] === destination[1] ? null : destination[1],
    },
  ];
}
