/**
 * The clock in the hands of a test: loaded only when the address has the parameter `test`, it replaces animation frames
 * by `window.kubehop.advance(ms)`, so that end-to-end tests wait for nothing.
 */
import type { Command } from '../playground/commands.ts';
import type { Playground } from '../playground/playground.ts';
import type { PlaygroundState } from '../playground/state.ts';
import { steppedFrames } from '../playground/steppedFrames.ts';

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

/** For `createPlayground({ frames })`. */
export const frames = steppedFrames();

/** Puts the driver on the window. */
export function attach(playground: Playground): void {
  window.kubehop = {
    playground,
    advance: (ms) => frames.advance(ms),
    dispatch: (commands) => playground.dispatch(commands, 'app'),
    state: () => playground.store.getState(),
  };
}
