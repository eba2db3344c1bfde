import { expect, test } from 'vitest';
import { firstStop, nextStop, type Stop } from './walk.ts';

const stop = (id: string, x: number, y: number): Stop => ({ id, rect: { x, y, width: 20, height: 20 } });
const [client, left, right, node, pod] = [
  stop('client', 0, 120),
  stop('left', 200, 0),
  stop('right', 400, 0),
  stop('node', 210, 200),
  stop('pod', 205, 300),
];
const stops = [pod, node, right, left, client];

test('arrow keys find the nearest card in their direction', () => {
  expect(nextStop(stops, left, 'ArrowRight')).toBe(right);
  expect(nextStop(stops, left, 'ArrowDown')).toBe(node);
  expect(nextStop(stops, node, 'ArrowDown')).toBe(pod);
  expect(nextStop(stops, node, 'ArrowUp')).toBe(left);
  expect(nextStop(stops, node, 'ArrowLeft')?.id).not.toBe('right');
});

test('there is an edge', () => {
  expect(nextStop(stops, right, 'ArrowRight')).toBeNull();
  expect(nextStop([left], left, 'ArrowDown')).toBeNull();
});

test('every card can be reached from the first one', () => {
  const reached = new Set<Stop>();
  const walk = (from: Stop) => {
    if (reached.has(from)) return;
    reached.add(from);
    for (const direction of ['ArrowUp', 'ArrowDown', 'ArrowLeft', 'ArrowRight'] as const) {
      const next = nextStop(stops, from, direction);
      if (next !== null) walk(next);
    }
  };
  walk(firstStop(stops)!);
  expect(reached.size).toBe(stops.length);
});

test('a walk begins at the top left', () => {
  expect(firstStop(stops)).toBe(left);
  expect(firstStop([])).toBeNull();
});
