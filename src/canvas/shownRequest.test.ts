import { expect, test } from 'vitest';
import type { RequestRecord } from '../playground/state.ts';
import { requestToShow } from './shownRequest.ts';

const request = (endedAt: number | null) =>
  ({ steps: [], end: endedAt === null ? null : { at: endedAt } }) as unknown as RequestRecord;

test('shows the latest request that has ended', () => {
  const [old, ended, running] = [request(1000), request(2000), request(null)];
  expect(requestToShow([old, ended, running], null)).toBe(ended);
  expect(requestToShow([running], null)).toBeNull();
});

test('keeps it for five seconds of the clock, and not when it is forgotten', () => {
  const [first, soon, later] = [request(1000), request(5900), request(6000)];
  expect(requestToShow([first, soon], first)).toBe(first);
  expect(requestToShow([first, soon, later], first)).toBe(later);
  expect(requestToShow([soon], first)).toBe(soon);
});
