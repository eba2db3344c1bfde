import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type Camera,
  cameraBetween,
  cameraOnto,
  dragged,
  eased,
  FARTHEST,
  NEAREST,
  pointUnder,
  wheelFactor,
  zoomedAround,
  zoomedBySteps,
} from './viewport.ts';

const number = (least: number, most: number) => fc.double({ min: least, max: most, noNaN: true });
const points = fc.record({ x: number(-500, 500), y: number(-500, 500) });
const cameras: fc.Arbitrary<Camera> = fc.record({
  x: number(-3000, 3000),
  y: number(-3000, 3000),
  zoom: number(FARTHEST, NEAREST),
});

function expectSame(a: { x: number; y: number }, b: { x: number; y: number }) {
  expect(a.x).toBeCloseTo(b.x, 5);
  expect(a.y).toBeCloseTo(b.y, 5);
}

test('what is under the point that one zooms around stays there, whatever is asked for', () => {
  fc.assert(
    fc.property(cameras, points, number(0.01, 10), (camera, point, zoom) => {
      const next = zoomedAround(camera, point, zoom);
      expectSame(pointUnder(next, point), pointUnder(camera, point));
      expect(next.zoom).toBeGreaterThanOrEqual(FARTHEST);
      expect(next.zoom).toBeLessThanOrEqual(NEAREST);
    }),
  );
});

test('one finger takes the canvas along and leaves its size', () => {
  fc.assert(
    fc.property(cameras, points, points, (camera, from, to) => {
      const next = dragged(camera, [from], [to]);
      expect(next.zoom).toBe(camera.zoom);
      expectSame(pointUnder(next, to), pointUnder(camera, from));
    }),
  );
});

test('what was under two fingers stays under them, as long as the canvas can be so large', () => {
  const [left, right] = [
    { x: 100, y: 100 },
    { x: 300, y: 100 },
  ];
  const camera = { x: 10, y: 20, zoom: 1 };
  const apart = [
    { x: 60, y: 140 },
    { x: 320, y: 90 },
  ] as const;
  const next = dragged(camera, [left, right], apart);
  expect(next.zoom).toBeCloseTo(Math.hypot(260, 50) / 200);
  const middle = pointUnder(camera, { x: 200, y: 100 });
  expectSame(pointUnder(next, { x: 190, y: 115 }), middle);
  const level = dragged(camera, [left, right], [left, { x: 400, y: 100 }]);
  expectSame(pointUnder(level, { x: 400, y: 100 }), pointUnder(camera, right));
  expect(dragged(camera, [left, right], [left, { x: 2000, y: 100 }]).zoom).toBe(NEAREST);
});

test('fingers at the same place, or one more and one fewer, do not throw the canvas away', () => {
  const [a, b] = [
    { x: 5, y: 5 },
    { x: 50, y: 5 },
  ];
  const camera = { x: 0, y: 0, zoom: 1 };
  for (const next of [dragged(camera, [a, a], [a, b]), dragged(camera, [a, b], [a, a])])
    expect(Object.values(next).every(Number.isFinite)).toBe(true);
});

test('the way between two cameras begins and ends at them, and keeps still what both show at the same place', () => {
  fc.assert(
    fc.property(cameras, points, number(FARTHEST, NEAREST), number(0, 1), (a, point, zoom, progress) => {
      const b = zoomedAround(a, point, zoom);
      const between = cameraBetween(a, b, progress);
      expectSame(pointUnder(between, point), pointUnder(a, point));
      expectSame(cameraBetween(a, b, 0), a);
      expectSame(cameraBetween(a, b, 1), b);
    }),
  );
  expect(cameraBetween({ x: 0, y: 0, zoom: 1 }, { x: 100, y: 40, zoom: 1 }, 0.25)).toEqual({
    x: 25,
    y: 10,
    zoom: 1,
  });
  expect([eased(0), eased(0.5), eased(1)]).toEqual([0, 0.5, 1]);
});

test('a step in and a step out lead back', () => {
  const camera = { x: 30, y: -70, zoom: 0.8 };
  const centre = { x: 400, y: 300 };
  const back = zoomedBySteps(zoomedBySteps(camera, centre, 1), centre, -1);
  expectSame(back, camera);
  expect(back.zoom).toBeCloseTo(camera.zoom);
});

test('a wheel turned towards one magnifies as much as it shrinks when turned away, in whatever units it is counted', () => {
  expect(wheelFactor(-100, 0, false)).toBeGreaterThan(1);
  expect(wheelFactor(-100, 0, false) * wheelFactor(100, 0, false)).toBeCloseTo(1);
  expect(wheelFactor(4, 1, false)).toBeCloseTo(wheelFactor(100, 0, false));
  expect(wheelFactor(10, 0, true)).toBeCloseTo(wheelFactor(100, 0, false));
});

test('a rectangle is shown whole, in the middle or just as far from the edges as wanted', () => {
  const padding = { top: 20, right: 10, bottom: 90, left: 10 };
  const wide = { x: -100, y: 50, width: 1000, height: 200 };
  const camera = cameraOnto(wide, 800, 600, 1.15, padding);
  expect(wide.x * camera.zoom + camera.x).toBeCloseTo(10);
  expect((wide.x + wide.width) * camera.zoom + camera.x).toBeCloseTo(790);
  expect((wide.y + wide.height / 2) * camera.zoom + camera.y).toBeCloseTo(300);

  const high = cameraOnto({ x: 0, y: 0, width: 100, height: 1000 }, 800, 600, 1.15, padding);
  expect(high.y).toBeGreaterThanOrEqual(20);
  expect(1000 * high.zoom + high.y).toBeLessThanOrEqual(510 + 1);
  expect(cameraOnto({ x: 0, y: 0, width: 5, height: 5 }, 800, 600, 1.15, padding).zoom).toBe(1.15);
});
