/** The table of controllers, and how they do their work. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { isToCrash } from '../../kubernetes/pod.ts';
import { featureOf } from '../features.ts';
import type { Simulation } from '../state.ts';
import { reconcileCloudController } from './cloudController.ts';
import { reconcileDeployment } from './deployment.ts';
import { reconcileEndpointSlice } from './endpointSlice.ts';
import { reconcileGarbageCollector } from './garbageCollector.ts';
import { reconcileKubelet } from './kubelet.ts';
import { reconcileNamespace } from './namespace.ts';
import { reconcileNode } from './node.ts';
import { reconcileReplicaSet } from './replicaSet.ts';
import { reconcileScheduler } from './scheduler.ts';
import type { ControllerName } from './watches.ts';
import { enqueue, takeRound } from './workQueue.ts';

export type { ControllerState, ControllerTask } from './workQueue.ts';

/** Looks at one object and does what is missing. */
type Reconcile = (simulation: Simulation, key: ObjectKey) => void;

type Controllers = Partial<Record<ControllerName, Reconcile>>;

/** What it does, or the feature that it comes with. */
const reconcilers: Readonly<Record<ControllerName, Reconcile | 'httpRouting' | 'workloads'>> = {
  cloudController: reconcileCloudController,
  daemonSet: 'workloads',
  deployment: reconcileDeployment,
  endpointSlice: reconcileEndpointSlice,
  garbageCollector: reconcileGarbageCollector,
  gateway: 'httpRouting',
  ingress: 'httpRouting',
  job: 'workloads',
  kubelet: reconcileKubelet,
  namespace: reconcileNamespace,
  node: reconcileNode,
  // Without any node that is silent or tainted there is nothing to do.
  nodeLifecycle: (simulation, key) => simulation.features.failures?.reconcileNodeLifecycle(simulation, key),
  replicaSet: reconcileReplicaSet,
  replicationController: 'workloads',
  scheduler: reconcileScheduler,
  statefulSet: 'workloads',
};

/** Does what is due now. */
export function reconcile(simulation: Simulation): void {
  for (const { controller, key } of takeRound(simulation)) {
    const own = reconcilers[controller];
    if (typeof own === 'function') own(simulation, key);
    else (featureOf(simulation, own).controllers as Controllers)[controller]!(simulation, key);
  }
}

/**
 * Takes the steps of `change` and then lets all controllers work without delay until nothing changes: for a cluster that
 * starts at rest. One round of theirs is a step too.
 */
export function* settle(simulation: Simulation, change: Iterable<void>): Generator<void> {
  const { controllers, now } = simulation;
  controllers.isSettling = true;
  yield* change;
  while (controllers.rounds.has(now)) {
    reconcile(simulation);
    yield;
  }
  controllers.isSettling = false;
  // What crashes again and again never comes to rest.
  for (const [key, pod] of simulation.byKind.Pod) if (isToCrash(pod)) enqueue(simulation, 'kubelet', key, 0);
}
