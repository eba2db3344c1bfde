import { expect, test } from 'vitest';
import { cameraOn, fitCamera } from './camera.ts';

const pod = (x: number, y: number) => ({ x, y, width: 120, height: 66 });
const WIDTH = 900;
const HEIGHT = 700;

function isSeen(rect: ReturnType<typeof pod>, { x, y, zoom }: { x: number; y: number; zoom: number }) {
  const [left, top] = [rect.x * zoom + x, rect.y * zoom + y];
  return left >= 0 && top >= 0 && left + rect.width * zoom <= WIDTH && top + rect.height * zoom <= HEIGHT;
}

test('what is in sight and large enough stays where it is', () => {
  const here = { x: 0, y: 0, zoom: 1 };
  expect(cameraOn(pod(100, 100), pod(500, 300), here, WIDTH, HEIGHT)).toBeNull();
});

test('what is out of sight is brought into sight, as large as it was', () => {
  const [a, b] = [pod(2000, 100), pod(2300, 300)];
  const next = cameraOn(a, b, { x: 0, y: 0, zoom: 0.9 }, WIDTH, HEIGHT)!;
  expect(next.zoom).toBe(0.9);
  expect(isSeen(a, next) && isSeen(b, next)).toBe(true);
});

test('what is too small to read is brought nearer', () => {
  const [a, b] = [pod(100, 100), pod(500, 300)];
  const next = cameraOn(a, b, { x: 10, y: 10, zoom: 0.3 }, WIDTH, HEIGHT)!;
  expect(next.zoom).toBeGreaterThan(0.6);
  expect(isSeen(a, next) && isSeen(b, next)).toBe(true);
});

test('places far from each other are both shown, however small that makes them, and once is enough', () => {
  const [a, b] = [pod(0, 0), pod(2600, 900)];
  const next = cameraOn(a, b, { x: 0, y: 0, zoom: 1 }, WIDTH, HEIGHT)!;
  expect(isSeen(a, next) && isSeen(b, next)).toBe(true);
  expect(cameraOn(a, b, next, WIDTH, HEIGHT)).toBeNull();
});

test('a scene that fills the width ends before the column of controls', () => {
  const controlsLeft = (width: number) => width - 14 - 30;
  for (const width of [760, 824, 1000, 1090]) {
    const scene = { x: -40, y: 0, width: 2000, height: 400 };
    const { x, zoom } = fitCamera(scene, width, HEIGHT, false);
    expect((scene.x + scene.width) * zoom + x).toBeLessThanOrEqual(controlsLeft(width));
  }
});
