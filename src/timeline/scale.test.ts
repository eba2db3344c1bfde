import { expect, test } from 'vitest';
import { momentAfterKey, shareOf, spanOf } from './scale.ts';

test('the track grows by leaps, and holds all that is known', () => {
  expect([0, 15_000, 15_001, 61_000, 3_600_000, 3_600_001].map(spanOf)).toEqual([
    15_000, 15_000, 30_000, 120_000, 3_600_000, 5_400_000,
  ]);
  expect(shareOf(30_000, 120_000)).toBe(0.25);
  expect(shareOf(130_000, 120_000)).toBe(1);
});

test('keys go as far as their names say, and never past what is known', () => {
  const moments = { now: 5000, start: 0, end: 9000 };
  const after = (key: string, shiftKey = false) => momentAfterKey({ key, shiftKey }, moments);
  expect([after('ArrowLeft'), after('ArrowRight'), after('ArrowRight', true)]).toEqual([4000, 6000, 5100]);
  expect([after('PageUp'), after('PageDown'), after('Home'), after('End')]).toEqual([9000, 0, 0, 9000]);
  expect(after('x')).toBeNull();
});
