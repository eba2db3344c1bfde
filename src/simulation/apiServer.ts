/**
 * The gate: the only code that changes objects. decode → default → prepare → allocate → validate → a new immutable
 * version with a new resourceVersion, or a Status in the API server's own words. Models apiserver's
 * `rest.BeforeCreate/BeforeUpdate/BeforeDelete` and the strategies of pkg/registry. Simplified: one user who may do
 * everything, no admission webhooks, no field managers; kinds that are not simulated are kept as they come.
 */
import type { Decoded } from '../kubernetes/decode.ts';
import { required } from '../kubernetes/fieldError.ts';
import { inNamespace, type KindRow, rowOf } from '../kubernetes/kinds.ts';
import {
  groupOf,
  type KubernetesObject,
  type ObjectKey,
  type ObjectMeta,
  objectKey,
} from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import {
  alreadyExists,
  conflict,
  failure,
  invalid,
  notFound,
  type Status,
  success,
} from '../kubernetes/status.ts';
import { timestampAt } from './clockTime.ts';
import { isEqual } from './equality.ts';
import { demandFeaturesFor, featureOf } from './features.ts';
import { isFinalized } from './finalizers.ts';
import { erase, store, type WriteContext, type WriteResult } from './objectStore.ts';
import { nameSuffix } from './random.ts';
import { SERVER_FIELDS, writtenMetadata } from './serverFields.ts';
import type { Simulation } from './state.ts';
import { allocate, prepare } from './strategies.ts';
import { uidOf } from './uid.ts';

export type { WriteResult } from './objectStore.ts';

export type WriteRequest =
  | { verb: 'create'; object: KubernetesObject; dryRun?: boolean }
  /**
   * Replaces the object; with a `metadata.resourceVersion` that is not the stored one it is a Conflict. `status` writes
   * nothing but the status, `binding` nothing but a Pod's node.
   */
  | { verb: 'update'; object: KubernetesObject; subresource?: 'status' | 'binding'; dryRun?: boolean }
  /** Pods go gracefully unless `gracePeriodSeconds` is 0; a Namespace then goes at once with all that is in it. */
  | {
      verb: 'delete';
      key: ObjectKey;
      gracePeriodSeconds?: number;
      /** The object stays until what it owns is gone; else that follows it. */
      propagationPolicy?: 'Foreground';
      dryRun?: boolean;
    };

/** `author` is `user` or the component that writes. */
export function write(simulation: Simulation, request: WriteRequest, author: string): WriteResult {
  const dryRun = request.dryRun === true;
  if (author === 'user' && request.verb !== 'delete') demandFeaturesFor(simulation, [request.object]);
  if (request.verb === 'create') return create(simulation, request.object, author, dryRun);
  if (request.verb === 'update')
    return update(simulation, request.object, request.subresource, author, dryRun);
  const { key, gracePeriodSeconds, propagationPolicy } = request;
  const context = { simulation, key, author, dryRun };
  return featureOf(simulation, 'changes').remove(context, gracePeriodSeconds, propagationPolicy);
}

/** Writes an object's status subresource, and returns the object as stored. */
export function writeStatus<T extends KubernetesObject & { status?: unknown }>(
  simulation: Simulation,
  object: T,
  status: T['status'],
  author: string,
): T {
  const request = { verb: 'update', object: { ...object, status }, subresource: 'status' } as const;
  return (write(simulation, request, author).object as T | null) ?? object;
}

type AnyObject = KubernetesObject & { spec?: unknown; status?: unknown };

const refuse = (status: Status): WriteResult => ({ status, object: null });

/** `services`, also for kinds that are not simulated, as a REST mapper would guess. */
export function pluralOf(object: KubernetesObject): string {
  const row = rowOf(object);
  if (row !== undefined) return row.plural;
  const kind = object.kind.toLowerCase();
  if (/(s|x|z|ch|sh)$/.test(kind)) return `${kind}es`;
  return /[^aeiou]y$/.test(kind) ? `${kind.slice(0, -1)}ies` : `${kind}s`;
}

/** The object in the shape of its kind; one that is not simulated exactly as it came. */
function read({ checks }: Simulation, given: KubernetesObject): Decoded {
  const named = inNamespace(given);
  const decoded = checks.scrutiny?.decode(named) ?? { object: named };
  const isKept = decoded.status === undefined && rowOf(given) === undefined && Boolean(given.metadata);
  return isKept ? { object: given } : decoded;
}

/** Kinds whose objects have no `metadata.generation`. */
const WITHOUT_GENERATION = new Set(['Namespace', 'Node', 'Service']);
function create(
  simulation: Simulation,
  given: KubernetesObject,
  author: string,
  dryRun: boolean,
): WriteResult {
  const decoded = read(simulation, given);
  if (decoded.status !== undefined) return refuse(decoded.status);
  const named = withName(simulation, decoded.object, dryRun);
  const row = rowOf(named);
  const group = groupOf(named.apiVersion);
  const plural = pluralOf(named);
  const { name, namespace } = named.metadata;
  if (!name) return refuse(invalid(named, [required('metadata.name', 'name or generateName is required')]));
  const key = objectKey(named);
  const refusal = refuseNamespace(simulation, namespace, plural, group, name);
  if (refusal !== undefined) return refuse(refusal);
  const context: WriteContext = { simulation, key, author, dryRun };
  const existing = simulation.objects.get(key);
  const complete =
    row === undefined
      ? named
      : prepare(simulation, row.defaults(withNewIdentity(simulation, key, named)), null);
  const { object, status } = allocate(simulation, complete, null);
  if (status !== undefined) return refuse(status);
  const causes = simulation.checks.scrutiny?.validate(object) ?? [];
  if (causes.length > 0) return refuse(invalid(object, causes));
  if (existing === undefined) return store(context, null, object);
  const taken = alreadyExists(plural, group, name);
  const isGoing = existing.metadata.deletionTimestamp !== undefined;
  return refuse(isGoing ? { ...taken, message: `object is being deleted: ${taken.message}` } : taken);
}

function withNewIdentity(simulation: Simulation, key: ObjectKey, object: KubernetesObject): KubernetesObject {
  const metadata: ObjectMeta = {
    ...writtenMetadata(object.metadata),
    uid: uidOf(simulation.seed, key, simulation.serials.get(key) ?? 0),
    creationTimestamp: timestampAt(simulation.now),
  };
  if (!WITHOUT_GENERATION.has(object.kind)) metadata.generation = 1;
  return { ...object, metadata };
}

/** The object with a generated name when it asks for one. */
function withName(simulation: Simulation, object: KubernetesObject, dryRun: boolean): KubernetesObject {
  const { name, generateName, namespace } = object.metadata;
  if (name || !generateName) return object;
  const prefix = `${object.kind}/${namespace ?? ''}/${generateName}`;
  const serial = simulation.serials.get(prefix) ?? 0;
  if (!dryRun) simulation.serials.set(prefix, serial + 1);
  const suffix = nameSuffix(simulation.seed, `${prefix}/${serial}`);
  const unique: KubernetesObject = {
    ...object,
    metadata: { ...object.metadata, name: `${generateName.slice(0, 58)}${suffix}` },
  };
  return simulation.objects.has(objectKey(unique)) && !dryRun ? withName(simulation, object, dryRun) : unique;
}

/** Admission plugin NamespaceLifecycle: a namespaced object needs its namespace, and one that is not going. */
function refuseNamespace(
  simulation: Simulation,
  namespace: string | undefined,
  plural: string,
  group: string,
  name: string,
): Status | undefined {
  if (!namespace) return undefined;
  const owner = simulation.byKind.Namespace.get(`Namespace//${namespace}`);
  if (owner === undefined) return notFound('namespaces', '', namespace);
  if (owner.metadata.deletionTimestamp === undefined) return undefined;
  const resource = group === '' ? plural : `${plural}.${group}`;
  return failure(
    403,
    'Forbidden',
    `${resource} "${name}" is forbidden: unable to create new content in namespace ${namespace} because it is being terminated`,
    { name, kind: plural, ...(group === '' ? {} : { group }) },
  );
}

function update(
  simulation: Simulation,
  given: KubernetesObject,
  subresource: 'status' | 'binding' | undefined,
  author: string,
  dryRun: boolean,
): WriteResult {
  const decoded = subresource === undefined ? read(simulation, given) : { object: given };
  if (decoded.status !== undefined) return refuse(decoded.status);
  const { object } = decoded;
  const key = objectKey(object);
  const context: WriteContext = { simulation, key, author, dryRun };
  const before = simulation.objects.get(key);
  const { name } = object.metadata;
  if (before === undefined) return refuse(notFound(pluralOf(object), groupOf(object.apiVersion), name));
  const status = refuseStale(object, before);
  if (status !== undefined) return refuse(status);
  const row = rowOf(object);
  if (row !== undefined && subresource === undefined) return updateWhole(context, object, before, row);
  const after = subresource === undefined ? object : ofSubresource(object, before, subresource);
  return isEqual(after, before) ? unchanged(before) : store(context, before, after);
}

/** The writer must have seen the object as it is, if they say what they have seen. */
function refuseStale(object: KubernetesObject, before: KubernetesObject): Status | undefined {
  const { name, uid, resourceVersion } = object.metadata;
  const status = conflict(pluralOf(object), groupOf(object.apiVersion), name);
  const stored = before.metadata;
  if (uid && stored.uid && uid !== stored.uid)
    return {
      ...status,
      message: status.message.replace(
        /the object has been modified.*/,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${stored.uid}`,
      ),
    };
  return resourceVersion && resourceVersion !== stored.resourceVersion ? status : undefined;
}

const unchanged = (object: KubernetesObject): WriteResult => ({ status: success, object });

function updateWhole(
  context: WriteContext,
  object: KubernetesObject,
  before: KubernetesObject,
  row: KindRow<KubernetesObject>,
): WriteResult {
  const complete = prepare(context.simulation, row.defaults(withIdentity(object, before)), before);
  const allocated = allocate(context.simulation, complete, before);
  if (allocated.status !== undefined) return refuse(allocated.status);
  const causes = context.simulation.checks.scrutiny?.validate(allocated.object, before) ?? [];
  if (causes.length > 0) return refuse(invalid(complete, causes));
  let after = allocated.object;
  if (isEqual(after, before)) return unchanged(before);
  const { generation } = before.metadata;
  if (generation !== undefined && !hasSameSpec(after, before))
    after = { ...after, metadata: { ...after.metadata, generation: generation + 1 } };
  return isFinalized(after) ? erase(context) : store(context, before, after);
}

/** Everything but metadata and status is what `generation` counts: the spec, or a slice's endpoints. */
function hasSameSpec(after: AnyObject, before: AnyObject): boolean {
  const { metadata: _a, status: _b, ...left } = after;
  const { metadata: _c, status: _d, ...right } = before;
  return isEqual(left, right);
}

/** The client's content with what only the server writes: identity and status. */
function withIdentity(object: KubernetesObject, before: KubernetesObject): KubernetesObject {
  const metadata: Record<string, unknown> = writtenMetadata(object.metadata) as never;
  for (const field of SERVER_FIELDS) {
    const value = (before.metadata as unknown as Record<string, unknown>)[field];
    if (value !== undefined) metadata[field] = value;
  }
  const { status: _, ...content } = object as AnyObject;
  const { status } = before as AnyObject;
  const whole = { ...content, metadata: metadata as unknown as ObjectMeta };
  return (status === undefined ? whole : { ...whole, status }) as KubernetesObject;
}

/** The stored object with nothing new but what the subresource may write. */
function ofSubresource(
  object: AnyObject,
  before: AnyObject,
  subresource: 'status' | 'binding',
): KubernetesObject {
  if (subresource === 'status') return { ...before, status: object.status } as KubernetesObject;
  const pod = before as Pod;
  const { nodeName } = (object as Pod).spec;
  return { ...pod, spec: { ...pod.spec, ...(nodeName === undefined ? {} : { nodeName }) } } as Pod;
}
