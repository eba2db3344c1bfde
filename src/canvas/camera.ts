/** Where to look: the whole scene, with room for what floats over the canvas. */
import { LOAD_BALANCER_CARD } from '../playground/cardGeometry.ts';
import type { Flow } from './toFlow.ts';
import { type Camera, cameraOnto, FARTHEST, NEAREST } from './viewport.ts';
import type { Rect } from './wirePath.ts';

/** A scene is never blown up beyond this to fill a large screen. */
const LARGEST_FIT = 1.15;
/** On a phone a readable part says more than an unreadable whole. */
const SMALLEST_FIRST_FIT = 0.6;
/** CSS pixels; the transport floats at the bottom. */
const PADDING = { top: 22, side: 18, bottom: 92 };
/** On a canvas of this width the controls stand in a column at the right edge, as high as the cards (canvas.css). */
const COLUMN = { from: 720, to: 1090, width: 58 };

/** While following a packet, this much is large enough to read. */
const READABLE = 0.5;
const CLOSE = 0.8;

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
export function fitCamera(bounds: Rect, width: number, height: number, isFirst: boolean): Camera {
  const hasColumn = width > COLUMN.from && width <= COLUMN.to;
  const whole = cameraOnto(bounds, width, height, LARGEST_FIT, {
    top: PADDING.top,
    bottom: Math.min(PADDING.bottom, Math.round(height / 5)),
    left: PADDING.side,
    right: hasColumn ? COLUMN.width : PADDING.side,
  });
  // With room at the sides there is no readable part that would be worth losing the rest for.
  const isNarrow = bounds.width * SMALLEST_FIRST_FIT > width - 2 * PADDING.side;
  if (!isFirst || whole.zoom >= SMALLEST_FIRST_FIT || !isNarrow) return whole;
  const zoom = SMALLEST_FIRST_FIT;
  const spare = height - PADDING.top - PADDING.bottom - bounds.height * zoom;
  const top = PADDING.top + Math.max(0, spare / 2);
  return { x: PADDING.side - bounds.x * zoom, y: top - bounds.y * zoom, zoom };
}

/** The camera for what happens between two places; null when it is in sight and large enough as it is. */
export function cameraOn(
  a: Rect,
  b: Rect,
  { x, y, zoom }: Camera,
  width: number,
  height: number,
): Camera | null {
  const left = Math.min(a.x, b.x);
  const top = Math.min(a.y, b.y);
  const right = Math.max(a.x + a.width, b.x + b.width);
  const bottom = Math.max(a.y + a.height, b.y + b.height);
  const below = Math.min(PADDING.bottom, Math.round(height / 5));
  const isInSight =
    left * zoom + x >= 0 &&
    top * zoom + y >= 0 &&
    right * zoom + x <= width &&
    bottom * zoom + y <= height - below;
  const roomX = (width - 2 * PADDING.side) / Math.max(1, right - left);
  const roomY = (height - PADDING.top - below) / Math.max(1, bottom - top);
  const largest = Math.min(roomX, roomY, NEAREST);
  if (isInSight && (zoom >= READABLE || zoom >= largest)) return null;
  const wanted = zoom >= READABLE ? zoom : CLOSE;
  const next = Math.max(FARTHEST, Math.min(wanted, largest));
  return {
    x: width / 2 - ((left + right) / 2) * next,
    y: PADDING.top + (height - PADDING.top - below) / 2 - ((top + bottom) / 2) * next,
    zoom: next,
  };
}
