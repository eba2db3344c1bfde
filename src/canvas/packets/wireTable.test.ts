import { expect, test } from 'vitest';
import { wireCurve } from '../wirePath.ts';
import { createWireTable } from './wireTable.ts';

const box = (x: number, y: number) => ({ x, y, width: 20, height: 20 });

test('a wire is computed once for its two ends, and again when cards moved', () => {
  const rects = new Map([
    ['a', box(0, 0)],
    ['b', box(100, 0)],
  ]);
  const table = createWireTable((place) => rects.get(place) ?? null);
  const index = table.indexOf('a', 'b');
  expect(table.indexOf('a', 'b')).toBe(index);
  expect(table.indexOf('b', 'a')).not.toBe(index);
  expect([...table.curves.slice(index * 8, index * 8 + 8)]).toEqual([
    ...Float32Array.from(wireCurve(box(0, 0), box(100, 0))),
  ]);
  rects.set('b', box(100, 500));
  table.refresh();
  expect([...table.curves.slice(index * 8, index * 8 + 8)]).toEqual([
    ...Float32Array.from(wireCurve(box(0, 0), box(100, 500))),
  ]);
});

test('a wire is in sight when it may touch what is seen, and never without both ends', () => {
  const table = createWireTable((place) => (place === 'gone' ? null : box(Number(place), 0)));
  const [near, far, across, gone] = [
    table.indexOf('0', '100'),
    table.indexOf('900', '1000'),
    table.indexOf('-500', '1500'),
    table.indexOf('0', 'gone'),
  ];
  table.look(0, -50, 300, 50);
  expect([near, far, across, gone].map((index) => table.isInSight[index])).toEqual([1, 0, 1, 0]);
});

test('there is room for any number of wires', () => {
  const table = createWireTable((place) => box(Number(place), 0));
  const indexes = Array.from({ length: 300 }, (_, n) => table.indexOf('0', String(n * 30)));
  expect(new Set(indexes).size).toBe(300);
  table.look(0, 0, 100, 100);
  expect(table.isInSight[indexes[299]!]).toBe(1);
  table.clear();
  expect(table.indexOf('0', '30')).toBe(0);
});
