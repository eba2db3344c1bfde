/** Scenes that came with the page: tests hold that the API server takes them as they are, so it need not check them again. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Checks } from '../simulation/state.ts';
import type { PlaygroundOptions } from './playground.ts';

const proven = new WeakSet<readonly KubernetesObject[]>();

export function asProven(scene: Scene): Scene {
  proven.add(scene.objects);
  return scene;
}

function isProven({ objects }: Scene): boolean {
  return objects.length === 0 || proven.has(objects);
}

/** Whoever opens what others made has to wait for `loadScrutiny` first. */
export function refuseUnchecked({ scene, moment, live }: PlaygroundOptions, { scrutiny }: Checks): void {
  const isOwn = isProven(scene) && (moment?.entries.length ?? 0) === 0 && live === undefined;
  if (!isOwn && scrutiny === null) throw new Error('What others made is not checked yet');
}
