/** The playground's cluster as the API server sees it: requests are answered from the running simulation, writes become undo steps. */
import { createAccessLog, noteRequest } from '../kubeApi/accessLog.ts';
import { answer } from '../kubeApi/api.ts';
import { createChangeLog } from '../kubeApi/changeLog.ts';
import { type Cluster, tellCluster } from '../kubeApi/cluster.ts';
import type { ApiRequest, ApiResponse } from '../kubeApi/http.ts';
import type { Write } from '../playground/history.ts';
import type { Playground } from '../playground/playground.ts';

export interface LiveCluster {
  /** Writes of one gesture are one undo step. */
  answer(request: ApiRequest, gesture: string): ApiResponse;
  /** The simulated clock in ms since 1970. */
  now(): number;
  close(): void;
}

const BEGINNING = Date.parse('2026-01-01T00:00:00Z');

export function openLiveCluster(playground: Playground): LiveCluster {
  let cluster: Cluster | null = null;
  let writer: Write | null = null;

  function current(): Cluster {
    if (cluster !== null) return cluster;
    const { clusterEvents, requests } = playground.store.getState();
    const made: Cluster = {
      simulation: playground.inspect((simulation) => simulation),
      log: playground.inspect(createChangeLog),
      events: [...clusterEvents],
      eventListeners: new Set(),
      accessLog: createAccessLog(),
      followers: new Set(),
      owners: new Map(),
      listeners: new Set(),
      onWrite() {},
      writer(request) {
        if (writer === null) throw new Error('Written outside of a transaction');
        return writer(request);
      },
    };
    for (const { start, end } of requests) {
      noteRequest(made.accessLog, start);
      if (end !== null) noteRequest(made.accessLog, end);
    }
    cluster = made;
    return made;
  }

  const stop = playground.onEvents((events, reset) => {
    if (reset) cluster = null;
    else if (cluster !== null) tellCluster(cluster, events);
  });

  return {
    answer(request, gesture) {
      if (request.method === 'GET') return answer(current(), request);
      return playground.transact(gesture, (write) => {
        writer = write;
        return answer(current(), request);
      });
    },
    now: () => BEGINNING + playground.now(),
    close: stop,
  };
}
