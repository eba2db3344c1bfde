/**
 * Which of a place's addresses, rules and routes a packet of either IP family meets. In a cluster of one family everything
 * second is null, so that packets there are asked nothing.
 */

import type { Rule } from '../events.ts';
import type { NodeRules } from './kubeProxy.ts';
import type { NodePlace, NodeRoutes, Place, PodPlace } from './places.ts';

type Addressed = Exclude<Place, { kind: 'LoadBalancer' }>;

export function isIPv6(address: string): boolean {
  return address.includes(':');
}

/** kube-proxy keeps a ruleset for each family. */
export function rulesFor(node: NodePlace, address: string): NodeRules {
  return node.rulesIPv6 !== null && isIPv6(address) ? node.rulesIPv6 : node.rules;
}

export function routesFor(node: NodePlace, address: string): NodeRoutes {
  const { secondRoutes, secondAddress } = node;
  return secondRoutes !== null && isIPv6(address) === isIPv6(secondAddress) ? secondRoutes : node;
}

/** The node's row that leads to the Pod. */
export function routeToPod(pod: PodPlace, address: string): Rule {
  return pod.secondRoute !== null && address === pod.secondAddress ? pod.secondRoute : pod.route;
}

/** The address under which a place talks to a peer; undefined when it has none of the peer's family. */
export function addressTowards(place: Addressed, peer: string): string | undefined {
  const { address, secondAddress } = place;
  if (isIPv6(peer) === isIPv6(address)) return address;
  return secondAddress !== '' && isIPv6(peer) === isIPv6(secondAddress) ? secondAddress : undefined;
}

/** The node's address of the family of a packet that it sends or translates. */
export function ownAddress(node: NodePlace, peer: string): string {
  return node.secondAddress === '' ? node.address : (addressTowards(node, peer) ?? node.address);
}

/**
 * The address that a process connects to when a name has several: one that it can reach, IPv6 before IPv4. Models glibc's
 * sorting (RFC 6724) for the ranges that occur here. glibc prefers IPv6 also for unique local addresses (fd00::/8), where
 * musl and Go prefer IPv4.
 */
export function chooseAddress(sender: Place, addresses: readonly string[]): string | undefined {
  if (addresses.length < 2 || sender.kind === 'LoadBalancer') return addresses[0];
  const reachable = addresses.filter((address) => addressTowards(sender, address) !== undefined);
  return reachable.find(isIPv6) ?? reachable[0] ?? addresses[0];
}
