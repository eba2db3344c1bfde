/** Whether a field holds an address or a range: apimachinery's `util/validation/ip.go`, and endpoint addresses. */
import { invalidValue } from './fieldError.ts';
import {
  formatCIDR,
  formatIP,
  isIPv4Mapped,
  parseCIDR,
  parseCIDRSloppy,
  parseIP,
  parseIPSloppy,
} from './ip.ts';
import type { StatusCause } from './status.ts';

const NOT_AN_IP = 'must be a valid IP address, (e.g. 10.9.8.7 or 2001:db8::ffff)';
const NOT_A_CIDR = 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)';

/** `IsValidIPForLegacyField`: values of the old object are let through as they are. */
export function checkLegacyIP(
  field: string,
  value: string,
  strict: boolean,
  old: readonly string[] = [],
): StatusCause[] {
  if (old.includes(value)) return [];
  if (parseIPSloppy(value) === null) return [invalidValue(field, value, NOT_AN_IP)];
  if (!strict) return [];
  const address = parseIP(value);
  if (address === null) return [invalidValue(field, value, 'must not have leading 0s')];
  return isIPv4Mapped(address) ? [invalidValue(field, value, 'must not be an IPv4-mapped IPv6 address')] : [];
}

/** `IsValidIP`, for fields that came after strict validation: also in canonical form. */
export function checkIP(field: string, value: string): StatusCause[] {
  const errors = checkLegacyIP(field, value, true);
  const address = parseIP(value);
  if (errors.length > 0 || address === null) return errors;
  const canonical = formatIP(address);
  return canonical === value
    ? []
    : [invalidValue(field, value, `must be in canonical form ("${canonical}")`)];
}

/** `IsValidCIDRForLegacyField`. */
export function checkLegacyCIDR(
  field: string,
  value: string,
  strict: boolean,
  old: readonly string[] = [],
): StatusCause[] {
  if (old.includes(value)) return [];
  if (parseCIDRSloppy(value) === null) return [invalidValue(field, value, NOT_A_CIDR)];
  if (!strict) return [];
  const range = parseCIDR(value);
  if (range === null) return [invalidValue(field, value, 'must not have leading 0s in IP or prefix length')];
  if (isIPv4Mapped({ family: range.family, value: range.address }))
    return [invalidValue(field, value, 'must not have an IPv4-mapped IPv6 address')];
  return range.address === range.network
    ? []
    : [invalidValue(field, value, 'must not have bits set beyond the prefix length')];
}

/** `IsValidCIDR`. */
export function checkCIDR(field: string, value: string): StatusCause[] {
  const errors = checkLegacyCIDR(field, value, true);
  const range = parseCIDR(value);
  if (errors.length > 0 || range === null) return errors;
  const canonical = formatCIDR(range);
  return canonical === value
    ? []
    : [invalidValue(field, value, `must be in canonical form ("${canonical}")`)];
}

/** `ValidateEndpointIP`: no address that never leaves the machine or the link. */
export function checkEndpointIP(field: string, value: string): StatusCause[] {
  const address = parseIPSloppy(value);
  if (address === null) return [invalidValue(field, value, 'must be a valid IP address')];
  const isV4 = address.family === 'IPv4';
  const ip = address.value;
  const errors: StatusCause[] = [];
  if (ip === 0n) errors.push(invalidValue(field, value, `may not be unspecified (${value})`));
  if (isV4 ? ip >> 24n === 127n : ip === 1n)
    errors.push(invalidValue(field, value, 'may not be in the loopback range (127.0.0.0/8, ::1/128)'));
  if (isV4 ? ip >> 16n === 0xa9fen : ip >> 118n === 0xfe80n >> 6n)
    errors.push(invalidValue(field, value, 'may not be in the link-local range (169.254.0.0/16, fe80::/10)'));
  if (isV4 ? ip >> 8n === 0xe00000n : ((ip >> 112n) & 0xff0fn) === 0xff02n)
    errors.push(
      invalidValue(field, value, 'may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)'),
    );
  return errors;
}

/** An IPv4 address in canonical form, for what stands outside the cluster. */
export function checkIPv4(field: string, value: string): StatusCause[] {
  return parseIP(value)?.family === 'IPv4'
    ? []
    : [invalidValue(field, value, 'must be a valid IPv4 address')];
}

/** The same for IPv6, where `None` says that there is to be none. */
export function checkIPv6(field: string, value: string | undefined): StatusCause[] {
  if (value === undefined || value === 'None') return [];
  return parseIP(value)?.family === 'IPv6'
    ? checkIP(field, value)
    : [invalidValue(field, value, 'must be a valid IPv6 address')];
}
