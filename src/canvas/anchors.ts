/** Where wires touch a card, and where packets stop: not always the card's whole box. */
import { STRIP, stripOffset } from '../playground/cardGeometry.ts';
import type { CardKind } from './flowTypes.ts';
import type { Anchor, Rect } from './wirePath.ts';

/** The circle of clients and outside servers. */
export const ROUND_ICON = 46;
export const LOAD_BALANCER_BOX = { width: 50, height: 54 };

const inRow = (rect: Rect): Anchor => ({ ...rect, prefers: 'upDown' });

function roundIcon({ x, y, width }: Rect): Anchor {
  const left = x + (width - ROUND_ICON) / 2;
  return { x: left, y, width: ROUND_ICON, height: ROUND_ICON, hasNameBelow: true };
}

/** A packet that is at a Node is at its kube-proxy: the rules are what happens to it there. */
const anchors = {
  Node: ({ x, y }) => inRow({ x: x + stripOffset(0).x, y: y + stripOffset(0).y, ...STRIP }),
  Pod: inRow,
  SystemPod: inRow,
  Service: inRow,
  Workload: inRow,
  Policy: inRow,
  Routing: inRow,
  Client: (rect) => ({ ...roundIcon(rect), prefers: 'sides' }),
  OutsideServer: roundIcon,
  LoadBalancer: ({ x, y, width }) => ({
    x: x + (width - LOAD_BALANCER_BOX.width) / 2,
    y,
    ...LOAD_BALANCER_BOX,
    prefers: 'sides',
    hasNameBelow: true,
  }),
  Tray: inRow,
} satisfies Record<CardKind, (rect: Rect) => Anchor>;

export function anchorOf(kind: CardKind, rect: Rect): Anchor {
  return anchors[kind](rect);
}
