/** Where the API server keeps objects: every change of the cluster goes through `commit`, and whoever watches is told. */
import { kinds, type ObjectsByKind, rowOf } from '../kubernetes/kinds.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { type Status, success } from '../kubernetes/status.ts';
import { hold } from './allocation.ts';
import { objectChanged as wakeControllers } from './controllers/watches.ts';
import { objectChanged as tellNetwork } from './network/network.ts';
import { indexObject } from './objectIndex.ts';
import type { Simulation } from './state.ts';

export interface WriteResult {
  status: Status;
  /** As stored; null on failure, or when it is gone. */
  object: KubernetesObject | null;
}

/** Who writes, and whether it is only a rehearsal. */
export interface WriteContext {
  readonly simulation: Simulation;
  readonly key: ObjectKey;
  readonly author: string;
  readonly dryRun: boolean;
}

/** Stores a new version of an object; in a dry run only shows it. Kinds that are not simulated stay as they came. */
export function store(
  { simulation, key, author, dryRun }: WriteContext,
  before: KubernetesObject | null,
  after: KubernetesObject,
): WriteResult {
  const resourceVersion = String(simulation.resourceVersion + 1);
  const object =
    rowOf(after) === undefined ? after : { ...after, metadata: { ...after.metadata, resourceVersion } };
  if (!dryRun) commit(simulation, key, before, object, author);
  return { status: success, object };
}

/** Takes an object out; its serial goes up, so that a successor under the same key gets another uid. */
export function erase({ simulation, key, author, dryRun }: WriteContext): WriteResult {
  if (!dryRun) {
    simulation.serials.set(key, (simulation.serials.get(key) ?? 0) + 1);
    commit(simulation, key, simulation.objects.get(key)!, null, author);
  }
  return { status: success, object: null };
}

/** The one place where the cluster changes; whoever watches is told. */
function commit(
  simulation: Simulation,
  key: ObjectKey,
  before: KubernetesObject | null,
  after: KubernetesObject | null,
  author: string,
): void {
  simulation.resourceVersion++;
  const object = (after ?? before)!;
  const kind = rowOf(object) === undefined ? undefined : (object.kind as keyof ObjectsByKind);
  if (after === null) {
    simulation.objects.delete(key);
    if (kind !== undefined) simulation.byKind[kind].delete(key);
  } else {
    simulation.objects.set(key, after);
    if (kind !== undefined) (simulation.byKind[kind] as Map<ObjectKey, KubernetesObject>).set(key, after);
  }
  indexObject(simulation.index, key, before, after);
  if (kind !== undefined) hold(simulation.allocations, key, before, after);
  const change = { type: 'ObjectChange', at: simulation.now, author, key, before, after } as const;
  simulation.events.push(change);
  wakeControllers(simulation, change);
  // A kind of the same name in another group, like Knative's Service, is nothing to the network.
  const isNamesake = kind === undefined && Object.hasOwn(kinds, object.kind);
  if (!isNamesake) tellNetwork(simulation, change);
}
