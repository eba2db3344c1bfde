/** Where things stand on the canvas: free places for what is new, and Tidy. Nothing that the user placed moves by itself. */
import { isTopWorkload } from '../kubernetes/workload.ts';
import type { Position } from '../simulation/scene.ts';
import {
  LOAD_BALANCER_CARD,
  NODE_CARD_WIDTH,
  OUTSIDE_CARD,
  SERVICE_CARD,
  type Size,
  WORKLOAD_CARD,
} from './cardGeometry.ts';
import type { Layout } from './history.ts';
import { type Objects, ofKind, podsOfService, templatePod } from './queries.ts';
import { type Card, cardsOf, type Lane } from './standingCards.ts';

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
/** From so many newcomers on they get a block of their own. */
const A_CROWD = 7;
const BLOCK_GAP = 60;

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
  workloads: {
    left: CLUSTER_LEFT,
    top: BELOW_SERVICES,
    stepX: WORKLOAD_CARD.width + 16,
    stepY: WORKLOAD_CARD.height + 16,
    direction: 'row',
  },
  nodes: { left: CLUSTER_LEFT, top: NODES_TOP, stepX: NODE_CARD_WIDTH + 20, stepY: 24, direction: 'row' },
} satisfies Record<Lane, LaneRule>;

interface Box extends Position, Size {}

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

/** The layout with a free place for every card that has none; what stands stays. */
export function placeMissing(objects: Objects, layout: Layout): Layout {
  const cards = cardsOf(objects);
  const missing = cards.filter((card) => layout[card.key] === undefined);
  if (missing.length === 0) return layout;
  if (missing.length === cards.length) return { ...layout, ...arrange(cards, objects) };
  const standing = cards.filter((card) => layout[card.key] !== undefined);
  const inCluster = missing.filter((card) => card.lane !== 'outside');
  const next: Record<string, Position> =
    inCluster.length < A_CROWD
      ? { ...layout }
      : { ...layout, ...placeBlock(inCluster, standing, layout, objects) };
  const taken = [...boxesOf(cards, next), ...loadBalancerBoxes(objects)];
  for (const card of missing) {
    if (next[card.key] !== undefined) continue;
    const place = freePlace(card, taken);
    next[card.key] = place;
    taken.push({ ...place, ...card.size });
  }
  return next;
}

/** The boxes of the cards that have a place. */
function boxesOf(cards: readonly Card[], layout: Layout): Box[] {
  return cards.flatMap(({ key, size }) => {
    const position = layout[key];
    return position === undefined ? [] : [{ ...position, ...size }];
  });
}

/** Many newcomers (an import) stay together: in lanes of their own, beside or below what stands, as shows all largest. */
function placeBlock(
  newcomers: readonly Card[],
  standing: readonly Card[],
  layout: Layout,
  objects: Objects,
): Layout {
  const there = boxesOf(standing, layout);
  const edge = extentOf(there);
  const beside = { x: Math.max(0, edge.width + BLOCK_GAP - CLUSTER_LEFT), y: 0 };
  const below = { x: 0, y: edge.height + BLOCK_GAP - SERVICES_TOP };
  const plans = eachWidth((right) => arrangeInWidth(newcomers, objects, right, []));
  return best(
    plans.flatMap((plan) => [beside, below].map((by) => shift(plan, by))),
    (plan) => scaleOf([...there, ...boxesOf(newcomers, plan)]),
  );
}

function shift(layout: Layout, by: Position): Layout {
  return Object.fromEntries(
    Object.entries(layout).map(([key, { x, y }]) => [key, { x: x + by.x, y: y + by.y }]),
  );
}

/** A new layout for everything: the zones and lanes, as wide as shows it largest. */
export function tidy(objects: Objects): Layout {
  return arrange(cardsOf(objects), objects);
}

function arrange(cards: readonly Card[], objects: Objects): Layout {
  const balancers = loadBalancerBoxes(objects);
  return best(
    eachWidth((right) => arrangeInWidth(cards, objects, right, balancers)),
    (plan) => scaleOf(boxesOf(cards, plan)),
  );
}

/** Plans for rows of different width. */
function eachWidth(plan: (right: number) => Layout): Layout[] {
  const plans: Layout[] = [];
  for (let columns = 2; columns <= MOST_COLUMNS; columns += 0.25)
    plans.push(plan(CLUSTER_LEFT + columns * lanes.nodes.stepX));
  return plans;
}

/** The plan that a window shows largest; of nearly equal ones the first, which is the narrowest. */
function best(plans: readonly Layout[], scaleOfPlan: (plan: Layout) => number): Layout {
  let chosen = plans[0]!;
  let largest = 0;
  for (const plan of plans) {
    const scale = scaleOfPlan(plan);
    if (scale <= largest * 1.02) continue;
    chosen = plan;
    largest = scale;
  }
  return chosen;
}

/** How large a window can show the boxes. */
function scaleOf(boxes: readonly Box[]): number {
  const { width, height } = extentOf(boxes);
  return Math.min(VISIBLE.width / width, VISIBLE.height / height);
}

/** How far the boxes reach to the right and down. */
function extentOf(boxes: readonly Box[]): Size {
  let width = 1;
  let height = 1;
  for (const box of boxes) {
    width = Math.max(width, box.x + box.width);
    height = Math.max(height, box.y + box.height);
  }
  return { width, height };
}

/** Fills the lanes one below the other, around the load balancers; `right` is where a row ends. */
function arrangeInWidth(
  cards: readonly Card[],
  objects: Objects,
  right: number,
  balancers: readonly Box[],
): Layout {
  const layout: Record<string, Position> = {};
  const inLane = (lane: Lane) => cards.filter((card) => card.lane === lane);

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
  const workloads = besideTheirServices(inLane('workloads'), objects);
  const workloadsTop = Math.max(BELOW_SERVICES, servicesEnd + 36);
  const workloadsEnd = fill(workloads, lanes.workloads, workloadsTop);
  fill(inLane('nodes'), lanes.nodes, Math.max(NODES_TOP, workloadsEnd + 40));
  for (const [index, { key }] of inLane('outside').entries())
    layout[key] = { x: lanes.outside.left, y: lanes.outside.top + index * lanes.outside.stepY };
  return layout;
}

/** Workloads in the order of the Services that select their Pods; what else stands there comes last. */
function besideTheirServices(cards: readonly Card[], objects: Objects): Card[] {
  const services = ofKind(objects, 'Service');
  const rank = ({ key }: Card): number => {
    const object = objects.get(key);
    if (object === undefined || !isTopWorkload(object)) return services.length;
    const template = templatePod(object);
    const index = services.findIndex((service) => podsOfService(service, [template]).length > 0);
    return index < 0 ? services.length : index;
  };
  return cards
    .map((card) => ({ card, rank: rank(card) }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ card }) => card);
}
