/** The one door for the UI: it owns the simulation, undo, layout, selection and the clock. */
import type { StoreApi } from 'zustand/vanilla';
import type { Status } from '../kubernetes/status.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Command, Origin } from './commands.ts';
import type { PlaygroundState } from './state.ts';

export interface Playground {
  readonly store: Pick<StoreApi<PlaygroundState>, 'getState' | 'subscribe'>;
  /** Carries the commands out in order, as one undo step; the first failure undoes the whole step and is returned. */
  dispatch(commands: Command | readonly Command[], origin: Origin): Promise<Status>;
  /** Every batch of simulation events, at most once per frame; and `reset: true` when the past is no longer true (scene loaded, reset). */
  onEvents(listener: (events: readonly SimulationEvent[], reset: boolean) => void): () => void;
  /** The exact simulated time for this animation frame, in ms (not rounded to what React shows). */
  now(): number;
  /** The scene as it is now, for saving, sharing and export. */
  scene(): Scene;
  destroy(): void;
}

export interface PlaygroundOptions {
  scene: Scene;
  /** Wall time source and frame scheduler; tests step it by hand. Default: performance.now and requestAnimationFrame. */
  frames?: FrameSource;
  playing?: boolean;
}

export interface FrameSource {
  /** Calls back once per frame with wall time in ms until the returned function is called. */
  subscribe(listener: (wallTime: number) => void): () => void;
}

export declare function createPlayground(options: PlaygroundOptions): Playground;
