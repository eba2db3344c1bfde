/** Deletes: one object or all that a selector means. */
import { controllerOf, type KubernetesObject } from '../kubernetes/objectMeta.ts';
import { failure, qualifiedResource, type Status } from '../kubernetes/status.ts';
import { served, storedKey } from './changeLog.ts';
import { type Cluster, writeAsUser } from './cluster.ts';
import { type ApiRequest, type ApiResponse, isStatus, json, refusal } from './http.ts';
import { find, missing, objectsOf, selectionOf, show, type Target } from './reading.ts';
import { readBody } from './requestBody.ts';
import { apiVersionOf } from './resources.ts';
import { isDryRun } from './writing.ts';

interface DeleteOptions {
  readonly gracePeriodSeconds?: number;
  readonly propagationPolicy?: string;
  readonly orphanDependents?: boolean;
  readonly dryRun?: readonly string[];
  readonly preconditions?: { readonly uid?: string; readonly resourceVersion?: string };
}

function optionsOf(request: ApiRequest): DeleteOptions | Status {
  const body = readBody(request);
  if (isStatus(body)) return body;
  const { query } = request;
  const grace = query.get('gracePeriodSeconds');
  const policy = query.get('propagationPolicy');
  return {
    ...(body as DeleteOptions),
    ...(grace === null ? {} : { gracePeriodSeconds: Number(grace) }),
    ...(policy === null ? {} : { propagationPolicy: policy }),
  };
}

export function remove(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const current = find(cluster, target);
  if (current === undefined) return missing(target);
  const options = optionsOf(request);
  if (isStatus(options)) return refusal(options);
  const failed = failedPrecondition(current, target, options);
  if (failed !== undefined) return refusal(failed);
  const { status, object } = removeObject(cluster, request, current, options);
  if (status.status === 'Failure') return refusal(status);
  // What goes gracefully, or is held by finalizers, is still there and is shown.
  if (object !== null) return show(cluster, request, served(cluster.log, object), 200);
  if (target.resource.kind === 'Pod') return show(cluster, request, current, 200);
  const { name, uid } = current.metadata;
  const { group, plural } = target.resource;
  return json(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name, ...(group === '' ? {} : { group }), kind: plural, uid },
  });
}

function failedPrecondition(
  { metadata }: KubernetesObject,
  { resource, name }: Target,
  { preconditions }: DeleteOptions,
): Status | undefined {
  const refuse = (what: string, wanted: string, found: string | undefined, why: string) =>
    failure(
      409,
      'Conflict',
      `Operation cannot be fulfilled on ${qualifiedResource(resource.plural, resource.group)} "${name}": the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been ${why}`,
      { name, ...(resource.group === '' ? {} : { group: resource.group }), kind: resource.plural },
    );
  const { uid, resourceVersion } = preconditions ?? {};
  if (uid && uid !== metadata.uid) return refuse('UID', uid, metadata.uid, 'deleted and then recreated');
  if (resourceVersion && resourceVersion !== metadata.resourceVersion)
    return refuse('ResourceVersion', resourceVersion, metadata.resourceVersion, 'modified');
  return undefined;
}

function removeObject(
  cluster: Cluster,
  request: ApiRequest,
  object: KubernetesObject,
  { gracePeriodSeconds, propagationPolicy, orphanDependents, dryRun }: DeleteOptions,
) {
  const isRehearsal = isDryRun(request) || dryRun?.includes('All') === true;
  if (!isRehearsal && (propagationPolicy === 'Orphan' || orphanDependents === true))
    releaseDependents(cluster, object);
  // Only Pods go gracefully: for others the simulation takes 0 as force.
  const grace = object.kind === 'Pod' ? gracePeriodSeconds : undefined;
  return writeAsUser(cluster, {
    verb: 'delete',
    key: storedKey(cluster.simulation, object),
    ...(grace === undefined ? {} : { gracePeriodSeconds: grace }),
    ...(propagationPolicy === 'Foreground' ? { propagationPolicy } : {}),
    dryRun: isRehearsal,
  });
}

/** What the object controls stays, without an owner. */
function releaseDependents(cluster: Cluster, owner: KubernetesObject): void {
  const { uid } = owner.metadata;
  for (const object of [...cluster.simulation.objects.values()]) {
    if (uid === undefined || controllerOf(object)?.uid !== uid) continue;
    const ownerReferences = object.metadata.ownerReferences!.filter((each) => each.uid !== uid);
    const { resourceVersion: _, ...metadata } = object.metadata;
    writeAsUser(cluster, {
      verb: 'update',
      object: { ...object, metadata: { ...metadata, ownerReferences } },
    });
  }
}

export function removeAll(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const selection = selectionOf(request, target);
  if ('refusal' in selection) return selection.refusal;
  const options = optionsOf(request);
  if (isStatus(options)) return refusal(options);
  const found = objectsOf(cluster, target.resource).filter(selection.matches);
  for (const object of found) removeObject(cluster, request, object, options);
  const { resource } = target;
  return json(200, {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata: { resourceVersion: String(cluster.simulation.resourceVersion) },
    items: found.map(({ kind: _kind, apiVersion: _version, ...item }) => item),
  });
}
