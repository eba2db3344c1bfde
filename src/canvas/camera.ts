/** Where to look: the whole scene, with room for what floats over the canvas. */
import { getViewportForBounds, type Viewport } from '@xyflow/react';
import { LOAD_BALANCER_CARD } from '../playground/cardGeometry.ts';
import type { Flow } from './toFlow.ts';
import type { Rect } from './wirePath.ts';

export const NEAREST = 2;
export const FARTHEST = 0.15;
/** A scene is never blown up beyond this to fill a large screen. */
const LARGEST_FIT = 1.15;
/** On a phone a readable part says more than an unreadable whole. */
const SMALLEST_FIRST_FIT = 0.6;
/** CSS pixels; the transport floats at the bottom. */
const PADDING = { top: 22, side: 18, bottom: 92 };

export function boundsOf({ zones }: Pick<Flow, 'zones'>): Rect | null {
  if (zones.length === 0) return null;
  const left = Math.min(...zones.map(({ x }) => x));
  const top = Math.min(...zones.map(({ y }) => y));
  const right = Math.max(...zones.map(({ x, width }) => x + width));
  const bottom = Math.max(...zones.map(({ y, height }) => y + height));
  // A load balancer may stick out of a cluster that stands alone.
  const room = zones.length === 1 ? LOAD_BALANCER_CARD.width / 2 : 0;
  return { x: left - room, y: top, width: right - left + room, height: bottom - top };
}

/** `isFirst`: the view on a scene that has just been opened. */
export function fitCamera(bounds: Rect, width: number, height: number, isFirst: boolean): Viewport {
  const whole = getViewportForBounds(bounds, width, height, FARTHEST, LARGEST_FIT, {
    top: `${PADDING.top}px`,
    bottom: `${Math.min(PADDING.bottom, Math.round(height / 5))}px`,
    left: `${PADDING.side}px`,
    right: `${PADDING.side}px`,
  });
  if (!isFirst || whole.zoom >= SMALLEST_FIRST_FIT) return whole;
  const zoom = SMALLEST_FIRST_FIT;
  const spare = height - PADDING.top - PADDING.bottom - bounds.height * zoom;
  const top = PADDING.top + Math.max(0, spare / 2);
  return { x: PADDING.side - bounds.x * zoom, y: top - bounds.y * zoom, zoom };
}
