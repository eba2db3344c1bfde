/**
 * `kubehop/simulation`: the simulation without a page, for Node and browsers. A scene's text becomes a cluster at rest;
 * its clock moves when it is told to, and everything that happens comes out as events.
 */
import { keyOfKind } from '../kubernetes/kinds.ts';
import { readManifest } from '../kubernetes/manifest.ts';
import { type Scene, sceneFromObjects } from '../simulation/scene.ts';

export type { Kind } from '../kubernetes/kinds.ts';
export type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
export type { Status } from '../kubernetes/status.ts';
export { write } from '../simulation/apiServer.ts';
export type {
  Hop,
  PacketEnd,
  PlaceKey,
  RequestEnd,
  RequestStart,
  SimulationEvent,
} from '../simulation/events.ts';
export { type RequestSpec, sendRequest } from '../simulation/network/request.ts';
export type { Reason } from '../simulation/reasons.ts';
export type { Position, Scene, SceneView } from '../simulation/scene.ts';
export {
  advance,
  advanceToNextHop,
  cloneSimulation,
  createQuietSimulation,
  createSimulation,
} from '../simulation/simulation.ts';
export type { Simulation } from '../simulation/state.ts';
export {
  findSenderKey,
  placeName,
  readDestination,
  type Share,
  sharesOf,
  type Trace,
  traceRequest,
} from '../simulation/trace.ts';

/** A scene that cannot be read; `problems` has every place, counted from 1. */
export class SceneError extends Error {
  override readonly name = 'SceneError';
  readonly problems: readonly { message: string; line: number; column: number }[];

  constructor(problems: readonly { message: string; line: number; column: number }[]) {
    super(problems.map(({ message, line, column }) => `${line}:${column}: ${message}`).join('\n'));
    this.problems = problems;
  }
}

/** The scene in a text of Kubernetes manifests, YAML or JSON. Throws a SceneError that says where it is wrong. */
export function readScene(text: string): Scene {
  const { documents, errors } = readManifest(text);
  if (errors.length > 0)
    throw new SceneError(errors.map(({ message, line, column }) => ({ message, line, column })));
  if (documents.length === 0) throw new SceneError([{ message: 'no objects', line: 1, column: 1 }]);
  return sceneFromObjects(documents.map(({ object }) => object));
}

/** The key of an object, as places, senders and `simulation.objects` are called by. */
export const keyOf = keyOfKind;
