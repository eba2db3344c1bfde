/** Everything that was done to the cluster of a server, with its time, for the pages that show the same cluster. */
import { type Cluster, letTimePass, writeAsUser } from '../kubeApi/cluster.ts';
import type { ApiResponse } from '../kubeApi/http.ts';
import { failure, type Status, success } from '../kubernetes/status.ts';
import type { Deed } from '../playground/deeds.ts';
import type { LiveAnswer, LiveEntry, LiveMessage, LiveOrder } from '../playground/liveMessages.ts';
import { isDeed } from '../playground/sharedEntries.ts';
import { type RequestSpec, sendRequest } from '../simulation/network/request.ts';
import type { Scene } from '../simulation/scene.ts';

export interface LiveLog {
  readonly scene: Scene;
  readonly entries: LiveEntry[];
  readonly listeners: Set<(message: LiveMessage) => void>;
}

export function createLiveLog(scene: Scene): LiveLog {
  return { scene, entries: [], listeners: new Set() };
}

export function noteDeed({ entries, listeners }: LiveLog, at: number, deed: Deed): void {
  const entry = { at, deeds: [deed] };
  entries.push(entry);
  for (const listener of listeners) listener({ type: 'entry', entry });
}

/** Tells everybody what time it is. */
export function tellNow({ listeners }: LiveLog, now: number): void {
  for (const listener of listeners) listener({ type: 'now', now });
}

/** Carries out what a page asks for, up to the first refusal. */
export function carryOutOrder(log: LiveLog, cluster: Cluster, { deeds }: LiveOrder): LiveAnswer {
  if (!Array.isArray(deeds) || !deeds.every(isDeed))
    return { status: failure(400, 'BadRequest', 'an order is a list of writes and requests') };
  let status: Status = success;
  for (const deed of deeds) {
    if (deed.type === 'write') status = writeAsUser(cluster, deed.request).status;
    else sendAndTell(log, cluster, deed.request);
    if (status.status === 'Failure') break;
  }
  return { status };
}

/** Sends one request, which every page sends too. */
export function sendAndTell(log: LiveLog, cluster: Cluster, request: RequestSpec): void {
  noteDeed(log, cluster.simulation.now, { type: 'send', request });
  sendRequest(cluster.simulation, request);
  letTimePass(cluster, 0);
}

/** Server-sent events: how the cluster began and what was done since, then whatever comes. */
export function liveStream({ scene, entries, listeners }: LiveLog, cluster: Cluster): ApiResponse {
  return {
    status: 200,
    contentType: 'text/event-stream',
    body(send) {
      const listener = (message: LiveMessage) => send(`data: ${JSON.stringify(message)}\n\n`);
      listener({ type: 'start', scene, entries, now: cluster.simulation.now });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
