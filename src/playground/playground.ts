/** The one door for the UI: it owns the simulation, undo, layout, selection and the clock. */
import type { StoreApi } from 'zustand/vanilla';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { failure, type Status, type StatusCause, success } from '../kubernetes/status.ts';
import { isEqual } from '../simulation/equality.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Scene } from '../simulation/scene.ts';
import { advance, advanceToNextHop, createSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { animationFrames, createClock, type FrameSource } from './clock.ts';
import type { Command, Origin } from './commands.ts';
import { type Controls, carryOut } from './commandTable.ts';
import { type Draft, openDraft, restoreObject, rollBack, toStep } from './draft.ts';
import { createHistory, record, type SceneSnapshot, type Step } from './history.ts';
import { kubectlLine } from './kubectlLine.ts';
import { placeMissing } from './layout.ts';
import { userObjects } from './ownership.ts';
import type { Notice, PlaygroundState } from './state.ts';
import { createPublisher } from './store.ts';

export type { FrameSource } from './clock.ts';

export interface Playground {
  readonly store: Pick<StoreApi<PlaygroundState>, 'getState' | 'subscribe'>;
  /**
   * Carries the commands out in order, as one undo step; the first failure undoes the whole step and is returned.
   * Consecutive dispatches with the same `gesture` (a slider being dragged) become one step.
   */
  dispatch(commands: Command | readonly Command[], origin: Origin, gesture?: string): Promise<Status>;
  /**
   * Every batch of simulation events: one per frame while the clock runs, and at once after a dispatch. `reset` is true
   * when the past is no longer true (scene loaded, reset).
   */
  onEvents(listener: (events: readonly SimulationEvent[], reset: boolean) => void): () => void;
  /** The exact simulated time for this animation frame, in ms (not rounded to what React shows). */
  now(): number;
  /** The scene as it is now, for saving, sharing and export. */
  scene(): Scene;
  destroy(): void;
}

export interface PlaygroundOptions {
  scene: Scene;
  /** Which of the ready-made scenes it is. */
  id?: string;
  /** Wall time source and frame scheduler; tests step it by hand. Default: performance.now and requestAnimationFrame. */
  frames?: FrameSource;
  playing?: boolean;
}

/** What the API server did not take of a scene, in the form of `applyAll`. */
function refusalsOf({ refused }: Simulation, { objects }: Scene): StatusCause[] {
  return refused.map(({ object, status: { reason = 'Unknown', message } }) => ({
    field: `objects[${objects.indexOf(object)}]`,
    reason,
    message,
  }));
}

/** How far `step` looks for the next packet that moves. */
const STEP_LIMIT_MS = 60_000;
/** Views that show a refusal themselves; for the others it becomes a notice. */
const SHOW_THEIR_OWN_ERRORS: readonly Origin[] = ['yaml', 'terminal', 'inspector', 'import', 'embed'];

export function createPlayground(options: PlaygroundOptions): Playground {
  const publisher = createPublisher(options.playing ?? true);
  const { store } = publisher;
  const listeners = new Set<(events: readonly SimulationEvent[], reset: boolean) => void>();
  const clock = createClock(options.frames ?? animationFrames, (now, wallTime) => {
    if (Math.floor(now) <= simulation.now) return;
    try {
      show(advance(simulation, Math.floor(now)), wallTime);
    } catch (error) {
      // Stopped once and said, instead of failing again in every frame.
      clock.pause();
      notify({
        severity: 'error',
        text: `The simulation stopped: ${error instanceof Error ? error.message : error}`,
      });
      throw error;
    }
  });
  const history = createHistory();
  let simulation = createSimulation(options.scene);
  let loaded: SceneSnapshot = { scene: options.scene, id: options.id ?? null };
  let nextNoticeId = 1;
  let lastApplied = new Map<ObjectKey, KubernetesObject>();

  function show(events: readonly SimulationEvent[], wallTime: number | null): void {
    publisher.publish(events, clockState(), wallTime);
    if (events.length > 0) for (const listener of listeners) listener(events, false);
  }

  function clockState(): PlaygroundState['clock'] {
    return { now: clock.now(), playing: clock.playing, speed: clock.speed };
  }

  /** Publishes what dispatch itself caused, without letting time pass. */
  function flush(): void {
    show(advance(simulation, simulation.now), null);
  }

  function begin(snapshot: SceneSnapshot): void {
    simulation = createSimulation(snapshot.scene);
    lastApplied = new Map();
    clock.setNow(simulation.now);
    const layout = placeMissing(simulation.objects, snapshot.scene.layout);
    publisher.start(simulation, snapshot.scene, snapshot.id, layout, simulation.now);
    for (const listener of listeners) listener([], true);
    flush();
  }

  function replaceScene(label: string, after: SceneSnapshot): Status {
    const before: SceneSnapshot = { scene: currentScene(), id: store.getState().scene.id };
    begin(after);
    if (!isEqual(before, { scene: currentScene(), id: after.id }))
      record(history, { type: 'scene', label, before, after });
    return { ...success, details: { causes: refusalsOf(simulation, after.scene) } };
  }

  function currentScene(): Scene {
    const { scene, view, layout } = store.getState();
    const objects = userObjects(simulation);
    return {
      title: scene.title,
      lookAt: scene.lookAt,
      seed: scene.seed,
      view,
      objects: [...objects.values()],
      layout: Object.fromEntries(Object.entries(layout).filter(([key]) => objects.has(key))),
    };
  }

  function goBackOrForth(draft: Draft, step: Step, side: 'before' | 'after'): Status {
    if (step.type === 'scene') {
      begin(step[side]);
      return success;
    }
    const changes = side === 'before' ? [...step.changes].reverse() : [...step.changes];
    for (const [key, change] of changes) {
      if (side === 'after' && change.isDoomed) continue;
      const status = restoreObject(draft, key, change[side]);
      if (status.status === 'Failure') return status;
    }
    draft.layout = step.layout[side];
    draft.description = step.description[side];
    return success;
  }

  function travel(draft: Draft, from: Step[], to: Step[], side: 'before' | 'after', nothing: string): Status {
    const step = from.at(-1);
    if (step === undefined) return failure(404, 'NotFound', nothing);
    const status = goBackOrForth(draft, step, side);
    if (status.status === 'Failure') return status;
    draft.isTravel = true;
    from.pop();
    to.push(step);
    publisher.set({ narration: `${side === 'before' ? 'Undone' : 'Done again'}: ${step.label}.` });
    return success;
  }

  function notify(notice: Omit<Notice, 'id'>): void {
    publisher.set({ notices: [...store.getState().notices, { ...notice, id: nextNoticeId++ }] });
  }

  const controls: Controls = {
    play: () => clock.play(),
    pause: () => clock.pause(),
    step() {
      clock.pause();
      const events = advanceToNextHop(simulation, simulation.now + STEP_LIMIT_MS);
      clock.setNow(simulation.now);
      show(events, null);
    },
    setSpeed: (speed) => clock.setSpeed(speed),
    follow: (requestId) => publisher.follow(requestId),
    setView: (view) => publisher.set({ view }),
    notify,
    dismissNotice: (id) =>
      publisher.set({ notices: store.getState().notices.filter((notice) => notice.id !== id) }),
    reset: () => replaceScene('Reset the scene', loaded),
    loadScene({ scene, id }) {
      loaded = { scene, id: id ?? null };
      return replaceScene(`Open ${scene.title}`, loaded);
    },
    undo: (draft) => travel(draft, history.done, history.undone, 'before', 'There is nothing to undo.'),
    redo: (draft) => travel(draft, history.undone, history.done, 'after', 'There is nothing to redo.'),
  };

  function commit(draft: Draft, origin: Origin, gesture: string | null): void {
    if (draft.written.length > 0) draft.layout = placeMissing(simulation.objects, draft.layout);
    const step = draft.isTravel ? null : toStep(draft);
    if (step !== null) {
      record(history, step, gesture);
      publisher.set({ narration: `${step.label}: done.` });
    }
    if (draft.layout !== draft.layoutBefore) publisher.set({ layout: draft.layout });
    if (draft.description !== draft.descriptionBefore)
      publisher.set({ scene: { ...store.getState().scene, ...draft.description } });
    if (origin !== 'terminal')
      publisher.addCommandLines(
        draft.written.map((written) => kubectlLine(written, simulation.objects)),
        clock.now(),
      );
  }

  function dispatch(commands: Command | readonly Command[], origin: Origin, gesture: string | null): Status {
    const list: readonly Command[] = Array.isArray(commands) ? commands : [commands as Command];
    const { layout, scene } = store.getState();
    const draft = openDraft(simulation, layout, { title: scene.title, lookAt: scene.lookAt });
    let status = success;
    const causes: StatusCause[] = [];
    for (const command of list) {
      status = carryOut({ simulation, draft, origin, lastApplied, controls }, command);
      if (status.status === 'Failure') break;
      causes.push(...(status.details?.causes ?? []));
    }
    if (status.status === 'Success' && causes.length > 0) status = { ...status, details: { causes } };
    if (status.status === 'Failure') rollBack(draft);
    else commit(draft, origin, gesture);
    flush();
    const { done, undone } = history;
    publisher.set({
      history: { undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null },
      ...(status.status === 'Success' && draft.selection !== null ? { selection: draft.selection } : {}),
    });
    if (status.status === 'Failure') {
      publisher.set({ narration: status.message });
      if (!SHOW_THEIR_OWN_ERRORS.includes(origin)) notify({ severity: 'error', text: status.message });
    }
    return status;
  }

  begin(loaded);
  if (options.playing ?? true) clock.play();

  return {
    store,
    dispatch: (commands, origin, gesture = undefined) =>
      Promise.resolve(dispatch(commands, origin, gesture ?? null)),
    onEvents(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => clock.now(),
    scene: currentScene,
    destroy() {
      clock.destroy();
      listeners.clear();
    },
  };
}
