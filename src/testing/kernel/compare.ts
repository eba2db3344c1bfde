/** Asks the same of the simulation and of a real kernel, and tells where they disagree. */
import { formatSocket } from '../../kubernetes/ip.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { addressTowards, ownAddress, rulesFor } from '../../simulation/network/addressFamilies.ts';
import { type ChainMode, localReadyEndpoints } from '../../simulation/network/kubeProxy.ts';
import type { NodePlace, Place } from '../../simulation/network/places.ts';
import { portsOf } from '../../simulation/network/serviceTable.ts';
import type { Simulation } from '../../simulation/state.ts';
import { cluster, run } from '../cluster.ts';
import { ask } from '../requests.ts';
import type { Agent } from './agents.ts';
import type { BalancedAddress } from './namespaces.ts';
import type { KernelScene } from './scenes.ts';

export interface Pair {
  readonly from: string;
  readonly host: string;
  readonly port: number;
  readonly protocol: Protocol;
  /** Whether every connection must come to the same Pod. */
  readonly isSticky: boolean;
  /** Enough connections to see every Pod and every source address. */
  readonly count: number;
}

/** What came of all connections of a pair: each list sorted, each value once. */
export interface Observation {
  readonly outcomes: readonly string[];
  readonly answeredBy: readonly string[];
  readonly sources: readonly string[];
}

/** Chance that a Pod is missed by bad luck in one comparison. */
const BAD_LUCK = 1e-8;
/** Where an answer is due, long enough for a SYN to be sent a second time on a busy machine. */
const PATIENCE_MS = 3000;
const TIMEOUT_MS = 400;
const UNUSED_CLUSTER_IPS = ['10.96.200.200', 'fd00:10:96::c8c8'];

export function simulate(scene: KernelScene, mode: ChainMode): Simulation {
  const configuration = {
    apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
    kind: 'KubeProxyConfiguration',
    metadata: { name: 'kube-proxy' },
    mode,
    ...scene.proxy?.(mode),
  } as KubernetesObject;
  const simulation = cluster([configuration, ...scene.objects]);
  run(simulation, 10_000);
  return simulation;
}

function ownServices({ byKind }: Simulation): Service[] {
  return [...byKind.Service.values()].filter(({ metadata }) => metadata.namespace === 'default');
}

function balancerIPs({ status }: Service): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
}

/** Which nodes the cloud gives connections to: with the Local policy those that have a ready endpoint. */
export function balancedAddresses(simulation: Simulation): BalancedAddress[] {
  return ownServices(simulation).flatMap((service) => {
    const key = `Service/default/${service.metadata.name}`;
    return balancerIPs(service).map((address) => {
      const nodes = [...simulation.network.nodes.values()].filter((node) => {
        const rules = rulesFor(node, address);
        const info = portsOf(rules.table, key)[0]!;
        return !info.policies.externalPolicyLocal || localReadyEndpoints(rules, info) > 0;
      });
      return { address, nodes: nodes.map((node) => ownAddress(node, address)) };
    });
  });
}

export function isCompared(place: Place): boolean {
  return place.kind === 'Client' || (place.kind === 'Pod' && place.namespace === 'default');
}

/** Ports on which kube-proxy itself answers, on every node. */
export function healthCheckPorts(simulation: Simulation): number[] {
  return ownServices(simulation).flatMap(({ spec }) => spec.healthCheckNodePort || []);
}

/** Every sender with every address of every Service, a port that the Service has not, and an address that nobody has. */
export function pairsOf(simulation: Simulation, doNodesSend = false): Pair[] {
  const { network } = simulation;
  const nodes = [...network.nodes.values()];
  const pairs: Pair[] = [];
  const isSender = (place: Place) => isCompared(place) || (doNodesSend && place.kind === 'Node');
  for (const sender of [...network.places.values()].filter(isSender)) {
    const add = (host: string, port: number, protocol: Protocol, isSticky: boolean, choices: number) =>
      pairs.push({ from: sender.key, host, port, protocol, isSticky, count: connectionsFor(choices) });
    for (const service of ownServices(simulation)) {
      const { spec } = service;
      const isSticky = spec.sessionAffinity === 'ClientIP';
      for (const { port, nodePort, protocol = 'TCP' } of spec.ports ?? []) {
        // Node.js has no SCTP sockets: that the kernel takes the rules is all that is seen.
        if (protocol === 'SCTP') continue;
        const [info] = portsOf(nodes[0]!.rules.table, `Service/default/${service.metadata.name}`);
        const endpoints = Math.max(1, info?.endpoints.length ?? 1);
        for (const host of [...spec.clusterIPs!, ...(spec.externalIPs ?? [])])
          add(host, port, protocol, isSticky, endpoints);
        for (const host of balancerIPs(service))
          add(host, port, protocol, isSticky, endpoints * nodes.length);
        if (nodePort !== undefined)
          for (const host of [
            ...nodes.flatMap(addressesOf),
            ...(sender.kind === 'Node' ? ['127.0.0.1'] : []),
          ])
            add(host, nodePort, protocol, isSticky, endpoints);
      }
      for (const host of spec.clusterIPs!) add(host, 4444, 'TCP', false, 1);
    }
    for (const port of healthCheckPorts(simulation))
      for (const { address } of nodes) add(address, port, 'TCP', false, 1);
    for (const host of UNUSED_CLUSTER_IPS) if (hasFamilyOf(sender, host)) add(host, 80, 'TCP', false, 1);
  }
  return pairs;
}

function addressesOf({ address, secondAddress }: NodePlace): string[] {
  return secondAddress === '' ? [address] : [address, secondAddress];
}

function hasFamilyOf(sender: Place, host: string): boolean {
  return sender.kind !== 'LoadBalancer' && addressTowards(sender, host) !== undefined;
}

function connectionsFor(choices: number): number {
  if (choices === 1) return 3;
  return Math.ceil(Math.log(choices / BAD_LUCK) / -Math.log(1 - 1 / choices));
}

function observation(
  results: readonly { outcome: string; name?: string | undefined; source?: string | undefined }[],
): Observation {
  const each = (values: readonly (string | undefined)[]) =>
    [...new Set(values.filter((value) => value !== undefined))].sort();
  return {
    outcomes: each(results.map(({ outcome }) => outcome)),
    answeredBy: each(results.map(({ name }) => name)),
    sources: each(results.map(({ source }) => source)),
  };
}

export function observeSimulation(simulation: Simulation, pair: Pair): Observation {
  const url = `${pair.protocol.toLowerCase()}://${formatSocket(pair.host, pair.port)}`;
  const results = Array.from({ length: pair.count }, () => {
    const { end } = ask(simulation, pair.from, url, { timeoutSeconds: 5 });
    return end.outcome === 'answered'
      ? { outcome: end.outcome, name: end.answeredBy ?? undefined, source: end.sourceSeen ?? undefined }
      : { outcome: end.outcome };
  });
  return observation(results);
}

/** Who waits in vain waits long: when the simulation says so, few connections are enough to contradict it. */
export async function observeKernel(agent: Agent, pair: Pair, expected: Observation): Promise<Observation> {
  const isQuick = expected.outcomes.join() !== 'timedOut';
  const question = {
    protocol: pair.protocol,
    host: pair.host,
    port: pair.port,
    timeoutMs: isQuick ? PATIENCE_MS : TIMEOUT_MS,
    count: isQuick ? pair.count : 2,
    atOnce: pair.isSticky ? 1 : 4,
  };
  return observation(await agent.ask(question));
}

/** Null when they agree. With affinity each may stick to another Pod, but both to one. */
export function disagreement(pair: Pair, simulated: Observation, real: Observation): string | null {
  const isSame = (a: readonly string[], b: readonly string[]) => a.join() === b.join();
  const isSamePod = isSame(simulated.answeredBy, real.answeredBy);
  const isOnePodEach = simulated.answeredBy.length === real.answeredBy.length && real.answeredBy.length <= 1;
  // A Pod that sticks to itself sees another source than one that sticks to its neighbour.
  const mayDifferInSource = pair.isSticky && !isSamePod;
  if (
    (isSamePod || (pair.isSticky && isOnePodEach)) &&
    isSame(simulated.outcomes, real.outcomes) &&
    (mayDifferInSource || isSame(simulated.sources, real.sources))
  )
    return null;
  const { from, protocol, host, port } = pair;
  return `${from} -> ${protocol} ${host}:${port}: simulated ${inWords(simulated)}; the kernel ${inWords(real)}`;
}

function inWords({ outcomes, answeredBy, sources }: Observation): string {
  const by = answeredBy.length === 0 ? '' : ` by ${answeredBy.join(', ')}`;
  const seen = sources.length === 0 ? '' : `, who saw ${sources.join(', ')}`;
  return `${outcomes.join(' or ')}${by}${seen}`;
}
