/** Which request is shown when nothing may move: a whole one, for long enough to read it. */
import type { RequestRecord } from '../playground/state.ts';

/** In simulated ms. */
const HOLD_MS = 5000;

/** The latest request that has ended; the one shown before, as long as it is fresh. */
export function requestToShow(
  requests: readonly RequestRecord[],
  before: RequestRecord | null,
): RequestRecord | null {
  const latest = requests.findLast(({ end }) => end !== null) ?? null;
  if (before === null || latest === null || !requests.includes(before)) return latest;
  return latest.end!.at - before.end!.at >= HOLD_MS ? latest : before;
}
