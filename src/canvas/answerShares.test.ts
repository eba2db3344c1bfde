import { expect, test } from 'vitest';
import type { RequestRecord } from '../playground/state.ts';
import type { Outcome, RequestEnd } from '../simulation/events.ts';
import { answerShares } from './answerShares.ts';

const ended = (service: string | null, answeredBy: string | null, outcome: Outcome = 'answered') =>
  ({ end: { service, answeredBy, outcome } as RequestEnd }) as RequestRecord;

test('shares are counted per Service, over answers only', () => {
  const shares = answerShares([
    ended('shop', 'shop-1'),
    ended('shop', 'shop-1'),
    ended('shop', 'shop-2'),
    ended('shop', null, 'timedOut'),
    ended('cart', 'cart-1'),
    ended(null, 'web'),
    { end: null } as RequestRecord,
  ]);
  expect(Object.fromEntries(shares)).toEqual({ 'shop-1': 0.67, 'shop-2': 0.33, 'cart-1': 1 });
});

test('nobody has a share of nothing', () => {
  expect(answerShares([]).size).toBe(0);
});
