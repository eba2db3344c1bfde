/** Cards and wires as data, in the shape that React Flow takes too. `Node` is the Kubernetes Node here, its nodes and edges are FlowNode and FlowEdge. */
import type { HTMLAttributes, SVGAttributes } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { RoutingKind } from '../kubernetes/routing.ts';
import type { ServiceForm } from '../kubernetes/service.ts';
import type { Progress } from '../kubernetes/workload.ts';
import type { WorkloadKind } from '../kubernetes/workloadKinds.ts';
import type { Problem } from '../playground/problems.ts';
import type { PlaceKey } from '../simulation/events.ts';
import type { Position } from '../simulation/scene.ts';
import type { Wire } from './relations.ts';

/** How a Pod is: a word, never only a colour. */
export type PodState = 'ready' | 'not ready' | 'pending' | 'terminating' | 'completed' | 'failed';

type CardBase = {
  /** The object that the card stands for: what is selected, renamed, deleted. */
  object: ObjectKey;
  name: string;
  /** The worst problem, if any. */
  problem: Problem | null;
};

export type CardDataByKind = {
  Node: CardBase & {
    address: string | null;
    isReady: boolean;
    isCordoned: boolean;
    /** What is broken of it by hand, in words: `no power`. */
    faults: readonly string[];
    /** Nothing on it runs. */
    isOff: boolean;
    isProxyStopped: boolean;
    rules: number | null;
    /** What its kube-proxy does to the followed packet: `DNAT + SNAT`. */
    rewrite: string | null;
    /** Form of the Service whose packet is rewritten. */
    rewriteForm: ServiceForm | null;
  };
  Pod: CardBase & PodFacts;
  SystemPod: CardBase & PodFacts;
  Service: CardBase & {
    form: ServiceForm;
    /** `10.96.14.20:80`, `80:30080`, a hostname: what its caller needs. */
    line: string;
    isPending: boolean;
    ready: number;
    total: number;
  };
  Workload: CardBase & Progress & { kind: WorkloadKind };
  Policy: CardBase & {
    /** `ingress`, `egress`, `ingress and egress`: for what it isolates its Pods. */
    directions: string;
    /** How many Pods it selects. */
    pods: number;
  };
  Routing: CardBase & {
    kind: RoutingKind;
    /** Its hosts, for a Gateway its address. */
    line: string;
    isPending: boolean;
  };
  Client: CardBase & { address: string | null };
  OutsideServer: CardBase & { hostname: string; address: string | null };
  LoadBalancer: CardBase & { address: string | null };
  Tray: CardBase;
};

type PodFacts = {
  state: PodState;
  /** What is broken of it by hand, in words: `hangs`. */
  faults: readonly string[];
  /** Its Node has no power. */
  isOff: boolean;
  address: string | null;
  /** Form of a Service that it answers for: the colour of its share. */
  form: ServiceForm | null;
  /** How many NetworkPolicies isolate it, and for what; null when everybody may reach it and it everybody. */
  shield: { policies: number; directions: string } | null;
  /** How EndpointSlices have it: in words, and for whom it is hinted; null unless that is what is looked at. */
  membership: string | null;
  hints: string | null;
  /** A Service that it answers for, or a policy that selects it, is selected. */
  isHighlighted: boolean;
};

export type CardKind = keyof CardDataByKind;
export type CardData<K extends CardKind> = CardDataByKind[K];
export type FlowNodeOf<K extends CardKind> = {
  id: PlaceKey;
  type: K;
  data: CardDataByKind[K];
  /** In the card that it stands in, if there is one. */
  position: Position;
  parentId?: PlaceKey;
  width: number;
  height: number;
  selected: boolean;
  selectable: boolean;
  focusable: boolean;
  draggable: boolean;
  /** It is under the pointer. */
  dragging?: boolean;
  connectable: boolean;
  zIndex: number;
  className: string;
  ariaRole: 'group' | 'button';
  ariaLabel: string;
  domAttributes: Pick<HTMLAttributes<HTMLElement>, 'tabIndex' | 'aria-pressed' | 'aria-roledescription'>;
};

export type FlowNode = { [K in CardKind]: FlowNodeOf<K> }[CardKind];

export type FlowEdge = {
  id: string;
  type: 'wire';
  source: PlaceKey;
  target: PlaceKey;
  sourceHandle: 'out';
  targetHandle: 'in';
  data: { wire: Wire };
  selected: boolean;
  selectable: boolean;
  focusable: false;
  zIndex: number;
  className: string;
  ariaRole: 'presentation';
  domAttributes: Pick<SVGAttributes<SVGGElement>, 'aria-hidden' | 'aria-roledescription'>;
};

/** What the component of a card is given. */
export interface CardProps<K extends CardKind> {
  id: PlaceKey;
  data: CardDataByKind[K];
}

export type { PlaceKey };
