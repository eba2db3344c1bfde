/**
 * The cloud's load balancer: gives each new connection to one node that it takes for healthy, at random, and passes its
 * packets on as they are (`ipMode: VIP`, direct server return: answers go from the node to the client), or opens a
 * connection of its own (`ipMode: Proxy`, see proxyBalancer.ts). With no healthy node left it drops, a proxy resets.
 */
import { formatSocket } from '../../kubernetes/ip.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';
import type { Decision, Header, Hop } from '../events.ts';
import { featureOf } from '../features.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import { nodeChoice } from './candidates.ts';
import { believedHealth } from './healthChecks.ts';
import type { LoadBalancerPlace, NodePlace } from './places.ts';
import { choosingRule, lazyRule } from './rule.ts';
import { endPacket, forward } from './wire.ts';

/** A balancer forgets a connection that is idle for this long. */
const IDLE_MS = 350_000;

export function arriveAtLoadBalancer(simulation: Simulation, balancer: LoadBalancerPlace, hop: Hop): void {
  const header = hop.after;
  const { proxyBalancers } = simulation.features;
  if (isAnswer(hop)) {
    // Only a proxy has connections of its own.
    if (proxyBalancers !== null) proxyBalancers.relayAnswer(simulation, balancer, hop);
    else endPacket(simulation, hop, balancer.key, 'dropped', header, null, 'UnexpectedReply', undefined);
    return;
  }
  const service = simulation.byKind.Service.get(balancer.service);
  const port = service === undefined ? undefined : listenerFor(service, header);
  if (service === undefined || port === undefined) {
    const rule = listenersRule(service);
    endPacket(simulation, hop, balancer.key, 'dropped', header, rule, 'PortNotBalanced', {
      port: header.destinationPort,
    });
    return;
  }
  const { targets, healthy } = believedHealth(simulation, balancer);
  const known = findFlow(simulation, balancer, header);
  const node =
    known !== undefined && healthy.includes(known)
      ? known
      : healthy[nextInteger(balancer.random, healthy.length)];
  const details: NonNullable<Decision['details']> = {
    serviceName: service.metadata.name,
    nodes: targets.length,
    healthy: healthy.length,
    picked: node?.name ?? '',
    isKnown: node === known,
    policy: service.spec.externalTrafficPolicy ?? 'Cluster',
  };
  const rule = targetsRule(header, targets, healthy, othersThan(simulation, targets), node);
  if (node === undefined && balancer.ipMode === 'Proxy') {
    featureOf(simulation, 'proxyBalancers').resetClient(simulation, balancer, hop, rule, 'NoHealthyNode', {
      ...details,
      isReset: true,
    });
    return;
  }
  if (node === undefined) {
    endPacket(simulation, hop, balancer.key, 'dropped', header, rule, 'NoHealthyNode', details);
    return;
  }
  rememberFlow(simulation, balancer, header, node);
  if (balancer.ipMode === 'Proxy')
    featureOf(simulation, 'proxyBalancers').relayRequest(
      simulation,
      balancer,
      hop,
      service,
      port,
      node,
      details,
    );
  else forward(simulation, hop, balancer, node, header, header, rule, 'NodePicked', details);
}

function isAnswer({ packetKind }: Hop): boolean {
  return packetKind !== 'request' && packetKind !== 'dnsQuery';
}

function listenerFor({ spec }: Service, { destinationPort, protocol }: Header): ServicePort | undefined {
  return spec.ports?.find((port) => port.port === destinationPort && (port.protocol ?? 'TCP') === protocol);
}

function findFlow(
  { now, network }: Simulation,
  balancer: LoadBalancerPlace,
  header: Header,
): NodePlace | undefined {
  const flow = balancer.flows.get(header.source)?.get(header.sourcePort);
  return flow === undefined || now - flow.lastAt > IDLE_MS ? undefined : network.nodes.get(flow.node);
}

function rememberFlow(
  { now }: Simulation,
  balancer: LoadBalancerPlace,
  header: Header,
  node: NodePlace,
): void {
  if (now >= balancer.nextSweepAt) forgetIdleFlows(balancer, now);
  let ports = balancer.flows.get(header.source);
  if (ports === undefined) {
    ports = new Map();
    balancer.flows.set(header.source, ports);
  }
  ports.set(header.sourcePort, { node: node.key, lastAt: now });
}

function forgetIdleFlows(balancer: LoadBalancerPlace, now: number): void {
  balancer.nextSweepAt = now + IDLE_MS;
  for (const [source, ports] of balancer.flows) {
    for (const [port, flow] of ports) if (now - flow.lastAt > IDLE_MS) ports.delete(port);
    if (ports.size === 0) balancer.flows.delete(source);
  }
}

function listenersRule(service: Service | undefined) {
  return lazyRule('loadBalancer', () => ({
    chain: 'listeners',
    text: (service?.spec.ports ?? []).map(({ port, protocol }) => `${protocol ?? 'TCP'} ${port}`).join(', '),
  }));
}

function targetsRule(
  { protocol, destination, destinationPort }: Header,
  targets: readonly NodePlace[],
  healthy: readonly NodePlace[],
  others: readonly NodePlace[],
  picked: NodePlace | undefined,
) {
  const write = () => ({
    chain: 'targets',
    text: `${protocol} ${formatSocket(destination, destinationPort)} -> ${targets
      .map((node) => `${node.name} (${healthy.includes(node) ? 'healthy' : 'unhealthy'})`)
      .join(', ')}`,
  });
  const choose = () => nodeChoice(namesOf(targets), namesOf(healthy), namesOf(others), picked?.name);
  return choosingRule('loadBalancer', write, choose, undefined, undefined);
}

const NO_NODES: readonly NodePlace[] = [];

/** Mostly nobody. */
function othersThan({ network }: Simulation, targets: readonly NodePlace[]): readonly NodePlace[] {
  if (targets.length === network.nodes.size) return NO_NODES;
  return [...network.nodes.values()].filter((node) => !targets.includes(node));
}

function namesOf(nodes: readonly NodePlace[]): string[] {
  return nodes.map(({ name }) => name);
}
