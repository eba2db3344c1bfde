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
  /** Of all entries as text. Once it is too much they are forgotten, and nobody can follow who comes later. */
  length: number;
  readonly listeners: Set<(message: LiveMessage) => void>;
}

export function createLiveLog(scene: Scene): LiveLog {
  return { scene, entries: [], length: 0, listeners: new Set() };
}

/** More than a day of a class; a page that joins does all of it again, some thousand in a second. */
export const LONGEST_LOG = 32 * 1024 * 1024;

export function noteDeed(log: LiveLog, at: number, deed: Deed): void {
  const { entries, listeners } = log;
  const entry = { at, deeds: [deed] };
  log.length += JSON.stringify(entry).length;
  if (log.length <= LONGEST_LOG) entries.push(entry);
  else entries.length = 0;
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

const TOO_LATE =
  'So much was done in this cluster that a page that joins now cannot do it all again. Start it anew with “npm run serve” to show it here; pages that are open go on.';

/** Server-sent events: how the cluster began and what was done since, then whatever comes. */
export function liveStream(log: LiveLog, cluster: Cluster): ApiResponse {
  const { scene, entries, listeners } = log;
  return {
    status: 200,
    contentType: 'text/event-stream',
    body(send) {
      const listener = (message: LiveMessage) => send(`data: ${JSON.stringify(message)}\n\n`);
      if (log.length > LONGEST_LOG) {
        listener({ type: 'tooLate', message: TOO_LATE });
        return () => {};
      }
      listener({ type: 'start', scene, entries, now: cluster.simulation.now });
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
