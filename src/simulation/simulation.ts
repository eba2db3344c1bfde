/** The simulation as everybody may use it: with an API server that checks what it is given. The heart is `engine.ts`. */
import { type SimulationOptions, startSimulation } from './engine.ts';
import { everyFeature } from './everyFeature.ts';
import type { Scene } from './scene.ts';
import { scrutiny } from './scrutiny.ts';
import type { Simulation } from './state.ts';

export { advance, advanceToNextHop, cloneSimulation, type SimulationOptions } from './engine.ts';

export function createSimulation(
  scene: Pick<Scene, 'seed' | 'objects'>,
  options: SimulationOptions = {},
): Simulation {
  return startSimulation(scene, { scrutiny, features: everyFeature }, options);
}
