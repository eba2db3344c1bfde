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
import { type Draft, openDraft, retraceChange, rollBack, toStep } from './draft.ts';
import { createHistory, record, type SceneSnapshot, type Side, type Step } from './history.ts';
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
  /** Reads what the state does not hold, such as the rules of a node; `read` must not change anything. */
  inspect<T>(read: (simulation: Simulation) => T): T;
  destroy(): void;
}

export interface PlaygroundOptions {
  scene: Scene;
  /** Which of the ready-made scenes it is. */
  id?: string;
  /** Wall time source and frame scheduler; tests step it by hand. Default: performance.now and requestAnimationFrame. */
  frames?: FrameSource;
  playing?: boolean;
  /** What `reset` goes back to, when the scene is a saved state of another. Default: `scene`. */
  resetTo?: Scene;
}

/** What the API server did not take of a scene, in the form of `applyAll`. */
function refusalsOf({ refused }: Simulation, { objects }: Scene): StatusCause[] {
  return refused.map(({ object, status: { reason = 'Unknown', message } }) => ({
    field: `objects[${objects.indexOf(object)}]`,
    reason,
    message,
  }));
}

const MOST_NOTICES = 20;
/** How far `step` looks for the next packet that moves. */
const STEP_LIMIT_MS = 60_000;
/** Commands that are a step of their own, also among others. */
const STANDS_ALONE: readonly Command['type'][] = ['undo', 'redo', 'reset', 'loadScene'];
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
  let resetTo = options.resetTo ?? options.scene;
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
    resetTo = snapshot.resetTo;
    lastApplied = new Map();
    clock.setNow(simulation.now);
    const layout = placeMissing(simulation.objects, snapshot.scene.layout);
    publisher.start(simulation, snapshot.scene, snapshot.id, layout, simulation.now);
    for (const listener of listeners) listener([], true);
    flush();
  }

  function snapshot(): SceneSnapshot {
    return { scene: currentScene(), id: store.getState().scene.id, resetTo };
  }

  function replaceScene(label: string, after: SceneSnapshot): Status {
    const before = snapshot();
    begin(after);
    if (!isEqual(before, snapshot())) record(history, { type: 'scene', label, before, after });
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

  function goBackOrForth(draft: Draft, step: Step, side: Side): Status {
    if (step.type === 'scene') {
      begin(step[side]);
      return success;
    }
    const changes = side === 'before' ? [...step.changes].reverse() : [...step.changes];
    for (const [key, change] of changes) {
      const status = retraceChange(draft, key, change, side);
      if (status.status === 'Failure') return status;
    }
    draft.layout = step.layout[side];
    draft.description = step.description[side];
    return success;
  }

  function travel(draft: Draft, from: Step[], to: Step[], side: Side, nothing: string): Status {
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
    const notices = [...store.getState().notices, { ...notice, id: nextNoticeId++ }];
    publisher.set({ notices: notices.slice(-MOST_NOTICES) });
  }

  function notifyRefusals(causes: readonly StatusCause[]): void {
    const [first, ...others] = causes;
    if (first === undefined) return;
    const more =
      others.length === 0 ? '' : ` ${others.length} more ${others.length === 1 ? 'was' : 'were'} refused.`;
    notify({ severity: 'error', text: `Left out: ${first.message}${more}` });
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
    reset: () => replaceScene('Reset the scene', { ...snapshot(), scene: resetTo }),
    loadScene: ({ scene, id = null }) => replaceScene(`Open ${scene.title}`, { scene, id, resetTo: scene }),
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

  function openDraftNow(): Draft {
    const { layout, scene } = store.getState();
    return openDraft(simulation, layout, { title: scene.title, lookAt: scene.lookAt });
  }

  function dispatch(commands: Command | readonly Command[], origin: Origin, gesture: string | null): Status {
    const list: readonly Command[] = Array.isArray(commands) ? commands : [commands as Command];
    let draft = openDraftNow();
    let status = success;
    let selection: readonly ObjectKey[] | null = null;
    const causes: StatusCause[] = [];
    const finish = () => {
      commit(draft, origin, gesture);
      draft = openDraftNow();
    };
    for (const command of list) {
      if (STANDS_ALONE.includes(command.type)) finish();
      status = carryOut({ simulation, draft, origin, lastApplied, controls }, command);
      if (status.status === 'Failure') break;
      selection = draft.selection ?? selection;
      causes.push(...(status.details?.causes ?? []));
      if (STANDS_ALONE.includes(command.type)) finish();
    }
    if (status.status === 'Success' && causes.length > 0) status = { ...status, details: { causes } };
    if (status.status === 'Failure') rollBack(draft);
    else commit(draft, origin, gesture);
    flush();
    const { done, undone } = history;
    publisher.set({
      history: { undo: done.at(-1)?.label ?? null, redo: undone.at(-1)?.label ?? null },
      ...(status.status === 'Success' && selection !== null ? { selection } : {}),
    });
    if (status.status === 'Failure') {
      publisher.set({ narration: status.message });
      if (!SHOW_THEIR_OWN_ERRORS.includes(origin)) notify({ severity: 'error', text: status.message });
    } else if (origin !== 'import') notifyRefusals(causes);
    return status;
  }

  begin({ scene: options.scene, id: options.id ?? null, resetTo });
  notifyRefusals(refusalsOf(simulation, options.scene));
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
    inspect: (read) => read(simulation),
    destroy() {
      clock.destroy();
      listeners.clear();
    },
  };
}
