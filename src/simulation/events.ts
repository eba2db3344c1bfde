/** Everything the simulation tells the world, as plain data with times. Views draw these and nothing else. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Protocol } from '../kubernetes/pod.ts';
import type { Choice } from './network/candidates.ts';
import type { HttpRequest, Upstream } from './network/http.ts';
import type { Reason } from './reasons.ts';

/**
 * A place where a packet can be: the key of a Pod, Node, Client or OutsideServer, or `LoadBalancer/namespace/name` for
 * the cloud load balancer of a Service. A Service is not a place.
 */
export type PlaceKey = string;

export function loadBalancerPlace(namespace: string, service: string): PlaceKey {
  return `LoadBalancer/${namespace}/${service}`;
}

/** The same by the Service's key. */
export function loadBalancerOf(service: ObjectKey): PlaceKey {
  return `LoadBalancer/${service.slice('Service/'.length)}`;
}

/** The part of a packet's header that routing reads. Immutable; a rewrite is a new header. */
export interface Header {
  readonly protocol: Protocol | 'ICMP';
  readonly source: string;
  readonly sourcePort: number;
  readonly destination: string;
  readonly destinationPort: number;
}

/**
 * `refused` is a TCP RST or an ICMP port unreachable on its way back to the sender, `close` a server's farewell (FIN, or
 * HTTP/2's GOAWAY) on a connection that was kept open; it belongs to the last request on that connection.
 */
export type PacketKind = 'request' | 'reply' | 'dnsQuery' | 'dnsReply' | 'refused' | 'close';

/** The rule or table row that decided: shown in the packet's list of hops. `text` may be computed when read. */
export interface Rule {
  /** The component that owns it, also the name of a file in `network/`. */
  readonly component:
    | 'kubeProxy'
    | 'conntrack'
    | 'podNetwork'
    | 'coreDNS'
    | 'httpRouting'
    | 'loadBalancer'
    | 'internet'
    | 'pod'
    | 'client';
  /** `KUBE-SVC-ZEBBKJ5WTNX7XMVZ`, `routes`, `listeners` … */
  readonly chain: string;
  /** One row as the real component would print it. */
  readonly text: string;
  /** Among whom it chose, as they were then; absent when there was nothing to choose. Computed when read. */
  readonly choice?: Choice | undefined;
}

/** What one place decided about one packet: why it looks as it does when it leaves. */
export interface Decision {
  readonly packetId: number;
  readonly requestId: number;
  readonly packetKind: PacketKind;
  /** The header as it came to the place, and as it left. The same object when nothing was rewritten. */
  readonly before: Header;
  readonly after: Header;
  readonly rule: Rule | null;
  readonly reason: Reason;
  /** Key of the Service that this packet's connection is addressed to, null when none is involved. For drawing only. */
  readonly service: ObjectKey | null;
  /** What the reason's sentence needs beyond the headers: counts, names. Small, plain, absent when not needed. */
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** A packet leaves `from` at `leavesAt` and is at `to` at `arrivesAt` (simulated ms, integers). Emitted when it leaves. */
export interface Hop extends Decision {
  readonly type: 'Hop';
  readonly from: PlaceKey;
  readonly to: PlaceKey;
  readonly leavesAt: number;
  readonly arrivesAt: number;
}

/** A packet's journey ends: it was taken in by a process, or it was dropped, or it was refused (and a `refused` packet goes back). */
export interface PacketEnd extends Decision {
  readonly type: 'PacketEnd';
  readonly verdict: 'delivered' | 'dropped' | 'refused';
  readonly at: number;
  readonly place: PlaceKey;
}

export interface RequestStart {
  readonly type: 'RequestStart';
  readonly at: number;
  readonly requestId: number;
  readonly from: PlaceKey;
  readonly url: string;
  /** Key of the Traffic object, null for a single request. */
  readonly traffic: ObjectKey | null;
  /** What it asks, when it is HTTP. */
  readonly http?: HttpRequest | undefined;
  /** The request that a proxy makes this one for. */
  readonly parent?: number | undefined;
  /** Which try at the same request it is, when it is not the first one, and the request that was the first one. */
  readonly attempt?: number | undefined;
  readonly firstTry?: number | undefined;
}

/** How a request ended for the one who sent it. */
export type Outcome = 'answered' | 'refused' | 'timedOut' | 'nameNotFound' | 'noAddress' | 'tlsFailed';

export interface RequestEnd {
  readonly type: 'RequestEnd';
  readonly at: number;
  readonly startedAt: number;
  readonly requestId: number;
  readonly from: PlaceKey;
  readonly url: string;
  readonly traffic: ObjectKey | null;
  readonly outcome: Outcome;
  readonly reason: Reason;
  readonly service: ObjectKey | null;
  /** The HTTP status of the answer; absent when there is none, and when it is no HTTP. */
  readonly status?: number | undefined;
  /**
   * Who answered on this connection, and the source address that it saw; null unless answered (or refused by a process).
   * When that is a proxy, `upstream` says who answered it in the end.
   */
  readonly answeredBy: PlaceKey | null;
  readonly sourceSeen: string | null;
  /** The request that a proxy made for this one, and who answered that in the end. */
  readonly upstream?: Upstream | undefined;
  /** The request that a proxy made this one for. */
  readonly parent?: number | undefined;
  /** The connection that it came over stays open, for the next request. */
  readonly keepsConnection?: boolean | undefined;
  /** How many tries it took up to this one, when there was more than one, and when the first was sent. */
  readonly attempts?: number | undefined;
  readonly firstStartedAt?: number | undefined;
  /** Its sender has not given up: another try follows, which decides how the request ends. */
  readonly isTriedAgain?: boolean | undefined;
  readonly details?: Readonly<Record<string, string | number | boolean>> | undefined;
}

/** An object changed. `author` is `user` or a component's name (`endpointSlice`, `scheduler`, …). */
export interface ObjectChange {
  readonly type: 'ObjectChange';
  readonly at: number;
  readonly author: string;
  readonly key: ObjectKey;
  /** null: it did not exist before. */
  readonly before: KubernetesObject | null;
  /** null: it was deleted. */
  readonly after: KubernetesObject | null;
}

/** kube-proxy on a node wrote its rules anew. */
export interface RulesSynced {
  readonly type: 'RulesSynced';
  readonly at: number;
  readonly node: PlaceKey;
  readonly rules: number;
}

/** What `kubectl get events` would list. */
export interface ClusterEvent {
  readonly type: 'ClusterEvent';
  readonly at: number;
  readonly severity: 'Normal' | 'Warning';
  readonly about: ObjectKey;
  readonly component: string;
  /** `Scheduled`, `Started`, `Unhealthy`, `EnsuredLoadBalancer` … as the real component words it. */
  readonly eventReason: string;
  readonly message: string;
}

export type SimulationEvent =
  | Hop
  | PacketEnd
  | RequestStart
  | RequestEnd
  | ObjectChange
  | RulesSynced
  | ClusterEvent;
