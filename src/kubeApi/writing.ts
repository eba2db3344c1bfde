/** Creates, updates and patches, through the same gate as everybody's. */
import { isSimulated } from '../kubernetes/kinds.ts';
import { type KubernetesObject, type ObjectMeta, objectKey } from '../kubernetes/objectMeta.ts';
import { conflict, failure, type Status, success } from '../kubernetes/status.ts';
import type { WriteRequest } from '../simulation/apiServer.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import { writtenMetadata } from '../simulation/serverFields.ts';
import { type ChangeLog, served, servedAfter, storedKey, withoutNamespace } from './changeLog.ts';
import { type Cluster, writeAsUser } from './cluster.ts';
import { inFieldOrder } from './fieldOrder.ts';
import { checkFields } from './fieldValidation.ts';
import { type ApiRequest, type ApiResponse, isStatus, json, type LooseObject, refusal } from './http.ts';
import { handOver, withManagedFields } from './managedFields.ts';
import { BadPatch, jsonPatch, mergePatch, strategicMergePatch, UnreadablePatch } from './patch.ts';
import { podSubresource } from './podSubresources.ts';
import { find, missing, show, type Target } from './reading.ts';
import { readBody } from './requestBody.ts';
import { apiVersionOf, EVENTS } from './resources.ts';
import { scaleOf, withScale } from './scale.ts';
import { type Author, applyOver, conflictsOf, noteOwners, ownersOf } from './serverSideApply.ts';

export function isDryRun({ query }: ApiRequest): boolean {
  return query.getAll('dryRun').includes('All');
}

/** Who writes, by the request's own word or by the first word of its user agent. */
function authorOf({ simulation }: Cluster, { query, headers }: ApiRequest): Author {
  const manager = query.get('fieldManager') ?? (headers['user-agent'] ?? 'unknown').split('/')[0]!;
  return { manager, time: timestampAt(simulation.now) };
}

/** The object as the path says it is. */
function addressed(object: LooseObject, { resource, namespace, name }: Target): KubernetesObject | Status {
  const metadata = { ...(object.metadata ?? {}) } as KubernetesObject['metadata'];
  if (resource.namespaced && namespace !== '') {
    if (metadata.namespace !== undefined && metadata.namespace !== '' && metadata.namespace !== namespace)
      return failure(
        400,
        'BadRequest',
        `the namespace of the provided object does not match the namespace sent on the request`,
      );
    metadata.namespace = namespace;
  }
  if (name !== '' && metadata.name !== undefined && metadata.name !== name)
    return failure(
      400,
      'BadRequest',
      `the name of the object (${metadata.name}) does not match the name on the URL (${name})`,
    );
  if (name !== '') metadata.name = name;
  return { ...object, apiVersion: apiVersionOf(resource), kind: resource.kind, metadata } as KubernetesObject;
}

export function create(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const body = readBody(request);
  if (isStatus(body)) return refusal(body);
  if (target.subresource !== '') {
    const object = find(cluster, target);
    return object === undefined
      ? missing(target)
      : podSubresource(cluster, request, object, target.subresource);
  }
  if (target.resource === EVENTS) return json(201, body);
  return createObject(cluster, request, target, body);
}

function createObject(cluster: Cluster, request: ApiRequest, target: Target, body: LooseObject): ApiResponse {
  if (body.kind !== undefined && body.kind !== target.resource.kind)
    return refusal(
      failure(
        400,
        'BadRequest',
        `${body.kind} in version "${target.resource.version}" cannot be handled as a ${target.resource.kind}: no kind "${body.kind}" is registered`,
      ),
    );
  const object = addressed(body, target);
  if (isStatus(object)) return refusal(object);
  const checked = checkFields(object, request, null);
  if (checked.status !== undefined) return refusal(checked.status);
  return write(cluster, request, { verb: 'create', object: kept(checked.object) }, 201, checked.warnings);
}

/** Of kinds that are only kept the API adds and takes away what the server writes into metadata. */
function kept(object: KubernetesObject): KubernetesObject {
  const metadata = withoutEmpty(isSimulated(object) ? object.metadata : writtenMetadata(object.metadata));
  return inFieldOrder(withoutEmptyResources({ ...object, metadata }) as KubernetesObject);
}

/** Go's clients always write a container's `resources`, people seldom: both mean the same template. */
function withoutEmptyResources(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutEmptyResources);
  if (typeof value !== 'object' || value === null) return value;
  const { resources, ...others } = value as { resources?: unknown };
  const isEmpty = typeof resources === 'object' && resources !== null && Object.keys(resources).length === 0;
  return Object.fromEntries(
    Object.entries(isEmpty ? others : value).map(([field, item]) => [field, withoutEmptyResources(item)]),
  );
}

/** Go's `omitempty`: no labels are the same as none said. */
function withoutEmpty(metadata: ObjectMeta): ObjectMeta {
  const isEmpty = (value: unknown) =>
    typeof value === 'object' && value !== null && Object.keys(value).length === 0;
  return Object.fromEntries(
    Object.entries(metadata).filter(([, value]) => !isEmpty(value)),
  ) as unknown as ObjectMeta;
}

type Order = Extract<WriteRequest, { verb: 'create' | 'update' }>;

function write(
  cluster: Cluster,
  request: ApiRequest,
  order: Order,
  code: number,
  warnings: readonly string[],
): ApiResponse {
  const dryRun = isDryRun(request);
  const key = storedKey(cluster.simulation, order.object);
  const before = cluster.simulation.objects.get(key) ?? null;
  const stored = key === objectKey(order.object) ? order.object : withoutNamespace(order.object);
  const { status, object } = writeAsUser(cluster, { ...order, object: stored, dryRun });
  if (status.status === 'Failure') return refusal(status);
  if (object === null) return json(200, success);
  if (!dryRun)
    noteOwners(ownersOf(cluster.owners, objectKey(object)), before, object, authorOf(cluster, request));
  return show(
    cluster,
    request,
    dryRun
      ? atVersionOf(cluster.log, servedAfter(cluster, object, before), before)
      : served(cluster.log, object),
    code,
    warnings,
  );
}

/** What is not stored has no new version. */
function atVersionOf(
  log: ChangeLog,
  object: KubernetesObject,
  before: KubernetesObject | null,
): KubernetesObject {
  const { resourceVersion: _, ...metadata } = object.metadata;
  const { resourceVersion } = before === null ? {} : served(log, before).metadata;
  return { ...object, metadata: resourceVersion === undefined ? metadata : { ...metadata, resourceVersion } };
}

export function replace(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const body = readBody(request);
  if (isStatus(body)) return refusal(body);
  const current = find(cluster, target);
  return current === undefined ? missing(target) : update(cluster, request, target, current, body, null);
}

/** `patch`: what the new content was made with; null when it came whole. */
function update(
  cluster: Cluster,
  request: ApiRequest,
  target: Target,
  current: KubernetesObject,
  body: LooseObject,
  patch: LooseObject | null,
): ApiResponse {
  if (target.subresource === 'scale') {
    const scaled = withScale(current, body as KubernetesObject);
    const { status, object } = writeAsUser(cluster, {
      verb: 'update',
      object: scaled,
      dryRun: isDryRun(request),
    });
    if (status.status === 'Failure' || object === null) return refusal(status);
    if (!isDryRun(request))
      noteOwners(ownersOf(cluster.owners, objectKey(object)), current, object, {
        ...authorOf(cluster, request),
        subresource: 'scale',
      });
    return json(200, scaleOf(object));
  }
  const object = addressed(body, target);
  if (isStatus(object)) return refusal(object);
  const checked = checkFields(object, request, patch);
  if (checked.status !== undefined) return refusal(checked.status);
  const stale = isSimulated(object) ? undefined : staleness(object, current, target);
  if (stale !== undefined) return refusal(stale);
  const subresource = target.subresource === 'status' ? ({ subresource: 'status' } as const) : {};
  const order = { verb: 'update', object: kept(checked.object), ...subresource } as const;
  return write(cluster, request, order, 200, checked.warnings);
}

/** The gate knows no versions of what is only kept. */
function staleness(object: KubernetesObject, current: KubernetesObject, target: Target): Status | undefined {
  const seen = object.metadata.resourceVersion;
  if (!seen || seen === current.metadata.resourceVersion) return undefined;
  return conflict(target.resource.plural, target.resource.group, target.name);
}

type Patcher = (current: unknown, patch: never) => unknown;

const APPLY = 'application/apply-patch+yaml';
const patchers: Readonly<Record<string, Patcher>> = {
  'application/json-patch+json': jsonPatch as Patcher,
  'application/merge-patch+json': mergePatch as Patcher,
  'application/strategic-merge-patch+json': strategicMergePatch as Patcher,
};

export function patch(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const type = (request.headers['content-type'] ?? '').split(';')[0]!.trim();
  const patcher = patchers[type];
  if (patcher === undefined && type !== APPLY)
    return refusal(
      failure(
        415,
        'UnsupportedMediaType',
        `the body of the request was in an unknown format - accepted media types include: ${[...Object.keys(patchers), APPLY].join(', ')}`,
      ),
    );
  const body = readBody(request);
  if (isStatus(body)) return refusal(body);
  const current = find(cluster, target);
  if (patcher === undefined) return apply(cluster, request, target, current, body);
  if (current === undefined) return missing(target);
  const owners = cluster.owners.get(objectKey(current));
  const before = target.subresource === 'scale' ? scaleOf(current) : withManagedFields(current, owners);
  let after: LooseObject;
  try {
    after = patcher(before, body as never) as LooseObject;
  } catch (error) {
    if (!(error instanceof BadPatch)) throw error;
    if (error instanceof UnreadablePatch) return refusal(failure(400, 'BadRequest', error.message));
    return refusal(
      failure(422, 'Invalid', 'the server rejected our request due to an error in our request', {}),
    );
  }
  if (patcher === patchers['application/json-patch+json'] && owners !== undefined && !isDryRun(request))
    handOver(owners, after as KubernetesObject);
  return update(cluster, request, target, current, withVersionOf(after, body), body);
}

/** A patch that names no version is about whatever is there. */
function withVersionOf(after: LooseObject, body: LooseObject): LooseObject {
  const metadata = (after.metadata ?? {}) as KubernetesObject['metadata'];
  if (body.metadata?.resourceVersion !== undefined) return { ...after, metadata };
  const { resourceVersion: _, ...rest } = metadata;
  return { ...after, metadata: rest };
}

function apply(
  cluster: Cluster,
  request: ApiRequest,
  target: Target,
  current: KubernetesObject | undefined,
  body: LooseObject,
): ApiResponse {
  const manager = request.query.get('fieldManager');
  if (manager === null)
    return refusal(
      failure(
        422,
        'Invalid',
        'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
        {
          kind: 'PatchOptions',
          group: 'meta.k8s.io',
          causes: [
            {
              reason: 'FieldValueRequired',
              message: 'Required value: is required for apply patch',
              field: 'fieldManager',
            },
          ],
        },
      ),
    );
  const said = addressed(body, target);
  if (isStatus(said)) return refusal(said);
  const config = said as unknown as Record<string, unknown>;
  const key = objectKey(said);
  const owners = ownersOf(cluster.owners, key);
  const isForced = request.query.get('force') === 'true';
  const taken = current === undefined || isForced ? undefined : conflictsOf(owners, current, config, manager);
  if (taken !== undefined) return refusal(taken);
  const answered =
    current === undefined
      ? createObject(cluster, request, target, body)
      : update(
          cluster,
          request,
          target,
          current,
          withVersionOf(applyOver(owners, current, config, manager), body),
          null,
        );
  if (answered.status < 300 && !isDryRun(request)) {
    const { applied, times } = ownersOf(cluster.owners, key);
    applied.set(manager, config);
    times.set(`"${manager}"`, timestampAt(cluster.simulation.now));
  }
  return answered;
}
