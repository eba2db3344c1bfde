/** How a playground works on a cluster that lives in a server: it tries on a copy, asks the server, and does not own the clock. */
import { failure, type Status } from '../kubernetes/status.ts';
import { cloneSimulation } from '../simulation/engine.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Command } from './commands.ts';
import type { Deed } from './deeds.ts';
import type { LiveCluster } from './liveCluster.ts';
import type { Notice } from './state.ts';

/** Where a dispatch is tried: on the cluster itself, or on a copy when only the server may change it. */
export function stageOf(live: LiveCluster | undefined, simulation: Simulation): Simulation {
  return live === undefined ? simulation : cloneSimulation(simulation);
}

/** What was tried is done by the server; false when there is none. When it refuses, somebody else was quicker. */
export function askServer(
  live: LiveCluster | undefined,
  deeds: readonly Deed[],
  notify: (notice: Omit<Notice, 'id'>) => void,
): boolean {
  if (live === undefined) return false;
  void live.order(deeds).then((status) => {
    if (status.status === 'Failure') notify({ severity: 'error', text: status.message });
  });
  return true;
}

const SERVERS_OWN: readonly Command['type'][] = ['reset', 'loadScene', 'step', 'nextFailure'];
const WITHOUT_TRACE: readonly Command['type'][] = [
  'select',
  'follow',
  'setView',
  'play',
  'pause',
  'setSpeed',
  'seek',
  'stepBack',
  'previousFailure',
  'place',
  'tidy',
  'notify',
  'dismissNotice',
];

/** Null for what may be done while the cluster is the server's. */
export function refusalWhileLive(
  live: LiveCluster | undefined,
  { type }: Command,
  isInPast: () => boolean,
): Status | null {
  if (live === undefined) return null;
  if (SERVERS_OWN.includes(type))
    return failure(
      403,
      'Forbidden',
      'This cluster lives in a server, which owns its clock and its beginning.',
    );
  if (isInPast() && !WITHOUT_TRACE.includes(type))
    return failure(
      409,
      'Conflict',
      'This is the past of a cluster that lives in a server. Go back to now first.',
    );
  return null;
}
