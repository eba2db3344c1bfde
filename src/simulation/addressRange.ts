/** Ranges of IPv4 addresses as numbers. */
import { ipv4ToNumber } from '../kubernetes/ip.ts';

export interface AddressRange {
  /** The network address. */
  readonly first: number;
  /** How many addresses it holds, network and broadcast address included. */
  readonly size: number;
}

/** `10.96.0.0/16`; undefined when it is no IPv4 CIDR. Bits of the host part are ignored. */
export function parseRange(cidr: string): AddressRange | undefined {
  const [text = '', length = ''] = cidr.split('/');
  const address = ipv4ToNumber(text);
  const bits = Number(length);
  if (address < 0 || !/^\d{1,2}$/.test(length) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return { first: address - (address % size), size };
}

export function isInRange(range: AddressRange, address: number): boolean {
  return address >= range.first && address < range.first + range.size;
}
