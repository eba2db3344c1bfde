/**
 * What a load balancer believes of the nodes' health. It checks each node at an interval of its own phase: kube-proxy's
 * healthz (nobody answers while kube-proxy, the power or the network is off), or with externalTrafficPolicy Local the Service's health check NodePort (pkg/proxy/healthcheck). Some failures
 * in a row make a node unhealthy, one success makes it healthy. Simplified: the checks themselves are not packets; what
 * they would have found is worked out when somebody asks, so that a cluster at rest does nothing.
 */
import { cloudOf, healthCheckSettings } from '../cloud.ts';
import { loadBalancerOf } from '../events.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import { localReadyEndpoints } from './kubeProxy.ts';
import type { LoadBalancerPlace, NodePlace } from './places.ts';
import { followsRules } from './proxySync.ts';
import { portsOf } from './serviceTable.ts';

/** How a node answers the checks, and what was believed of it before it began to answer so. */
export interface TargetHealth {
  readonly isUp: boolean;
  readonly since: number;
  readonly wasHealthy: boolean;
}

/** The nodes that the balancer may give connections to, by key, and whether it takes them for healthy. */
export function believedHealth(
  simulation: Simulation,
  balancer: LoadBalancerPlace,
): { readonly targets: NodePlace[]; readonly healthy: NodePlace[] } {
  const targets = [...simulation.network.nodes.values()].filter((node) => node.isBalanced);
  return { targets, healthy: targets.filter((node) => isBelievedHealthy(simulation, balancer, node)) };
}

function isBelievedHealthy(simulation: Simulation, balancer: LoadBalancerPlace, node: NodePlace): boolean {
  const health = balancer.health.get(node.key);
  if (health === undefined) return false;
  const { isUp, since, wasHealthy } = health;
  if (isUp === wasHealthy) return isUp;
  const service = simulation.byKind.Service.get(balancer.service);
  const { intervalMs, threshold } = healthCheckSettings(
    service === undefined ? undefined : cloudOf(simulation, service),
  );
  const phase = hash32(`${balancer.key} ${node.key}`, simulation.network.seed) % intervalMs;
  const checksUntil = (time: number) => Math.floor((time - phase) / intervalMs);
  const checks = checksUntil(simulation.now) - checksUntil(since);
  return checks >= (isUp ? 1 : threshold) ? isUp : wasHealthy;
}

/** How the node would answer a check now. */
function answersCheck(simulation: Simulation, balancer: LoadBalancerPlace, node: NodePlace): boolean {
  if (!node.isReady || !followsRules(node)) return false;
  const service = simulation.byKind.Service.get(balancer.service);
  if (service?.spec.externalTrafficPolicy !== 'Local') return true;
  return [node.rules, node.rulesIPv6].some((rules) => {
    const info = rules === null ? undefined : portsOf(rules.table, balancer.service)[0];
    return rules !== null && info !== undefined && localReadyEndpoints(rules, info) > 0;
  });
}

/** A node may answer the checks of a balancer in another way from now on. A new balancer has checked its nodes before. */
export function observeTarget(
  simulation: Simulation,
  balancer: LoadBalancerPlace,
  node: NodePlace,
  isNewBalancer: boolean,
): void {
  const isUp = answersCheck(simulation, balancer, node);
  const old = balancer.health.get(node.key);
  if (old?.isUp === isUp) return;
  const isTrusted = isNewBalancer || !simulation.network.isSettled;
  const wasHealthy = isTrusted ? isUp : old !== undefined && isBelievedHealthy(simulation, balancer, node);
  balancer.health.set(node.key, { isUp, since: simulation.now, wasHealthy });
}

/** The balancer is new, or its Service has changed. */
export function observeTargets(
  simulation: Simulation,
  balancer: LoadBalancerPlace,
  isNewBalancer: boolean,
): void {
  for (const node of simulation.network.nodes.values())
    observeTarget(simulation, balancer, node, isNewBalancer);
}

/** A node has come, or its readiness has changed. */
export function observeNode(simulation: Simulation, node: NodePlace): void {
  for (const place of simulation.network.places.values())
    if (place.kind === 'LoadBalancer') observeTarget(simulation, place, node, false);
}

/** kube-proxy on the node has taken a change of the Service over. */
export function observeSync(simulation: Simulation, node: NodePlace, service: string): void {
  const balancer = simulation.network.places.get(loadBalancerOf(service));
  if (balancer?.kind === 'LoadBalancer') observeTarget(simulation, balancer, node, false);
}
