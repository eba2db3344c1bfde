/** The cluster that the API is about: a simulation, what it told lately, and who is to hear of what comes. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { type WriteRequest, type WriteResult, write } from '../simulation/apiServer.ts';
import type { ClusterEvent, SimulationEvent } from '../simulation/events.ts';
import { advance } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { type AccessLog, createAccessLog, noteRequest } from './accessLog.ts';
import { type ChangeLog, createChangeLog, noteChange, type Revision } from './changeLog.ts';
import type { Owners } from './serverSideApply.ts';

export interface Cluster {
  readonly simulation: Simulation;
  readonly log: ChangeLog;
  /** What the controllers have said, oldest first; the latest ones. */
  readonly events: ClusterEvent[];
  readonly eventListeners: Set<(event: ClusterEvent) => void>;
  readonly accessLog: AccessLog;
  /** Hear everything that happens, batch by batch. */
  readonly followers: Set<(happened: readonly SimulationEvent[]) => void>;
  /** Who last set which field, for server-side apply. */
  readonly owners: Map<ObjectKey, Owners>;
  readonly listeners: Set<(change: Revision) => void>;
  /** Is told of each write before it is carried out, so that it can be done again elsewhere. */
  readonly onWrite: (request: WriteRequest) => void;
  /** Carries writes out where somebody else owns the simulation, and tells what happened by `tellCluster`. */
  readonly writer?: (request: WriteRequest) => WriteResult;
}

const MOST_EVENTS = 2000;

export function createCluster(
  simulation: Simulation,
  onWrite: (request: WriteRequest) => void = () => {},
): Cluster {
  const cluster: Cluster = {
    simulation,
    log: createChangeLog(simulation),
    events: [],
    eventListeners: new Set(),
    accessLog: createAccessLog(),
    followers: new Set(),
    owners: new Map(),
    listeners: new Set(),
    onWrite,
  };
  letTimePass(cluster, 0);
  return cluster;
}

/** Writes as the user. */
export function writeAsUser(cluster: Cluster, request: WriteRequest): WriteResult {
  if (cluster.writer !== undefined) return cluster.writer(request);
  if (request.dryRun !== true) cluster.onWrite(request);
  const result = write(cluster.simulation, request, 'user');
  letTimePass(cluster, 0);
  return result;
}

/** Runs the simulation for so long and tells who listens what changed. */
export function letTimePass(cluster: Cluster, ms: number): void {
  const { simulation } = cluster;
  tellCluster(cluster, advance(simulation, simulation.now + ms));
}

/** Notes what happened and passes it on to who listens. */
export function tellCluster(cluster: Cluster, happened: readonly SimulationEvent[]): void {
  const { log, events, eventListeners, accessLog, listeners, owners } = cluster;
  for (const event of happened) {
    if (event.type === 'ClusterEvent') {
      events.push(event);
      for (const listener of [...eventListeners]) listener(event);
    } else if (event.type === 'RequestStart' || event.type === 'RequestEnd') noteRequest(accessLog, event);
    else if (event.type === 'ObjectChange') {
      const noted = noteChange(log, event);
      if (event.after === null) owners.delete(event.key);
      for (const listener of [...listeners]) listener(noted);
    }
  }
  events.splice(0, events.length - MOST_EVENTS);
  for (const follower of [...cluster.followers]) follower(happened);
}

/** Calls back for each change of an object from now on; returns how to stop. */
export function onChange({ listeners }: Cluster, listener: (change: Revision) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
