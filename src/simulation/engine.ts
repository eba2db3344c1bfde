/** The heart: create a simulation from a scene and let its clock run. Pure and deterministic: same scene, same events. */

import { type Kind, kinds, type ObjectsByKind } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Status } from '../kubernetes/status.ts';
import { addonObjects } from './addons.ts';
import { cloneAllocations, createAllocations, setAside } from './allocation.ts';
import { write } from './apiServer.ts';
import { isClusterServiceCIDR } from './clusterFamilies.ts';
import { reconcile, settle } from './controllers/controllers.ts';
import { CONTROLLER_NAMES, type ControllerName } from './controllers/watches.ts';
import { cloneControllerState, createControllerState } from './controllers/workQueue.ts';
import { cloneEventQueue, createEventQueue, popDue } from './eventQueue.ts';
import type { SimulationEvent } from './events.ts';
import { demandFeaturesFor } from './features.ts';
import { createNetwork, networkTasks, settleNetwork } from './network/network.ts';
import { cloneNetwork } from './network/networkCopy.ts';
import { cloneObjectIndex, createObjectIndex } from './objectIndex.ts';
import type { Scene } from './scene.ts';
import type { Equipment, Simulation, Task } from './state.ts';

type ByKind = Simulation['byKind'];

function mapKinds(map: (kind: Kind) => Map<ObjectKey, KubernetesObject>): ByKind {
  const byKind = {} as Record<Kind, Map<ObjectKey, KubernetesObject>>;
  for (const kind of Object.keys(kinds) as Kind[]) byKind[kind] = map(kind);
  return byKind as unknown as ByKind;
}

export interface SimulationOptions {
  /** The order in which controllers hear of a change; the outcome must not depend on it. */
  controllerOrder?: readonly ControllerName[];
}

/**
 * A cluster at rest: the scene's objects and the cluster's own (namespaces, CoreDNS) are written and all controllers
 * and kube-proxies have converged at `now` = 0. Its Traffic starts then. Objects that the API server refuses are left
 * out; `refused` says why. The first events are the warnings that are still true.
 */
export function startSimulation(...given: Parameters<typeof startInSteps>): Simulation {
  const steps = startInSteps(...given);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

/** The same for a page that must answer meanwhile; what comes out is no other, however long it rests between the steps. */
export function* startInSteps(
  scene: Pick<Scene, 'seed' | 'objects'>,
  equipment: Equipment,
  { controllerOrder = CONTROLLER_NAMES }: SimulationOptions = {},
): Generator<void, Simulation> {
  demandFeaturesFor(equipment, scene.objects);
  const refused: { object: KubernetesObject; status: Status }[] = [];
  const simulation: Simulation = {
    checks: equipment,
    features: equipment.features,
    seed: scene.seed,
    now: 0,
    objects: new Map(),
    byKind: mapKinds(() => new Map()),
    index: createObjectIndex(),
    allocations: createAllocations(),
    serials: new Map(),
    resourceVersion: 0,
    queue: createEventQueue<Task>(),
    controllers: createControllerState(controllerOrder),
    network: createNetwork(scene.seed),
    events: [],
    refused,
  };
  yield* settle(simulation, populate(simulation, scene.objects, refused));
  settleNetwork(simulation);
  simulation.events = simulation.events.filter(
    (event) => event.type === 'ClusterEvent' && event.severity === 'Warning',
  );
  return simulation;
}

/** What the cluster's addresses are, its own objects and all Namespaces come first, then the rest in the scene's order. */
function* populate(
  simulation: Simulation,
  objects: readonly KubernetesObject[],
  refused: { object: KubernetesObject; status: Status }[],
): Generator<void> {
  setAside(simulation.allocations, objects);
  const create = (object: KubernetesObject) => {
    const { status } = write(simulation, { verb: 'create', object }, 'user');
    if (status.status === 'Failure') refused.push({ object, status });
  };
  const isNamespace = (object: KubernetesObject) => object.kind === 'Namespace' && object.apiVersion === 'v1';
  const rank = (object: KubernetesObject) => (isClusterServiceCIDR(object) ? 0 : isNamespace(object) ? 1 : 2);
  const ofRank = (wanted: number) => objects.filter((object) => rank(object) === wanted);
  ofRank(0).forEach(create);
  for (const object of addonObjects(objects)) write(simulation, { verb: 'create', object }, 'addonManager');
  for (const object of [...ofRank(1), ...ofRank(2)]) {
    yield;
    create(object);
  }
  simulation.allocations.setAside.clear();
}

/** A checkpoint: a copy that runs on its own. Objects, tasks and events are immutable and shared. */
export function cloneSimulation(simulation: Simulation): Simulation {
  return {
    ...simulation,
    objects: new Map(simulation.objects),
    byKind: mapKinds((kind) => new Map<ObjectKey, ObjectsByKind[Kind]>(simulation.byKind[kind])),
    index: cloneObjectIndex(simulation.index),
    allocations: cloneAllocations(simulation.allocations),
    serials: new Map(simulation.serials),
    queue: cloneEventQueue(simulation.queue),
    controllers: cloneControllerState(simulation.controllers),
    network: cloneNetwork(simulation.network),
    events: [...simulation.events],
  };
}

const taskHandlers = { ...networkTasks, reconcile } as Readonly<
  Record<Task['type'], (simulation: Simulation, task: never) => void>
>;

function takeEvents(simulation: Simulation): SimulationEvent[] {
  const { events } = simulation;
  simulation.events = [];
  return events;
}

/** Runs all that is due up to and including `until` (simulated ms) and returns what happened, in order. */
export function advance(simulation: Simulation, until: number): SimulationEvent[] {
  const { queue } = simulation;
  const end = Math.floor(until);
  for (;;) {
    const task = popDue(queue, end);
    if (task === undefined) break;
    simulation.now = queue.cursor;
    taskHandlers[task.type](simulation, task as never);
  }
  if (end > simulation.now) simulation.now = end;
  return takeEvents(simulation);
}

/** Runs until a packet moved (a Hop or PacketEnd was emitted) or `limit` is reached. */
export function advanceToNextHop(simulation: Simulation, limit: number): SimulationEvent[] {
  const { queue } = simulation;
  const end = Math.floor(limit);
  let seen = simulation.events.length;
  for (;;) {
    const task = popDue(queue, end);
    if (task === undefined) break;
    simulation.now = queue.cursor;
    taskHandlers[task.type](simulation, task as never);
    for (; seen < simulation.events.length; seen++) {
      const { type } = simulation.events[seen]!;
      if (type === 'Hop' || type === 'PacketEnd') return takeEvents(simulation);
    }
  }
  if (end > simulation.now) simulation.now = end;
  return takeEvents(simulation);
}
