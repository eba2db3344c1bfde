/**
 * How controllers come to work: one queue of keys per controller, as in client-go's `workqueue`. A key is queued once,
 * however often it was woken. Delays depend on seed, key and time only, so that the order of controllers changes nothing.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { push } from '../eventQueue.ts';
import { hash32 } from '../random.ts';
import type { Simulation } from '../state.ts';
import type { ControllerName } from './watches.ts';

/** A controller looks at one key again. */
export interface ControllerTask {
  readonly type: 'reconcile';
  readonly controller: ControllerName;
  readonly key: ObjectKey;
}

export interface ControllerState {
  /** In which order controllers hear of a change; results must not depend on it. */
  readonly order: readonly ControllerName[];
  /** When a controller looks at a key next, by `controller key`. */
  readonly dueAt: Map<string, number>;
  /** What a controller is waiting for, by `controller key`. */
  readonly waits: Map<string, { readonly step: string; readonly until: number }>;
  /** While the cluster comes to rest nothing takes time: keys wait here instead of in the event queue. */
  settling: ControllerTask[] | null;
  /** The host part of the Pod address that each node gave out last. */
  readonly lastPodHost: Map<string, number>;
}

export function createControllerState(order: readonly ControllerName[]): ControllerState {
  return { order, dueAt: new Map(), waits: new Map(), settling: null, lastPodHost: new Map() };
}

export function cloneControllerState(state: ControllerState): ControllerState {
  return {
    ...state,
    dueAt: new Map(state.dueAt),
    waits: new Map(state.waits),
    settling: state.settling === null ? null : [...state.settling],
    lastPodHost: new Map(state.lastPodHost),
  };
}

/** A delay between 0 and `ms`, always the same for the same label at the same time. */
export function jitter(simulation: Simulation, label: string, ms: number): number {
  return ms === 0 ? 0 : hash32(`${label} ${simulation.now}`, simulation.seed) % (ms + 1);
}

/** Lets the controller look at the key after `delayMs`, or earlier if it is going to anyway. */
export function enqueue(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  delayMs: number,
): void {
  const { dueAt, settling } = simulation.controllers;
  const entry = `${controller} ${key}`;
  const task: ControllerTask = { type: 'reconcile', controller, key };
  const current = dueAt.get(entry);
  if (settling !== null) {
    if (current === simulation.now) return;
    dueAt.set(entry, simulation.now);
    settling.push(task);
    return;
  }
  const at = simulation.now + delayMs;
  if (current !== undefined && current <= at) return;
  dueAt.set(entry, at);
  push(simulation.queue, at, task);
}

/** Whether the task is what the controller is going to do now; a later one that was overtaken is not. */
export function takeDue(simulation: Simulation, task: ControllerTask): boolean {
  const { dueAt } = simulation.controllers;
  const entry = `${task.controller} ${task.key}`;
  if (dueAt.get(entry) !== simulation.now) return false;
  dueAt.delete(entry);
  return true;
}

/**
 * Whether a step that takes `ms` is over. The first call for a step begins it and queues the key for its end; another
 * step on the same key takes its place.
 */
export function hasWaited(
  simulation: Simulation,
  controller: ControllerName,
  key: ObjectKey,
  step: string,
  ms: number,
): boolean {
  const { waits, settling } = simulation.controllers;
  if (settling !== null) return true;
  const entry = `${controller} ${key}`;
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
export function stopWaiting(simulation: Simulation, controller: ControllerName, key: ObjectKey): void {
  simulation.controllers.waits.delete(`${controller} ${key}`);
}
