/** The table of controllers, and how they do their work. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';
import { reconcileCloudController } from './cloudController.ts';
import { reconcileDaemonSet } from './daemonSet.ts';
import { reconcileDeployment } from './deployment.ts';
import { reconcileEndpointSlice } from './endpointSlice.ts';
import { reconcileGarbageCollector } from './garbageCollector.ts';
import { reconcileGateway } from './gateway.ts';
import { reconcileIngress } from './ingress.ts';
import { reconcileJob } from './job.ts';
import { reconcileKubelet } from './kubelet.ts';
import { reconcileNamespace } from './namespace.ts';
import { reconcileNode } from './node.ts';
import { reconcileNodeLifecycle } from './nodeLifecycle.ts';
import { reconcileReplicaSet } from './replicaSet.ts';
import { reconcileReplicationController } from './replicationController.ts';
import { isToCrash } from './restarts.ts';
import { reconcileScheduler } from './scheduler.ts';
import { reconcileStatefulSet } from './statefulSet.ts';
import type { ControllerName } from './watches.ts';
import { enqueue, takeRound } from './workQueue.ts';

export type { ControllerState, ControllerTask } from './workQueue.ts';

/** Looks at one object and does what is missing. */
type Reconcile = (simulation: Simulation, key: ObjectKey) => void;

const reconcilers = {
  cloudController: reconcileCloudController,
  daemonSet: reconcileDaemonSet,
  deployment: reconcileDeployment,
  endpointSlice: reconcileEndpointSlice,
  garbageCollector: reconcileGarbageCollector,
  gateway: reconcileGateway,
  ingress: reconcileIngress,
  job: reconcileJob,
  kubelet: reconcileKubelet,
  namespace: reconcileNamespace,
  node: reconcileNode,
  nodeLifecycle: reconcileNodeLifecycle,
  replicaSet: reconcileReplicaSet,
  replicationController: reconcileReplicationController,
  scheduler: reconcileScheduler,
  statefulSet: reconcileStatefulSet,
} satisfies Record<ControllerName, Reconcile>;

/** Does what is due now. */
export function reconcile(simulation: Simulation): void {
  for (const { controller, key } of takeRound(simulation)) reconcilers[controller](simulation, key);
}

/** Runs `change` and then lets all controllers work without delay until nothing changes: for a cluster that starts at rest. */
export function settle(simulation: Simulation, change: () => void): void {
  const { controllers, now } = simulation;
  controllers.isSettling = true;
  change();
  while (controllers.rounds.has(now)) reconcile(simulation);
  controllers.isSettling = false;
  // What crashes again and again never comes to rest.
  for (const [key, pod] of simulation.byKind.Pod) if (isToCrash(pod)) enqueue(simulation, 'kubelet', key, 0);
}
