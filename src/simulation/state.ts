/** The whole state of a simulation as plain data, so that it can be cloned, compared and replayed. */
import type { Kind, ObjectsByKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { ControllerState } from './controllers/controllers.ts';
import type { EventQueue } from './eventQueue.ts';
import type { SimulationEvent } from './events.ts';
import type { Network, NetworkTask } from './network/network.ts';

/** Something that will happen: handled when the clock reaches it, in the order (at, insertion). */
export type Task = NetworkTask | ControllerTask;

/** A controller looks at one key again. */
export interface ControllerTask {
  type: 'reconcile';
  controller: string;
  key: ObjectKey;
}

export interface Simulation {
  readonly seed: number;
  /** Simulated milliseconds since the scene began; always an integer. */
  now: number;
  /** All objects by key, and the same by kind; changed by `apiServer.write` only. */
  readonly objects: Map<ObjectKey, KubernetesObject>;
  readonly byKind: { readonly [K in Kind]: Map<ObjectKey, ObjectsByKind[K]> };
  resourceVersion: number;
  readonly queue: EventQueue<Task>;
  readonly controllers: ControllerState;
  readonly network: Network;
  /** What happened since the last `advance` returned. */
  events: SimulationEvent[];
}
