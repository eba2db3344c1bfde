/**
 * The network's state and its doors to the rest of the simulation: it follows the objects, runs its tasks when they are
 * due. Its copy for a checkpoint is made in `networkCopy.ts`.
 */

import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { Client, OutsideServer, Traffic } from '../../kubernetes/kubehop.ts';
import type { NetworkPolicy } from '../../kubernetes/networkPolicy.ts';
import type { Node } from '../../kubernetes/node.ts';
import type { KubernetesObject, ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import type { Service } from '../../kubernetes/service.ts';
import { clusterFamilies } from '../clusterFamilies.ts';
import { type Hop, loadBalancerPlace, type ObjectChange, type PlaceKey } from '../events.ts';
import { featureOf } from '../features.ts';
import { createRandom, type RandomStream } from '../random.ts';
import type { Simulation } from '../state.ts';
import { type AnswerMemory, createAnswerMemory } from './answerMemory.ts';
import { losePower, lossOnArrival, noteBreakages } from './brokenNodes.ts';
import type { Connection } from './connections.ts';
import { createConntrack } from './conntrack.ts';
import { observeNode, observeTargets } from './healthChecks.ts';
import type { UpstreamEnded } from './httpProxy.ts';
import { type AnswerDue, answerWhenDue } from './httpServer.ts';
import { arriveAtClient, arriveAtOutsideServer } from './internet.ts';
import { DEFAULT_PROXY_CONFIG, type ProxyConfig } from './kubeProxy.ts';
import { arriveAtLoadBalancer } from './loadBalancer.ts';
import type { PolicySet } from './networkPolicy.ts';
import { createNodePlace } from './nodePlace.ts';
import { addressesOf, setPlace } from './placeIndex.ts';
import {
  clientPlace,
  type LoadBalancerPlace,
  type NodePlace,
  nodeFacts,
  outsideServerPlace,
  type Place,
  podPlace,
} from './places.ts';
import { arriveAtNode, arriveAtPod } from './podNetwork.ts';
import {
  followsRules,
  queueSync,
  type RulesSync,
  serviceChanged,
  syncRules,
  syncWhenDue,
} from './proxySync.ts';
import { checkTimer, type RequestTimer, sendAgain } from './request.ts';
import type { Request } from './requestState.ts';
import type { RetryDue } from './retries.ts';
import { emptyServiceTable, type ServiceTable, serviceOfSlice } from './serviceTable.ts';
import { nobodyRule } from './socketRows.ts';
import { scheduleTraffic, sendTraffic, type TrafficState, type TrafficTick } from './traffic.ts';
import { endPacket } from './wire.ts';

/** A hop is due when the packet arrives. All tasks are immutable and name places and requests by key. */
export type NetworkTask = Hop | RequestTimer | AnswerDue | UpstreamEnded | TrafficTick | RetryDue | RulesSync;

export interface Network {
  readonly seed: number;
  readonly places: Map<PlaceKey, Place>;
  /** The nodes among the places, in the order in which they came. */
  readonly nodes: Map<PlaceKey, NodePlace>;
  readonly addresses: Map<string, Place>;
  /** Addresses that more than one place has, or has had. */
  readonly contestedAddresses: Set<string>;
  /** What the public DNS knows: host name → its addresses, at most one of each family. */
  readonly hostnames: Map<string, readonly string[]>;
  /** EndpointSlices by the Service that they belong to. */
  readonly slices: Map<ObjectKey, Map<ObjectKey, EndpointSlice>>;
  proxyConfig: ProxyConfig;
  /** The settings of its proxier for IPv6; null in a cluster without it. */
  proxyConfigIPv6: ProxyConfig | null;
  /** null without any NetworkPolicy: packets then need not ask. */
  policies: PolicySet | null;
  /** All Services as they were when they were last compiled, and those that changed since. */
  table: ServiceTable;
  tableIPv6: ServiceTable | null;
  readonly changedServices: Set<ObjectKey>;
  /** Requests that wait for an answer, by id. */
  readonly requests: Map<number, Request>;
  /** Connections that are kept open, by who opened them. */
  readonly connections: Map<PlaceKey, Connection[]>;
  readonly traffic: Map<ObjectKey, TrafficState>;
  /** The next port of each sender, by address. */
  readonly nextPorts: Map<string, number>;
  /** How many endpoints a proxy has taken, by proxy, Service and port. */
  readonly proxyTurns: Map<string, number>;
  readonly answers: AnswerMemory;
  nextPacketId: number;
  nextRequestId: number;
  nextTrafficGeneration: number;
  /** Counts the changes of Pods, so that lists of them are made anew only then. */
  podsVersion: number;
  /** Whether any node has no power or no network. */
  hasBrokenNodes: boolean;
  /** False while a new cluster comes to rest: until then nothing is delayed. */
  isSettled: boolean;
  readonly latency: RandomStream;
  readonly dnsRandom: RandomStream;
  readonly syncRandom: RandomStream;
  readonly senderRandom: RandomStream;
  readonly routeRandom: RandomStream;
}

export function createNetwork(seed: number): Network {
  return {
    seed,
    places: new Map(),
    nodes: new Map(),
    addresses: new Map(),
    contestedAddresses: new Set(),
    hostnames: new Map(),
    slices: new Map(),
    proxyConfig: DEFAULT_PROXY_CONFIG,
    proxyConfigIPv6: null,
    policies: null,
    table: emptyServiceTable('IPv4'),
    tableIPv6: null,
    changedServices: new Set(),
    requests: new Map(),
    connections: new Map(),
    traffic: new Map(),
    nextPorts: new Map(),
    proxyTurns: new Map(),
    answers: createAnswerMemory(),
    nextPacketId: 1,
    nextRequestId: 1,
    nextTrafficGeneration: 1,
    podsVersion: 0,
    hasBrokenNodes: false,
    isSettled: false,
    latency: createRandom(seed, 'latency'),
    dnsRandom: createRandom(seed, 'coreDNS'),
    syncRandom: createRandom(seed, 'kubeProxy sync'),
    senderRandom: createRandom(seed, 'senders'),
    routeRandom: createRandom(seed, 'weighted routes'),
  };
}

/** What each kind of place does with a packet that arrives. */
const arrivals: {
  readonly [K in Place['kind']]: (
    simulation: Simulation,
    place: Extract<Place, { kind: K }>,
    hop: Hop,
  ) => void;
} = {
  Pod: arriveAtPod,
  Node: arriveAtNode,
  LoadBalancer: arriveAtLoadBalancer,
  Client: arriveAtClient,
  OutsideServer: arriveAtOutsideServer,
};

function arrive(simulation: Simulation, hop: Hop): void {
  const { network } = simulation;
  const place = network.places.get(hop.to);
  const loss =
    network.hasBrokenNodes && place !== undefined
      ? lossOnArrival(network, network.places.get(hop.from), place)
      : null;
  if (loss !== null)
    endPacket(simulation, hop, hop.to, 'dropped', hop.after, loss.rule, loss.reason, undefined);
  else if (place === undefined)
    endPacket(simulation, hop, hop.to, 'dropped', hop.after, nobodyRule(hop.after), 'HostUnreachable', {
      destination: hop.after.destination,
    });
  else arrivals[place.kind](simulation, place as never, hop);
}

/** What to do when a task of the network is due. */
export const networkTasks: {
  readonly [T in NetworkTask['type']]: (
    simulation: Simulation,
    task: Extract<NetworkTask, { type: T }>,
  ) => void;
} = {
  Hop: arrive,
  RequestTimer: checkTimer,
  AnswerDue: answerWhenDue,
  UpstreamEnded: (simulation, task) => featureOf(simulation, 'httpRouting').upstreamEnded(simulation, task),
  TrafficTick: sendTraffic,
  RetryDue: sendAgain,
  RulesSync: syncWhenDue,
};

type Watcher<T extends KubernetesObject> = (
  simulation: Simulation,
  key: ObjectKey,
  before: T | null,
  after: T | null,
) => void;

/** What the network does when an object of a kind changes. */
const watchers: Readonly<Record<string, Watcher<never>>> = {
  Pod: podChanged,
  Node: nodeChanged,
  Service: serviceObjectChanged,
  EndpointSlice: sliceChanged,
  Client: (simulation, key, _before, after: Client | null) =>
    setPlace(simulation.network, key, after === null ? null : clientPlace(key, after)),
  OutsideServer: outsideServerChanged,
  NetworkPolicy: (simulation, key, _before, after: NetworkPolicy | null) => {
    const { network } = simulation;
    network.policies = featureOf(simulation, 'networkPolicies').withPolicy(network.policies, key, after);
  },
  Traffic: (simulation, key, _before, after: Traffic | null) => scheduleTraffic(simulation, key, after),
  KubeProxyConfiguration: (simulation) =>
    featureOf(simulation, 'ipFamilies').proxySettingsChanged(simulation),
  ServiceCIDR: (simulation) => featureOf(simulation, 'ipFamilies').proxySettingsChanged(simulation),
};

/** Keeps the address index, schedules kube-proxy syncs and starts or stops Traffic. Called for every object change. */
export function objectChanged(simulation: Simulation, change: ObjectChange): void {
  const kind = (change.after ?? change.before)?.kind ?? '';
  watchers[kind]?.(simulation, change.key, change.before as never, change.after as never);
}

/** Every kube-proxy writes its rules at once: for a cluster that starts at rest. */
export function settleNetwork(simulation: Simulation): void {
  for (const node of simulation.network.nodes.values()) syncRules(simulation, node);
  simulation.network.isSettled = true;
}

function podChanged(simulation: Simulation, key: ObjectKey, _before: Pod | null, after: Pod | null): void {
  const { network } = simulation;
  network.podsVersion += 1;
  const old = network.places.get(key);
  const { dnsAddress } = clusterFamilies(simulation);
  const place = after === null ? null : podPlace(key, after, old?.kind === 'Pod' ? old : null, dnsAddress);
  if (place === null) {
    // Its process is gone, and so are its sockets.
    if (old?.kind === 'Pod' && old.isRunning)
      featureOf(simulation, 'changes').sayGoodbye(simulation, old, 'ended');
    network.connections.delete(key);
  }
  if (old?.kind === 'Pod' && old.isHostNetwork) network.nodes.get(old.node)?.hostPods.delete(key);
  setPlace(simulation.network, key, place);
  if (place?.isHostNetwork) network.nodes.get(place.node)?.hostPods.add(key);
}

function nodeChanged(simulation: Simulation, key: ObjectKey, _before: Node | null, after: Node | null): void {
  const { network } = simulation;
  if (after === null) {
    network.nodes.delete(key);
    setPlace(simulation.network, key, null);
    noteBreakages(network);
    return;
  }
  const old = network.nodes.get(key);
  const facts = nodeFacts(key, after);
  const isSameProxyNode =
    old !== undefined && JSON.stringify(old.proxyNode) === JSON.stringify(facts.proxyNode);
  const proxyNode = isSameProxyNode ? old.proxyNode : facts.proxyNode;
  const kept = createNodePlace(network, facts, proxyNode, simulation.features.proxyModes, old);
  const losesPower = kept.breakage === 'off' && old?.breakage !== 'off';
  const node = losesPower ? losePower(simulation, kept) : kept;
  network.nodes.set(key, node);
  setPlace(simulation.network, key, node);
  noteBreakages(network);
  if (old === undefined || answersOtherwise(old, node)) observeNode(simulation, node);
  if (!isSameProxyNode || (!followsRules(old) && followsRules(node))) queueSync(simulation, node);
}

/** Whether health checks may come to another result than before. */
function answersOtherwise(old: NodePlace, node: NodePlace): boolean {
  return old.isReady !== node.isReady || followsRules(old) !== followsRules(node);
}

function serviceObjectChanged(
  simulation: Simulation,
  key: ObjectKey,
  before: Service | null,
  after: Service | null,
): void {
  serviceChanged(simulation, key);
  const { namespace = '', name } = (after ?? before)!.metadata;
  const placeKey = loadBalancerPlace(namespace, name);
  const ingress = after?.spec.type === 'LoadBalancer' ? (after.status?.loadBalancer?.ingress ?? []) : [];
  const addresses = ingress.flatMap(({ ip }) => ip ?? []);
  const old = simulation.network.places.get(placeKey);
  if (addresses.length === 0) {
    if (old !== undefined) setPlace(simulation.network, placeKey, null);
    return;
  }
  const kept = old?.kind === 'LoadBalancer' ? old : null;
  const balancer: LoadBalancerPlace = {
    kind: 'LoadBalancer',
    key: placeKey,
    service: key,
    addresses,
    ipMode: ingress[0]?.ipMode ?? 'VIP',
    health: kept?.health ?? new Map(),
    relayed: kept?.relayed ?? createConntrack(),
    flows: kept?.flows ?? new Map(),
    nextSweepAt: kept?.nextSweepAt ?? 0,
    random: kept?.random ?? createRandom(simulation.network.seed, placeKey),
  };
  setPlace(simulation.network, placeKey, balancer);
  observeTargets(simulation, balancer, kept === null);
}

function sliceChanged(
  simulation: Simulation,
  key: ObjectKey,
  before: EndpointSlice | null,
  after: EndpointSlice | null,
): void {
  const { slices } = simulation.network;
  const oldService = before === null ? undefined : serviceOfSlice(before);
  const newService = after === null ? undefined : serviceOfSlice(after);
  if (oldService !== undefined) {
    const own = slices.get(oldService);
    own?.delete(key);
    if (own?.size === 0) slices.delete(oldService);
  }
  if (newService !== undefined && after !== null) {
    let own = slices.get(newService);
    if (own === undefined) {
      own = new Map();
      slices.set(newService, own);
    }
    own.set(key, after);
    serviceChanged(simulation, newService);
  }
  if (oldService !== undefined && oldService !== newService) serviceChanged(simulation, oldService);
}

function outsideServerChanged(
  simulation: Simulation,
  key: ObjectKey,
  _before: OutsideServer | null,
  after: OutsideServer | null,
): void {
  const { places, hostnames } = simulation.network;
  const old = places.get(key);
  if (old?.kind === 'OutsideServer' && hostnames.get(old.hostname)?.[0] === old.address)
    hostnames.delete(old.hostname);
  const place = after === null ? null : outsideServerPlace(key, after);
  setPlace(simulation.network, key, place);
  if (place !== null) hostnames.set(place.hostname, addressesOf(place));
}
