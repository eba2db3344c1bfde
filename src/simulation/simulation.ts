/** The heart: create a simulation from a scene and let its clock run. Pure and deterministic: same scene, same events. */

import type { SimulationEvent } from './events.ts';
import type { Scene } from './scene.ts';
import type { Simulation } from './state.ts';

/**
 * A cluster at rest: the scene's objects and the cluster's own (namespaces, CoreDNS) are written and all controllers
 * and kube-proxies have converged at `now` = 0. Its Traffic starts then. Objects that the API server refuses are left
 * out; `refused` says why.
 */
export declare function createSimulation(scene: Pick<Scene, 'seed' | 'objects'>): Simulation;

/** Runs all that is due up to and including `until` (simulated ms) and returns what happened, in order. */
export declare function advance(simulation: Simulation, until: number): SimulationEvent[];

/** Runs until a packet moved (a Hop or PacketEnd was emitted) or `limit` is reached. */
export declare function advanceToNextHop(simulation: Simulation, limit: number): SimulationEvent[];
