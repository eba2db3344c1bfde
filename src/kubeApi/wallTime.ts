/** Clients compare timestamps with their own clock: the simulated ones are moved so that what happens now happens now for them too. */
import { timestampAt } from '../simulation/clockTime.ts';

const TIMESTAMP = /\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?=(?:\.\d+)?Z)/g;
const BEGINNING = Date.parse(timestampAt(0));

/** The text with each timestamp of the simulation, up to its `now`, moved by so many ms; what people wrote is not touched. */
export function moveTimes(text: string, now: number, byMs: number): string {
  return text.replace(TIMESTAMP, (timestamp) => {
    const at = Date.parse(`${timestamp}Z`);
    // Deletions are announced some time ahead.
    const isSimulated = at >= BEGINNING && at <= BEGINNING + now + LONGEST_GRACE_MS;
    return isSimulated ? new Date(at + byMs).toISOString().slice(0, 'yyyy-mm-ddThh:mm:ss'.length) : timestamp;
  });
}

const LONGEST_GRACE_MS = 3_600_000;

/** By how much: whole seconds, as timestamps are. */
export function distanceTo(wallTime: number, now: number): number {
  return Math.floor((wallTime - BEGINNING - now) / 1000) * 1000;
}
