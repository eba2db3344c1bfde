/**
 * Who the next hop is. Models the Pod network as most plug-ins build it: a veth pair per Pod, a route per node's podCIDR,
 * and the default route to the internet. Like in a lab, the internet reaches the addresses of nodes, but knows no way to
 * Pods and ClusterIPs.
 */
import type { Decision, Header, Rule } from '../events.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { isOwnAddress, isSender } from './ownAddresses.ts';
import type { NodePlace, Place, PodPlace } from './places.ts';
import { lazyRule } from './rule.ts';
import { endPacket, forward, type PacketIdentity } from './wire.ts';

const internetRule = lazyRule('internet', () => ({
  chain: 'routes',
  text: 'default: nodes, load balancers, clients and outside servers; no route to Pod and Service CIDRs',
}));

/** Sends a packet that a process has made, by the only way out of where it runs. */
export function sendFrom(
  simulation: Simulation,
  packet: PacketIdentity,
  from: Place,
  header: Header,
  rule: Rule | null,
  reason: Reason,
  details?: Decision['details'],
): void {
  if (from.kind === 'Pod') {
    const node = nodeOf(simulation, from);
    if (node === null)
      endPacket(simulation, packet, from.key, 'dropped', header, from.defaultRoute, 'NoRoute', details);
    else forward(simulation, packet, from, node, header, header, rule ?? from.defaultRoute, reason, details);
  } else if (from.kind === 'Node') {
    const isOwn = packet.packetKind === 'request' || packet.packetKind === 'dnsQuery';
    // What a node sends itself goes through its own rules first.
    const next = isOwn ? from : nextFromNode(simulation, from, packet.requestId, header.destination);
    if (next !== null) forward(simulation, packet, from, next, header, header, rule, reason, details);
  } else {
    sendOverInternet(simulation, packet, from, header, rule ?? internetRule, reason, details);
  }
}

/** The next hop of an answer that the node itself gives. */
function nextFromNode(
  simulation: Simulation,
  node: NodePlace,
  requestId: number,
  address: string,
): Place | null {
  const to = simulation.network.addresses.get(address);
  if (isOwnAddress(node, address, to))
    return isSender(simulation, node, requestId) ? node : waitingPod(simulation, node, requestId);
  if (to === undefined) return null;
  return to.kind === 'Pod' && to.node !== node.key ? nodeOf(simulation, to) : to;
}

/** The Pod on this node's own network that waits for an answer to the request. */
export function waitingPod(simulation: Simulation, node: NodePlace, requestId: number): PodPlace | null {
  const from = simulation.network.requests.get(requestId)?.from;
  if (from === undefined || !node.hostPods.has(from)) return null;
  const pod = simulation.network.places.get(from);
  return pod?.kind === 'Pod' ? pod : null;
}

export function sendOverInternet(
  simulation: Simulation,
  packet: PacketIdentity,
  from: Place,
  header: Header,
  rule: Rule,
  reason: Reason,
  details?: Decision['details'],
): void {
  const to = simulation.network.addresses.get(header.destination);
  if (to === undefined || to.kind === 'Pod' || isHiddenFrom(from, to, packet))
    endPacket(simulation, packet, from.key, 'dropped', header, internetRule, 'NoRoute', {
      destination: header.destination,
      ...(to?.kind === 'Node' ? { isHidden: true } : {}),
    });
  else forward(simulation, packet, from, to, header, header, rule, reason, details);
}

/** A hidden node is reached by its load balancers, and by answers to what it has sent out itself. */
function isHiddenFrom(from: Place, to: Place, { packetKind }: PacketIdentity): boolean {
  return to.kind === 'Node' && to.isHidden && from.kind !== 'LoadBalancer' && packetKind === 'request';
}

export function nodeOf(simulation: Simulation, pod: PodPlace): NodePlace | null {
  return simulation.network.nodes.get(pod.node) ?? null;
}

/** The node whose podCIDR an address is in, whether or not a Pod has it. */
export function nodeOfPodAddress(simulation: Simulation, address: string): NodePlace | null {
  for (const node of simulation.network.nodes.values()) if (node.isInPodCIDR(address)) return node;
  return null;
}
