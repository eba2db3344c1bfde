/** Keeps as many Pods as a ReplicationController wants. Models pkg/controller/replication, a thin shell around the ReplicaSet's. */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Simulation } from '../state.ts';
import type { PodController } from './podControl.ts';
import { keepReplicas } from './replicaSet.ts';

const CONTROLLER: PodController = { author: 'replicationController', component: 'replication-controller' };

export function reconcileReplicationController(simulation: Simulation, key: ObjectKey): void {
  const controller = simulation.byKind.ReplicationController.get(key);
  if (controller !== undefined)
    keepReplicas(simulation, CONTROLLER, controller, { matchLabels: controller.spec.selector ?? {} });
}
