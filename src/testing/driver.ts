/**
 * The clock in the hands of a test: loaded only when the address has the parameter `test`, it replaces animation frames
 * by `window.kubehop.advance(ms)`, so that end-to-end tests wait for nothing.
 */
import type { Command } from '../playground/commands.ts';
import type { FrameSource, Playground } from '../playground/playground.ts';
import type { PlaygroundState } from '../playground/state.ts';

/** One step of the hand-turned clock: that of a screen with 60 frames per second. */
const FRAME_MS = 1000 / 60;

export interface Driver {
  /** Shows this much wall time passing, frame by frame. */
  advance(ms: number): void;
  dispatch(commands: Command | readonly Command[]): ReturnType<Playground['dispatch']>;
  state(): PlaygroundState;
  playground: Playground;
}

declare global {
  interface Window {
    kubehop?: Driver;
  }
}

let wallTime = 0;
const listeners = new Set<(wallTime: number) => void>();

/** For `createPlayground({ frames })`. */
export const frames: FrameSource = {
  subscribe(listener) {
    listeners.add(listener);
    return () => listeners.delete(listener);
  },
};

/** Puts the driver on the window. */
export function attach(playground: Playground): void {
  window.kubehop = {
    playground,
    advance(ms) {
      for (const end = wallTime + ms; wallTime < end; ) {
        wallTime = Math.min(end, wallTime + FRAME_MS);
        for (const listener of listeners) listener(wallTime);
      }
    },
    dispatch: (commands) => playground.dispatch(commands, 'app'),
    state: () => playground.store.getState(),
  };
}
