/**
 * When the requests of a Traffic object are due, by its pattern. Each is the moment at which the sum of the rate over time
 * reaches the next whole number, so that nothing is lost or added when a rate does not divide its period.
 */
import type { Traffic } from '../../kubernetes/traffic.ts';
import { type PatternType, withPatternDefaults } from '../../kubernetes/trafficPattern.ts';

/** After how many seconds the request with this number, from 0 on, is due. */
export type Schedule = (index: number) => number;

interface Shape {
  rate: number;
  factor: number;
  everySeconds: number;
  forSeconds: number;
}

const schedules = {
  Steady:
    ({ rate }) =>
    (index) =>
      index / rate,
  Spike: ({ rate, factor, everySeconds, forSeconds }) => {
    const calmSeconds = everySeconds - forSeconds;
    const inCalm = rate * calmSeconds;
    const inPeriod = inCalm + rate * factor * forSeconds;
    return (index) => {
      const period = Math.floor(index / inPeriod);
      const within = index - period * inPeriod;
      const seconds = within < inCalm ? within / rate : calmSeconds + (within - inCalm) / (rate * factor);
      return period * everySeconds + seconds;
    };
  },
  Ramp: ({ rate, factor, forSeconds }) => {
    const top = rate * factor;
    const growth = (top - rate) / forSeconds;
    const inRamp = ((rate + top) / 2) * forSeconds;
    return (index) => {
      if (index >= inRamp) return forSeconds + (index - inRamp) / top;
      // The root of rate·t + growth·t²/2 = index, in the form that bears a growth of 0.
      return (2 * index) / (rate + Math.sqrt(rate * rate + 2 * growth * index));
    };
  },
  Burst: ({ rate, everySeconds }) => {
    const inBurst = rate * everySeconds;
    return (index) => (Math.ceil((index + 1) / inBurst) - 1) * everySeconds;
  },
} satisfies Record<PatternType, (shape: Shape) => Schedule>;

export function scheduleOf({ pattern, requestsPerSecond: rate = 1 }: Traffic['spec']): Schedule {
  const {
    type,
    factor = 1,
    everySeconds = 1,
    forSeconds = 1,
  } = withPatternDefaults(pattern ?? { type: 'Steady' });
  return schedules[type]({ rate, factor, everySeconds, forSeconds });
}
