/** How the requests of a Traffic object are spread over time, and which of them are tried again. */
import { atLeast, atMost, oneOf } from './customResourceValidation.ts';
import { forbidden, invalidValue } from './fieldError.ts';
import type { StatusCause } from './status.ts';

/** The rate that all of these start from is `requestsPerSecond`. */
export interface TrafficPattern {
  /**
   * `Steady` (default) sends evenly. `Spike` sends `factor` times as much in the last `forSeconds` of each `everySeconds`.
   * `Ramp` climbs evenly for `forSeconds` to `factor` times the rate, and stays there. `Burst` sends what is due in
   * `everySeconds` all at once.
   */
  type: 'Steady' | 'Spike' | 'Ramp' | 'Burst';
  factor?: number;
  everySeconds?: number;
  forSeconds?: number;
}

export const retryCauses = ['Refused', 'Reset', 'TimedOut', 'Unavailable'] as const;

export type RetryCause = (typeof retryCauses)[number];

/** What the client itself does, as `curl --retry` or a library; `timeoutSeconds` is for each try. */
export interface TrafficRetry {
  /** How often a request is tried again at most, default 2. */
  attempts?: number;
  /** The pause before the second try, doubled before each further one; default 0: at once. */
  backoffSeconds?: number;
  /** After what: a refused connection, one that is reset, silence, the status 503. Default all of them. */
  on?: RetryCause[];
}

export type PatternType = TrafficPattern['type'];

type Parameter = Exclude<keyof TrafficPattern, 'type'>;

/** What each pattern can be told, and what it does when it is not. */
export const patternParameters = {
  Steady: {},
  Spike: { factor: 10, everySeconds: 30, forSeconds: 5 },
  Ramp: { factor: 10, forSeconds: 30 },
  Burst: { everySeconds: 10 },
} as const satisfies Record<PatternType, Partial<Record<Parameter, number>>>;

const MAX_SECONDS = 3600;
const MAX_ATTEMPTS = 10;
const MAX_BACKOFF_SECONDS = 60;

/** As many as are sent in a second at most. */
export const MAX_REQUESTS_PER_SECOND = 1000;

export function withPatternDefaults(pattern: TrafficPattern): TrafficPattern {
  return { ...patternParameters[pattern.type], ...pattern };
}

export function withRetryDefaults({
  attempts = 2,
  backoffSeconds = 0,
  on = [...retryCauses],
}: TrafficRetry): TrafficRetry {
  return { attempts, backoffSeconds, on };
}

export function validatePattern(pattern: TrafficPattern | undefined, rate = 1): StatusCause[] {
  if (pattern === undefined) return [];
  const { type, factor = 1, everySeconds, forSeconds } = withPatternDefaults(pattern);
  const errors = oneOf('spec.pattern.type', type ?? '', Object.keys(patternParameters));
  if (errors.length > 0) return errors;
  const parameters: Partial<Record<Parameter, number>> = patternParameters[type];
  for (const parameter of ['factor', 'everySeconds', 'forSeconds'] as const)
    if (pattern[parameter] !== undefined && parameters[parameter] === undefined)
      errors.push(forbidden(`spec.pattern.${parameter}`, `may not be set when \`type\` is '${type}'`));
  errors.push(...atLeast('spec.pattern.factor', factor, 0.1));
  errors.push(...inSeconds('spec.pattern.everySeconds', everySeconds));
  errors.push(...inSeconds('spec.pattern.forSeconds', forSeconds));
  if (everySeconds !== undefined && forSeconds !== undefined && forSeconds > everySeconds)
    errors.push(
      invalidValue('spec.pattern.forSeconds', forSeconds, 'must not be longer than `everySeconds`'),
    );
  const atOnce = type === 'Burst' ? (everySeconds ?? 1) : factor;
  if (rate * atOnce > MAX_REQUESTS_PER_SECOND)
    errors.push(
      invalidValue(
        type === 'Burst' ? 'spec.pattern.everySeconds' : 'spec.pattern.factor',
        atOnce,
        `must not make more than ${MAX_REQUESTS_PER_SECOND} requests in a second of ${rate} each`,
      ),
    );
  return errors;
}

function inSeconds(field: string, value: number | undefined): StatusCause[] {
  return [...atLeast(field, value, 0.1), ...atMost(field, value, MAX_SECONDS)];
}

export function validateRetry(retry: TrafficRetry | undefined): StatusCause[] {
  if (retry === undefined) return [];
  const { attempts, backoffSeconds, on = [] } = retry;
  return [
    ...atLeast('spec.retry.attempts', attempts, 0),
    ...atMost('spec.retry.attempts', attempts, MAX_ATTEMPTS),
    ...atLeast('spec.retry.backoffSeconds', backoffSeconds, 0),
    ...atMost('spec.retry.backoffSeconds', backoffSeconds, MAX_BACKOFF_SECONDS),
    ...on.flatMap((cause, index) => oneOf(`spec.retry.on[${index}]`, cause, retryCauses)),
  ];
}
