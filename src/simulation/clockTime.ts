/** The simulated clock as RFC 3339 times: a scene begins at midnight on 1 January 2026, UTC. */

const EPOCH = Date.UTC(2026, 0, 1);

/** `2026-01-01T00:00:03Z` for 3,000 to 3,999 simulated ms: API times have whole seconds. */
export function timestampAt(ms: number): string {
  return `${new Date(EPOCH + ms).toISOString().slice(0, 19)}Z`;
}

/** Simulated ms of an RFC 3339 time; NaN when it is none. */
export function msOfTimestamp(timestamp: string): number {
  return Date.parse(timestamp) - EPOCH;
}
