/** The network's state and its doors to the rest of the simulation. */
import type { ObjectChange } from '../events.ts';
import type { Simulation } from '../state.ts';

export type NetworkTask = { type: 'placeholder' };
export interface Network {
  placeholder: true;
}

export function createNetwork(_seed: number): Network {
  return { placeholder: true };
}

/** What to do when a task of the network is due. */
export const networkTasks: {
  readonly [T in NetworkTask['type']]: (
    simulation: Simulation,
    task: Extract<NetworkTask, { type: T }>,
  ) => void;
} = { placeholder: () => {} };

/** Keeps the address index, schedules kube-proxy syncs and starts or stops Traffic. Called for every object change. */
export function objectChanged(_simulation: Simulation, _change: ObjectChange): void {}

/** Every kube-proxy writes its rules at once: for a cluster that starts at rest. */
export function settleNetwork(_simulation: Simulation): void {}

/**
 * A copy for a checkpoint: running one leaves the other alone. Immutable parts (objects, rules, headers) may be shared.
 * Queued tasks are shared between the copies, so they are immutable and name packets and requests by id.
 */
export function cloneNetwork(network: Network): Network {
  return { ...network };
}
