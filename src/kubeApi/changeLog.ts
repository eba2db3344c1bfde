/**
 * What changed lately, with its revision: watches begin where a list ended. Also gives kinds that are only kept the
 * metadata that every object of an API server has. Models etcd's revisions and their compaction.
 */
import { isSimulated } from '../kubernetes/kinds.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import { isEqual } from '../simulation/equality.ts';
import type { ObjectChange } from '../simulation/events.ts';
import type { Simulation } from '../simulation/state.ts';
import { uidOf } from '../simulation/uid.ts';
import { isNamespaced } from './resources.ts';

/** A change as clients see it: objects with all of their metadata. */
export interface Revision {
  readonly revision: number;
  readonly key: ObjectKey;
  readonly before: KubernetesObject | null;
  readonly after: KubernetesObject | null;
}

export interface ChangeLog {
  readonly seed: number;
  /** The latest one; each change of an object is one. */
  revision: number;
  /** Oldest first, all of them without a gap up to the latest. */
  readonly revisions: Revision[];
  /** Of objects that are only kept: those with their metadata. */
  readonly kept: Map<ObjectKey, KubernetesObject>;
}

/** How many are remembered: who watches from further back is told to list again. */
const MOST_REVISIONS = 5000;

export function createChangeLog({ seed, resourceVersion, objects }: Simulation): ChangeLog {
  const log: ChangeLog = { seed, revision: resourceVersion, revisions: [], kept: new Map() };
  for (const [key, object] of objects)
    if (!isSimulated(object)) log.kept.set(key, withIdentity(log, key, object, null, 0));
  return log;
}

/** Notes a change; must be told of all of them, in order. */
export function noteChange(log: ChangeLog, { key, before, after, at }: ObjectChange): Revision {
  log.revision += 1;
  const shownBefore = before === null ? null : served(log, before);
  let shownAfter = after;
  if (after !== null && !isSimulated(after)) {
    shownAfter = withIdentity(log, key, after, shownBefore, at);
    log.kept.set(key, shownAfter);
  } else if (after === null) log.kept.delete(key);
  const noted = { revision: log.revision, key, before: shownBefore, after: shownAfter };
  log.revisions.push(noted);
  if (log.revisions.length > MOST_REVISIONS) log.revisions.splice(0, MOST_REVISIONS / 10);
  return noted;
}

/** An object as it is shown: with what the server keeps of it. */
export function served({ kept }: ChangeLog, object: KubernetesObject): KubernetesObject {
  return isSimulated(object) ? object : (kept.get(objectKey(object)) ?? object);
}

/** Where an object is stored: one that was kept as it came may have named no namespace, though it is in `default`. */
export function storedKey({ objects }: Simulation, object: KubernetesObject): ObjectKey {
  const key = objectKey(object);
  if (isSimulated(object) || object.metadata.namespace !== 'default' || objects.has(key)) return key;
  const bare = objectKey(withoutNamespace(object));
  return objects.has(bare) ? bare : key;
}

export function withoutNamespace(object: KubernetesObject): KubernetesObject {
  const { namespace: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}

/** An object that is not stored, as it would be shown if it were. */
export function servedAfter(
  { log, simulation }: { readonly log: ChangeLog; readonly simulation: Simulation },
  object: KubernetesObject,
  before: KubernetesObject | null,
): KubernetesObject {
  if (isSimulated(object)) return object;
  const shownBefore = before === null ? null : served(log, before);
  return withIdentity(log, objectKey(object), object, shownBefore, simulation.now);
}

/** The changes since then; null when they are forgotten. */
export function changesSince({ revision, revisions }: ChangeLog, since: number): readonly Revision[] | null {
  if (since >= revision) return [];
  const first = revisions[0];
  if (first === undefined || since < first.revision - 1) return null;
  return revisions.slice(since - first.revision + 1);
}

function withIdentity(
  { seed, revision }: ChangeLog,
  key: ObjectKey,
  object: KubernetesObject,
  before: KubernetesObject | null,
  at: number,
): KubernetesObject {
  const old = before?.metadata;
  const generation = old?.generation ?? 1;
  return {
    ...object,
    metadata: {
      ...object.metadata,
      ...(object.metadata.namespace === undefined && isNamespaced(object) ? { namespace: 'default' } : {}),
      uid: old?.uid ?? uidOf(seed, key, revision),
      resourceVersion: String(revision),
      creationTimestamp: old?.creationTimestamp ?? timestampAt(at),
      ...(WITH_GENERATION.has(object.kind)
        ? { generation: before === null || hasSameContent(before, object) ? generation : generation + 1 }
        : {}),
    },
  };
}

/** Of the kinds that are only kept. */
const WITH_GENERATION = new Set([
  'CronJob',
  'PodDisruptionBudget',
  'CustomResourceDefinition',
  'PriorityClass',
]);

function hasSameContent(a: KubernetesObject, b: KubernetesObject): boolean {
  const { metadata: _a, ...left } = a;
  const { metadata: _b, ...right } = b;
  return isEqual(left, right);
}
