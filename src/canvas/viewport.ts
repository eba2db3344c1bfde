/** The arithmetic of looking: pan, zoom, pinch and gliding from one view to another. A camera maps `p` of the canvas to `p · zoom + (x, y)` on the screen. */
import type { Point, Rect } from './wirePath.ts';

export interface Camera {
  x: number;
  y: number;
  zoom: number;
}

export const NEAREST = 2;
export const FARTHEST = 0.15;

/** One press of a zoom button. */
const ZOOM_STEP = 1.2;

export interface Padding {
  top: number;
  right: number;
  bottom: number;
  left: number;
}

export function limited(zoom: number, nearest = NEAREST): number {
  return Math.max(FARTHEST, Math.min(nearest, zoom));
}

/** What of the canvas is under a point of the screen. */
export function pointUnder({ x, y, zoom }: Camera, point: Point): Point {
  return { x: (point.x - x) / zoom, y: (point.y - y) / zoom };
}

/** With `target`, a point of the canvas, under `point` of the screen. */
export function aimedAt(target: Point, point: Point, zoom: number): Camera {
  return { x: point.x - target.x * zoom, y: point.y - target.y * zoom, zoom };
}

/** What is under the point stays there. */
export function zoomedAround(camera: Camera, point: Point, zoom: number): Camera {
  return aimedAt(pointUnder(camera, point), point, limited(zoom));
}

export function zoomedBySteps(camera: Camera, centre: Point, steps: number): Camera {
  return zoomedAround(camera, centre, camera.zoom * ZOOM_STEP ** steps);
}

/** How much a turn of the wheel, or two fingers on a touchpad, magnify; `isFine`: browsers that count it in small units. */
export function wheelFactor(deltaY: number, deltaMode: number, isFine: boolean): number {
  const unit = deltaMode === 1 ? 0.05 : deltaMode === 2 ? 1 : 0.002;
  return 2 ** (-deltaY * unit * (isFine ? 10 : 1));
}

/** One finger drags, two also magnify: what was under them stays under them. */
export function dragged(camera: Camera, before: readonly Point[], after: readonly Point[]): Camera {
  const zoom = camera.zoom * (spreadOf(after) / spreadOf(before) || 1);
  return aimedAt(pointUnder(camera, middleOf(before)), middleOf(after), limited(zoom));
}

/** On the way from one view to another, from 0 to 1: straight to it, and magnifying evenly around one point. */
export function cameraBetween(a: Camera, b: Camera, progress: number): Camera {
  const zoom = a.zoom * (b.zoom / a.zoom) ** progress;
  const part = a.zoom === b.zoom ? progress : (zoom - a.zoom) / (b.zoom - a.zoom);
  return { x: a.x + (b.x - a.x) * part, y: a.y + (b.y - a.y) * part, zoom };
}

/** Slowly at first and at the end. */
export function eased(progress: number): number {
  return progress < 0.5 ? 4 * progress ** 3 : 1 - 4 * (1 - progress) ** 3;
}

/** The whole rectangle: in the middle, and where that is too near to an edge, just so far from it. */
export function cameraOnto(
  rect: Rect,
  width: number,
  height: number,
  nearest: number,
  padding: Padding,
): Camera {
  const { left, right, top, bottom } = padding;
  const fits = Math.min((width - left - right) / rect.width, (height - top - bottom) / rect.height);
  const zoom = limited(fits, nearest);
  return {
    x: placed(rect.x * zoom, rect.width * zoom, width, left, right),
    y: placed(rect.y * zoom, rect.height * zoom, height, top, bottom),
    zoom,
  };
}

/** By how much to move what reaches over `length` from `start` to have it in the middle of `room`, with space before and after. */
function placed(start: number, length: number, room: number, before: number, after: number): number {
  const margin = (room - length) / 2;
  const missing = (space: number) => Math.max(0, space - Math.floor(margin));
  return margin - start + missing(before) - missing(after);
}

function middleOf(points: readonly Point[]): Point {
  const sum = points.reduce((a, b) => ({ x: a.x + b.x, y: a.y + b.y }), { x: 0, y: 0 });
  return { x: sum.x / points.length, y: sum.y / points.length };
}

/** How far two points are from each other; of one only, always the same. */
function spreadOf([a, b]: readonly Point[]): number {
  return a === undefined || b === undefined ? 1 : Math.hypot(a.x - b.x, a.y - b.y);
}
