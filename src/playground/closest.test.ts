import { expect, test } from 'vitest';
import { closest, editDistance } from './closest.ts';

test.each([
  ['shpo', 'shop', 1],
  ['shop', 'shop', 0],
  ['cart', 'chart', 1],
  ['', 'abc', 3],
])('from %s to %s', (from, to, edits) => {
  expect(editDistance(from, to)).toBe(edits);
});

test('suggests what is near, and nothing that is far', () => {
  expect(closest('shpo', ['cart', 'shop', 'ship'])).toBe('shop');
  expect(closest('shop', ['payments', 'database'])).toBeUndefined();
});
