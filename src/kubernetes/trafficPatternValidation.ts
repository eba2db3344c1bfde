/** Which patterns and retries a Traffic object can have. */
import { atLeast, atMost, oneOf } from './customResourceValidation.ts';
import { forbidden, invalidValue } from './fieldError.ts';
import type { StatusCause } from './status.ts';
import {
  MAX_REQUESTS_PER_SECOND,
  type Parameter,
  patternParameters,
  retryCauses,
  type TrafficPattern,
  type TrafficRetry,
  withPatternDefaults,
} from './trafficPattern.ts';

const MAX_SECONDS = 3600;
const MAX_ATTEMPTS = 10;
const MAX_BACKOFF_SECONDS = 60;

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
