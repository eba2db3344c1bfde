/** Where wires touch a card, and where packets stop: not always the card's whole box. */
import { STRIP, stripOffset } from '../playground/cardGeometry.ts';
import type { CardKind } from './flowTypes.ts';
import type { Rect } from './wirePath.ts';

/** The circle of clients and outside servers. */
export const ROUND_ICON = 46;
export const LOAD_BALANCER_BOX = { width: 50, height: 54 };

const whole = (rect: Rect): Rect => rect;

function roundIcon({ x, y, width }: Rect): Rect {
  return { x: x + (width - ROUND_ICON) / 2, y, width: ROUND_ICON, height: ROUND_ICON };
}

/** A packet that is at a Node is at its kube-proxy: the rules are what happens to it there. */
const anchors = {
  Node: ({ x, y }) => ({ x: x + stripOffset(0).x, y: y + stripOffset(0).y, ...STRIP }),
  Pod: whole,
  SystemPod: whole,
  Service: whole,
  Deployment: whole,
  Client: roundIcon,
  OutsideServer: roundIcon,
  LoadBalancer: ({ x, y, width }) => ({
    x: x + (width - LOAD_BALANCER_BOX.width) / 2,
    y,
    ...LOAD_BALANCER_BOX,
  }),
  Tray: whole,
} satisfies Record<CardKind, (rect: Rect) => Rect>;

export function anchorOf(kind: CardKind, rect: Rect): Rect {
  return anchors[kind](rect);
}
