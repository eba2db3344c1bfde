/**
 * A load balancer of `ipMode: Proxy`: it ends the client's connection and opens one of its own to a nodePort, under its
 * own address. So it needs nodePorts, and who stands behind sees the balancer and not the client. kube-proxy has no rule
 * for its address, so Pods come out here too, and source ranges are the balancer's own business. Simplified: no PROXY
 * protocol; it speaks no HTTP.
 */
import { familyOf, formatSocket, rangeMatcher } from '../../kubernetes/ip.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';
import type { Decision, Header, Hop, Rule } from '../events.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import {
  findOriginal,
  findReply,
  masqueradePort,
  refresh,
  remove,
  track,
  translateBack,
} from './conntrack.ts';
import type { LoadBalancerPlace, NodePlace } from './places.ts';
import { sendFrom } from './routes.ts';
import { lazyRule } from './rule.ts';
import { createPacket, endPacket, forward, reversed } from './wire.ts';

/** A packet of the client's goes on as one of the balancer's own, to the nodePort of the node that was picked. */
export function relayRequest(
  simulation: Simulation,
  balancer: LoadBalancerPlace,
  hop: Hop,
  service: Service,
  port: ServicePort,
  node: NodePlace,
  details: NonNullable<Decision['details']>,
): void {
  const before = hop.after;
  const ranges = service.spec.loadBalancerSourceRanges ?? [];
  if (ranges.length > 0 && !rangeMatcher(ranges)(before.source)) {
    const rule = lazyRule('loadBalancer', () => ({ chain: 'firewall', text: `allow ${ranges.join(', ')}` }));
    endPacket(simulation, hop, balancer.key, 'dropped', before, rule, 'SourceRangeRefused', {
      serviceName: service.metadata.name,
      source: before.source,
      isBalancer: true,
    });
    return;
  }
  if (!port.nodePort) {
    const rule = lazyRule('loadBalancer', () => ({
      chain: 'targets',
      text: `${before.protocol} ${formatSocket(before.destination, before.destinationPort)} -> (no nodePort)`,
    }));
    resetClient(simulation, balancer, hop, rule, 'NoNodePort', details);
    return;
  }
  const destination = addressOf(node, before.destination);
  const receiver = { destination, destinationPort: port.nodePort, protocol: before.protocol };
  const known = findOriginal(balancer.relayed, before, simulation.now);
  const isSame =
    known?.translated.destination === destination && known.translated.destinationPort === port.nodePort;
  if (known !== null && !isSame) remove(balancer.relayed, known);
  if (known !== null && isSame) refresh(known, known.state, simulation.now);
  const after: Header =
    known !== null && isSame
      ? known.translated
      : {
          protocol: before.protocol,
          source: before.destination,
          sourcePort: masqueradePort(balancer.relayed, before.destination, receiver, balancer.random),
          destination,
          destinationPort: port.nodePort,
        };
  if (known === null || !isSame) {
    const isKept = simulation.network.requests.get(hop.requestId)?.keepAlive === true;
    track(balancer.relayed, before, after, balancer.service, simulation.now, isKept);
  }
  const rule = relayRule(before, after);
  forward(simulation, hop, balancer, node, before, after, rule, 'ConnectionRelayed', details);
}

/** An answer to the balancer's own connection goes back on the client's. */
export function relayAnswer(simulation: Simulation, balancer: LoadBalancerPlace, hop: Hop): void {
  const before = hop.after;
  const entry = findReply(balancer.relayed, before, simulation.now);
  if (entry === null) {
    endPacket(simulation, hop, balancer.key, 'dropped', before, null, 'UnexpectedReply', undefined);
    return;
  }
  const { protocol } = entry.original;
  const isRefused = hop.packetKind === 'refused';
  if (protocol !== 'TCP') refresh(entry, isRefused ? 'UNREPLIED' : 'REPLIED', simulation.now);
  else if (entry.isKept && hop.packetKind === 'reply') refresh(entry, 'ESTABLISHED', simulation.now);
  else if (entry.isKept && isRefused) refresh(entry, 'CLOSE', simulation.now);
  else remove(balancer.relayed, entry);
  // The client's connection is another one: what failed behind comes to it as a reset.
  const after = translateBack(entry, protocol === 'TCP' ? 'TCP' : before.protocol);
  const to = simulation.network.addresses.get(after.destination);
  const rule = relayRule(entry.original, entry.translated);
  if (to === undefined || to.kind === 'Pod') {
    const details = { destination: after.destination };
    endPacket(simulation, hop, balancer.key, 'dropped', before, rule, 'NoRoute', details, after);
  } else forward(simulation, hop, balancer, to, before, after, rule, 'AnswerRelayed', undefined);
}

/** The balancer has taken the client's connection, and must end it. */
export function resetClient(
  simulation: Simulation,
  balancer: LoadBalancerPlace,
  hop: Hop,
  rule: Rule,
  reason: Reason,
  details: Decision['details'],
): void {
  const header = hop.after;
  if (header.protocol !== 'TCP') {
    endPacket(simulation, hop, balancer.key, 'dropped', header, rule, reason, details);
    return;
  }
  endPacket(simulation, hop, balancer.key, 'refused', header, rule, reason, details);
  const packet = createPacket(simulation, hop.requestId, 'refused', hop.service);
  sendFrom(simulation, packet, balancer, reversed(header), rule, 'ConnectionRefused');
}

/** The node's address of the same family as the balancer's. */
function addressOf(node: NodePlace, balancerIP: string): string {
  const family = familyOf(balancerIP);
  return node.proxyNode.addresses.find((address) => familyOf(address) === family) ?? node.address;
}

function relayRule(client: Header, own: Header): Rule {
  return lazyRule('loadBalancer', () => ({
    chain: 'connections',
    text: `${client.protocol} ${formatSocket(client.source, client.sourcePort)} -> ${formatSocket(client.destination, client.destinationPort)} relayed as ${formatSocket(own.source, own.sourcePort)} -> ${formatSocket(own.destination, own.destinationPort)}`,
  }));
}
