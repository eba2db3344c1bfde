/**
 * A node's own network: which addresses are its own, what its processes send, and what is for them. Models the local
 * routing table (`ip route show table local`) and the way of a packet over the loopback interface: out through OUTPUT, and
 * straight back in. Simplified: a node's processes have no Pod, so a node sends under its own name.
 */
import type { Header, Rule } from '../events.ts';
import type { Simulation } from '../state.ts';
import { addressTowards, rulesFor } from './addressFamilies.ts';
import type { NodeRules } from './kubeProxy.ts';
import type { NodePlace, Place } from './places.ts';
import { lazyRule } from './rule.ts';
import { lookUp } from './shardedMap.ts';

/** Whether a packet to the address stays on the node. `to` is who has the address on the network. */
export function isOwnAddress(node: NodePlace, address: string, to: Place | undefined): boolean {
  if (to !== undefined) return to === node || (to.kind === 'LoadBalancer' && isVirtual(node, address));
  return isLoopback(address) || isVirtual(node, address);
}

function isVirtual(node: NodePlace, address: string): boolean {
  return isOnDummyInterface(rulesFor(node, address), address);
}

/** In ipvs mode: whether the address is on the dummy interface kube-ipvs0, which makes it the node's own. */
export function isOnDummyInterface({ config, node, table }: NodeRules, address: string): boolean {
  return (
    config.mode === 'ipvs' &&
    !node.addresses.includes(address) &&
    lookUp(table.portals, address) !== undefined
  );
}

export function isLoopback(address: string): boolean {
  return address.startsWith('127.') || address === '::1';
}

/** The node whose network a sender has: itself, or that of a Pod with hostNetwork. */
export function hostOf({ network }: Simulation, sender: Place): NodePlace | null {
  if (sender.kind === 'Node') return sender;
  return sender.kind === 'Pod' && sender.isHostNetwork ? (network.nodes.get(sender.node) ?? null) : null;
}

/** The address that the kernel puts into what a sender sends there; undefined when it has none of the family. */
export function sourceTowards(simulation: Simulation, sender: Place, address: string): string | undefined {
  if (sender.kind === 'LoadBalancer') return undefined;
  if (isLoopback(address)) return address;
  const host = hostOf(simulation, sender);
  // To an own address a packet also comes from there.
  if (host !== null && isOwnAddress(host, address, simulation.network.addresses.get(address))) return address;
  return addressTowards(sender, address);
}

/** The row of the local table, or of the main one, that a node's own packet takes. */
export function outputRule(simulation: Simulation, node: NodePlace, { destination }: Header): Rule {
  const to = simulation.network.addresses.get(destination);
  if (!isOwnAddress(node, destination, to)) return node.defaultRoute;
  return lazyRule('podNetwork', localRoute, destination, isVirtual(node, destination) ? 'kube-ipvs0' : 'lo');
}

function localRoute(address: string, device: string) {
  return { chain: 'routes', text: `local ${address} dev ${device} table local scope host src ${address}` };
}

/** Whether the node itself waits for the answer to this request. */
export function isSender({ network }: Simulation, node: NodePlace, requestId: number): boolean {
  return network.requests.get(requestId)?.from === node.key;
}
