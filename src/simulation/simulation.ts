/**
 * The simulation as everybody may use it: with all that it can do, and an API server that checks what it is given. The heart
 * is `engine.ts`.
 */
import { cloneSimulation as clone, type SimulationOptions, startSimulation } from './engine.ts';
import { everyFeature } from './everyFeature.ts';
import type { Scene } from './scene.ts';
import { scrutiny } from './scrutiny.ts';
import type { Equipment, Simulation } from './state.ts';

export { advance, advanceToNextHop, type SimulationOptions } from './engine.ts';

const equipment: Equipment = { scrutiny, features: everyFeature };

export function createSimulation(
  scene: Pick<Scene, 'seed' | 'objects'>,
  options: SimulationOptions = {},
): Simulation {
  return startSimulation(scene, equipment, options);
}

/** A copy in which everything may be tried, also of one that began with less. */
export function cloneSimulation(simulation: Simulation): Simulation {
  return Object.assign(clone(simulation), { checks: equipment, features: equipment.features });
}

/** The scene's cluster without its Traffic, so that nothing happens but requests that are traced. */
export function createQuietSimulation(scene: Scene): Simulation {
  return createSimulation({ ...scene, objects: scene.objects.filter((object) => object.kind !== 'Traffic') });
}
