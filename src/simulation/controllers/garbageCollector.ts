/**
 * Deletes what has lost its owner, and Pods whose node is gone. Models pkg/controller/garbagecollector (background
 * deletion here, the other in foregroundDeletion.ts) and pkg/controller/podgc. Simplified: a Pod goes at once with its node; a real cluster waits about a minute.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod } from '../../kubernetes/pod.ts';
import { write } from '../apiServer.ts';
import { featureOf } from '../features.ts';
import { isWaitingForDependents } from '../finalizers.ts';
import type { Simulation } from '../state.ts';

function exists(simulation: Simulation, uid: string, kind: string, key: ObjectKey): boolean {
  const object = simulation.objects.get(key);
  return object?.kind === kind && object.metadata.uid === uid;
}

export function reconcileGarbageCollector(simulation: Simulation, key: ObjectKey): void {
  const object = simulation.objects.get(key);
  if (object === undefined) return;
  if (isWaitingForDependents(object)) {
    featureOf(simulation, 'changes').deleteDependents(simulation, key);
    return;
  }
  const owners = object.metadata.ownerReferences ?? [];
  const { nodeName } = (object as Pod).spec ?? {};
  if (object.kind === 'Pod' && nodeName && !simulation.byKind.Node.has(`Node//${nodeName}`)) {
    write(simulation, { verb: 'delete', key, gracePeriodSeconds: 0 }, 'podGC');
    return;
  }
  if (owners.length === 0 || object.metadata.deletionTimestamp !== undefined) return;
  const namespace = object.metadata.namespace ?? '';
  const hasOwner = owners.some(({ uid, kind, name, apiVersion }) => {
    const slash = apiVersion.indexOf('/');
    const qualified = slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
    return (
      exists(simulation, uid, kind, `${qualified}/${namespace}/${name}`) ||
      exists(simulation, uid, kind, `${qualified}//${name}`)
    );
  });
  if (!hasOwner) write(simulation, { verb: 'delete', key }, 'garbageCollector');
}
