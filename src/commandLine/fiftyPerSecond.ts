/** The run that the timeline is measured with: a ready-made scene whose Traffic is turned up to fifty requests a second. */
import { readFileSync } from 'node:fs';
import type { Traffic } from '../kubernetes/traffic.ts';
import { everyPart } from '../playground/everyPart.ts';
import { createPlayground, type Playground } from '../playground/playground.ts';
import { type SteppedFrames, steppedFrames } from '../playground/steppedFrames.ts';
import type { Scene } from '../simulation/scene.ts';
import { readScene } from './sceneFile.ts';

export const REQUESTS_PER_SECOND = 50;
/** The fastest that the clock goes. */
const SPEED = 50;

export function sceneAtFifty(name: string): Scene {
  const scene = readScene(`src/scenes/${name}.yaml`, (file) => readFileSync(file, 'utf8'));
  const count = scene.objects.filter(({ kind }) => kind === 'Traffic').length;
  const objects = scene.objects.map((object) =>
    object.kind === 'Traffic'
      ? { ...object, spec: { ...(object as Traffic).spec, requestsPerSecond: REQUESTS_PER_SECOND / count } }
      : object,
  );
  return { ...scene, objects };
}

export interface Run {
  playground: Playground;
  frames: SteppedFrames;
}

export function openRun(name: string): Run {
  const frames = steppedFrames();
  const playground = createPlayground({ scene: sceneAtFifty(name), frames, parts: everyPart });
  void playground.dispatch({ type: 'setSpeed', speed: SPEED }, 'app');
  return { playground, frames };
}

/** Lets so much simulated time pass, in frames of a sixtieth of a second, and gives timers their turn. */
export async function pass({ frames }: Run, simulatedMs: number): Promise<void> {
  for (let left = simulatedMs / SPEED; left > 0; left -= 200) {
    frames.advance(Math.min(200, left));
    await new Promise((resolve) => setTimeout(resolve));
  }
}

/** What is in use after the garbage was collected, in MB; run with --expose-gc. */
export function usedMegabytes(): number {
  (globalThis as { gc?: () => void }).gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return (heapUsed + arrayBuffers) / 1e6;
}
