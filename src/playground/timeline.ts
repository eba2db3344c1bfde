/**
 * Time travel: the simulation at any moment of what has been computed. Going to a moment is a copy of the latest
 * checkpoint before it and a replay: time, and what was done at its time. What is done in the past starts a new branch.
 */
import { t } from '../messages/playground.ts';
import { advance, advanceToNextHop, cloneSimulation } from '../simulation/engine.ts';
import type { SimulationEvent } from '../simulation/events.ts';
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
  MOST_CHECKPOINTS,
  MOST_WEIGHT,
  thinOut,
  weigh,
  weightOf,
  workOf,
} from './checkpoints.ts';
import { type Deed, doAgain } from './deeds.ts';
import { addFailure } from './failures.ts';

export interface Lately {
  readonly branch: Branch;
  /** The events from this checkpoint on up to a moment. */
  readonly start: Checkpoint;
  readonly until: number;
  readonly events: readonly SimulationEvent[];
  /** A copy from shortly before the moment that is shown. */
  near: Checkpoint | null;
}

export interface Timeline {
  /** Of the moment that is shown; all that was due up to it has been done. */
  simulation: Simulation;
  /** How many entries of the branch it has in it, and the work that it took to compute. */
  carriedOut: number;
  work: number;
  branch: Branch;
  /** While the past is shown: what leads there, so that moments nearby need not be computed from far. */
  lately: Lately | null;
  /** Those that were left, the latest last. */
  readonly aside: Branch[];
  nextBranchId: number;
}

/** In events: an object is decoded, defaulted and validated at each write. */
const WORK_PER_DEED = 50;

export function createTimeline(simulation: Simulation, notebook: Notebook): Timeline {
  return {
    simulation,
    carriedOut: 0,
    work: 0,
    branch: firstBranch(1, simulation.now, notebook),
    lately: null,
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

/** Lets time pass, through what is known already and beyond; returns what happened. `most`: so many entries in all. */
export function runTo(timeline: Timeline, until: number, most = Number.POSITIVE_INFINITY): SimulationEvent[] {
  const { branch, simulation } = timeline;
  const events: SimulationEvent[] = [];
  for (;;) {
    const entry = branch.entries[timeline.carriedOut];
    const isDue = entry !== undefined && entry.at <= until && timeline.carriedOut < most;
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

export function isMove({ type }: SimulationEvent): boolean {
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
    if (event.outcome !== 'answered' && !event.isTriedAgain) addFailure(branch.failures, event);
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
    timeline.branch = fork(left, timeline.nextBranchId++, now, timeline.carriedOut, label ?? t('aChange'));
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
  timeline.lately = null;
  const { checkpoints } = timeline.branch;
  if (checkpoints.length > 0 && !isCheckpointDue(checkpoints, timeline.work)) return;
  keep(timeline, cloneSimulation(timeline.simulation), save());
}

/** Before the present is left: it becomes the last checkpoint itself, for nobody will run it any more. */
export function keepPresent(timeline: Timeline, save: () => unknown): void {
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
