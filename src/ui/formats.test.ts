import { describe, expect, it } from 'vitest';
import { formatClock, formatLatency, formatPercent, formatRate } from './formats.ts';

describe('formats', () => {
  it.each([
    [0, '00:00.0'],
    [12_449, '00:12.4'],
    [59_999, '00:59.9'],
    [61_050, '01:01.0'],
    [3_600_000, '1:00:00.0'],
    [37_812_345, '10:30:12.3'],
  ])('writes %d ms as the clock %s', (ms, text) => expect(formatClock(ms)).toBe(text));

  it.each([
    [0.42, '0.42 ms'],
    [3.14, '3.1 ms'],
    [12, '12 ms'],
    [1000, '1 s'],
    [15_250, '15.3 s'],
  ])('writes a latency of %d ms as %s', (ms, text) => expect(formatLatency(ms)).toBe(text));

  it.each([
    [0, '0'],
    [0.25, '0.25'],
    [2.5, '2.5'],
    [19.96, '20'],
    [333.33, '333'],
  ])('writes the rate %d as %s', (rate, text) => expect(formatRate(rate)).toBe(text));

  it('writes shares', () => {
    expect(formatPercent(0)).toBe('0 %');
    expect(formatPercent(0.042)).toBe('4.2 %');
    expect(formatPercent(0.5)).toBe('50 %');
  });
});
