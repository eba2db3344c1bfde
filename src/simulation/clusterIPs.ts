/**
 * Which address of a Service range a Service gets. Models pkg/registry/core/service/ipallocator, with its bands: automatic
 * addresses come from the upper band, so that people can choose from the lower one. Simplified: an automatic choice is a
 * hash of seed and object instead of chance, so that the same scene always gets the same.
 */
import { addressCount, type CIDR, formatIP, parseCIDR, parseIP } from '../kubernetes/ip.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { type Allocations, isFree } from './allocation.ts';
import { hash32 } from './random.ts';

const LOWER_BAND = { least: 16, most: 256 } as const;
/** Larger ranges are looked through up to here only. */
const LARGEST = 2 ** 20;

/** How many addresses from the start of the range may be given; the network's own is left out by counting from 1. */
function usableCount(range: CIDR): number {
  // IPv6 knows no broadcast address.
  return Math.min(range.family === 'IPv4' ? addressCount(range) - 1 : addressCount(range), LARGEST);
}

/** Why a Service cannot have a cluster IP, in the allocator's words; undefined when it can. */
export function refuseClusterIP(
  allocations: Allocations,
  key: ObjectKey,
  cidr: string,
  address: string,
): string | undefined {
  const range = parseCIDR(cidr);
  const ip = parseIP(address);
  const isInside =
    range !== null &&
    ip?.family === range.family &&
    ip.value > range.network &&
    ip.value < range.network + BigInt(usableCount(range));
  if (!isInside)
    return `the provided IP (${address}) is not in the valid range. The range of valid IPs is ${cidr}`;
  if ((allocations.addresses.get(address) ?? key) !== key) return 'provided IP is already allocated';
  return undefined;
}

/** An address for a Service that asks for none; undefined when the range is full. */
export function chooseClusterIP(
  allocations: Allocations,
  seed: number,
  key: ObjectKey,
  cidr: string,
): string | undefined {
  const range = parseCIDR(cidr);
  if (range === null) return undefined;
  const end = usableCount(range);
  const { least, most } = LOWER_BAND;
  const band = Math.min(Math.max(least, Math.floor(addressCount(range) / 16)), most, end);
  return (
    chooseFrom(allocations, range, band, end - band, hash32(key, seed)) ??
    chooseFrom(allocations, range, 1, band - 1, 0)
  );
}

function chooseFrom(
  allocations: Allocations,
  { family, network }: CIDR,
  first: number,
  count: number,
  start: number,
): string | undefined {
  for (let step = 0; step < count; step++) {
    const value = network + BigInt(first + ((start + step) % count));
    const address = formatIP({ family, value });
    if (isFree(allocations, address)) return address;
  }
  return undefined;
}
