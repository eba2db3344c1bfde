/** Objects, layout, view and problems in; cards, wires and the zones around them out. What did not change keeps its identity. */
import { type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { t } from '../messages/canvas.ts';
import {
  LOAD_BALANCER_CARD,
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  podOffset,
  ROUTING_CARD,
  SERVICE_CARD,
  type Size,
  STRIP,
  stripOffset,
  WORKLOAD_CARD,
} from '../playground/cardGeometry.ts';
import type { PlaygroundState } from '../playground/state.ts';
import type { PlaceKey } from '../simulation/events.ts';
import type { Position } from '../simulation/scene.ts';
import {
  clientData,
  loadBalancerData,
  nodeData,
  outsideServerData,
  podData,
  policyData,
  routingData,
  serviceData,
  workloadData,
  worstProblem,
} from './cardData.ts';
import { cardLabel } from './cardLabel.ts';
import type { CardData, CardKind, FlowEdge, FlowNode } from './flowTypes.ts';
import { createMemo, type Memo, sameList } from './memo.ts';
import { wiresOf } from './relations.ts';
import { assignSlots, type Slots, slotCount } from './slots.ts';
import type { Spotlight } from './spotlight.ts';
import {
  loadBalancerOf,
  type PodEndpoint,
  podsOfPolicy,
  SYSTEM_NAMESPACE,
  type World,
  worldOf,
} from './world.ts';
import { type Zone, zonesOf } from './zones.ts';

export interface Flow {
  nodes: FlowNode[];
  edges: FlowEdge[];
  zones: Zone[];
}

export interface FlowInput
  extends Pick<PlaygroundState, 'objects' | 'layout' | 'view' | 'problems' | 'selection' | 'rules'> {
  spotlight: Spotlight | null;
  /** What a text beside the canvas has to do with a card, as a class: '' for most. */
  marks?: ReadonlyMap<string, string>;
  /** The card that Tab reaches. */
  tabStop: string | null;
  editable: boolean;
}

/** Pods without a Node wait here. */
export const TRAY = 'Tray';
const TRAY_COLUMNS = 4;
const TRAY_TITLE = 34;
const GAP = 12;

/** Below the Node cards, above the wires. */
const CARD_LAYER = 0;
const RAISED_WIRE_LAYER = 1;
const POD_LAYER = 2;
/** A selected Node and its Pods, in case it stands on another one. */
const LIFTED = 10;

const LOAD_BALANCER_GAP = 24;

/** Remembers what it made, so it belongs to one canvas. */
export function createToFlow(): (input: FlowInput) => Flow {
  const cards = createMemo<FlowNode>();
  const edges = createMemo<FlowEdge>();
  let slots = new Map<string, Slots>();
  let flow: Flow = { nodes: [], edges: [], zones: [] };

  return (input) => {
    const world = worldOf(input.objects);
    const nextSlots = new Map<string, Slots>();
    const seats = (group: string, keys: readonly string[]) => {
      const assigned = assignSlots(keys, slots.get(group));
      nextSlots.set(group, assigned);
      return assigned;
    };
    const nodes = drawCards(input, world, cards, seats);
    const zones = zonesOf(nodes);
    nodes.push(...drawLoadBalancers(input, world, cards, seats, zones));
    const drawn = new Set(nodes.map((node) => node.id));
    const selection = new Set(input.selection);
    const wires = wiresOf({ world, selection }, input.view).filter(
      (wire) => drawn.has(wire.from) && drawn.has(wire.to),
    );
    const drawnEdges = wires.map((wire) => {
      const selected = wire.object !== null && selection.has(wire.object);
      const isOnHop = input.spotlight?.covers(wire.from, wire.to) ?? false;
      return edges.get(
        wire.id,
        [wire.look, wire.form, wire.object, wire.isRaised, selected, isOnHop],
        (): FlowEdge => ({
          id: wire.id,
          type: 'wire',
          source: wire.from,
          target: wire.to,
          sourceHandle: 'out',
          targetHandle: 'in',
          data: { wire },
          selected,
          selectable: wire.object !== null,
          focusable: false,
          zIndex: wire.isRaised ? RAISED_WIRE_LAYER : CARD_LAYER,
          className: isOnHop ? 'kh-on-hop' : '',
          ariaRole: 'presentation',
          domAttributes: { 'aria-hidden': true, 'aria-roledescription': undefined },
        }),
      );
    });
    cards.sweep();
    edges.sweep();
    slots = nextSlots;
    flow = {
      nodes: sameList(flow.nodes, nodes),
      edges: sameList(flow.edges, drawnEdges),
      zones: JSON.stringify(zones) === JSON.stringify(flow.zones) ? flow.zones : zones,
    };
    return flow;
  };
}

const NO_POLICIES = [] as const;

type Seats = (group: string, keys: readonly string[]) => Slots;

function drawCards(input: FlowInput, world: World, cards: Memo<FlowNode>, seats: Seats): FlowNode[] {
  const draw = cardDrawer(input, cards);
  const { layout, problems, view } = input;
  const memberships = view === 'Endpoints' ? membershipsIn(world, input.selection) : NO_MEMBERSHIPS;
  const problem = (key: ObjectKey) => worstProblem(problems.get(key));
  const answersFor = servicesOfPods(world);
  const selection = new Set(input.selection);
  const frames: FlowNode[] = [];
  const pods: FlowNode[] = [];
  const rest: FlowNode[] = [];

  const drawPod = (
    key: PlaceKey,
    parentId: string,
    position: Position,
    size: Size,
    kind: 'Pod' | 'SystemPod',
    lift: number,
  ) => {
    const pod = world.pods.get(key)!;
    const services = answersFor.get(key);
    const form = services?.[0] === undefined ? null : serviceForm(services[0].service);
    const isHighlighted = services?.some(({ key: service }) => selection.has(service)) ?? false;
    const policies = world.policiesOf.get(key) ?? NO_POLICIES;
    const isShielded = policies.some((policy) => selection.has(objectKey(policy)));
    const isLit = isHighlighted || isShielded;
    const data = podData(
      key,
      pod,
      problem(key),
      form,
      isLit,
      policies,
      world.nodes.get(`Node//${pod.spec.nodeName}`),
      view === 'Endpoints' && kind === 'Pod' ? (memberships.get(key) ?? 'none') : undefined,
    );
    pods.push(draw(key, kind, data, position, size, { parentId, zIndex: POD_LAYER + lift }));
  };

  let bottom = 0;
  let left = Number.POSITIVE_INFINITY;
  for (const [key, node] of world.nodes) {
    const all = world.podsOfNode.get(key) ?? [];
    const isSystem = (pod: PlaceKey) => world.pods.get(pod)?.metadata.namespace === SYSTEM_NAMESPACE;
    const strips = seats(`${key} strips`, all.filter(isSystem));
    const places = seats(
      key,
      all.filter((pod) => !isSystem(pod)),
    );
    const systemPods = slotCount(strips);
    const lift = selection.has(key) ? LIFTED : 0;
    const position = layout[key] ?? { x: 0, y: 0 };
    const size = nodeCardSize(slotCount(places), systemPods);
    const rules = input.rules[key]?.rules ?? null;
    const rewrite = input.spotlight?.rewriteAt(key) ?? null;
    const data = nodeData(key, node, problem(key), rules, rewrite);
    frames.push(draw(key, 'Node', data, position, size, { zIndex: CARD_LAYER + lift }));
    for (const [pod, slot] of strips) drawPod(pod, key, stripOffset(slot + 1), STRIP, 'SystemPod', lift);
    for (const [pod, slot] of places) drawPod(pod, key, podOffset(slot, systemPods), POD_CARD, 'Pod', lift);
    bottom = Math.max(bottom, position.y + size.height);
    left = Math.min(left, position.x);
  }

  const waiting = world.podsOfNode.get('') ?? [];
  if (waiting.length > 0) {
    const places = seats(TRAY, waiting);
    const rows = Math.ceil(slotCount(places) / TRAY_COLUMNS);
    const columns = Math.min(TRAY_COLUMNS, Math.max(2, slotCount(places)));
    const size = {
      width: GAP + columns * (POD_CARD.width + GAP),
      height: TRAY_TITLE + rows * (POD_CARD.height + GAP),
    };
    const position = { x: Number.isFinite(left) ? left : 0, y: bottom + 2 * GAP };
    const data = { object: TRAY, name: t('notScheduled'), problem: null };
    frames.push(draw(TRAY, 'Tray', data, position, size, { isFixed: true }));
    for (const [pod, slot] of places) {
      const offset = {
        x: GAP + (slot % TRAY_COLUMNS) * (POD_CARD.width + GAP),
        y: TRAY_TITLE + Math.floor(slot / TRAY_COLUMNS) * (POD_CARD.height + GAP),
      };
      drawPod(pod, TRAY, offset, POD_CARD, 'Pod', 0);
    }
  }

  const place = (key: ObjectKey) => layout[key] ?? { x: 0, y: 0 };
  for (const [key, service] of world.services) {
    const isListed = view === 'Endpoints' && serviceForm(service) !== 'ExternalName';
    const slices = isListed ? (world.sliceCounts.get(key) ?? 0) : undefined;
    const data = serviceData(key, service, problem(key), world.endpointsOf.get(key), slices);
    rest.push(draw(key, 'Service', data, place(key), SERVICE_CARD));
  }
  for (const [key, workload] of world.workloads)
    rest.push(draw(key, 'Workload', workloadData(key, workload, problem(key)), place(key), WORKLOAD_CARD));
  for (const [key, policy] of world.policies) {
    if (policy.metadata.namespace === SYSTEM_NAMESPACE) continue;
    const data = policyData(key, policy, problem(key), podsOfPolicy(world, policy));
    rest.push(draw(key, 'Policy', data, place(key), WORKLOAD_CARD));
  }
  for (const [key, routing] of world.routings)
    rest.push(draw(key, 'Routing', routingData(key, routing, problem(key)), place(key), ROUTING_CARD));
  for (const [key, client] of world.clients)
    rest.push(draw(key, 'Client', clientData(key, client, problem(key)), place(key), OUTSIDE_CARD));
  for (const [key, server] of world.outsideServers)
    rest.push(
      draw(key, 'OutsideServer', outsideServerData(key, server, problem(key)), place(key), OUTSIDE_CARD),
    );
  return [...frames, ...rest, ...pods];
}

/** On the cluster's edge, one below the other. */
function drawLoadBalancers(
  input: FlowInput,
  world: World,
  cards: Memo<FlowNode>,
  seats: Seats,
  zones: readonly Zone[],
): FlowNode[] {
  const draw = cardDrawer(input, cards);
  const cluster = zones.find((zone) => zone.title === 'Cluster');
  const balanced = [...world.services.values()].filter((service) => serviceForm(service) === 'LoadBalancer');
  const slots = seats('LoadBalancer', balanced.map(loadBalancerOf));
  return balanced.map((service) => {
    const id = loadBalancerOf(service);
    const key = id.replace(/^LoadBalancer/, 'Service');
    const position = {
      x: (cluster?.x ?? 0) - LOAD_BALANCER_CARD.width / 2,
      y: (cluster?.y ?? 0) + 112 + slots.get(id)! * (LOAD_BALANCER_CARD.height + LOAD_BALANCER_GAP),
    };
    return draw(id, 'LoadBalancer', loadBalancerData(key, service), position, LOAD_BALANCER_CARD, {
      isFixed: true,
    });
  });
}

interface CardOptions {
  parentId?: string;
  zIndex?: number;
  /** Its place is computed: it cannot be dragged. */
  isFixed?: boolean;
}

function cardDrawer(input: FlowInput, cards: Memo<FlowNode>) {
  const selection = new Set(input.selection);
  return <K extends CardKind>(
    id: string,
    kind: K,
    data: CardData<K>,
    position: Position,
    size: Size,
    { parentId, zIndex = CARD_LAYER, isFixed = false }: CardOptions = {},
  ): FlowNode => {
    const selected = selection.has(data.object);
    const isOnHop = input.spotlight?.has(id) ?? false;
    const mark = input.marks?.get(id) ?? input.marks?.get(data.object) ?? '';
    const tabIndex = input.tabStop === id ? 0 : -1;
    const { x, y } = position;
    const { width, height } = size;
    return cards.get(
      id,
      [
        ...Object.values(data).map(comparable),
        x,
        y,
        width,
        height,
        parentId,
        zIndex,
        selected,
        isOnHop,
        mark,
        tabIndex,
        input.editable,
      ],
      () =>
        ({
          id,
          type: kind,
          data,
          position: { x, y },
          ...size,
          selected,
          // A box around clients would catch the load balancer, and with it the Service.
          selectable: kind !== 'Tray' && kind !== 'LoadBalancer',
          focusable: kind !== 'Tray',
          draggable: input.editable && !isFixed,
          connectable: input.editable,
          zIndex,
          ...(parentId === undefined ? {} : { parentId }),
          className: isOnHop ? `kh-on-hop ${mark}` : mark,
          ariaRole: kind === 'Tray' ? 'group' : 'button',
          ariaLabel: cardLabel(kind, data),
          domAttributes: {
            'aria-roledescription': undefined,
            ...(kind === 'Tray' ? {} : { tabIndex, 'aria-pressed': selected }),
          },
        }) as unknown as FlowNode,
    );
  };
}

const NO_MEMBERSHIPS: ReadonlyMap<PlaceKey, PodEndpoint> = new Map();

/** How slices list each Pod; of several Services the selected one says it. */
function membershipsIn(world: World, selection: readonly ObjectKey[]): ReadonlyMap<PlaceKey, PodEndpoint> {
  const memberships = new Map<PlaceKey, PodEndpoint>();
  for (const [key, endpoints] of world.endpointsOf)
    for (const endpoint of endpoints)
      if (!memberships.has(endpoint.pod) || selection.includes(key)) memberships.set(endpoint.pod, endpoint);
  return memberships;
}

/** The Services that each Pod answers for. */
function servicesOfPods(world: World): Map<PlaceKey, { key: ObjectKey; service: Service }[]> {
  const found = new Map<PlaceKey, { key: ObjectKey; service: Service }[]>();
  for (const [key, endpoints] of world.endpointsOf) {
    const service = world.services.get(key);
    if (service === undefined) continue;
    for (const { pod } of endpoints) {
      const list = found.get(pod);
      if (list === undefined) found.set(pod, [{ key, service }]);
      else list.push({ key, service });
    }
  }
  return found;
}

/** Problems are found anew each time: they are the same when they say the same. */
function comparable(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : value;
}
