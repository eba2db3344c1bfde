/**
 * What Pods and Nodes do with a packet. A Node translates (conntrack, else kube-proxy's rules), then routes: to a Pod of
 * its own, to another node, or out of the Pod network, where the plug-in masquerades what Pods send. Simplified: a
 * masqueraded packet always gets the node's InternalIP; a packet to an address that no Pod has any more is lost silently.
 */
import type { Decision, Header, Hop, Rule } from '../events.ts';
import { featureOf } from '../features.ts';
import type { Reason } from '../reasons.ts';
import type { Simulation } from '../state.ts';
import { isIPv6, ownAddress, routesFor, routeToPod, rulesFor } from './addressFamilies.ts';
import {
  type ConntrackEntry,
  conntrackRule,
  findOriginal,
  findReply,
  masqueradePort,
  refresh,
  remove,
  track,
  translateBack,
} from './conntrack.ts';
import { answerDns } from './dnsServer.ts';
import { follow } from './follow.ts';
import { hang, serveRequest } from './httpServer.ts';
import { localReadyEndpoints, modesOf } from './kubeProxy.ts';
import { matchRules, type Verdict } from './netfilter.ts';
import { isOwnAddress, isSender } from './ownAddresses.ts';
import { answerPing } from './ping.ts';
import type { NodePlace, Place, PodPlace } from './places.ts';
import { listensOn } from './podServer.ts';
import type { Admission } from './policyEnforcement.ts';
import { receive } from './request.ts';
import { nodeOf, nodeOfPodAddress, sendFrom, waitingPod } from './routes.ts';
import { lazyRule } from './rule.ts';
import { refuse, serve } from './server.ts';
import { findHealthCheck } from './serviceTable.ts';
import { createPacket, endPacket, forward, reversed } from './wire.ts';

type Details = Decision['details'];

const icmpRule = lazyRule('podNetwork', () => ({
  chain: 'icmp',
  text: 'destination unreachable, port unreachable (type 3, code 3)',
}));
const icmpv6Rule = lazyRule('podNetwork', () => ({
  chain: 'icmpv6',
  text: 'destination unreachable, port unreachable (type 1, code 4)',
}));

/** A packet is in the Pod's network namespace: an answer for a process that waits, or a request for one that listens. */
export function arriveAtPod(simulation: Simulation, pod: PodPlace, hop: Hop): void {
  const { packetKind } = hop;
  if (packetKind !== 'request' && packetKind !== 'dnsQuery') {
    receive(simulation, pod, hop);
    return;
  }
  const { policies } = simulation.network;
  const admission =
    policies === null
      ? undefined
      : featureOf(simulation, 'networkPolicies').letIn(simulation, policies, pod, hop);
  if (admission === null) return;
  const { destination, destinationPort, protocol } = hop.after;
  if (protocol === 'ICMP') {
    answerPing(simulation, pod, hop, admission);
    return;
  }
  const isUp = pod.isRunning && simulation.now >= pod.listensFrom;
  const listens = isUp && listensOn(pod.listeners, destinationPort, protocol, destination);
  if (!listens || (pod.isStopping && !isOpen(simulation, pod, hop)))
    refuse(simulation, pod, hop, pod.listensRule, refusalOf(simulation, pod, hop));
  else if (pod.application.isHung) hang(simulation, pod, hop, admission);
  else if (packetKind === 'dnsQuery') answerDns(simulation, pod, hop);
  else serveRequest(simulation, pod, hop, admission);
}

/** Whether it comes on a connection that the process still serves, though it takes no new ones. */
function isOpen({ network }: Simulation, pod: PodPlace, hop: Hop): boolean {
  const connection = network.requests.get(hop.requestId)?.connection;
  return connection != null && connection.server === pod.key && !connection.isClosed;
}

/** A packet of a connection that was open is answered with a reset, as is one to a port where nobody listens. */
function refusalOf({ network }: Simulation, pod: PodPlace, hop: Hop): 'PortNotListening' | 'ConnectionReset' {
  const connection = network.requests.get(hop.requestId)?.connection;
  const wasOpen = connection != null && !connection.isUDP && connection.server === pod.key;
  return wasOpen ? 'ConnectionReset' : 'PortNotListening';
}

/** A packet is on the node: PREROUTING (or OUTPUT), the routing decision, POSTROUTING. */
export function arriveAtNode(simulation: Simulation, node: NodePlace, hop: Hop): void {
  if (hop.packetKind === 'request' || hop.packetKind === 'dnsQuery') arriveForward(simulation, node, hop);
  else arriveBackward(simulation, node, hop);
}

/** A packet in the direction of the one who opened the connection. */
function arriveForward(simulation: Simulation, node: NodePlace, hop: Hop): void {
  const { now } = simulation;
  const before = hop.after;
  const entry = findConnection(node, before, now);
  if (entry !== null) {
    refresh(entry, entry.state, now);
    const rule = conntrackRule(entry, now);
    route(simulation, node, hop, before, entry.translated, rule, 'EstablishedConnection', undefined);
    return;
  }
  const verdict = matchRules(
    rulesFor(node, before.destination),
    before,
    node.affinity,
    node.random,
    now,
    node.ipvs,
  );
  if (verdict.verdict === 'DROP') {
    endPacket(simulation, hop, node.key, 'dropped', before, verdict.rule, verdict.reason, verdict.details);
  } else if (verdict.verdict === 'REJECT') {
    reject(simulation, node, hop, verdict.rule, verdict.reason, verdict.details);
  } else {
    const { policies } = simulation.network;
    const admission =
      policies === null
        ? undefined
        : featureOf(simulation, 'networkPolicies').letOut(simulation, policies, node, hop, verdict.endpoint);
    if (admission !== null) translate(simulation, node, hop, before, verdict, admission);
  }
}

/** In ipvs mode a connection ends with its virtual server: the kernel no longer knows whom its packets are for. */
function findConnection(node: NodePlace, header: Header, now: number): ConntrackEntry | null {
  const entry = findOriginal(node.conntrack, header, now);
  if (entry === null || entry.service === null || node.rules.config.mode !== 'ipvs') return entry;
  const rules = rulesFor(node, header.destination);
  if (modesOf(rules).hasVirtualServer(rules, header)) return entry;
  remove(node.conntrack, entry);
  return null;
}

/** Opens the connection: the destination becomes the endpoint, and the source the node where replies must come back. */
function translate(
  simulation: Simulation,
  node: NodePlace,
  hop: Hop,
  before: Header,
  verdict: Verdict,
  admission: Admission,
): void {
  const { endpoint, service } = verdict;
  const destination = endpoint === null ? before.destination : endpoint.ip;
  const leavesCluster = !verdict.masquerade && isLeaving(simulation, node, before.source, destination);
  if (endpoint === null && !leavesCluster) {
    route(simulation, node, hop, before, before, null, 'NoServiceRule', admission);
    return;
  }
  const destinationPort = endpoint === null ? before.destinationPort : endpoint.port;
  const { protocol } = before;
  const isMasqueraded = verdict.masquerade || leavesCluster;
  const receiver = { destination, destinationPort, protocol };
  const source = isMasqueraded ? ownAddress(node, destination) : before.source;
  const after: Header = {
    protocol,
    source,
    sourcePort: isMasqueraded
      ? masqueradePort(node.conntrack, source, receiver, node.random)
      : before.sourcePort,
    destination,
    destinationPort,
  };
  const isKept = simulation.network.requests.get(hop.requestId)?.keepAlive === true;
  track(node.conntrack, before, after, service, simulation.now, isKept);
  const reason = endpoint === null ? 'LeavesCluster' : verdict.reason;
  const rule = endpoint === null ? routesFor(node, destination).masqueradeRule : verdict.rule;
  const details = admission === undefined ? verdict.details : { ...verdict.details, ...admission };
  route(simulation, node, hop, before, after, rule, reason, details);
}

/** A Pod's packet to what is no Pod, and not its own node, gets the node's address from the network plug-in. */
function isLeaving({ network }: Simulation, node: NodePlace, source: string, destination: string): boolean {
  const to = network.addresses.get(destination);
  return (
    to !== undefined && to.kind !== 'Pod' && to !== node && network.addresses.get(source)?.kind === 'Pod'
  );
}

/** A packet on its way back to the one who opened the connection. */
function arriveBackward(simulation: Simulation, node: NodePlace, hop: Hop): void {
  const { now } = simulation;
  const before = hop.after;
  if (hop.from === node.key) {
    receive(simulation, node, hop);
    return;
  }
  const entry = findReply(node.conntrack, before, now);
  if (entry === null) {
    route(simulation, node, hop, before, before, null, 'NoServiceRule', undefined);
    return;
  }
  follow(simulation, node, entry, hop);
  const after = translateBack(entry, before.protocol);
  route(simulation, node, hop, before, after, conntrackRule(entry, now), 'ReplyTranslatedBack', undefined);
}

/** A Linux bridge never sends a frame back through the port that it came from, unless that port is in hairpin mode. */
const bridgeRule = lazyRule('podNetwork', () => ({
  chain: 'bridge',
  text: 'bridge link: dev veth master cni0 hairpin off',
}));

/** Sends the packet on by the node's routes. `rule` is null when nothing translated it: the route is then the news. */
function route(
  simulation: Simulation,
  node: NodePlace,
  hop: Hop,
  before: Header,
  after: Header,
  rule: Rule | null,
  reason: Reason,
  details: Details,
): void {
  const to = simulation.network.addresses.get(after.destination);
  if (to === node || isOwnAddress(node, after.destination, to)) {
    arriveAtProcess(simulation, node, hop, before, after, rule, reason, details);
    return;
  }
  let next: Place;
  let routeRule: Rule;
  let routeReason: Reason;
  if (to === undefined) {
    const owner = nodeOfPodAddress(simulation, after.destination);
    if (owner === null || owner === node) {
      loseOnNode(simulation, node, hop, before, after, owner === null);
      return;
    }
    next = owner;
    routeRule = routesFor(owner, after.destination).route;
    routeReason = 'RoutedToNode';
  } else if (to.kind === 'Pod') {
    const owner = to.node === node.key ? node : nodeOf(simulation, to);
    if (owner === null) {
      loseOnNode(simulation, node, hop, before, after, false);
      return;
    }
    const isHere = owner === node;
    if (to.key === hop.from && node.isHairpinOff) {
      endPacket(simulation, hop, node.key, 'dropped', before, bridgeRule, 'HairpinOff', undefined, after);
      return;
    }
    next = isHere ? to : owner;
    routeRule = isHere ? routeToPod(to, after.destination) : routesFor(owner, after.destination).route;
    routeReason = isHere ? 'DeliveredToPod' : 'RoutedToNode';
  } else if (to.kind === 'LoadBalancer' && to.key === hop.from) {
    // A load balancer sent it here, but kube-proxy does not know the address (yet): back there it would go in circles.
    const rule = routesFor(node, after.destination).defaultRoute;
    endPacket(simulation, hop, node.key, 'dropped', before, rule, 'NoServiceRule', {
      destination: after.destination,
      port: after.destinationPort,
    });
    return;
  } else {
    next = to;
    const routes = routesFor(node, after.destination);
    routeRule = to.kind === 'Node' ? routes.linkRoute : routes.defaultRoute;
    routeReason = to.kind === 'Node' ? 'RoutedToNode' : 'RoutedOverInternet';
  }
  const isPlain = rule === null;
  forward(
    simulation,
    hop,
    node,
    next,
    before,
    after,
    isPlain ? routeRule : rule,
    isPlain ? routeReason : reason,
    details,
  );
}

/** No place has this address: a Pod that is gone, or what no router knows (an address that was never given, a ClusterIP). */
function loseOnNode(
  simulation: Simulation,
  node: NodePlace,
  hop: Hop,
  before: Header,
  after: Header,
  isUnknown: boolean,
): void {
  const routes = routesFor(node, after.destination);
  const rule = isUnknown ? routes.defaultRoute : routes.route;
  const reason = isUnknown ? 'NoRoute' : 'HostUnreachable';
  const isFlow = isUnknown && after.protocol === 'UDP' && hop.packetKind === 'request';
  const isTracked = isFlow && keepsFlow(simulation, node, before);
  const details = { destination: after.destination, ...(isTracked ? { isTracked } : {}) };
  endPacket(simulation, hop, node.key, 'dropped', before, rule, reason, details, after);
}

/**
 * The kernel remembers a UDP flow that it has sent towards its default route, untranslated: later packets are not shown to
 * kube-proxy's rules, even if there is a Service by then. Whether it knew the flow before.
 */
function keepsFlow({ now }: Simulation, node: NodePlace, header: Header): boolean {
  if (findOriginal(node.conntrack, header, now) !== null) return true;
  track(node.conntrack, header, header, null, now);
  return false;
}

/** The packet is for the node itself: a Pod on the host's network, kube-proxy's health check, or nobody. */
function arriveAtProcess(
  simulation: Simulation,
  node: NodePlace,
  hop: Hop,
  before: Header,
  after: Header,
  rule: Rule | null,
  reason: Reason,
  details: Details,
): void {
  const isRequest = hop.packetKind === 'request' || hop.packetKind === 'dnsQuery';
  const pod = isRequest ? listeningPod(simulation, node, after) : waitingPod(simulation, node, hop.requestId);
  if (pod !== null) {
    const isPlain = rule === null;
    forward(
      simulation,
      hop,
      node,
      pod,
      before,
      after,
      isPlain ? routeToPod(pod, after.destination) : rule,
      isPlain ? 'DeliveredToPod' : reason,
      details,
    );
    return;
  }
  if (isRequest && after.protocol === 'ICMP') {
    answerPing(simulation, node, hop);
    return;
  }
  if (!isRequest && isSender(simulation, node, hop.requestId)) {
    // One that was translated back is seen to come in anew.
    if (rule === null) receive(simulation, node, hop);
    else forward(simulation, hop, node, node, before, after, rule, reason, details);
    return;
  }
  if (!isRequest) {
    endPacket(simulation, hop, node.key, 'dropped', before, null, 'UnexpectedReply', undefined, after);
    return;
  }
  // One server answers for both families.
  const rules = [node.rules, ...(node.rulesIPv6 === null ? [] : [node.rulesIPv6])];
  const checks = after.protocol === 'TCP' && !node.isProxyStopped ? rules : [];
  const checking = checks.find(({ table }) => findHealthCheck(table, after.destinationPort) !== undefined);
  const checked = checking && findHealthCheck(checking.table, after.destinationPort);
  if (checking === undefined || checked === undefined) {
    refuse(simulation, node, hop, node.listensRule, 'PortNotListening');
    return;
  }
  const localEndpoints = localReadyEndpoints(checking, checked);
  const status = localEndpoints > 0 ? 200 : 503;
  const { serviceName } = checked;
  serve(simulation, node, hop, node.listensRule, {
    status,
    reason: 'NodeAnswers',
    details: { serviceName, localEndpoints, status },
  });
}

/** A Pod on this node's own network that listens on the packet's port. */
function listeningPod(simulation: Simulation, node: NodePlace, header: Header): PodPlace | null {
  const { destination, destinationPort, protocol } = header;
  for (const key of node.hostPods) {
    const pod = simulation.network.places.get(key);
    if (pod?.kind === 'Pod' && listensOn(pod.listeners, destinationPort, protocol, destination)) return pod;
  }
  return null;
}

/** An ICMP error goes back at once: the sender sees "connection refused". */
function reject(
  simulation: Simulation,
  node: NodePlace,
  hop: Hop,
  rule: Rule | null,
  reason: Reason,
  details: Details,
): void {
  const header = hop.after;
  endPacket(simulation, hop, node.key, 'refused', header, rule, reason, details);
  const packet = createPacket(simulation, hop.requestId, 'refused', hop.service);
  const error: Header = { ...reversed(header, 'ICMP'), source: ownAddress(node, header.source) };
  const icmp = isIPv6(header.source) ? icmpv6Rule : icmpRule;
  sendFrom(simulation, packet, node, error, icmp, 'ConnectionRefused');
}
