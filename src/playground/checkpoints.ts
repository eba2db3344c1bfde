/** Copies of the simulation along one run, from which any moment can be computed again: near the run's end many, before that fewer and fewer. */
import type { Simulation } from '../simulation/state.ts';

export interface Checkpoint {
  readonly at: number;
  /** What it took to come here since the run began, see `workOf`. */
  readonly work: number;
  /** How many entries of the run's journal had been carried out. */
  readonly carriedOut: number;
  /** Never runs: whoever wants to go on from here takes a copy. */
  readonly simulation: Simulation;
  /** How much it holds, see `weigh`. */
  readonly weight: number;
  /** What else was summed up by then. */
  readonly saved: unknown;
}

/** All checkpoints of all runs together; with the measured 250 bytes per unit, about 45 MB. */
export const MOST_WEIGHT = 180_000;
/** At most this many of one run, and of one that was left. */
export const MOST_CHECKPOINTS = 72;
export const MOST_ASIDE = 6;
/** Between two checkpoints: copying a unit takes about as long as computing an event. */
const WORK_PER_WEIGHT = 2;
const LEAST_WORK = 4000;

/** In events: computing one takes about a microsecond, and so does letting four milliseconds pass. */
export function workOf(events: number, passedMs: number): number {
  return events + passedMs / 4;
}

/** What a copy has to copy: entries of tables, tasks, objects. */
export function weigh({ objects, queue, network }: Simulation): number {
  let weight = 5 * objects.size + queue.size + network.requests.size + network.nextPorts.size;
  for (const { conntrack, affinity } of network.nodes.values()) {
    for (const ports of conntrack.originals.values()) weight += 2 * ports.size;
    for (const sources of affinity.values()) weight += sources.size;
  }
  return weight;
}

/** Whether so much has happened since the latest checkpoint that the next one is due. */
export function isCheckpointDue(checkpoints: readonly Checkpoint[], work: number): boolean {
  const { work: before, weight } = checkpoints.at(-1)!;
  return work - before >= Math.max(LEAST_WORK, WORK_PER_WEIGHT * weight);
}

/** Drops those that are missed least, never the first and the last. */
export function thinOut(checkpoints: Checkpoint[], most: number, mostWeight: number): void {
  let weight = weightOf(checkpoints);
  while (checkpoints.length > 2 && (checkpoints.length > most || weight > mostWeight)) {
    const index = leastMissed(checkpoints);
    weight -= checkpoints[index]!.weight;
    checkpoints.splice(index, 1);
  }
}

export function weightOf(checkpoints: readonly Checkpoint[]): number {
  return checkpoints.reduce((sum, { weight }) => sum + weight, 0);
}

/** Without it the next one before is further away: that counts less the longer ago it is. */
function leastMissed(checkpoints: readonly Checkpoint[]): number {
  const end = checkpoints.at(-1)!.work;
  let least = Number.POSITIVE_INFINITY;
  let found = 1;
  for (let index = 1; index < checkpoints.length - 1; index++) {
    const gap = checkpoints[index + 1]!.work - checkpoints[index - 1]!.work;
    const missed = gap / Math.sqrt(end - checkpoints[index]!.work + LEAST_WORK);
    if (missed >= least) continue;
    least = missed;
    found = index;
  }
  return found;
}

/** The latest one that `isBefore` holds for; they are in order, and it holds for the first. */
export function latestThat(
  checkpoints: readonly Checkpoint[],
  isBefore: (checkpoint: Checkpoint) => boolean,
): Checkpoint {
  let low = 0;
  let high = checkpoints.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (isBefore(checkpoints[middle]!)) low = middle;
    else high = middle - 1;
  }
  return checkpoints[low]!;
}
