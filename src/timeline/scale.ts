/** How the track of the scrubber maps to time. */

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const SPANS = [15, 30, 60, 120, 300, 600, 900, 1800, 3600].map((seconds) => seconds * SECOND);

/** What the whole track stands for: a round figure that grows by leaps, so that marks stand still while time goes on. */
export function spanOf(end: number): number {
  const span = SPANS.find((each) => each >= end);
  return span ?? Math.ceil(end / (30 * MINUTE)) * 30 * MINUTE;
}

/** Where a moment is on the track, 0 to 1. */
export function shareOf(at: number, span: number): number {
  return Math.max(0, Math.min(1, at / span));
}

/** What a key does to the moment that is shown; null for keys that do nothing. */
export function momentAfterKey(
  { key, shiftKey }: { key: string; shiftKey: boolean },
  { now, start, end }: { now: number; start: number; end: number },
): number | null {
  const step = shiftKey ? SECOND / 10 : SECOND;
  const moment = {
    ArrowLeft: now - step,
    ArrowDown: now - step,
    ArrowRight: now + step,
    ArrowUp: now + step,
    PageDown: now - 10 * SECOND,
    PageUp: now + 10 * SECOND,
    Home: start,
    End: end,
  }[key];
  return moment === undefined ? null : Math.max(start, Math.min(end, Math.round(moment)));
}
