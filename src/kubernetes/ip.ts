/** IP addresses and CIDRs of both families: reading as Go reads them, writing in canonical form, arithmetic. */

export type IPFamily = 'IPv4' | 'IPv6';

export interface IPAddress {
  readonly family: IPFamily;
  readonly value: bigint;
}

export interface CIDR {
  readonly family: IPFamily;
  /** The address before the slash, as it was written. */
  readonly address: bigint;
  /** The same with all host bits zero. */
  readonly network: bigint;
  readonly prefixLength: number;
}

/** Every platform writes IPv6 as RFC 5952 says, in the host of a URL. */
declare const URL: new (text: string) => { readonly hostname: string };

const BITS = { IPv4: 32, IPv6: 128 } as const;
const IPV4_MAPPED = 0xffffn;

/** The IPv4 address as an unsigned 32-bit number, -1 when the text is none. For hot paths. */
export function ipv4ToNumber(text: string): number {
  let value = 0;
  let octet = 0;
  let digits = 0;
  let dots = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.charCodeAt(index);
    if (code === 46) {
      if (digits === 0 || ++dots > 3) return -1;
      value = value * 256 + octet;
      octet = 0;
      digits = 0;
    } else if (code >= 48 && code <= 57) {
      if (digits === 1 && octet === 0) return -1;
      octet = octet * 10 + code - 48;
      digits += 1;
      if (octet > 255) return -1;
    } else return -1;
  }
  return dots === 3 && digits > 0 ? value * 256 + octet : -1;
}

export function numberToIPv4(value: number): string {
  return `${value >>> 24}.${(value >>> 16) & 255}.${(value >>> 8) & 255}.${value & 255}`;
}

/** Eight groups, some of them left out as `::`, the last two perhaps as an IPv4 address. */
function parseIPv6(text: string): IPAddress | null {
  if (!text.includes(':')) return null;
  const halves = withoutDots(text).split('::');
  const [start = [], end = []] = halves.map((half) => (half === '' ? [] : half.split(':')));
  const missing = 8 - start.length - end.length;
  const fits = halves.length === 1 ? missing === 0 : halves.length === 2 && missing > 0;
  if (!fits || ![...start, ...end].every((group) => /^[\da-f]{1,4}$/i.test(group))) return null;
  const groups = [...start, ...Array<string>(missing).fill('0'), ...end];
  return {
    family: 'IPv6',
    value: BigInt(`0x${groups.map((group) => group.padStart(4, '0')).join('')}`),
  };
}

function withoutDots(text: string): string {
  const tail = text.lastIndexOf(':') + 1;
  const number = ipv4ToNumber(text.slice(tail));
  return number < 0
    ? text
    : `${text.slice(0, tail)}${(number >>> 16).toString(16)}:${(number & 0xffff).toString(16)}`;
}

/** Reads an address as Go's `netip.ParseAddr` does: no leading zeros, no zones. An IPv4-mapped one stays IPv6. */
export function parseIP(text: string): IPAddress | null {
  const number = ipv4ToNumber(text);
  return number >= 0 ? { family: 'IPv4', value: BigInt(number) } : parseIPv6(text);
}

function withoutLeadingZeros(text: string): string {
  return text.replace(/(^|[.:])0+(?=\d+(\.|$))/g, '$1');
}

/** Reads an address as Kubernetes' `ParseIPSloppy` does: leading zeros are ignored, IPv4-mapped IPv6 is IPv4. */
export function parseIPSloppy(text: string): IPAddress | null {
  const address = parseIP(text) ?? (text.includes('.') ? parseIP(withoutLeadingZeros(text)) : null);
  return address !== null && isIPv4Mapped(address)
    ? { family: 'IPv4', value: address.value & 0xffffffffn }
    : address;
}

export function isIPv4Mapped(address: IPAddress): boolean {
  return address.family === 'IPv6' && address.value >> 32n === IPV4_MAPPED;
}

/** The family of an address in text, null when it is none. */
export function familyOf(text: string): IPFamily | null {
  return parseIPSloppy(text)?.family ?? null;
}

/** Canonical text: dotted decimal, or RFC 5952. */
export function formatIP(address: IPAddress): string {
  const { family, value } = address;
  if (family === 'IPv4') return numberToIPv4(Number(value));
  if (isIPv4Mapped(address)) return `::ffff:${numberToIPv4(Number(value & 0xffffffffn))}`;
  const groups = value.toString(16).padStart(32, '0').match(/.{4}/g)!;
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1);
}

function toCIDR(address: IPAddress, prefixLength: number): CIDR | null {
  const bits = BITS[address.family];
  if (prefixLength > bits) return null;
  const hostBits = BigInt(bits - prefixLength);
  const network = (address.value >> hostBits) << hostBits;
  return { family: address.family, address: address.value, network, prefixLength };
}

/** Reads `10.244.1.0/24` as Go's `netip.ParsePrefix` does. Host bits may be set: compare `address` and `network`. */
export function parseCIDR(text: string): CIDR | null {
  const slash = text.lastIndexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^(0|[1-9]\d{0,2})$/.test(length)) return null;
  const address = parseIP(text.slice(0, slash));
  return address === null ? null : toCIDR(address, Number(length));
}

/** Reads a CIDR as Kubernetes' `ParseCIDRSloppy` does: leading zeros are ignored, also in the prefix length. */
export function parseCIDRSloppy(text: string): CIDR | null {
  const slash = text.indexOf('/');
  const length = text.slice(slash + 1);
  if (slash < 0 || !/^\d{1,8}$/.test(length)) return null;
  const before = text.slice(0, slash);
  const address = parseIP(before) ?? parseIP(withoutLeadingZeros(before));
  return address === null ? null : toCIDR(address, Number(length));
}

/** Canonical text of a range: its network address, a slash, its prefix length. */
export function formatCIDR(cidr: CIDR): string {
  return `${formatIP({ family: cidr.family, value: cidr.network })}/${cidr.prefixLength}`;
}

/** Whether the address is in the range. For many addresses, see `rangeMatcher`. */
export function containsAddress(cidr: CIDR | string, ip: IPAddress | string): boolean {
  const range = typeof cidr === 'string' ? parseCIDR(cidr) : cidr;
  const address = typeof ip === 'string' ? parseIP(ip) : ip;
  if (range === null || address === null || range.family !== address.family) return false;
  const hostBits = BigInt(BITS[range.family] - range.prefixLength);
  return address.value >> hostBits === range.network >> hostBits;
}

/** How many addresses the range has; a float beyond 2^53. */
export function addressCount(cidr: CIDR): number {
  return 2 ** (BITS[cidr.family] - cidr.prefixLength);
}

/** The address at an offset from the start of the range, null outside it: `nthAddress('10.96.0.0/16', 10)` is `10.96.0.10`. */
export function nthAddress(cidr: CIDR | string, n: number): string | null {
  const range = typeof cidr === 'string' ? parseCIDR(cidr) : cidr;
  if (range === null || n < 0 || n >= addressCount(range)) return null;
  return formatIP({ family: range.family, value: range.network + BigInt(n) });
}

/** Compiles ranges into one quick test on address text. Ranges that cannot be read match nothing. */
export function rangeMatcher(cidrs: readonly string[]): (ip: string) => boolean {
  const v4: { mask: number; network: number }[] = [];
  const v6: CIDR[] = [];
  for (const text of cidrs) {
    const range = parseCIDRSloppy(text.trim());
    if (range === null) continue;
    if (range.family === 'IPv6') v6.push(range);
    else {
      const mask = range.prefixLength === 0 ? 0 : (-1 << (32 - range.prefixLength)) >>> 0;
      v4.push({ mask, network: Number(range.network) });
    }
  }
  return (ip) => {
    const number = ipv4ToNumber(ip);
    if (number < 0) return v6.some((range) => containsAddress(range, ip));
    for (const { mask, network } of v4) if ((number & mask) >>> 0 === network) return true;
    return false;
  };
}

/** `10.0.0.1:80`, `[fd00::1]:80` */
export function formatSocket(address: string, port: number): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}
