/** Gets, lists and watches: objects as they are, as tables, or as they change. */
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import { failure, notFound } from '../kubernetes/status.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import { served, storedKey } from './changeLog.ts';
import type { Cluster } from './cluster.ts';
import { eventObjects } from './eventObjects.ts';
import { type ApiRequest, type ApiResponse, isStatus, json, refusal } from './http.ts';
import { withManagedFields } from './managedFields.ts';
import { podSubresource } from './podSubresources.ts';
import { apiVersionOf, EVENTS, type Resource } from './resources.ts';
import { scaleOf } from './scale.ts';
import { type Matcher, readFieldSelector, readLabelSelector } from './selectors.ts';
import type { Owners } from './serverSideApply.ts';
import { tableResponse } from './tables.ts';
import { watch } from './watch.ts';

/** What a path is about. */
export interface Target {
  readonly resource: Resource;
  /** Empty for cluster-scoped resources, and for all namespaces. */
  readonly namespace: string;
  /** Empty for a list. */
  readonly name: string;
  readonly subresource: string;
}

/** Objects of the resource in etcd's order. */
export function objectsOf({ simulation, log, events }: Cluster, resource: Resource): KubernetesObject[] {
  if (resource === EVENTS) return eventObjects(simulation, events);
  const apiVersion = apiVersionOf(resource);
  const found: KubernetesObject[] = [];
  for (const object of simulation.objects.values())
    if (object.kind === resource.kind && object.apiVersion === apiVersion) found.push(served(log, object));
  return found.sort((a, b) => (sortKey(a) < sortKey(b) ? -1 : 1));
}

function sortKey({ metadata: { namespace = '', name } }: KubernetesObject): string {
  return `${namespace}/${name}`;
}

export function find(cluster: Cluster, { resource, namespace, name }: Target): KubernetesObject | undefined {
  if (resource === EVENTS)
    return objectsOf(cluster, resource).find(
      ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
    );
  const wanted = {
    apiVersion: apiVersionOf(resource),
    kind: resource.kind,
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
  };
  const object = cluster.simulation.objects.get(storedKey(cluster.simulation, wanted));
  return object === undefined ? undefined : served(cluster.log, object);
}

export function missing({ resource, name }: Target): ApiResponse {
  return refusal(notFound(resource.plural, resource.group, name));
}

export function get(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const object = find(cluster, target);
  if (object === undefined) return missing(target);
  if (target.subresource === 'scale') return json(200, scaleOf(object));
  if (target.subresource !== '' && target.subresource !== 'status')
    return podSubresource(cluster, request, object, target.subresource);
  return show(cluster, request, object, 200);
}

/** One object, or the table with its row when that is what the client prints. */
export function show(
  cluster: Cluster,
  request: ApiRequest,
  object: KubernetesObject,
  status: number,
  warnings: readonly string[] = [],
): ApiResponse {
  const shown = wantsTable(request)
    ? table(cluster, request, [object], object, { resourceVersion: object.metadata.resourceVersion })
    : inApiOrder(cluster, object);
  return { ...json(status, shown), warnings };
}

function wantsTable({ headers }: ApiRequest): boolean {
  return headers.accept?.includes('as=Table') === true;
}

function table(
  { simulation }: Cluster,
  { query }: ApiRequest,
  objects: readonly KubernetesObject[],
  sample: KubernetesObject,
  metadata: Record<string, unknown>,
): unknown {
  const now = Date.parse(timestampAt(0)) + simulation.now;
  return tableResponse(objects, sample, now, query.get('includeObject') ?? 'Metadata', metadata);
}

function ownersOf({ owners }: Cluster, object: KubernetesObject): Owners | undefined {
  return owners.get(objectKey(object));
}

/** `kind` and `apiVersion` first, as the real one writes them. */
function inApiOrder(cluster: Cluster, object: KubernetesObject): unknown {
  const { kind, apiVersion, metadata, ...rest } = withManagedFields(object, ownersOf(cluster, object));
  return { kind, apiVersion, metadata, ...rest };
}

/** Which objects a request about several means; a refusal when its selectors cannot be read. */
export function selectionOf(
  { query }: ApiRequest,
  { resource, namespace, name }: Target,
): { matches: Matcher } | { refusal: ApiResponse } {
  const apiVersion = apiVersionOf(resource);
  const labels = readLabelSelector(query.get('labelSelector') ?? '');
  if (labels.status !== undefined) return { refusal: refusal(labels.status) };
  const fields = readFieldSelector(query.get('fieldSelector') ?? '', resource.kind);
  if (fields.status !== undefined) return { refusal: refusal(fields.status) };
  return {
    matches: (object) =>
      object.kind === resource.kind &&
      object.apiVersion === apiVersion &&
      (namespace === '' || object.metadata.namespace === namespace) &&
      (name === '' || object.metadata.name === name) &&
      labels.matches(object) &&
      fields.matches(object),
  };
}

export function list(cluster: Cluster, request: ApiRequest, target: Target): ApiResponse {
  const selection = selectionOf(request, target);
  if ('refusal' in selection) return selection.refusal;
  const { resource } = target;
  const all = objectsOf(cluster, resource).filter(selection.matches);
  if (['1', 'true'].includes(request.query.get('watch') ?? ''))
    return watch(cluster, request, {
      resource,
      matches: selection.matches,
      current: all,
      show: (object) =>
        wantsTable(request)
          ? table(cluster, request, [object], object, { resourceVersion: object.metadata.resourceVersion })
          : inApiOrder(cluster, object),
    });
  const page = pageOf(all, request.query);
  if (isStatus(page)) return refusal(page);
  const { items, ...rest } = page;
  const metadata = { resourceVersion: String(cluster.simulation.resourceVersion), ...rest };
  if (wantsTable(request))
    return json(200, table(cluster, request, items, items[0] ?? sampleOf(resource), metadata));
  return json(200, {
    kind: `${resource.kind}List`,
    apiVersion: apiVersionOf(resource),
    metadata,
    // Items do not repeat what the list says.
    items: items.map((object) => {
      const {
        kind: _kind,
        apiVersion: _version,
        ...item
      } = withManagedFields(object, ownersOf(cluster, object));
      return item;
    }),
  });
}

/** `limit` and `continue`. Simplified: later pages show the cluster as it is then, not as it was at the first one. */
function pageOf(all: readonly KubernetesObject[], query: URLSearchParams) {
  const limit = Number(query.get('limit') ?? 0);
  const from = query.get('continue') ?? '';
  let start = '';
  if (from !== '')
    try {
      start = atob(from);
    } catch {
      return failure(400, 'BadRequest', 'continue key is not valid: illegal base64 data at input byte 0');
    }
  const rest = start === '' ? all : all.filter((object) => sortKey(object) > start);
  if (!(limit > 0) || rest.length <= limit) return { items: rest };
  const items = rest.slice(0, limit);
  return { items, continue: btoa(sortKey(items.at(-1)!)), remainingItemCount: rest.length - limit };
}

/** An object of the kind with nothing in it, for the columns of an empty table. */
function sampleOf(resource: Resource): KubernetesObject {
  return {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: { name: '' },
    ...({ spec: {}, status: {}, addressType: '', involvedObject: {}, source: {} } as object),
  };
}
