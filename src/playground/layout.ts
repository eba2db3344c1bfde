/** Where things stand on the canvas: free places for what is new, and Tidy. Nothing that the user placed moves by itself. */
import type { Deployment } from '../kubernetes/deployment.ts';
import type { Position } from '../simulation/scene.ts';
import {
  DEPLOYMENT_CARD,
  LOAD_BALANCER_CARD,
  NODE_CARD_WIDTH,
  nodeCardSize,
  OUTSIDE_CARD,
  SERVICE_CARD,
  type Size,
} from './cardGeometry.ts';
import type { Layout } from './history.ts';
import { type Objects, ofKind, podsOfService, templatePod } from './queries.ts';

/** The column of clients and outside servers. */
const INTERNET_LEFT = 12;
const CLUSTER_LEFT = 224;
const SERVICES_TOP = 44;
const BELOW_SERVICES = 130;
const NODES_TOP = 226;
const MARGIN = 14;
/** The canvas draws load balancers on the cluster's edge, one below the other: they need room there. */
const LOAD_BALANCERS = { left: CLUSTER_LEFT - 84, top: BELOW_SERVICES, step: LOAD_BALANCER_CARD.height + 24 };
/** The part of the canvas that a window of 1440×900 shows. */
const VISIBLE: Size = { width: 824, height: 500 };
/** The widest row that Tidy tries, in Node cards. */
const MOST_COLUMNS = 7;

type Lane = 'outside' | 'services' | 'deployments' | 'nodes';

interface LaneRule {
  left: number;
  top: number;
  /** From one place to the next. */
  stepX: number;
  stepY: number;
  /** A column goes down, a row goes to the right and then to the next row. */
  direction: 'column' | 'row';
}

const lanes = {
  outside: {
    left: INTERNET_LEFT,
    top: 84,
    stepX: OUTSIDE_CARD.width + 20,
    stepY: OUTSIDE_CARD.height + 36,
    direction: 'column',
  },
  services: {
    left: CLUSTER_LEFT,
    top: SERVICES_TOP,
    stepX: SERVICE_CARD.width + 16,
    stepY: SERVICE_CARD.height + 16,
    direction: 'row',
  },
  deployments: {
    left: CLUSTER_LEFT,
    top: BELOW_SERVICES,
    stepX: DEPLOYMENT_CARD.width + 16,
    stepY: DEPLOYMENT_CARD.height + 16,
    direction: 'row',
  },
  nodes: { left: CLUSTER_LEFT, top: NODES_TOP, stepX: NODE_CARD_WIDTH + 20, stepY: 24, direction: 'row' },
} satisfies Record<Lane, LaneRule>;

/** A box on the canvas that needs a place. */
interface Card {
  key: string;
  lane: Lane;
  size: Size;
}

interface Box extends Position, Size {}

/** How many Pods a Node will hold: those it has, and its share of those that are still to come. */
function expectedPods(objects: Objects): (node: string) => { pods: number; systemPods: number } {
  const pods = ofKind(objects, 'Pod');
  const nodes = ofKind(objects, 'Node').length;
  const onNode = new Map<string, { pods: number; systemPods: number }>();
  let placed = 0;
  for (const pod of pods) {
    const { nodeName } = pod.spec;
    if (nodeName === undefined) continue;
    const count = onNode.get(nodeName) ?? { pods: 0, systemPods: 0 };
    onNode.set(nodeName, count);
    if (pod.metadata.namespace === 'kube-system') count.systemPods++;
    else {
      count.pods++;
      placed++;
    }
  }
  const wanted =
    ofKind(objects, 'Deployment')
      .filter((deployment) => deployment.metadata.namespace !== 'kube-system')
      .reduce((sum, deployment) => sum + (deployment.spec.replicas ?? 1), 0) +
    pods.filter(
      (pod) => pod.metadata.ownerReferences === undefined && pod.metadata.namespace !== 'kube-system',
    ).length;
  const share = nodes === 0 ? 0 : Math.ceil(Math.max(0, wanted - placed) / nodes);
  return (node) => {
    const { pods: now = 0, systemPods = 1 } = onNode.get(node) ?? {};
    return { pods: now + share, systemPods: Math.max(1, systemPods) };
  };
}

/** Every box that stands somewhere by itself; Pods stand in their Node's box. */
function cardsOf(objects: Objects): Card[] {
  const cards: Card[] = [];
  const podsOn = expectedPods(objects);
  for (const [key, object] of objects) {
    if (object.metadata.namespace === 'kube-system') continue;
    if (object.kind === 'Service' && object.apiVersion === 'v1') {
      cards.push({ key, lane: 'services', size: SERVICE_CARD });
    } else if (object.kind === 'Deployment') cards.push({ key, lane: 'deployments', size: DEPLOYMENT_CARD });
    else if (object.kind === 'Node' && object.apiVersion === 'v1') {
      const { pods, systemPods } = podsOn(object.metadata.name);
      cards.push({ key, lane: 'nodes', size: nodeCardSize(pods, systemPods) });
    } else if (object.kind === 'Client' || object.kind === 'OutsideServer')
      cards.push({ key, lane: 'outside', size: OUTSIDE_CARD });
  }
  return cards;
}

function overlap(a: Box, b: Box): boolean {
  return (
    a.x < b.x + b.width + MARGIN &&
    b.x < a.x + a.width + MARGIN &&
    a.y < b.y + b.height + MARGIN &&
    b.y < a.y + a.height + MARGIN
  );
}

/** Where the canvas will draw the load balancers. */
function loadBalancerBoxes(objects: Objects): Box[] {
  return ofKind(objects, 'Service')
    .filter(({ spec }) => spec.type === 'LoadBalancer')
    .map((_, index) => ({
      x: LOAD_BALANCERS.left,
      y: LOAD_BALANCERS.top + index * LOAD_BALANCERS.step,
      ...LOAD_BALANCER_CARD,
    }));
}

/** The first place of the lane where the card touches nothing. */
function freePlace(card: Card, taken: readonly Box[]): Position {
  const lane: LaneRule = lanes[card.lane];
  const right = taken.reduce((edge, box) => Math.max(edge, box.x + box.width), VISIBLE.width + 60);
  const isFree = (x: number, y: number) => !taken.some((box) => overlap({ x, y, ...card.size }, box));
  for (let row = 0; ; row++) {
    const y = lane.top + row * lane.stepY;
    if (lane.direction === 'column') {
      if (isFree(lane.left, y)) return { x: lane.left, y };
      continue;
    }
    for (let x = lane.left; x + card.size.width <= right; x += lane.stepX) if (isFree(x, y)) return { x, y };
  }
}

/** The layout with a free place for every box that has none; what stands stays. */
export function placeMissing(objects: Objects, layout: Layout): Layout {
  const cards = cardsOf(objects);
  const missing = cards.filter((card) => layout[card.key] === undefined);
  if (missing.length === 0) return layout;
  if (missing.length === cards.length) return { ...layout, ...arrange(cards, objects) };
  const taken = loadBalancerBoxes(objects);
  for (const { key, size } of cards) {
    const position = layout[key];
    if (position !== undefined) taken.push({ ...position, ...size });
  }
  const next: Record<string, Position> = { ...layout };
  for (const card of missing) {
    const place = freePlace(card, taken);
    next[card.key] = place;
    taken.push({ ...place, ...card.size });
  }
  return next;
}

/** A new layout for everything: the zones and lanes, as wide as shows it largest. */
export function tidy(objects: Objects): Layout {
  return arrange(cardsOf(objects), objects);
}

/** Tries rows of different width and keeps what a window shows largest. */
function arrange(cards: readonly Card[], objects: Objects): Layout {
  let best: { layout: Layout; scale: number } | null = null;
  for (let columns = 2; columns <= MOST_COLUMNS; columns += 0.25) {
    const layout = arrangeInWidth(cards, objects, CLUSTER_LEFT + columns * lanes.nodes.stepX);
    const extent = extentOf(cards, layout);
    const scale = Math.min(VISIBLE.width / extent.width, VISIBLE.height / extent.height);
    if (best === null || scale > best.scale * 1.02) best = { layout, scale };
  }
  return best!.layout;
}

function extentOf(cards: readonly Card[], layout: Layout): Size {
  let width = 1;
  let height = 1;
  for (const { key, size } of cards) {
    const position = layout[key]!;
    width = Math.max(width, position.x + size.width);
    height = Math.max(height, position.y + size.height);
  }
  return { width, height };
}

/** Fills the lanes one below the other; `right` is where a row ends. */
function arrangeInWidth(cards: readonly Card[], objects: Objects, right: number): Layout {
  const layout: Record<string, Position> = {};
  const inLane = (lane: Lane) => cards.filter((card) => card.lane === lane);

  const balancers = loadBalancerBoxes(objects);
  /** Rows beside the load balancers begin behind them. */
  function leftAt(y: number, height: number): number {
    const isBeside = balancers.some((box) => y < box.y + box.height + MARGIN && box.y < y + height + MARGIN);
    return isBeside ? LOAD_BALANCERS.left + LOAD_BALANCER_CARD.width + MARGIN : CLUSTER_LEFT;
  }

  function fill(row: readonly Card[], { stepX }: LaneRule, top: number): number {
    let y = top;
    let x = leftAt(y, row[0]?.size.height ?? 0);
    let rowHeight = 0;
    let isFirst = true;
    for (const { key, size } of row) {
      if (!isFirst && x + size.width > right) {
        y += rowHeight + 16;
        x = leftAt(y, size.height);
        rowHeight = 0;
      }
      layout[key] = { x, y };
      x += stepX;
      rowHeight = Math.max(rowHeight, size.height);
      isFirst = false;
    }
    return row.length === 0 ? top : y + rowHeight;
  }

  const servicesEnd = fill(inLane('services'), lanes.services, SERVICES_TOP);
  const deployments = besideTheirServices(inLane('deployments'), objects);
  const deploymentsTop = Math.max(BELOW_SERVICES, servicesEnd + 36);
  const deploymentsEnd = fill(deployments, lanes.deployments, deploymentsTop);
  fill(inLane('nodes'), lanes.nodes, Math.max(NODES_TOP, deploymentsEnd + 40));
  for (const [index, { key }] of inLane('outside').entries())
    layout[key] = { x: lanes.outside.left, y: lanes.outside.top + index * lanes.outside.stepY };
  return layout;
}

/** Deployments in the order of the Services that select their Pods. */
function besideTheirServices(cards: readonly Card[], objects: Objects): Card[] {
  const services = ofKind(objects, 'Service');
  const rank = ({ key }: Card): number => {
    const deployment = objects.get(key) as Deployment;
    const template = templatePod(deployment);
    const index = services.findIndex((service) => podsOfService(service, [template]).length > 0);
    return index < 0 ? services.length : index;
  };
  return cards
    .map((card) => ({ card, rank: rank(card) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ card }) => card);
}
