import { describe, expect, it } from 'vitest';
import { kinds } from '../kubernetes/kinds.ts';
import type { Traffic } from '../kubernetes/kubehop.ts';
import { rateChoices, totalRate, withTotalRate } from './trafficRate.ts';

function traffic(...rates: (number | undefined)[]): Traffic[] {
  return rates.map((requestsPerSecond, index) => {
    const { spec, ...rest } = kinds.Traffic.template(`t${index}`);
    const { requestsPerSecond: _, ...others } = spec;
    return { ...rest, spec: requestsPerSecond === undefined ? others : { ...others, requestsPerSecond } };
  });
}

const rates = (objects: Traffic[]) => objects.map((object) => object.spec.requestsPerSecond);

describe('rate of all traffic', () => {
  it('adds up, and counts one per second where nothing is said', () => {
    expect(totalRate(traffic(2, 0.5, undefined))).toBe(3.5);
    expect(totalRate([])).toBe(0);
  });

  it('keeps the proportions when the total changes', () => {
    expect(rates(withTotalRate(traffic(3, 1), 20))).toEqual([15, 5]);
    expect(rates(withTotalRate(traffic(3, 1), 0))).toEqual([0, 0]);
  });

  it('shares evenly when everything stands still', () => {
    expect(rates(withTotalRate(traffic(0, 0), 10))).toEqual([5, 5]);
  });

  it('offers the present rate among the round ones, once', () => {
    expect(rateChoices(3)).toEqual([0, 1, 2, 3, 5, 10, 20, 50, 100, 200, 500, 1000]);
    expect(rateChoices(5).filter((rate) => rate === 5)).toHaveLength(1);
  });
});
