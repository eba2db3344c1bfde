import { expect, test } from 'vitest';
import { assignSlots, slotCount } from './slots.ts';

test('newcomers take the first free seat, the others keep theirs', () => {
  const first = assignSlots(['a', 'b', 'c'], undefined);
  expect([...first]).toEqual([
    ['a', 0],
    ['b', 1],
    ['c', 2],
  ]);
  const second = assignSlots(['c', 'a', 'd', 'e'], first);
  expect(Object.fromEntries(second)).toEqual({ a: 0, d: 1, c: 2, e: 3 });
  expect(slotCount(second)).toBe(4);
});

test('a seat that nobody wants stays empty', () => {
  const slots = assignSlots(['c'], new Map([['c', 5]]));
  expect(slotCount(slots)).toBe(6);
  expect(slotCount(assignSlots([], slots))).toBe(0);
});
