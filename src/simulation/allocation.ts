/**
 * Who holds which address and which node port. Models pkg/registry/core/service/portallocator, with its bands (automatic
 * values come from the upper band, so that people can choose from the lower one). Simplified: an automatic choice is a
 * hash of seed and object instead of chance, so that the same scene always gets the same.
 */

import type { Client } from '../kubernetes/client.ts';
import { formatIP, numberToIPv4, parseIP } from '../kubernetes/ip.ts';
import { KUBEHOP_API_VERSION } from '../kubernetes/kubehop.ts';
import { internalIPs, type Node } from '../kubernetes/node.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import { type AddressRange, parseRange } from './addressRange.ts';
import { hash32 } from './random.ts';

export interface Allocations {
  readonly addresses: Map<string, ObjectKey>;
  readonly nodePorts: Map<number, ObjectKey>;
  /** What objects of the scene ask for that are not written yet: nobody else gets it by chance. */
  readonly setAside: Set<string | number>;
}

export const NODE_PORTS = { first: 30_000, last: 32_767 } as const;

/** portallocator: the lower band has min(max(16, size / 32), 128) ports. */
const NODE_PORT_LOWER_BAND = 86;

/** Where addresses of a kind are counted up from. */
const sequences = {
  Node: { range: parseRange('192.168.0.0/16')!, offset: 256 + 11 },
  Client: { range: parseRange('203.0.113.0/24')!, offset: 7 },
  OutsideServer: { range: parseRange('198.51.100.0/24')!, offset: 9 },
} as const;

/**
 * The IPv6 address beside an IPv4 one, with the same digits, so that people see who is who: a Node's 192.168.1.11 has
 * fd00:192:168:1::11, a Client's 203.0.113.7 has 2001:db8:203:0:113::7.
 */
export function ipv6Counterpart(kind: keyof typeof sequences | 'LoadBalancer', address: string): string {
  const [a = '0', b = '0', c = '0', d = '0'] = address.split('.');
  const prefix = kind === 'Node' ? 'fd00' : '2001:db8';
  const counterpart = parseIP(`${prefix}:${a}:${b}:${c}::${d}`);
  return counterpart === null ? '' : formatIP(counterpart);
}

export function createAllocations(): Allocations {
  return { addresses: new Map(), nodePorts: new Map(), setAside: new Set() };
}

export function cloneAllocations(allocations: Allocations): Allocations {
  return {
    addresses: new Map(allocations.addresses),
    nodePorts: new Map(allocations.nodePorts),
    setAside: new Set(allocations.setAside),
  };
}

/** The addresses that an object holds. */
export function addressesOf(object: KubernetesObject): string[] {
  if (object.kind === 'Service' && object.apiVersion === 'v1') {
    const { spec } = object as Service;
    const clusterIPs = Array.isArray(spec.clusterIPs) ? spec.clusterIPs : [spec.clusterIP ?? ''];
    return clusterIPs.filter((address) => address !== '' && address !== 'None');
  }
  if (object.kind === 'Node' && object.apiVersion === 'v1') {
    return internalIPs(object as Node);
  }
  if (object.apiVersion === KUBEHOP_API_VERSION && object.kind in sequences) {
    const { address, ipv6Address } = (object as Client).spec ?? {};
    return [address, ipv6Address].filter(
      (each) => each !== undefined && each !== '' && each !== 'None',
    ) as string[];
  }
  return [];
}

/** The node ports that an object holds. */
export function nodePortsOf(object: KubernetesObject): number[] {
  if (object.kind !== 'Service' || object.apiVersion !== 'v1') return [];
  const { ports, healthCheckNodePort } = (object as Service).spec;
  const held = (Array.isArray(ports) ? ports : []).map((port) => port?.nodePort ?? 0);
  return [...held, healthCheckNodePort ?? 0].filter((port) => port > 0);
}

/** Gives back what the old version held and takes what the new one holds. */
export function hold(
  allocations: Allocations,
  key: ObjectKey,
  before: KubernetesObject | null,
  after: KubernetesObject | null,
): void {
  const { addresses, nodePorts, setAside } = allocations;
  if (before !== null) {
    for (const address of addressesOf(before)) if (addresses.get(address) === key) addresses.delete(address);
    for (const port of nodePortsOf(before)) if (nodePorts.get(port) === key) nodePorts.delete(port);
  }
  if (after !== null) {
    for (const address of addressesOf(after)) {
      if (!addresses.has(address)) addresses.set(address, key);
      setAside.delete(address);
    }
    for (const port of nodePortsOf(after)) {
      if (!nodePorts.has(port)) nodePorts.set(port, key);
      setAside.delete(port);
    }
  }
}

export function isFree(allocations: Allocations, address: string): boolean {
  return !allocations.addresses.has(address) && !allocations.setAside.has(address);
}

/** Why a Service cannot have a node port, in the allocator's words; undefined when it can. */
export function refuseNodePort(allocations: Allocations, key: ObjectKey, port: number): string | undefined {
  const { first, last } = NODE_PORTS;
  if (port < first || port > last)
    return `provided port is not in the valid range. The range of valid ports is ${first}-${last}`;
  if ((allocations.nodePorts.get(port) ?? key) !== key) return 'provided port is already allocated';
  return undefined;
}

/** A node port for `key`; `taken` are ports that this same write has chosen. */
export function chooseNodePort(
  allocations: Allocations,
  seed: number,
  label: string,
  taken: ReadonlySet<number>,
): number | undefined {
  const { first, last } = NODE_PORTS;
  const lower = first + NODE_PORT_LOWER_BAND;
  const start = hash32(label, seed);
  for (const [from, count] of [
    [lower, last - lower + 1],
    [first, NODE_PORT_LOWER_BAND],
  ] as const)
    for (let step = 0; step < count; step++) {
      const port = from + ((start + step) % count);
      if (!allocations.nodePorts.has(port) && !allocations.setAside.has(port) && !taken.has(port))
        return port;
    }
  return undefined;
}

/** The lowest free address of a kind that counts up: Nodes, Clients and OutsideServers. */
export function nextAddress(allocations: Allocations, kind: keyof typeof sequences): string | undefined {
  const { range, offset } = sequences[kind];
  const isFreeInBoth = (address: string) =>
    isFree(allocations, address) && isFree(allocations, ipv6Counterpart(kind, address));
  return lowestFree(range, offset, isFreeInBoth);
}

/** The first address from `offset` on that is free; network and broadcast addresses of each /24 are left out. */
export function lowestFree(
  range: AddressRange,
  offset: number,
  accepts: (address: string) => boolean,
): string | undefined {
  for (let index = offset; index < range.size; index++) {
    const lastByte = (range.first + index) & 255;
    if (lastByte === 0 || lastByte === 255) continue;
    const address = numberToIPv4(range.first + index);
    if (accepts(address)) return address;
  }
  return undefined;
}

/** Sets aside what the objects of a scene ask for, before any of them is written. */
export function setAside(allocations: Allocations, objects: readonly KubernetesObject[]): void {
  for (const object of objects) {
    if (typeof object.metadata?.name !== 'string' || typeof (object as Service).spec !== 'object') continue;
    for (const address of addressesOf(object)) allocations.setAside.add(address);
    for (const port of nodePortsOf(object)) allocations.setAside.add(port);
  }
}
