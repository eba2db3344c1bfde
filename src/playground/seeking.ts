/** Goes to a moment: a copy of the latest checkpoint before it, and a replay. Shortly after that, moments nearby cost next to nothing. */

import { advance, cloneSimulation } from '../simulation/engine.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import { type Checkpoint, latestThat } from './checkpoints.ts';
import { countBefore } from './failures.ts';
import { MOST_REQUESTS } from './requestLog.ts';
import { isInPast, isMove, keepPresent, type Lately, runTo, type Timeline } from './timeline.ts';

export interface Arrival {
  /** What was kept with the checkpoint from which on the events happened. */
  readonly saved: unknown;
  readonly events: readonly SimulationEvent[];
}

/** How long before a moment its copy is taken, for steps back from there. */
const NEAR_MS = 1000;
/** How far it looks at once for a failure. */
const FORESIGHT_STEP_MS = 250;

/**
 * Goes to a moment of the branch. The events that are returned begin so early that they hold the latest requests as a
 * whole; with `isPreview` only as early as need be.
 */
export function seek(timeline: Timeline, moment: number, save: () => unknown, isPreview = false): Arrival {
  keepPresent(timeline, save);
  const { checkpoints, end } = timeline.branch;
  const at = Math.max(checkpoints[0]!.at, Math.min(end, Math.round(moment) || 0));
  const nearest = latestThat(checkpoints, (checkpoint) => checkpoint.at <= at);
  if (isPreview) {
    goTo(timeline, nearest);
    return { saved: nearest.saved, events: runTo(timeline, at) };
  }
  return nearby(timeline, at, nearest) ?? fromFar(timeline, at, nearest);
}

/** When the events that lead there are known already, only the simulation has to be computed. */
function nearby(timeline: Timeline, at: number, nearest: Checkpoint): Arrival | null {
  const lately = latelyOf(timeline);
  if (lately === null || at > lately.until || at < lately.start.at) return null;
  const isNear = lately.near !== null && lately.near.at <= at && lately.near.at >= nearest.at;
  const from = isNear ? lately.near! : nearest;
  goTo(timeline, from);
  runTo(timeline, Math.max(from.at, at - NEAR_MS));
  if (!isNear) lately.near = copy(timeline);
  runTo(timeline, at);
  const firstRequest = timeline.simulation.network.nextRequestId - MOST_REQUESTS;
  const isEnough = requestsOf(lately.start) <= firstRequest;
  if (!isEnough && lately.start !== timeline.branch.checkpoints[0]) return null;
  return { saved: lately.start.saved, events: lately.events.slice(0, countUntil(lately.events, at)) };
}

/** First to the moment itself; how many requests there had been by then says how far back the events must begin. */
function fromFar(timeline: Timeline, at: number, nearest: Checkpoint): Arrival {
  goTo(timeline, nearest);
  const before = runTo(timeline, Math.max(nearest.at, at - NEAR_MS));
  const near = copy(timeline);
  const after = runTo(timeline, at);
  const { simulation, carriedOut, work, branch } = timeline;
  const firstRequest = simulation.network.nextRequestId - MOST_REQUESTS;
  const isEarly = (checkpoint: Checkpoint) =>
    checkpoint.at <= nearest.at && requestsOf(checkpoint) <= firstRequest;
  const start = latestThat(branch.checkpoints, isEarly);
  goTo(timeline, start);
  const earlier = start === nearest ? [] : runTo(timeline, nearest.at, nearest.carriedOut);
  Object.assign(timeline, { simulation, carriedOut, work });
  const events = [...earlier, ...before, ...after];
  timeline.lately = { branch, start, until: at, events, near };
  return { saved: start.saved, events };
}

function latelyOf({ lately, branch }: Timeline): Lately | null {
  return lately?.branch === branch ? lately : null;
}

function requestsOf({ simulation }: Checkpoint): number {
  return simulation.network.nextRequestId;
}

function goTo(timeline: Timeline, { simulation, carriedOut, work }: Checkpoint): void {
  Object.assign(timeline, { simulation: cloneSimulation(simulation), carriedOut, work });
}

function copy({ simulation, carriedOut, work }: Timeline): Checkpoint {
  const { now } = simulation;
  return { at: now, work, carriedOut, simulation: cloneSimulation(simulation), weight: 0, saved: null };
}

function timeOf(event: SimulationEvent): number {
  return event.type === 'Hop' ? event.leavesAt : event.at;
}

/** How many of the events, which are in the order of time, happened up to and including this moment. */
function countUntil(events: readonly SimulationEvent[], at: number): number {
  let low = 0;
  let high = events.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timeOf(events[middle]!) <= at) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** The last moment before the one that is shown at which a packet moved; null when none did. */
export function previousMove(timeline: Timeline, save: () => unknown): number | null {
  keepPresent(timeline, save);
  const until = timeline.simulation.now - 1;
  const lately = latelyOf(timeline);
  const events = lately !== null && until <= lately.until ? lately.events : [];
  for (let index = countUntil(events, until) - 1; index >= 0; index--)
    if (isMove(events[index]!)) return timeOf(events[index]!);
  return previousMoveFromFar(timeline, until);
}

function previousMoveFromFar(timeline: Timeline, latest: number): number | null {
  const { checkpoints } = timeline.branch;
  const { simulation: shown, carriedOut, work } = timeline;
  let until = latest;
  let found: number | null = null;
  for (let index = checkpoints.length - 1; index >= 0 && found === null; index--) {
    const checkpoint = checkpoints[index]!;
    if (checkpoint.at > until) continue;
    goTo(timeline, checkpoint);
    const move = runTo(timeline, until).findLast(isMove);
    if (move !== undefined) found = timeOf(move);
    until = checkpoint.at;
  }
  Object.assign(timeline, { simulation: shown, carriedOut, work });
  return found;
}

export interface Failure {
  readonly at: number;
  readonly requestId: number;
}

/** The next failure that is known after the moment that is shown, or the last one before it. */
export function findFailure({ branch, simulation }: Timeline, direction: 1 | -1): Failure | null {
  const { failures } = branch;
  const { now } = simulation;
  const index = direction === 1 ? countBefore(failures, now + 1) : countBefore(failures, now) - 1;
  if (index < 0 || index >= failures.count) return null;
  return { at: failures.at[index]!, requestId: failures.requestId[index]! };
}

/** The next failure that nobody knows yet, if nothing is done; null when there is none for so long. */
export function foreseeFailure(timeline: Timeline, withinMs: number): Failure | null {
  const { branch, simulation } = timeline;
  const future = cloneSimulation(isInPast(timeline) ? branch.checkpoints.at(-1)!.simulation : simulation);
  const limit = future.now + withinMs;
  while (future.now < limit)
    for (const event of advance(future, Math.min(limit, future.now + FORESIGHT_STEP_MS)))
      if (event.type === 'RequestEnd' && event.outcome !== 'answered' && !event.isTriedAgain) return event;
  return null;
}
