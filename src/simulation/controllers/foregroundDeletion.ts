/**
 * Lets an owner that is deleted in the foreground go when all is gone that blocks it. Models pkg/controller/garbagecollector
 * `processDeletingDependentsItem` and `attemptToDeleteItem`.
 */
import type { KubernetesObject, ObjectKey } from '../../kubernetes/objectMeta.ts';
import { write } from '../apiServer.ts';
import { FOREGROUND_FINALIZER } from '../deletion.ts';
import type { Simulation } from '../state.ts';

export function isWaitingForDependents({ metadata }: KubernetesObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FOREGROUND_FINALIZER) === true
  );
}

/** Deletes what the owner has, those with dependents of their own in the same way. */
export function deleteDependents(simulation: Simulation, key: ObjectKey): void {
  const owner = simulation.objects.get(key)!;
  const uid = owner.metadata.uid!;
  const dependents = [...(simulation.index.dependents.get(uid) ?? [])].flatMap((dependentKey) => {
    const object = simulation.objects.get(dependentKey);
    return object === undefined ? [] : [{ dependentKey, object }];
  });
  const isHeld = dependents.some(({ object }) =>
    object.metadata.ownerReferences?.some((each) => each.uid === uid && each.blockOwnerDeletion === true),
  );
  if (!isHeld) {
    const finalizers = owner.metadata.finalizers!.filter((each) => each !== FOREGROUND_FINALIZER);
    const { resourceVersion: _, ...metadata } = owner.metadata;
    write(
      simulation,
      { verb: 'update', object: { ...owner, metadata: { ...metadata, finalizers } } },
      'garbageCollector',
    );
    return;
  }
  for (const { dependentKey, object } of dependents) {
    if (object.metadata.deletionTimestamp !== undefined) continue;
    const isOwner = (simulation.index.dependents.get(object.metadata.uid!)?.size ?? 0) > 0;
    write(
      simulation,
      { verb: 'delete', key: dependentKey, ...(isOwner ? { propagationPolicy: 'Foreground' } : {}) },
      'garbageCollector',
    );
  }
}

/** The owners of what has gone that wait for it. */
export function waitingOwners(simulation: Simulation, object: KubernetesObject): ObjectKey[] {
  return (object.metadata.ownerReferences ?? []).flatMap(({ apiVersion, kind, name, uid }): ObjectKey[] => {
    const slash = apiVersion.indexOf('/');
    const qualified = slash < 0 ? kind : `${kind}.${apiVersion.slice(0, slash)}`;
    const key: ObjectKey = `${qualified}/${object.metadata.namespace ?? ''}/${name}`;
    const owner = simulation.objects.get(key);
    return owner?.metadata.uid === uid && isWaitingForDependents(owner!) ? [key] : [];
  });
}
