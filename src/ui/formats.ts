/** How times, rates and shares are written on the page. */
import { formatNumber } from '../messages/messages.ts';

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

const pad = (value: number) => String(Math.floor(value)).padStart(2, '0');

/** Simulated time as a clock with tenths: `00:12.4`, and `1:00:12.4` after an hour. */
export function formatClock(ms: number): string {
  const tenths = Math.floor((ms % SECOND) / 100);
  const clock = `${pad((ms % HOUR) / MINUTE)}:${pad((ms % MINUTE) / SECOND)}.${tenths}`;
  return ms < HOUR ? clock : `${Math.floor(ms / HOUR)}:${clock}`;
}

/** A duration on the wire: `0.42 ms`, `3.1 ms`, `15 s`. */
export function formatLatency(ms: number): string {
  if (ms >= SECOND) return `${trim(ms / SECOND, 1)} s`;
  return `${trim(ms, ms < 1 ? 2 : 1)} ms`;
}

/** A rate without noise: `20`, `2.5`, `0.25`. */
export function formatRate(perSecond: number): string {
  if (perSecond >= 100) return String(Math.round(perSecond));
  return trim(perSecond, perSecond >= 10 ? 1 : 2);
}

export function formatPercent(share: number): string {
  const percent = share * 100;
  return `${percent > 0 && percent < 10 ? trim(percent, 1) : Math.round(percent)} %`;
}

function trim(value: number, digits: number): string {
  return formatNumber(value, { maximumFractionDigits: digits, useGrouping: false });
}
