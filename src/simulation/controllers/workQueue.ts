/**
 * How controllers come to work: one queue of keys per controller, as in client-go's `workqueue`. A key is queued once,
 * however often it was woken. Whatever is due at the same time is done in one round, in an order of names, and delays
 * depend on seed, key and time only: so it does not matter which controller hears of a change first.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { push } from '../eventQueue.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import type { Termination } from './stopping.ts';
import type { ControllerName } from './watches.ts';

/** The controllers do what is due now. */
export interface ControllerTask {
  readonly type: 'reconcile';
}

/** A controller looks at one key. */
export interface Look {
  readonly controller: ControllerName;
  readonly key: ObjectKey;
}

export interface ControllerState {
  /** In which order controllers hear of a change; results do not depend on it. */
  readonly order: readonly ControllerName[];
  /** The rounds to come, by time. */
  readonly rounds: Map<number, Look[]>;
  /** When a controller looks at a key next, by `controller key`. */
  readonly dueAt: Map<string, number>;
  /** What a controller is waiting for, by `controller key`. */
  readonly waits: Map<string, { readonly step: string; readonly until: number }>;
  /** How far the Pods that are being deleted are with stopping. */
  readonly terminations: Map<ObjectKey, Termination>;
  /** While the cluster comes to rest nothing takes time. */
  isSettling: boolean;
  /** The host part of the Pod address that each node gave out last. */
  readonly lastPodHost: Map<string, number>;
  /** What the endpointSlice controller last said about the topology hints of a Service, by the Service's key. */
  readonly hintNotes: Map<ObjectKey, readonly string[]>;
}

export function createControllerState(order: readonly ControllerName[]): ControllerState {
  return {
    order,
    rounds: new Map(),
    dueAt: new Map(),
    waits: new Map(),
    terminations: new Map(),
    isSettling: false,
    lastPodHost: new Map(),
    hintNotes: new Map(),
  };
}

export function cloneControllerState(state: ControllerState): ControllerState {
  const rounds = new Map([...state.rounds].map(([at, looks]) => [at, [...looks]]));
  return {
    ...state,
    rounds,
    dueAt: new Map(state.dueAt),
    waits: new Map(state.waits),
    terminations: new Map(state.terminations),
    lastPodHost: new Map(state.lastPodHost),
    hintNotes: new Map(state.hintNotes),
  };
}

/** A delay between 0 and `ms`, always the same for the same label at the same time. */
export function jitter(simulation: Simulation, label: string, ms: number): number {
  return ms === 0 ? 0 : hash32(`${label} ${simulation.now}`, simulation.seed) % (ms + 1);
}

const TASK: ControllerTask = { type: 'reconcile' };

/** Lets the controller look at the key after `delayMs`, or earlier if it is going to anyway. */
export function enqueue(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  delayMs: number,
): void {
  const { dueAt, rounds, isSettling } = simulation.controllers;
  const entry = `${controller} ${key}`;
  const at = simulation.now + (isSettling ? 0 : delayMs);
  const current = dueAt.get(entry);
  if (current !== undefined && current <= at) return;
  dueAt.set(entry, at);
  const round = rounds.get(at);
  if (round !== undefined) round.push({ controller, key });
  else {
    rounds.set(at, [{ controller, key }]);
    if (!isSettling) push(simulation.queue, at, TASK);
  }
}

function byName(a: Look, b: Look): number {
  if (a.controller !== b.controller) return a.controller < b.controller ? -1 : 1;
  return a.key < b.key ? -1 : 1;
}

/** What is due now, in order; looks that were overtaken by an earlier one are left out. */
export function takeRound(simulation: Simulation): Look[] {
  const { dueAt, rounds } = simulation.controllers;
  const due: Look[] = [];
  for (const look of rounds.get(simulation.now) ?? []) {
    const entry = `${look.controller} ${look.key}`;
    if (dueAt.get(entry) !== simulation.now) continue;
    dueAt.delete(entry);
    due.push(look);
  }
  rounds.delete(simulation.now);
  return due.sort(byName);
}

/**
 * Whether a step that takes `ms` is over. The first call for a step begins it and queues the key for its end; another
 * step on the same key takes its place, unless it is in another `lane`.
 */
export function hasWaited(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  step: string,
  ms: number,
  lane = '',
): boolean {
  const { waits, isSettling } = simulation.controllers;
  if (isSettling) return true;
  const entry = `${controller} ${key}${lane}`;
  let wait = waits.get(entry);
  if (wait?.step !== step) {
    wait = { step, until: simulation.now + ms };
    waits.set(entry, wait);
  }
  if (simulation.now >= wait.until) {
    waits.delete(entry);
    return true;
  }
  enqueue(simulation, controller, key, wait.until - simulation.now);
  return false;
}

/** Forgets what the controller waits for on a key. */
export function stopWaiting(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  lane = '',
): void {
  simulation.controllers.waits.delete(`${controller} ${key}${lane}`);
}
