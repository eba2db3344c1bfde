/** The one geometry of wires: two boxes in, one cubic Bézier curve out. Edges draw it, packets travel on it. */

export interface Point {
  x: number;
  y: number;
}

export interface Rect {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A box with the sides by which wires come and go: `upDown` for what stands in rows, `sides` for what stands in the column at the edge. */
export interface Anchor extends Rect {
  prefers?: 'upDown' | 'sides';
  /** Its name stands right below it: wires leave by another side if they can. */
  hasNameBelow?: boolean;
}

/** Start, two control points, end. */
export type Curve = readonly [
  x0: number,
  y0: number,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
  x3: number,
  y3: number,
];

/** A wire leaves by top or bottom when the vertical gap is at least this part of the horizontal one: most wires here run down from the lane of Services. */
const VERTICAL_FROM = 0.35;
/** How far a wire's end slides along a box's side toward the other box, so that many wires fan out instead of piling up. */
const SLIDE = 0.25;
const SLIDE_LIMIT = 0.32;
const SHORTEST_REACH = 18;
/** How far the two arms of a wire around a corner reach toward the corner. */
const CORNER = 0.72;

/** The same wire in both directions: `wireCurve(b, a)` is `wireCurve(a, b)` run backwards. */
export function wireCurve(a: Anchor, b: Anchor): Curve {
  const gapX = Math.max(b.x - (a.x + a.width), a.x - (b.x + b.width));
  const gapY = Math.max(b.y - (a.y + a.height), a.y - (b.y + b.height));
  if (gapX <= 0 && gapY <= 0) return straight(centreOf(a), centreOf(b));
  if (gapX > 0 && gapY > SHORTEST_REACH) {
    if (a.prefers === 'sides' && b.prefers === 'upDown') return aroundCorner(a, b);
    if (a.prefers === 'upDown' && b.prefers === 'sides') return reversed(aroundCorner(b, a));
  }
  if (gapX > 0 && a.prefers === 'sides' && b.prefers === 'sides') return across(a, b);
  const isSteep = gapY > 0 && gapY >= gapX * VERTICAL_FROM;
  const upper = a.y < b.y ? a : b;
  return isSteep && !(upper.hasNameBelow && gapX > 0) ? downOrUp(a, b) : across(a, b);
}

export function pointOnCurve([x0, y0, x1, y1, x2, y2, x3, y3]: Curve, t: number): Point {
  const u = 1 - t;
  const [b0, b1, b2, b3] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t];
  return { x: b0 * x0 + b1 * x1 + b2 * x2 + b3 * x3, y: b0 * y0 + b1 * y1 + b2 * y2 + b3 * y3 };
}

/** The `d` of an SVG path. */
export function svgPath([x0, y0, ...rest]: Curve): string {
  return `M${x0},${y0} C${rest.join(',')}`;
}

export function centreOf(rect: Rect): Point {
  return { x: rect.x + rect.width / 2, y: rect.y + rect.height / 2 };
}

export function reversed([x0, y0, x1, y1, x2, y2, x3, y3]: Curve): Curve {
  return [x3, y3, x2, y2, x1, y1, x0, y0];
}

function straight(a: Point, b: Point): Curve {
  const [dx, dy] = [(b.x - a.x) / 3, (b.y - a.y) / 3];
  return [a.x, a.y, a.x + dx, a.y + dy, b.x - dx, b.y - dy, b.x, b.y];
}

function across(a: Rect, b: Rect): Curve {
  const toRight = a.x < b.x;
  const [xa, xb] = toRight ? [a.x + a.width, b.x] : [a.x, b.x + b.width];
  const ya = slide(a.y, a.height, centreOf(b).y);
  const yb = slide(b.y, b.height, centreOf(a).y);
  const reach = Math.max(SHORTEST_REACH, Math.abs(xb - xa) / 2) * (toRight ? 1 : -1);
  return [xa, ya, xa + reach, ya, xb - reach, yb, xb, yb];
}

function downOrUp(a: Rect, b: Rect): Curve {
  const down = a.y < b.y;
  const [ya, yb] = down ? [a.y + a.height, b.y] : [a.y, b.y + b.height];
  const xa = slide(a.x, a.width, centreOf(b).x);
  const xb = slide(b.x, b.width, centreOf(a).x);
  const reach = Math.max(SHORTEST_REACH, Math.abs(yb - ya) / 2) * (down ? 1 : -1);
  return [xa, ya, xa, ya + reach, xb, yb - reach, xb, yb];
}

/** Out by the side and in from above or below: it runs through the free row between, not through the cards of the other's row. */
function aroundCorner(a: Rect, b: Rect): Curve {
  const xa = a.x < b.x ? a.x + a.width : a.x;
  const yb = a.y < b.y ? b.y : b.y + b.height;
  const ya = slide(a.y, a.height, centreOf(b).y);
  const xb = slide(b.x, b.width, centreOf(a).x);
  return [xa, ya, xa + (xb - xa) * CORNER, ya, xb, yb + (ya - yb) * CORNER, xb, yb];
}

function slide(start: number, size: number, toward: number): number {
  const centre = start + size / 2;
  const limit = size * SLIDE_LIMIT;
  return centre + Math.max(-limit, Math.min(limit, (toward - centre) * SLIDE));
}
