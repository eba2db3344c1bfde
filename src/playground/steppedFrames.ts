/** Frames that a test turns by hand: nothing waits on wall time. */
import type { FrameSource } from './clock.ts';

const FRAME_MS = 1000 / 60;

export interface SteppedFrames extends FrameSource {
  /** Shows this much wall time passing, frame by frame. */
  advance(ms: number): void;
}

export function steppedFrames(): SteppedFrames {
  const listeners = new Set<(wallTime: number) => void>();
  let wallTime = 0;
  const frame = () => {
    for (const listener of [...listeners]) listener(wallTime);
  };
  return {
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    advance(ms) {
      const end = wallTime + ms;
      frame();
      while (wallTime < end) {
        wallTime = Math.min(end, wallTime + FRAME_MS);
        frame();
      }
    },
  };
}
