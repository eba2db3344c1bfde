/**
 * The cloud's load balancer: gives each new connection to one healthy node at random and passes its packets on as they
 * are (direct server return: answers go from the node to the client). Healthy is a Ready node; with
 * externalTrafficPolicy Local also only one whose health check NodePort reports a ready endpoint. Simplified: it knows the
 * nodes' health at once, and with no healthy node left it drops.
 */
import type { Service } from '../../kubernetes/service.ts';
import type { Header, Hop } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import { localReadyEndpoints } from './kubeProxy.ts';
import type { LoadBalancerPlace, NodePlace } from './places.ts';
import { lazyRule } from './rule.ts';
import { portsOf } from './serviceTable.ts';
import { endPacket, forward } from './wire.ts';

/** A balancer forgets a connection that is idle for this long. */
const IDLE_MS = 350_000;

export function arriveAtLoadBalancer(simulation: Simulation, balancer: LoadBalancerPlace, hop: Hop): void {
  const header = hop.after;
  const service = simulation.byKind.Service.get(balancer.service);
  const isServed = service?.spec.ports?.some(
    ({ port, protocol }) => port === header.destinationPort && (protocol ?? 'TCP') === header.protocol,
  );
  if (service === undefined || isServed !== true) {
    const rule = listenersRule(service);
    endPacket(simulation, hop, balancer.key, 'dropped', header, rule, 'PortNotBalanced', {
      port: header.destinationPort,
    });
    return;
  }
  const healthy = healthyNodes(simulation, balancer);
  const known = findFlow(simulation, balancer, header);
  const node =
    known !== undefined && healthy.includes(known)
      ? known
      : healthy[nextInteger(balancer.random, healthy.length)];
  const details = {
    serviceName: service.metadata.name,
    nodes: simulation.network.nodes.size,
    healthy: healthy.length,
    picked: node?.name ?? '',
    isKnown: node === known,
    policy: service.spec.externalTrafficPolicy ?? 'Cluster',
  };
  const rule = targetsRule(simulation, header, healthy);
  if (node === undefined) {
    endPacket(simulation, hop, balancer.key, 'dropped', header, rule, 'NoHealthyNode', details);
    return;
  }
  rememberFlow(simulation, balancer, header, node);
  forward(simulation, hop, balancer, node, header, header, rule, 'NodePicked', details);
}

function healthyNodes(simulation: Simulation, balancer: LoadBalancerPlace): NodePlace[] {
  const nodes = [...simulation.network.nodes.values()].filter((node) => node.isBalanced);
  return nodes.filter((node) => {
    const [info] = portsOf(node.rules.table, balancer.service);
    return info?.policies.externalPolicyLocal !== true || localReadyEndpoints(node.rules, info) > 0;
  });
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
  simulation: Simulation,
  { protocol, destination, destinationPort }: Header,
  healthy: readonly NodePlace[],
) {
  const nodes = [...simulation.network.nodes.values()];
  return lazyRule('loadBalancer', () => ({
    chain: 'targets',
    text: `${protocol} ${destination}:${destinationPort} -> ${nodes
      .map((node) => `${node.name} (${healthy.includes(node) ? 'healthy' : 'unhealthy'})`)
      .join(', ')}`,
  }));
}
