import { describe, expect, it } from 'vitest';
import type { RequestEnd } from '../simulation/events.ts';
import { hostOf } from '../ui/hostOf.ts';
import { addToTally, emptyTally, expectedBand, sharesOf } from './tally.ts';

const shop = 'Service/default/shop';

function end(change: Partial<RequestEnd>): RequestEnd {
  return {
    type: 'RequestEnd',
    at: 2000,
    startedAt: 1000,
    requestId: 1,
    from: 'Client.kubehop.dev//visitor',
    url: 'http://shop/',
    traffic: null,
    outcome: 'answered',
    reason: 'Answered',
    service: shop,
    answeredBy: 'Pod/default/a',
    sourceSeen: '192.168.1.11',
    ...change,
  };
}

describe('tally of requests', () => {
  it('counts answers per Pod and outcomes per Service', () => {
    const tally = addToTally(addToTally(emptyTally, [end({}), end({ answeredBy: 'Pod/default/b' })]), [
      end({}),
      end({ outcome: 'refused', answeredBy: null }),
    ]);
    const { total, outcomes, answers } = tally.get(shop)!;
    expect(total).toBe(4);
    expect(outcomes).toEqual({ answered: 3, refused: 1 });
    expect(tally.get(shop)!.errors).toBe(0);
    const failing = addToTally(tally, [end({ status: 200 }), end({ status: 404 }), end({ status: 503 })]);
    expect(failing.get(shop)!.errors).toBe(2);
    expect([...answers]).toEqual([
      ['Pod/default/a', 2],
      ['Pod/default/b', 1],
    ]);
  });

  it('does not count a Pod that refused as one that answered', () => {
    const tally = addToTally(emptyTally, [end({ outcome: 'refused' })]);
    expect(tally.get(shop)!.answers.size).toBe(0);
  });

  it('counts what reached no Service under the host that was asked', () => {
    const tally = addToTally(emptyTally, [end({ service: null, url: 'http://shpo.default:80/x' })]);
    expect([...tally.keys()]).toEqual(['shpo.default:80']);
    expect(hostOf('not a url')).toBe('not a url');
  });

  it('counts those that proxies made for others', () => {
    const tally = addToTally(emptyTally, [end({}), end({ parent: 7 })]);
    expect(tally.get(shop)).toMatchObject({ total: 2, proxied: 1 });
  });

  it('never changes the tally that it was given', () => {
    const before = addToTally(emptyTally, [end({})]);
    addToTally(before, [end({})]);
    expect(before.get(shop)!.total).toBe(1);
    expect(before.get(shop)!.answers.get('Pod/default/a')).toBe(1);
  });
});

describe('shares', () => {
  it('lists ready endpoints that got nothing, and former ones that got something', () => {
    const shares = sharesOf(
      new Map([
        ['Pod/default/gone', 1],
        ['Pod/default/a', 3],
      ]),
      ['Pod/default/a', 'Pod/default/b'],
    );
    expect(shares).toEqual([
      { place: 'Pod/default/a', count: 3, share: 0.75, isExpected: true },
      { place: 'Pod/default/b', count: 0, share: 0, isExpected: true },
      { place: 'Pod/default/gone', count: 1, share: 0.25, isExpected: false },
    ]);
  });

  it('expects less deviation the more answers there are', () => {
    expect(expectedBand(2, 100)).toEqual({ low: expect.closeTo(0.402, 3), high: expect.closeTo(0.598, 3) });
    const few = expectedBand(4, 20);
    const many = expectedBand(4, 2000);
    expect(many.high - many.low).toBeLessThan(few.high - few.low);
    expect(expectedBand(3, 0)).toEqual({ low: 0, high: 1 });
    expect(expectedBand(1, 50)).toEqual({ low: 1, high: 1 });
  });
});
