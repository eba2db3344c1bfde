/** The rate of all Traffic together, and what to change so that it becomes another one. */
import type { Traffic } from '../kubernetes/kubehop.ts';

const DEFAULT_RATE = 1;

export function totalRate(traffic: readonly Traffic[]): number {
  return traffic.reduce((total, { spec }) => total + (spec.requestsPerSecond ?? DEFAULT_RATE), 0);
}

/** Every Traffic at its share of the new total; when all stand still, each gets the same. Three significant figures. */
export function withTotalRate(traffic: readonly Traffic[], total: number): Traffic[] {
  const now = totalRate(traffic);
  return traffic.map((object) => {
    const rate = object.spec.requestsPerSecond ?? DEFAULT_RATE;
    const share = now === 0 ? 1 / traffic.length : rate / now;
    const requestsPerSecond = Number((share * total).toPrecision(3));
    return { ...object, spec: { ...object.spec, requestsPerSecond } };
  });
}

const CHOICES = [0, 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000];

/** What the control offers: round figures, and the rate as it is. */
export function rateChoices(total: number): number[] {
  return [...new Set([...CHOICES, total])].sort((a, b) => a - b);
}
