/**
 * Lets an owner that is deleted in the foreground go when all is gone that blocks it. Models pkg/controller/garbagecollector
 * `processDeletingDependentsItem` and `attemptToDeleteItem`.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { write } from '../apiServer.ts';
import { FOREGROUND_FINALIZER } from '../finalizers.ts';
import type { Simulation } from '../state.ts';

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
