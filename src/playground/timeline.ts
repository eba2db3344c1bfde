/**
 * Time travel: the simulation at any moment of what has been computed. Going to a moment is a copy of the latest
 * checkpoint before it and a replay: time, and what was done at its time. What is done in the past starts a new branch.
 */
import type { SimulationEvent } from '../simulation/events.ts';
import { advance, advanceToNextHop, cloneSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import {
  addNews,
  type Branch,
  type Entry,
  firstBranch,
  fork,
  MOST_BRANCHES,
  type Notebook,
  putAside,
} from './branches.ts';
import {
  type Checkpoint,
  isCheckpointDue,
  latestThat,
  MOST_CHECKPOINTS,
  MOST_WEIGHT,
  thinOut,
  weigh,
  weightOf,
  workOf,
} from './checkpoints.ts';
import { type Deed, doAgain } from './deeds.ts';
import { addFailure, countBefore } from './failures.ts';
import { MOST_REQUESTS } from './requestLog.ts';

export interface Timeline {
  /** Of the moment that is shown; all that was due up to it has been done. */
  simulation: Simulation;
  /** How many entries of the branch it has in it, and the work that it took to compute. */
  carriedOut: number;
  work: number;
  branch: Branch;
  /** Those that were left, the latest last. */
  readonly aside: Branch[];
  nextBranchId: number;
}

/** How far it looks at once for a failure. */
const FORESIGHT_STEP_MS = 250;
/** In events: an object is decoded, defaulted and validated at each write. */
const WORK_PER_DEED = 50;

export function createTimeline(simulation: Simulation, notebook: Notebook): Timeline {
  return {
    simulation,
    carriedOut: 0,
    work: 0,
    branch: firstBranch(1, simulation.now, notebook),
    aside: [],
    nextBranchId: 2,
  };
}

export function isInPast({ simulation, branch }: Timeline): boolean {
  return simulation.now < branch.end;
}

/** What is remembered at the moment that is shown. */
export function notebookOf({ branch, carriedOut }: Timeline): Notebook {
  return branch.entries[carriedOut - 1]?.notebook ?? branch.notebook;
}

/** Lets time pass, through what is known already and beyond; returns what happened. */
export function runTo(timeline: Timeline, until: number): SimulationEvent[] {
  const { branch, simulation } = timeline;
  const events: SimulationEvent[] = [];
  for (;;) {
    const entry = branch.entries[timeline.carriedOut];
    const isDue = entry !== undefined && entry.at <= until;
    const goal = isDue ? entry.at : until;
    if (simulation.now < branch.end)
      take(timeline, events, () => advance(simulation, Math.min(goal, branch.end)));
    if (simulation.now < goal || !isDue) take(timeline, events, () => advance(simulation, goal));
    if (!isDue) return events;
    carryOutAgain(timeline, entry, events);
  }
}

/** Runs until a packet has moved, or to the limit. */
export function runToNextMove(timeline: Timeline, limit: number): SimulationEvent[] {
  const { branch, simulation } = timeline;
  const events: SimulationEvent[] = [];
  for (;;) {
    const entry = branch.entries[timeline.carriedOut];
    const known = simulation.now < branch.end ? branch.end : limit;
    const goal = Math.min(limit, known, entry?.at ?? limit);
    const seen = events.length;
    take(timeline, events, () => [
      ...advanceToNextHop(simulation, goal),
      // All that is due at this moment belongs to it.
      ...advance(simulation, simulation.now),
    ]);
    if (entry !== undefined && entry.at <= simulation.now) carryOutAgain(timeline, entry, events);
    if (events.slice(seen).some(isMove) || simulation.now >= limit) return events;
  }
}

function isMove({ type }: SimulationEvent): boolean {
  return type === 'Hop' || type === 'PacketEnd';
}

/** Runs and counts what it took; beyond the known end, what happens is noted. */
function take(timeline: Timeline, all: SimulationEvent[], run: () => readonly SimulationEvent[]): void {
  const { simulation, branch } = timeline;
  const before = simulation.now;
  const isNew = before >= branch.end;
  const events = run();
  timeline.work += workOf(events.length, simulation.now - before);
  for (const event of events) {
    all.push(event);
    if (isNew) note(branch, event);
  }
  if (isNew) branch.end = simulation.now;
}

function note(branch: Branch, event: SimulationEvent): void {
  if (event.type === 'RequestEnd') {
    if (event.outcome !== 'answered') addFailure(branch.failures, event);
  } else if (event.type === 'ClusterEvent') addNews(branch, event);
}

function carryOutAgain(timeline: Timeline, { deeds }: Entry, events: SimulationEvent[]): void {
  const { simulation } = timeline;
  timeline.carriedOut += 1;
  timeline.work += WORK_PER_DEED * deeds.length;
  for (const deed of deeds) doAgain(simulation, deed);
  for (const event of advance(simulation, simulation.now)) events.push(event);
}

/** Writes down what was just done at the moment that is shown. In the past it starts a new branch, which is returned. */
export function record(
  timeline: Timeline,
  deeds: readonly Deed[],
  label: string | null,
  notebook: Notebook,
): Branch | null {
  const { now } = timeline.simulation;
  const left = isInPast(timeline) ? timeline.branch : null;
  if (left !== null) {
    timeline.branch = fork(left, timeline.nextBranchId++, now, timeline.carriedOut, label ?? 'Change');
    leave(timeline, left);
  }
  timeline.branch.entries.push({ at: now, deeds, label, notebook });
  timeline.carriedOut += 1;
  timeline.work += WORK_PER_DEED * deeds.length;
  return left === null ? null : timeline.branch;
}

/** What is remembered changed without anything being done to the cluster: from the last thing that was done on. */
export function remember({ branch, carriedOut }: Timeline, notebook: Notebook): void {
  const last = branch.entries[carriedOut - 1];
  if (last === undefined) branch.notebook = notebook;
  else branch.entries[carriedOut - 1] = { ...last, notebook };
}

function leave(timeline: Timeline, branch: Branch): void {
  putAside(branch);
  timeline.aside.push(branch);
  if (timeline.aside.length > MOST_BRANCHES) timeline.aside.shift();
}

/** Keeps a copy of what is shown when enough has happened since the last one; `save` says what else to keep with it. */
export function keepUp(timeline: Timeline, save: () => unknown): void {
  if (isInPast(timeline)) return;
  const { checkpoints } = timeline.branch;
  if (checkpoints.length > 0 && !isCheckpointDue(checkpoints, timeline.work)) return;
  keep(timeline, cloneSimulation(timeline.simulation), save());
}

/** Before the present is left: it becomes the last checkpoint itself, for nobody will run it any more. */
function keepPresent(timeline: Timeline, save: () => unknown): void {
  const { simulation, carriedOut, branch } = timeline;
  const last = branch.checkpoints.at(-1);
  const isKept = last?.at === simulation.now && last.carriedOut === carriedOut;
  if (!isInPast(timeline) && !isKept) keep(timeline, simulation, save());
}

function keep(timeline: Timeline, simulation: Simulation, saved: unknown): void {
  const { carriedOut, work, branch, aside } = timeline;
  const weight = weigh(simulation);
  branch.checkpoints.push({ at: simulation.now, work, carriedOut, simulation, weight, saved });
  const weightAside = aside.reduce((sum, { checkpoints }) => sum + weightOf(checkpoints), 0);
  thinOut(branch.checkpoints, MOST_CHECKPOINTS, MOST_WEIGHT - weightAside);
}

export interface Arrival {
  /** What was kept with the checkpoint from which the events were computed anew. */
  saved: unknown;
  events: SimulationEvent[];
}

/**
 * Goes to a moment of the branch. The events that are returned begin so early that they hold the latest requests as a
 * whole; with `isPreview` only as early as need be.
 */
export function seek(timeline: Timeline, moment: number, save: () => unknown, isPreview = false): Arrival {
  keepPresent(timeline, save);
  const { checkpoints, end } = timeline.branch;
  const at = Math.max(checkpoints[0]!.at, Math.min(end, Math.round(moment)));
  const nearest = latestThat(checkpoints, (checkpoint) => checkpoint.at <= at);
  const firstRequest = requestsOf(nearest) - MOST_REQUESTS;
  const start = isPreview
    ? nearest
    : latestThat(checkpoints, (checkpoint) => requestsOf(checkpoint) <= firstRequest);
  goTo(timeline, start);
  return { saved: start.saved, events: runTo(timeline, at) };
}

function requestsOf({ simulation }: Checkpoint): number {
  return simulation.network.nextRequestId;
}

function goTo(timeline: Timeline, { simulation, carriedOut, work }: Checkpoint): void {
  Object.assign(timeline, { simulation: cloneSimulation(simulation), carriedOut, work });
}

/** The last moment before the one that is shown at which a packet moved; null when none did. */
export function previousMove(timeline: Timeline, save: () => unknown): number | null {
  keepPresent(timeline, save);
  const { checkpoints } = timeline.branch;
  const { simulation: shown, carriedOut, work } = timeline;
  let until = shown.now - 1;
  let found: number | null = null;
  for (let index = checkpoints.length - 1; index >= 0 && found === null; index--) {
    const checkpoint = checkpoints[index]!;
    if (checkpoint.at > until) continue;
    goTo(timeline, checkpoint);
    found = latestMove(runTo(timeline, until));
    until = checkpoint.at;
  }
  Object.assign(timeline, { simulation: shown, carriedOut, work });
  return found;
}

function latestMove(events: readonly SimulationEvent[]): number | null {
  const event = events.findLast(isMove);
  if (event?.type === 'Hop') return event.leavesAt;
  return event?.type === 'PacketEnd' ? event.at : null;
}

export interface Failure {
  at: number;
  requestId: number;
}

/** The next failure that is known after the moment that is shown, or the last one before it. */
export function findFailure({ branch, simulation }: Timeline, direction: 1 | -1): Failure | null {
  const { failures } = branch;
  const index =
    direction === 1 ? countBefore(failures, simulation.now + 1) : countBefore(failures, simulation.now) - 1;
  if (index < 0 || index >= failures.count) return null;
  return { at: failures.at[index]!, requestId: failures.requestId[index]! };
}

/** The next failure that nobody knows yet, if nothing is done; null when there is none for so long. */
export function foreseeFailure({ branch, simulation }: Timeline, withinMs: number): Failure | null {
  const present = simulation.now < branch.end ? branch.checkpoints.at(-1)!.simulation : simulation;
  const future = cloneSimulation(present);
  const limit = future.now + withinMs;
  while (future.now < limit)
    for (const event of advance(future, Math.min(limit, future.now + FORESIGHT_STEP_MS)))
      if (event.type === 'RequestEnd' && event.outcome !== 'answered') return event;
  return null;
}

/** Goes over to a branch that was left, which takes the place of the one that is shown; null when there is none. */
export function switchTo(timeline: Timeline, id: number, save: () => unknown): Branch | null {
  const index = timeline.aside.findIndex((branch) => branch.id === id);
  if (index < 0) return null;
  keepPresent(timeline, save);
  const [branch] = timeline.aside.splice(index, 1);
  const left = timeline.branch;
  left.isNamed = true;
  timeline.branch = branch!;
  leave(timeline, left);
  return branch!;
}
