/** What holds an object that is deleted: a Pod's grace period, and finalizers. */
import type { Namespace } from '../kubernetes/namespace.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Simulation } from './state.ts';

/** Holds an owner that is deleted in the foreground until what it owns is gone. */
export const FOREGROUND_FINALIZER = 'foregroundDeletion';

/** Whether nothing holds a deleted object any more. A Pod is let go by its kubelet first, which leaves no grace period. */
export function isFinalized(object: KubernetesObject): boolean {
  const { deletionTimestamp, finalizers = [] } = object.metadata;
  if (deletionTimestamp === undefined || finalizers.length > 0) return false;
  if (object.kind === 'Pod') return object.metadata.deletionGracePeriodSeconds === 0;
  return object.kind !== 'Namespace' || ((object as Namespace).spec?.finalizers ?? []).length === 0;
}

export function isWaitingForDependents({ metadata }: KubernetesObject): boolean {
  return (
    metadata.deletionTimestamp !== undefined && metadata.finalizers?.includes(FOREGROUND_FINALIZER) === true
  );
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
