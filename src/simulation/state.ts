/** The whole state of a simulation as plain data, so that it can be cloned, compared and replayed. */
import type { Decoded } from '../kubernetes/decode.ts';
import type { Kind, ObjectsByKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Status, StatusCause } from '../kubernetes/status.ts';
import type { Allocations } from './allocation.ts';
import type { ControllerState, ControllerTask } from './controllers/controllers.ts';
import type { EventQueue } from './eventQueue.ts';
import type { SimulationEvent } from './events.ts';
import type { Features } from './features.ts';
import type { Network, NetworkTask } from './network/network.ts';
import type { ObjectIndex } from './objectIndex.ts';

/** Something that will happen: handled when the clock reaches it, in the order (at, insertion). Immutable. */
export type Task = NetworkTask | ControllerTask;

export interface Scrutiny {
  decode(object: KubernetesObject): Decoded;
  validate(object: KubernetesObject, old?: KubernetesObject): StatusCause[];
  /** Before a Service is given addresses. */
  validateClusterIPs(service: Service, old: Service | undefined): StatusCause[];
}

/** Without scrutiny everything is taken as it comes: for scenes that are known to pass, until somebody else writes. */
export interface Checks {
  readonly scrutiny: Scrutiny | null;
}

/** Which of its code is there; more may come while it runs. */
export interface Equipment extends Checks {
  readonly features: Features;
}

export interface Simulation {
  /** The same for all copies. */
  readonly checks: Checks;
  readonly features: Features;
  readonly seed: number;
  /** Simulated milliseconds since the scene began; always an integer. */
  now: number;
  /** All objects by key, and the same by kind; changed by `apiServer.write` only. */
  readonly objects: Map<ObjectKey, KubernetesObject>;
  readonly byKind: { readonly [K in Kind]: Map<ObjectKey, ObjectsByKind[K]> };
  /** The same objects by what controllers look up; kept by the API server. */
  readonly index: ObjectIndex;
  /** Addresses and node ports in use. */
  readonly allocations: Allocations;
  /** How often a name was generated or an object of one key created: names and uids never come twice. */
  readonly serials: Map<string, number>;
  resourceVersion: number;
  readonly queue: EventQueue<Task>;
  readonly controllers: ControllerState;
  readonly network: Network;
  /** What happened since the last `advance` returned. */
  events: SimulationEvent[];
  /** Objects of the scene that the API server did not take, with its answer. */
  readonly refused: readonly { readonly object: KubernetesObject; readonly status: Status }[];
}
