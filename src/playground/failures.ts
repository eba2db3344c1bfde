/** The moments at which requests failed, in typed arrays: an hour in which all fail has a hundred thousand of them. */
import type { RequestEnd } from '../simulation/events.ts';

export interface Failures {
  count: number;
  at: Float64Array;
  requestId: Float64Array;
  /** The first of each reason, by which a mark is named. */
  readonly outcomes: RequestEnd['outcome'][];
  outcome: Uint8Array;
}

/** Past that, every other one of the older half is forgotten: 17 bytes each, so never more than 6 MB. */
const MOST_FAILURES = 200_000;

export function noFailures(): Failures {
  return {
    count: 0,
    at: new Float64Array(64),
    requestId: new Float64Array(64),
    outcomes: [],
    outcome: new Uint8Array(64),
  };
}

/** Later than all that are there. */
export function addFailure(failures: Failures, { at, requestId, outcome }: RequestEnd): void {
  if (failures.count === MOST_FAILURES) forgetSome(failures);
  if (failures.count === failures.at.length) grow(failures);
  let code = failures.outcomes.indexOf(outcome);
  if (code < 0) code = failures.outcomes.push(outcome) - 1;
  failures.at[failures.count] = at;
  failures.requestId[failures.count] = requestId;
  failures.outcome[failures.count] = code;
  failures.count += 1;
}

function grow(failures: Failures): void {
  const length = failures.at.length * 2;
  const at = new Float64Array(length);
  at.set(failures.at);
  const requestId = new Float64Array(length);
  requestId.set(failures.requestId);
  const outcome = new Uint8Array(length);
  outcome.set(failures.outcome);
  Object.assign(failures, { at, requestId, outcome });
}

function forgetSome(failures: Failures): void {
  const half = failures.count >> 1;
  let kept = 0;
  for (let index = 0; index < failures.count; index++) {
    if (index < half && index % 2 === 1) continue;
    failures.at[kept] = failures.at[index]!;
    failures.requestId[kept] = failures.requestId[index]!;
    failures.outcome[kept] = failures.outcome[index]!;
    kept += 1;
  }
  failures.count = kept;
}

/** How many of them were before this moment: also the index of the first one that was not. */
export function countBefore({ at, count }: Failures, moment: number): number {
  let low = 0;
  let high = count;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (at[middle]! < moment) low = middle + 1;
    else high = middle;
  }
  return low;
}

export function outcomeOf(failures: Failures, index: number): RequestEnd['outcome'] {
  return failures.outcomes[failures.outcome[index]!]!;
}

/** Those up to and including this moment. */
export function failuresUntil(failures: Failures, moment: number): Failures {
  const count = countBefore(failures, moment + 1);
  const length = Math.max(64, count);
  const copy = noFailures();
  copy.outcomes.push(...failures.outcomes);
  copy.count = count;
  copy.at = new Float64Array(length);
  copy.at.set(failures.at.subarray(0, count));
  copy.requestId = new Float64Array(length);
  copy.requestId.set(failures.requestId.subarray(0, count));
  copy.outcome = new Uint8Array(length);
  copy.outcome.set(failures.outcome.subarray(0, count));
  return copy;
}
