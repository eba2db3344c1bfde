/** IPv4 addresses and ranges as numbers. */

/** `10.96.0.1` → 174063617; undefined for anything else. */
export function parseIPv4(text: string): number | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  if (match === null) return undefined;
  let address = 0;
  for (let part = 1; part <= 4; part++) {
    const byte = Number(match[part]);
    if (byte > 255) return undefined;
    address = address * 256 + byte;
  }
  return address;
}

export function formatIPv4(address: number): string {
  return `${address >>> 24}.${(address >>> 16) & 255}.${(address >>> 8) & 255}.${address & 255}`;
}

export interface Range {
  /** The network address. */
  readonly first: number;
  /** How many addresses it holds, network and broadcast address included. */
  readonly size: number;
}

/** `10.96.0.0/16`; undefined when it is no IPv4 CIDR. Bits of the host part are ignored. */
export function parseRange(cidr: string): Range | undefined {
  const [text = '', length = ''] = cidr.split('/');
  const address = parseIPv4(text);
  const bits = Number(length);
  if (address === undefined || !/^\d{1,2}$/.test(length) || bits > 32) return undefined;
  const size = 2 ** (32 - bits);
  return { first: address - (address % size), size };
}

export function isInRange(range: Range, address: number): boolean {
  return address >= range.first && address < range.first + range.size;
}
