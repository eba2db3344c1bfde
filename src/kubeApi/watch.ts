/** Watches: each change of the objects that are asked for, as a line of its own, from any revision that is remembered. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { failure } from '../kubernetes/status.ts';
import { changesSince, type Revision } from './changeLog.ts';
import { type Cluster, onChange } from './cluster.ts';
import { watchEvents } from './eventObjects.ts';
import { type ApiRequest, type ApiResponse, refusal } from './http.ts';
import { apiVersionOf, EVENTS, type Resource } from './resources.ts';

export interface WatchOptions {
  readonly resource: Resource;
  /** Whether an object is one of those that are watched. */
  readonly matches: (object: KubernetesObject) => boolean;
  /** Those that are there now. */
  readonly current: readonly KubernetesObject[];
  /** What is sent of an object: itself, or the table with its row. */
  readonly show: (object: KubernetesObject) => unknown;
}

export function watch(cluster: Cluster, { query }: ApiRequest, options: WatchOptions): ApiResponse {
  const { resource, matches, current, show } = options;
  const from = query.get('resourceVersion') ?? '';
  const sendsInitialEvents = query.get('sendInitialEvents') === 'true';
  const startsWithAll = from === '' || from === '0' || sendsInitialEvents;
  const missed = startsWithAll ? [] : changesSince(cluster.log, Number(from));
  if (missed === null)
    return refusal(
      failure(
        410,
        'Expired',
        `too old resource version: ${from} (${cluster.log.revisions[0]?.revision ?? cluster.log.revision})`,
      ),
    );
  const seconds = Number(query.get('timeoutSeconds') ?? 0);
  return {
    status: 200,
    contentType: 'application/json',
    ...(seconds > 0 ? { endsAfterSeconds: seconds } : {}),
    body(send) {
      const tell = (type: string, object: unknown) => send(`${JSON.stringify({ type, object })}\n`);
      if (startsWithAll) for (const object of current) tell('ADDED', show(object));
      if (sendsInitialEvents) tell('BOOKMARK', bookmarkOf(resource, cluster));
      if (resource === EVENTS)
        return watchEvents(cluster, (type, object) => {
          if (matches(object)) tell(type, show(object));
        });
      const tellChange = (change: Revision) => {
        const said = whatIsSaid(change, matches);
        if (said !== null) tell(said.type, show(said.object));
      };
      missed.forEach(tellChange);
      return onChange(cluster, tellChange);
    },
  };
}

/** What a change means for who sees only some objects: one that stops matching is gone for them. */
function whatIsSaid(
  { before, after, revision }: Revision,
  matches: (object: KubernetesObject) => boolean,
): { type: string; object: KubernetesObject } | null {
  const was = before !== null && matches(before);
  if (after !== null && matches(after)) return { type: was ? 'MODIFIED' : 'ADDED', object: after };
  if (!was) return null;
  const { metadata } = before;
  return {
    type: 'DELETED',
    object: { ...before, metadata: { ...metadata, resourceVersion: String(revision) } },
  };
}

/** All that was there has been told. */
function bookmarkOf(resource: Resource, { log }: Cluster): unknown {
  return {
    kind: resource.kind,
    apiVersion: apiVersionOf(resource),
    metadata: {
      resourceVersion: String(log.revision),
      creationTimestamp: null,
      annotations: { 'k8s.io/initial-events-end': 'true' },
    },
  };
}
