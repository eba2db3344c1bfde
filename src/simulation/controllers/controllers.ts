/** The table of controllers, and how they do their work. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
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
import { type ControllerTask, takeDue } from './workQueue.ts';

export type { ControllerState, ControllerTask } from './workQueue.ts';

/** Looks at one object and does what is missing. */
type Reconcile = (simulation: Simulation, key: ObjectKey) => void;

const reconcilers = {
  cloudController: reconcileCloudController,
  deployment: reconcileDeployment,
  endpointSlice: reconcileEndpointSlice,
  garbageCollector: reconcileGarbageCollector,
  kubelet: reconcileKubelet,
  namespace: reconcileNamespace,
  node: reconcileNode,
  replicaSet: reconcileReplicaSet,
  scheduler: reconcileScheduler,
} satisfies Record<ControllerName, Reconcile>;

export function reconcile(simulation: Simulation, task: ControllerTask): void {
  if (takeDue(simulation, task)) reconcilers[task.controller](simulation, task.key);
}

/** Runs `change` and then lets all controllers work without delay until nothing changes: for a cluster that starts at rest. */
export function settle(simulation: Simulation, change: () => void): void {
  const { controllers } = simulation;
  const tasks: ControllerTask[] = [];
  controllers.settling = tasks;
  change();
  for (let next = 0; next < tasks.length; next++) reconcile(simulation, tasks[next]!);
  controllers.settling = null;
  controllers.waits.clear();
  controllers.dueAt.clear();
}
