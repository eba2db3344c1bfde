import { describe, expect, it } from 'vitest';
import type { ServiceSpec } from '../kubernetes/service.ts';
import { service } from '../testing/cluster.ts';
import { deviationOf, expectationOf } from './expectation.ts';
import type { ServiceTally } from './tally.ts';

interface Case {
  spec?: ServiceSpec;
  answers?: number;
  opened?: number;
  proxied?: number;
  scheduler?: string;
  senders?: string[];
  endpoints?: number;
}

function expectation({
  spec = {},
  answers = 300,
  opened,
  proxied = 0,
  scheduler,
  senders,
  endpoints = 3,
}: Case = {}) {
  const tally: ServiceTally = {
    service: 'Service/default/shop',
    id: 'Service/default/shop',
    total: answers,
    proxied,
    outcomes: { answered: answers },
    errors: 0,
    answers: new Map(),
    senders: new Set(senders ?? ['Pod/default/web']),
  };
  return expectationOf({
    service: service('shop', spec),
    endpoints,
    tally,
    scheduler: scheduler ?? null,
    nodes: 2,
    opened: opened ?? answers,
  });
}

describe('what theory promises', () => {
  it('at random: a band that gets narrower with every connection', () => {
    const { share, band } = expectation()!;
    expect(share).toBeCloseTo(1 / 3);
    expect(band!.low).toBeCloseTo(0.28, 2);
    expect(band!.high).toBeCloseTo(0.387, 2);
    expect(expectation({ answers: 3000 })!.band!.high).toBeLessThan(band!.high);
  });

  it('with kept connections chance decides once for each of them, not for each request', () => {
    const one = expectation({ opened: 1 })!;
    expect(one.band).toEqual({ low: 0, high: 1 });
    expect(one.sentence).toContain('1 connection for 300 answers: chance decided once');
    const few = expectation({ opened: 30 })!.band!;
    expect(few.high - few.low).toBeGreaterThan(0.3);
  });

  it('in turn: no more off than one connection for each node that counts', () => {
    const { band, because } = expectation({ scheduler: 'rr' })!;
    expect(band!.high - 1 / 3).toBeCloseTo(2 / 300);
    expect(because).toBe('turns');
    expect(expectation({ proxied: 300 })!.because).toBe('turns');
  });

  it.each([
    ['lc', true],
    ['nq', true],
    ['sh', false],
    ['mh', false],
    ['lblcr', false],
  ])('the scheduler %s promises equal shares: %s', (scheduler, isEqual) => {
    const { share, band, sentence } = expectation({ scheduler })!;
    expect(share !== null).toBe(isEqual);
    expect(band).toBeNull();
    expect(sentence).toContain(`(${scheduler})`);
  });

  it('with affinity chance decides once for each client', () => {
    const { band, sentence } = expectation({ spec: { sessionAffinity: 'ClientIP' }, senders: ['a', 'b'] })!;
    expect(band!.high).toBeGreaterThan(0.9);
    expect(sentence).toContain('2 times');
  });

  it('names DNS for a headless Service, and the policy for one that prefers what is near', () => {
    expect(expectation({ spec: { clusterIP: 'None' } })!.sentence).toMatch(/^DNS answers/);
    expect(expectation({ spec: { externalTrafficPolicy: 'Local' } })!.share).toBeNull();
    expect(expectation({ endpoints: 1 })).toBeNull();
  });
});

describe('a share that theory does not explain', () => {
  it('is named in words', () => {
    const expected = expectation()!;
    expect(deviationOf(0.35, expected, 300)).toBeNull();
    expect(deviationOf(0.507, expected, 300)).toBe('12 % more than chance explains');
    expect(deviationOf(0.16, expected, 300)).toBe('12 % less than chance explains');
    expect(deviationOf(0.9, expected, 10)).toBeNull();
    expect(deviationOf(0.5, expectation({ scheduler: 'rr' })!, 300)).toBe(
      '16 % more than taking turns explains',
    );
  });
});
