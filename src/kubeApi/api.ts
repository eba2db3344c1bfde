/**
 * The Kubernetes API over a simulated cluster: a request in, a response out. Models the REST handlers of apiserver
 * (pkg/endpoints/handlers) on top of the same gate that everybody writes through. Simplified: everybody may do everything.
 */
import { failure } from '../kubernetes/status.ts';
import type { Cluster } from './cluster.ts';
import { discover } from './discovery.ts';
import { type ApiRequest, type ApiResponse, json, refusal, text } from './http.ts';
import { openApi } from './openApi.ts';
import { get, list, type Target } from './reading.ts';
import { remove, removeAll } from './removing.ts';
import { findResource } from './resources.ts';
import { create, patch, replace } from './writing.ts';

/** As the real one: larger bodies are refused. */
export const LARGEST_BODY = 3 * 1024 * 1024;

type Handler = (cluster: Cluster, request: ApiRequest, target: Target) => ApiResponse;

const handlers: Readonly<Record<string, Handler>> = {
  GET: (cluster, request, target) =>
    target.name === '' ? list(cluster, request, target) : get(cluster, request, target),
  POST: create,
  PUT: replace,
  PATCH: patch,
  DELETE: (cluster, request, target) =>
    target.name === '' ? removeAll(cluster, request, target) : remove(cluster, request, target),
};

const NOTHING_HERE = failure(404, 'NotFound', 'the server could not find the requested resource', {});
const NO_SUCH_METHOD = failure(
  405,
  'MethodNotAllowed',
  'the server does not allow this method on the requested resource',
  {},
);

export function answer(cluster: Cluster, request: ApiRequest): ApiResponse {
  if (request.body.length > LARGEST_BODY)
    return refusal(
      failure(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${LARGEST_BODY}`),
    );
  if (/^\/(?:healthz|livez|readyz)(?:\/|$)/.test(request.path)) return text('ok');
  const known = discover(request) ?? openApi(request) ?? review(request);
  if (known !== null) return known;
  const target = targetOf(request.path);
  const subresource = target?.subresource ?? '';
  const isServed =
    target !== null &&
    (subresource === '' || target.resource.subresources.some(({ name }) => name === subresource));
  if (!isServed) return refusal(NOTHING_HERE);
  const handler = handlers[request.method];
  return handler === undefined ? refusal(NO_SUCH_METHOD) : handler(cluster, request, target);
}

/** `/apis/apps/v1/namespaces/default/deployments/shop/scale` */
function targetOf(path: string): Target | null {
  const parts = decodedParts(path);
  if (parts === null) return null;
  const isCore = parts[0] === 'api';
  if (!isCore && parts[0] !== 'apis') return null;
  const [group = '', version = ''] = isCore ? ['', parts[1]] : [parts[1], parts[2]];
  let rest = parts.slice(isCore ? 2 : 3);
  let namespace = '';
  if (rest[0] === 'namespaces' && rest.length > 2 && !['status', 'finalize'].includes(rest[2]!)) {
    namespace = rest[1]!;
    rest = rest.slice(2);
  }
  const [plural = '', name = '', subresource = ''] = rest;
  const resource = findResource(group, version, plural);
  if (resource === undefined || (namespace !== '' && !resource.namespaced)) return null;
  return { resource, namespace, name, subresource };
}

function decodedParts(path: string): string[] | null {
  try {
    return path
      .split('/')
      .filter((part) => part !== '')
      .map(decodeURIComponent);
  } catch {
    return null;
  }
}

/** Who asks whether they may: they may. */
function review({ method, path }: ApiRequest): ApiResponse | null {
  const kind = /^\/apis\/authorization\.k8s\.io\/v1\/(self)subjectaccessreviews$/.test(path);
  if (!kind || method !== 'POST') return null;
  return json(201, {
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    metadata: {},
    spec: {},
    status: { allowed: true },
  });
}
