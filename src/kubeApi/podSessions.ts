/**
 * What a client opens inside a Pod and keeps open: a command, or forwarded ports. Models registry/core/pod `streamLocation`.
 * Only what is asked; whoever holds the connection carries it out.
 */
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
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
  const { query } = request;
  const names = pod.spec.containers.map(({ name }) => name);
  const wanted = query.get('container') ?? (names.length === 1 ? names[0]! : '');
  if (wanted === '')
    return bad(
      `a container name must be specified for pod ${pod.metadata.name}, choose one of: [${names.join(' ')}]`,
    );
  if (!names.includes(wanted)) return bad(`container ${wanted} is not valid for pod ${pod.metadata.name}`);
  const isOn = (option: string) => ['true', '1'].includes(query.get(option) ?? '');
  return opened(request, pod, {
    type: 'exec',
    pod: objectKey(pod),
    container: wanted,
    command: query.getAll('command'),
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
