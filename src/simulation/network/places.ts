/** Where packets can be: Pods, Nodes, load balancers, clients and outside servers, by key and by address. */
import { familyOf, rangeMatcher } from '../../kubernetes/ip.ts';
import type { Client, OutsideServer } from '../../kubernetes/kubehop.ts';
import { internalIPs, type Node } from '../../kubernetes/node.ts';
import { isHairpinOff, isHiddenOutside, isProxyStopped } from '../../kubernetes/nodeFaults.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { keyOf } from '../../kubernetes/objectMeta.ts';
import { type Pod, startupMs } from '../../kubernetes/pod.ts';
import { msOfTimestamp } from '../clockTime.ts';
import { POD_CIDRS } from '../clusterFamilies.ts';
import type { PlaceKey, Rule } from '../events.ts';
import type { RandomStream } from '../random.ts';
import { applicationOfPod, applicationOfServer } from './application.ts';
import { type Breakage, breakageOf } from './brokenNodes.ts';
import type { Conntrack } from './conntrack.ts';
import type { TargetHealth } from './healthChecks.ts';
import { type HostsFile, hostsOf } from './hostsFile.ts';
import type { Application } from './http.ts';
import type { IpvsTable } from './ipvsTable.ts';
import type { NodeRules, ProxyNode } from './kubeProxy.ts';
import type { AffinityTable } from './netfilter.ts';
import { type Listener, listenersOf } from './podServer.ts';
import { type ResolvConf, resolvConfOf } from './resolver.ts';
import { proxyIn, type RoutingController } from './routingControllers.ts';
import { lazyRule } from './rule.ts';

const ZONE_LABEL = 'topology.kubernetes.io/zone';
/** The link that all nodes are on, and its router to the internet. */
const nodeNetwork = {
  IPv4: { link: '192.168.1.0/24', gateway: '192.168.1.1' },
  IPv6: { link: 'fd00:192:168:1::/64', gateway: 'fd00:192:168:1::1' },
} as const;
const EXCLUDE_LABEL = 'node.kubernetes.io/exclude-from-external-load-balancers';

export interface PodPlace {
  readonly kind: 'Pod';
  readonly key: PlaceKey;
  readonly name: string;
  readonly namespace: string;
  /** Its primary address. */
  readonly address: string;
  /** Of the other IP family; empty when it has none. */
  readonly secondAddress: string;
  readonly node: PlaceKey;
  readonly isHostNetwork: boolean;
  /** False until its containers run: nothing listens yet. */
  readonly isRunning: boolean;
  /** From when on the application listens, which may need a while after its start. */
  readonly listensFrom: number;
  /** Its process has been told to stop, and takes no new connections. */
  readonly isStopping: boolean;
  readonly isDnsServer: boolean;
  readonly resolvConf: ResolvConf;
  readonly hosts: HostsFile;
  readonly listeners: readonly Listener[];
  readonly listensRule: Rule;
  readonly application: Application;
  /** The controller whose proxy it is; null for most. */
  readonly proxies: RoutingController | null;
  /** The node's row that leads to it. */
  readonly route: Rule;
  /** The same for its second address. */
  readonly secondRoute: Rule | null;
  readonly defaultRoute: Rule;
}

/** A node's rows of one IP family. */
export interface NodeRoutes {
  /** The other nodes' row that leads to its Pods. */
  readonly route: Rule;
  /** Its own row that leads to the other nodes. */
  readonly linkRoute: Rule;
  readonly defaultRoute: Rule;
  readonly masqueradeRule: Rule;
}

export interface NodePlace extends NodeRoutes {
  readonly kind: 'Node';
  readonly key: PlaceKey;
  readonly name: string;
  /** Its primary InternalIP. */
  readonly address: string;
  /** Its InternalIP of the other IP family; empty when it has none. */
  readonly secondAddress: string;
  readonly podCIDRs: readonly string[];
  readonly isInPodCIDR: (address: string) => boolean;
  /** Whether cloud load balancers may send to it, if it is healthy. */
  readonly isBalanced: boolean;
  readonly isReady: boolean;
  /** Whether it has no power or no network. */
  readonly breakage: Breakage | null;
  /** Its kube-proxy does not run: its rules stay as they are. */
  readonly isProxyStopped: boolean;
  /** Its bridge sends nothing back to the Pod that it came from. */
  readonly isHairpinOff: boolean;
  /** Who is outside of the cluster knows no way to its address. */
  readonly isHidden: boolean;
  readonly proxyNode: ProxyNode;
  /** Of the family of its second address. */
  readonly secondRoutes: NodeRoutes | null;
  readonly listensRule: Rule;
  /** Pods on the node's own network. */
  readonly hostPods: Set<PlaceKey>;
  /** As of the last sync; replaced by the next one. */
  rules: NodeRules;
  /** The same for IPv6; null in a cluster without it. */
  rulesIPv6: NodeRules | null;
  /** How many rows they have. */
  rows: number;
  rowsIPv6: number;
  isSyncQueued: boolean;
  /** Services that changed since the last sync. */
  readonly pendingServices: Set<ObjectKey>;
  readonly conntrack: Conntrack;
  readonly affinity: AffinityTable;
  /** What its virtual servers remember, in ipvs mode. */
  readonly ipvs: IpvsTable;
  readonly random: RandomStream;
}

/** A connection that a load balancer has given to a node. */
export interface Flow {
  readonly node: PlaceKey;
  readonly lastAt: number;
}

export interface LoadBalancerPlace {
  readonly kind: 'LoadBalancer';
  readonly key: PlaceKey;
  readonly service: ObjectKey;
  readonly addresses: readonly string[];
  /** VIP passes packets on as they are, Proxy opens connections of its own. */
  readonly ipMode: 'VIP' | 'Proxy';
  /** By key of the node. */
  readonly health: Map<PlaceKey, TargetHealth>;
  /** Of a proxy: the connections that it relays. */
  readonly relayed: Conntrack;
  /** Which node a connection was given to, by the client's address and port. */
  readonly flows: Map<string, Map<number, Flow>>;
  nextSweepAt: number;
  readonly random: RandomStream;
}

export interface ClientPlace {
  readonly kind: 'Client';
  readonly key: PlaceKey;
  readonly address: string;
  /** Its IPv6 address; empty when it has none. */
  readonly secondAddress: string;
}

export interface OutsideServerPlace {
  readonly kind: 'OutsideServer';
  readonly key: PlaceKey;
  readonly address: string;
  /** Its IPv6 address; empty when it has none. */
  readonly secondAddress: string;
  readonly hostname: string;
  readonly listeners: readonly Listener[];
  readonly listensRule: Rule;
  readonly application: Application;
}

export type Place = PodPlace | NodePlace | LoadBalancerPlace | ClientPlace | OutsideServerPlace;

export function podKey(namespace: string, name: string): PlaceKey {
  return keyOf('v1', 'Pod', namespace, name);
}

/** The Pod's place in the network; null while it has no node or no address, and when its process has ended. */
export function podPlace(key: PlaceKey, pod: Pod, old: PodPlace | null, clusterDNS: string): PodPlace | null {
  const { nodeName } = pod.spec;
  const address = pod.status?.podIP;
  const phase = pod.status?.phase;
  if (!nodeName || !address || phase === 'Succeeded' || phase === 'Failed') return null;
  const listeners = listenersOf(pod);
  const runs = startsOf(pod);
  const startsListening = listensFrom(pod, runs);
  const namespace = pod.metadata.namespace ?? '';
  const secondAddress = pod.status?.podIPs?.[1]?.ip ?? '';
  const routeTo = (ip: string) => () => `${ip} dev veth-${pod.metadata.name} scope link`;
  return {
    kind: 'Pod',
    key,
    name: pod.metadata.name,
    namespace,
    address,
    secondAddress,
    node: keyOf('v1', 'Node', '', nodeName),
    isHostNetwork: pod.spec.hostNetwork === true,
    isRunning: phase === 'Running' && runs.length > 0,
    listensFrom: startsListening,
    // A process that is started again has not been told to stop.
    isStopping: old?.isStopping === true && old.listensFrom === startsListening && runs.length > 0,
    resolvConf: resolvConfOf(pod, clusterDNS),
    hosts: hostsOf(pod),
    isDnsServer: namespace === 'kube-system' && pod.metadata.labels?.['k8s-app'] === 'kube-dns',
    listeners,
    listensRule: listensRule(listeners),
    proxies: proxyIn(pod),
    application: applicationOfPod(pod),
    route: routeRule('podNetwork', routeTo(address)),
    secondRoute: secondAddress === '' ? null : routeRule('podNetwork', routeTo(secondAddress)),
    defaultRoute: routeRule('podNetwork', () => 'default dev eth0'),
  };
}

/** When the containers that run began to. */
function startsOf(pod: Pod): number[] {
  return (pod.status?.containerStatuses ?? []).flatMap(({ state }) =>
    state?.running?.startedAt === undefined ? [] : msOfTimestamp(state.running.startedAt),
  );
}

/** What runs since the cluster is at rest, since 0, has come up. */
function listensFrom(pod: Pod, starts: readonly number[]): number {
  const last = Math.max(0, ...starts);
  return last === 0 ? 0 : last + startupMs(pod);
}

/** What of a Node changes where packets go; the rest of its place is state that outlives a change of the object. */
export function nodeFacts(key: PlaceKey, node: Node) {
  const [address = '', secondAddress = ''] = internalIPs(node);
  const podCIDRs = node.spec?.podCIDRs ?? (node.spec?.podCIDR === undefined ? [] : [node.spec.podCIDR]);
  const readiness = node.status?.conditions?.find(({ type }) => type === 'Ready');
  const addresses = (node.status?.addresses ?? [])
    .filter(({ type }) => type !== 'Hostname')
    .map((entry) => entry.address);
  const { labels } = node.metadata;
  return {
    kind: 'Node' as const,
    key,
    name: node.metadata.name,
    address,
    secondAddress,
    podCIDRs,
    isInPodCIDR: rangeMatcher(podCIDRs),
    isBalanced: labels?.[EXCLUDE_LABEL] === undefined,
    isReady: (readiness?.status ?? 'True') === 'True',
    breakage: breakageOf(node),
    isProxyStopped: isProxyStopped(node),
    isHairpinOff: isHairpinOff(node),
    isHidden: isHiddenOutside(node),
    proxyNode: { name: node.metadata.name, zone: labels?.[ZONE_LABEL] ?? '', addresses },
    ...routesVia(address, podCIDRs),
    secondRoutes: secondAddress === '' ? null : routesVia(secondAddress, podCIDRs),
    listensRule: lazyRule('pod', () => ({
      chain: 'listeners',
      text: 'tcp LISTEN 0.0.0.0:10250, tcp LISTEN 127.0.0.1:10249',
    })),
  };
}

/** A node's rows of the family of one of its addresses. */
function routesVia(address: string, podCIDRs: readonly string[]): NodeRoutes {
  const family = familyOf(address) ?? 'IPv4';
  const own = podCIDRs.filter((cidr) => cidr.includes(':') === (family === 'IPv6'));
  const { link, gateway } = nodeNetwork[family];
  return {
    route: routeRule('podNetwork', () => `${own.join(', ')} via ${address} dev eth0`),
    linkRoute: routeRule(
      'podNetwork',
      () => `${link} dev eth0 ${family === 'IPv4' ? 'scope link' : 'proto kernel'}`,
    ),
    defaultRoute: routeRule('podNetwork', () => `default via ${gateway} dev eth0`),
    masqueradeRule: lazyRule('podNetwork', () => ({
      chain: 'POSTROUTING',
      text: `-A POSTROUTING -s ${own.join(',')} ! -d ${POD_CIDRS[family]} -m comment --comment "cni: traffic that leaves the cluster" -j MASQUERADE --random-fully`,
    })),
  };
}

export function clientPlace(key: PlaceKey, client: Client): ClientPlace | null {
  const { address, ipv6Address } = client.spec;
  return address === undefined ? null : { kind: 'Client', key, address, secondAddress: ipv6Of(ipv6Address) };
}

function ipv6Of(address: string | undefined): string {
  return address === undefined || address === 'None' ? '' : address;
}

export function outsideServerPlace(key: PlaceKey, server: OutsideServer): OutsideServerPlace | null {
  const { address, ipv6Address, hostname, ports } = server.spec;
  if (address === undefined) return null;
  const listeners = (ports ?? [{ port: 80 }, { port: 443 }]).map((port) => ({
    port: port.port,
    protocol: port.protocol ?? 'TCP',
  }));
  const name = hostname.toLowerCase();
  return {
    kind: 'OutsideServer',
    key,
    address,
    secondAddress: ipv6Of(ipv6Address),
    hostname: name,
    listeners,
    listensRule: listensRule(listeners),
    application: applicationOfServer(server),
  };
}

function routeRule(component: Rule['component'], write: () => string): Rule {
  return lazyRule(component, () => ({ chain: 'routes', text: write() }));
}

function listensRule(listeners: readonly Listener[]): Rule {
  return lazyRule('pod', () => ({
    chain: 'listeners',
    text:
      listeners.length === 0
        ? 'nothing listens'
        : listeners
            .map(
              ({ port, protocol, isLocal }) =>
                `${protocol.toLowerCase()} LISTEN ${isLocal === true ? '127.0.0.1' : '0.0.0.0'}:${port}`,
            )
            .join(', '),
  }));
}
