/** The names under which addresses are looked up: `1.0.96.10.in-addr.arpa.`, and nibble by nibble under `ip6.arpa.` */
import { formatIP, parseIP } from '../../kubernetes/ip.ts';

const IPV4_ZONE = '.in-addr.arpa.';
const IPV6_ZONE = '.ip6.arpa.';
const NIBBLES = 32;

export function isReverseName(name: string): boolean {
  return name.endsWith(IPV4_ZONE) || name.endsWith(IPV6_ZONE);
}

/** The address that a reverse name in lower case stands for, null when it is none. */
export function addressOfReverseName(name: string): string | null {
  if (name.endsWith(IPV4_ZONE)) return canonical(reversed(name, IPV4_ZONE).join('.'));
  if (!name.endsWith(IPV6_ZONE)) return null;
  const nibbles = reversed(name, IPV6_ZONE);
  if (nibbles.length !== NIBBLES || nibbles.some((nibble) => nibble.length !== 1)) return null;
  return canonical(nibbles.join('').replace(/(.{4})(?=.)/g, '$1:'));
}

function reversed(name: string, zone: string): string[] {
  return name.slice(0, -zone.length).split('.').reverse();
}

function canonical(text: string): string | null {
  const address = parseIP(text);
  return address === null ? null : formatIP(address);
}
