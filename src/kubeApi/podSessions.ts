/**
 * What a client opens inside a Pod and keeps open: a command, or forwarded ports. Models registry/core/pod `streamLocation`.
 * Only what is asked; whoever holds the connection carries it out.
 */
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Container, Pod } from '../kubernetes/pod.ts';
import { failure } from '../kubernetes/status.ts';
import type { PlaceKey } from '../simulation/events.ts';
import type { Cluster } from './cluster.ts';
import { type ApiRequest, type ApiResponse, refusal } from './http.ts';

export type PodSession =
  | {
      readonly type: 'exec';
      readonly pod: PlaceKey;
      readonly container: string;
      readonly command: readonly string[];
      readonly stdin: boolean;
      readonly tty: boolean;
    }
  | { readonly type: 'portForward'; readonly pod: PlaceKey };

const bad = (message: string) => refusal(failure(400, 'BadRequest', message));

export function exec(_cluster: Cluster, request: ApiRequest, pod: Pod): ApiResponse {
  const container = containerOf(request, pod);
  if (typeof container === 'string') return bad(container);
  return run(request, pod, container, request.query.getAll('command'));
}

/** As `kubectl run -it … -- sh` does. Of a container's own processes only a shell can be talked to. */
export function attach(_cluster: Cluster, request: ApiRequest, pod: Pod): ApiResponse {
  const container = containerOf(request, pod);
  if (typeof container === 'string') return bad(container);
  const command = [...(container.command ?? []), ...(container.args ?? [])];
  if (!/(?:^|\/)(?:ba|a|da)?sh$/.test(command[0] ?? ''))
    return bad(`container ${container.name} runs no shell to attach to; kubectl logs shows what it prints`);
  return run(request, pod, container, command);
}

function containerOf({ query }: ApiRequest, { metadata, spec: { containers } }: Pod): Container | string {
  const wanted = query.get('container');
  if (wanted === null && containers.length > 1)
    return `a container name must be specified for pod ${metadata.name}, choose one of: [${containers.map(({ name }) => name).join(' ')}]`;
  return (
    containers.find(({ name }) => wanted === null || name === wanted) ??
    `container ${wanted} is not valid for pod ${metadata.name}`
  );
}

function run(request: ApiRequest, pod: Pod, { name }: Container, command: readonly string[]): ApiResponse {
  const isOn = (option: string) => ['true', '1'].includes(request.query.get(option) ?? '');
  return opened(request, pod, {
    type: 'exec',
    pod: objectKey(pod),
    container: name,
    command,
    stdin: isOn('stdin'),
    tty: isOn('tty'),
  });
}

export function portForward(_cluster: Cluster, request: ApiRequest, pod: Pod): ApiResponse {
  return opened(request, pod, { type: 'portForward', pod: objectKey(pod) });
}

function opened({ headers }: ApiRequest, pod: Pod, opens: PodSession): ApiResponse {
  if (!pod.spec.nodeName) return bad(`pod ${pod.metadata.name} does not have a host assigned`);
  if (headers.upgrade === undefined) return bad('Upgrade request required');
  return { status: 101, contentType: '', body: '', opens };
}
