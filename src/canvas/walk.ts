/** Walking over the canvas with the arrow keys: the nearest card in a direction. */
import { centreOf, type Rect } from './wirePath.ts';

export type Direction = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight';

export interface Stop {
  id: string;
  rect: Rect;
}

const directions = {
  ArrowUp: { along: 'y', sign: -1 },
  ArrowDown: { along: 'y', sign: 1 },
  ArrowLeft: { along: 'x', sign: -1 },
  ArrowRight: { along: 'x', sign: 1 },
} as const satisfies Record<Direction, { along: 'x' | 'y'; sign: 1 | -1 }>;

/** Being off to the side counts this much more than being far ahead. */
const ASIDE = 2.4;
/** Straight ahead: this much to the side for each step forward. */
const STRAIGHT = 1;

export function isDirection(key: string): key is Direction {
  return key in directions;
}

/** null at the edge. What lies straight ahead comes first, what lies ahead at all else. */
export function nextStop(stops: readonly Stop[], from: Stop, direction: Direction): Stop | null {
  return (
    nearest(stops, from, direction, STRAIGHT) ?? nearest(stops, from, direction, Number.POSITIVE_INFINITY)
  );
}

function nearest(stops: readonly Stop[], from: Stop, direction: Direction, widestSlope: number): Stop | null {
  const { along, sign } = directions[direction];
  const across = along === 'x' ? 'y' : 'x';
  const start = centreOf(from.rect);
  let best: Stop | null = null;
  let least = Number.POSITIVE_INFINITY;
  for (const stop of stops) {
    if (stop.id === from.id) continue;
    const centre = centreOf(stop.rect);
    const ahead = (centre[along] - start[along]) * sign;
    const aside = Math.abs(centre[across] - start[across]);
    if (ahead <= 1 || aside > ahead * widestSlope) continue;
    const cost = ahead + ASIDE * aside;
    if (cost < least) [least, best] = [cost, stop];
  }
  return best;
}

/** Top to bottom, left to right: where a walk begins. */
export function firstStop(stops: readonly Stop[]): Stop | null {
  return (
    [...stops].sort((a, b) => a.rect.y - b.rect.y || a.rect.x - b.rect.x || (a.id < b.id ? -1 : 1))[0] ?? null
  );
}
