/**
 * Deleting through the API server. Models apiserver's `rest.BeforeDelete`, the Pod strategy's `CheckGracefulDelete` and
 * the admission plugin NamespaceLifecycle. What belongs to the object goes by the controller `garbageCollector`.
 */
import { type Kind, kinds, rowOf } from '../kubernetes/kinds.ts';
import type { Namespace } from '../kubernetes/namespace.ts';
import { type KubernetesObject, type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { failure, notFound, type Status, success } from '../kubernetes/status.ts';
import { timestampAt } from './clockTime.ts';
import { FOREGROUND_FINALIZER } from './finalizers.ts';
import { erase, store, type WriteContext, type WriteResult } from './objectStore.ts';

/** Namespaces that may not be deleted. */
const IMMORTAL_NAMESPACES = new Set(['default', 'kube-system', 'kube-public']);

export function remove(
  context: WriteContext,
  gracePeriodSeconds: number | undefined,
  propagationPolicy?: 'Foreground',
): WriteResult {
  const { simulation, key } = context;
  const before = simulation.objects.get(key);
  if (before === undefined) return { status: notFoundKey(key), object: null };
  if (rowOf(before) === undefined) return erase(context);
  if (before.kind === 'Namespace') return removeNamespace(context, before as Namespace, gracePeriodSeconds);
  if (before.kind === 'Pod') {
    const graceSeconds = graceOf(before as Pod, gracePeriodSeconds);
    const isFree = graceSeconds === 0 && !before.metadata.finalizers?.length;
    return isFree ? erase(context) : markDeleted(context, before, graceSeconds);
  }
  if (propagationPolicy === 'Foreground') return markDeleted(context, withForegroundFinalizer(before), 0);
  return gracePeriodSeconds === 0 || !before.metadata.finalizers?.length
    ? erase(context)
    : markDeleted(context, before, 0);
}

function withForegroundFinalizer(object: KubernetesObject): KubernetesObject {
  const { finalizers = [] } = object.metadata;
  if (finalizers.includes(FOREGROUND_FINALIZER)) return object;
  return { ...object, metadata: { ...object.metadata, finalizers: [...finalizers, FOREGROUND_FINALIZER] } };
}

/** A Pod that no kubelet runs goes at once; a second delete may only shorten the period. */
function graceOf(pod: Pod, wanted: number | undefined): number {
  const { phase } = pod.status ?? {};
  if (!pod.spec.nodeName || phase === 'Succeeded' || phase === 'Failed') return 0;
  const grace = Math.max(0, wanted ?? pod.spec.terminationGracePeriodSeconds ?? 30);
  return Math.min(grace, pod.metadata.deletionGracePeriodSeconds ?? grace);
}

function markDeleted(context: WriteContext, before: KubernetesObject, graceSeconds: number): WriteResult {
  const { deletionTimestamp, deletionGracePeriodSeconds, generation } = before.metadata;
  if (deletionTimestamp !== undefined && deletionGracePeriodSeconds === graceSeconds)
    return { status: success, object: before };
  const metadata = {
    ...before.metadata,
    deletionTimestamp: timestampAt(context.simulation.now + graceSeconds * 1000),
    deletionGracePeriodSeconds: graceSeconds,
    ...(generation === undefined ? {} : { generation: generation + 1 }),
  };
  return store(context, before, { ...before, metadata });
}

/**
 * Its content goes first (controller `namespace`); the finalizer `kubernetes` holds it until then. A grace period of 0
 * takes all of it out at once, which no API server does: it lets an undo leave nothing behind.
 */
function removeNamespace(
  context: WriteContext,
  before: Namespace,
  gracePeriodSeconds: number | undefined,
): WriteResult {
  const { simulation, dryRun } = context;
  const { name, deletionTimestamp } = before.metadata;
  if (IMMORTAL_NAMESPACES.has(name)) {
    const message = `namespaces "${name}" is forbidden: this namespace may not be deleted`;
    return { status: failure(403, 'Forbidden', message, { name, kind: 'namespaces' }), object: null };
  }
  if (gracePeriodSeconds === 0) {
    for (const key of dryRun ? [] : [...(simulation.index.byNamespace.get(name) ?? [])])
      if (simulation.objects.has(key)) erase({ ...context, key });
    return erase(context);
  }
  if (deletionTimestamp !== undefined) return { status: success, object: before };
  const metadata = { ...before.metadata, deletionTimestamp: timestampAt(simulation.now) };
  const after: Namespace = { ...before, metadata, status: { phase: 'Terminating' } };
  return store(context, before, after);
}

function notFoundKey(key: ObjectKey): Status {
  const { kind, group, name } = parseKey(key);
  const row = Object.hasOwn(kinds, kind) ? kinds[kind as Kind] : undefined;
  return notFound(row?.plural ?? `${kind.toLowerCase()}s`, group, name);
}
