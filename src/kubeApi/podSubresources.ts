/** What can be asked of a Pod beside itself: its log, its eviction, its node, and what is opened inside it. */
import { type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { failure, type Status, success } from '../kubernetes/status.ts';
import { timestampAt } from '../simulation/clockTime.ts';
import type { LogLine } from './accessLog.ts';
import { type Cluster, writeAsUser } from './cluster.ts';
import { type ApiRequest, type ApiResponse, isStatus, json, refusal, text } from './http.ts';
import { attach, exec, portForward } from './podSessions.ts';
import { readBody } from './requestBody.ts';

type Handler = (cluster: Cluster, request: ApiRequest, pod: Pod) => ApiResponse;

const handlers: Readonly<Record<string, Handler>> = {
  log,
  exec,
  attach,
  portforward: portForward,
  eviction(cluster, request, pod) {
    const body = readBody(request);
    if (isStatus(body)) return refusal(body);
    const { gracePeriodSeconds, dryRun } = (body.deleteOptions ?? {}) as {
      gracePeriodSeconds?: number;
      dryRun?: string[];
    };
    const { status } = writeAsUser(cluster, {
      verb: 'delete',
      key: objectKey(pod),
      ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
      dryRun: dryRun?.includes('All') === true || request.query.getAll('dryRun').includes('All'),
    });
    return done(status);
  },
  binding(cluster, request, pod) {
    const body = readBody(request);
    if (isStatus(body)) return refusal(body);
    const { name } = (body.target ?? {}) as { name?: string };
    if (name === undefined) return refusal(failure(400, 'BadRequest', 'target.name is required'));
    const bound = { ...pod, spec: { ...pod.spec, nodeName: name } };
    return done(writeAsUser(cluster, { verb: 'update', object: bound, subresource: 'binding' }).status);
  },
};

function done(status: Status): ApiResponse {
  return status.status === 'Failure' ? refusal(status) : json(201, success);
}

export function podSubresource(
  cluster: Cluster,
  request: ApiRequest,
  object: KubernetesObject,
  subresource: string,
): ApiResponse {
  const handler = handlers[subresource];
  return handler === undefined
    ? refusal(failure(501, 'NotImplemented', `${subresource} of a Pod is not simulated`))
    : handler(cluster, request, object as Pod);
}

/** Models the kubelet's checks (`validateContainerLogStatus`) and its options. */
function log({ accessLog, simulation }: Cluster, { query }: ApiRequest, pod: Pod): ApiResponse {
  const { name, namespace } = pod.metadata;
  const wanted = query.get('container');
  const container = pod.spec.containers.find((each) => wanted === null || each.name === wanted);
  if (container === undefined)
    return refusal(failure(400, 'BadRequest', `container ${wanted} is not valid for pod ${name}`));
  if (!pod.spec.nodeName)
    return refusal(failure(400, 'BadRequest', `pod ${name} does not have a host assigned`));
  if (pod.status?.phase === 'Pending')
    return refusal(
      failure(
        400,
        'BadRequest',
        `container "${container.name}" in pod "${name}" is waiting to start: ContainerCreating`,
      ),
    );
  if (query.get('previous') === 'true')
    return refusal(
      failure(
        400,
        'BadRequest',
        `previous terminated container "${container.name}" in pod "${name}" not found`,
      ),
    );
  const key = `Pod/${namespace}/${name}`;
  // Requests reach the first container that there is; the others are silent.
  const isServer = container === pod.spec.containers[0];
  const since = simulation.now - Number(query.get('sinceSeconds') ?? Number.POSITIVE_INFINITY) * 1000;
  const isOfPod = (line: LogLine) => isServer && line.pod === key && line.at >= since;
  const written = accessLog.lines.filter(isOfPod);
  const tail = query.get('tailLines');
  const shown = tail === null ? written : written.slice(Math.max(0, written.length - Number(tail)));
  const hasTimes = query.get('timestamps') === 'true';
  const print = (line: LogLine) =>
    `${hasTimes ? `${timestampAt(line.at).replace('Z', '.000000000Z')} ` : ''}${line.text}\n`;
  if (query.get('follow') !== 'true') return text(shown.map(print).join(''));
  return {
    status: 200,
    contentType: 'text/plain',
    body(send) {
      for (const line of shown) send(print(line));
      const listener = (line: LogLine) => {
        if (isOfPod(line)) send(print(line));
      };
      accessLog.listeners.add(listener);
      return () => accessLog.listeners.delete(listener);
    },
  };
}
