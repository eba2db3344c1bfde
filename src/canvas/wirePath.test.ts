import fc from 'fast-check';
import { expect, test } from 'vitest';
import { pointOnCurve, type Rect, reversed, svgPath, wireCurve } from './wirePath.ts';

const rect = fc.record({
  x: fc.integer({ min: -2000, max: 2000 }),
  y: fc.integer({ min: -2000, max: 2000 }),
  width: fc.integer({ min: 1, max: 400 }),
  height: fc.integer({ min: 1, max: 400 }),
});

const onBorder = (r: Rect, x: number, y: number) =>
  x >= r.x - 1e-6 &&
  x <= r.x + r.width + 1e-6 &&
  y >= r.y - 1e-6 &&
  y <= r.y + r.height + 1e-6 &&
  (Math.abs(x - r.x) < 1e-6 ||
    Math.abs(x - r.x - r.width) < 1e-6 ||
    Math.abs(y - r.y) < 1e-6 ||
    Math.abs(y - r.y - r.height) < 1e-6);

test('a wire is the same in both directions', () => {
  fc.assert(
    fc.property(rect, rect, (a, b) => {
      const there = wireCurve(a, b);
      const back = reversed(wireCurve(b, a));
      for (const [index, value] of there.entries()) expect(back[index]).toBeCloseTo(value, 6);
    }),
  );
});

test('a wire between boxes that stand apart starts and ends on their borders', () => {
  fc.assert(
    fc.property(rect, rect, (a, b) => {
      fc.pre(a.x + a.width < b.x || b.x + b.width < a.x || a.y + a.height < b.y || b.y + b.height < a.y);
      const [x0, y0, , , , , x3, y3] = wireCurve(a, b);
      expect(onBorder(a, x0, y0)).toBe(true);
      expect(onBorder(b, x3, y3)).toBe(true);
    }),
  );
});

test('a point on the wire begins at the first end and stops at the other', () => {
  const curve = wireCurve({ x: 0, y: 0, width: 10, height: 10 }, { x: 100, y: 0, width: 10, height: 10 });
  expect(pointOnCurve(curve, 0)).toEqual({ x: 10, y: 5 });
  expect(pointOnCurve(curve, 1)).toEqual({ x: 100, y: 5 });
  expect(pointOnCurve(curve, 0.5)).toEqual({ x: 55, y: 5 });
});

test('a wire from the lane of Services runs down, a wire across the gap between zones runs across', () => {
  const service = { x: 600, y: 100, width: 236, height: 46 };
  const strip = { x: 500, y: 340, width: 260, height: 30 };
  const client = { x: 100, y: 140, width: 46, height: 46 };
  const [, y0, , , , , , y3] = wireCurve(service, strip);
  expect([y0, y3]).toEqual([146, 340]);
  const [x0, , , , , , x3] = wireCurve(client, service);
  expect([x0, x3]).toEqual([146, 600]);
});

test('a wire goes out by the side and around the corner into a card of the row', () => {
  const client = { x: 0, y: 150, width: 46, height: 46, prefers: 'sides' } as const;
  const pill = { x: 400, y: 20, width: 236, height: 46, prefers: 'upDown' } as const;
  const [x0, , , y1, , , , y3] = wireCurve(client, pill);
  expect([x0, y3]).toEqual([46, 66]);
  expect(y1).toBeGreaterThan(150);
});

test('a wire does not run through the name below a box, unless the other end is right there', () => {
  const server = { x: 0, y: 0, width: 46, height: 46, hasNameBelow: true };
  const [x0] = wireCurve(server, { x: 100, y: 200, width: 100, height: 60 });
  expect(x0).toBe(46);
  const [, y0] = wireCurve(server, { x: 0, y: 200, width: 100, height: 60 });
  expect(y0).toBe(46);
});

test('overlapping boxes are joined centre to centre', () => {
  const curve = wireCurve({ x: 0, y: 0, width: 100, height: 100 }, { x: 20, y: 20, width: 20, height: 20 });
  expect(curve.slice(0, 2)).toEqual([50, 50]);
  expect(curve.slice(6)).toEqual([30, 30]);
});

test('the SVG path names the four points', () => {
  expect(svgPath([1, 2, 3, 4, 5, 6, 7, 8])).toBe('M1,2 C3,4,5,6,7,8');
});
