/** Durations as kubectl prints them: models apimachinery's `util/duration`. */
import { UNKNOWN } from './placeholders.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const YEAR = 365 * DAY;

/** Clocks of machines differ: up to two seconds in the future still counts as now. */
function outsideOfTime(ms: number): string | undefined {
  if (Math.trunc(ms / SECOND) < -1) return '<invalid>';
  return ms < 0 ? '0s' : undefined;
}

function whole(ms: number, unit: number): number {
  return Math.floor(ms / unit);
}

/** `2m5s`, `3h`: the large unit, and while that is small the next one with it, unless it is zero. */
function inTwo(ms: number, unit: number, sign: string, nextUnit: number, nextSign: string): string {
  const rest = whole(ms % unit, nextUnit);
  return `${whole(ms, unit)}${sign}${rest === 0 ? '' : `${rest}${nextSign}`}`;
}

/** `HumanDuration`, in two to three digits of precision: `119s`, `2m5s`, `47h`, `2d1h`, `90d`, `3y120d`. */
export function humanDuration(ms: number): string {
  const special = outsideOfTime(ms);
  if (special !== undefined) return special;
  if (ms < 2 * MINUTE) return `${whole(ms, SECOND)}s`;
  if (ms < 10 * MINUTE) return inTwo(ms, MINUTE, 'm', SECOND, 's');
  if (ms < 3 * HOUR) return `${whole(ms, MINUTE)}m`;
  if (ms < 8 * HOUR) return inTwo(ms, HOUR, 'h', MINUTE, 'm');
  if (ms < 2 * DAY) return `${whole(ms, HOUR)}h`;
  if (ms < 8 * DAY) return inTwo(ms, DAY, 'd', HOUR, 'h');
  if (ms < 2 * YEAR) return `${whole(ms, DAY)}d`;
  if (ms < 8 * YEAR) return inTwo(ms, YEAR, 'y', DAY, 'd');
  return `${whole(ms, YEAR)}y`;
}

/** `ShortHumanDuration`, in one unit: `59s`, `1h`, `364d`. */
export function shortHumanDuration(ms: number): string {
  const special = outsideOfTime(ms);
  if (special !== undefined) return special;
  if (ms < MINUTE) return `${whole(ms, SECOND)}s`;
  if (ms < HOUR) return `${whole(ms, MINUTE)}m`;
  if (ms < DAY) return `${whole(ms, HOUR)}h`;
  if (ms < YEAR) return `${whole(ms, DAY)}d`;
  return `${whole(ms, YEAR)}y`;
}

/** How long ago an RFC 3339 time was at `now` (ms since 1970); `<unknown>` when there is no such time. */
export function ageOf(timestamp: string | null | undefined, now: number): string {
  const at = Date.parse(timestamp ?? '');
  return Number.isNaN(at) ? UNKNOWN : humanDuration(now - at);
}
