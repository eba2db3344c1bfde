/** The one door for the UI: it owns the simulation, undo, layout, selection and the clock. */
import type { StoreApi } from 'zustand/vanilla';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { failure, type Status, type StatusCause, success } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import { startSimulation } from '../simulation/engine.ts';
import { isEqual } from '../simulation/equality.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import { createTransactor, type Transact } from './apiWrites.ts';
import { animationFrames, createClock, type FrameSource } from './clock.ts';
import type { Command, Origin } from './commands.ts';
import { type Controls, carryOut, STANDS_ALONE } from './commandTable.ts';
import { type Draft, labelOf, openDraft, retraceChange, rollBack, toStep } from './draft.ts';
import { createHistory, record, retraceLayout, type SceneSnapshot, type Side, type Step } from './history.ts';
import { placeMissing } from './layout.ts';
import type { LiveCluster } from './liveCluster.ts';
import { askServer, refusalWhileLive, stageOf } from './livePlay.ts';
import { goToMoment, type Moment, shareOf } from './moments.ts';
import { userObjects } from './ownership.ts';
import { loadInsightWhenIdle, loadWorkbench, type Parts, sharedParts, wantsWorkbench } from './parts.ts';
import { refuseUnchecked } from './provenScenes.ts';
import { refusalsInWords, refusalsOf } from './refusals.ts';
import type { Shared } from './share.ts';
import type { Notice, PlaygroundState } from './state.ts';
import { createStops, type Run } from './stops.ts';
import { createPublisher } from './store.ts';
import { createTimeTravel, type EventListener, type Sums } from './timeTravel.ts';

export interface Playground {
  readonly store: Pick<StoreApi<PlaygroundState>, 'getState' | 'subscribe'>;
  /**
   * Carries the commands out in order, as one undo step; the first failure undoes the whole step and is returned.
   * Consecutive dispatches with the same `gesture` (a slider being dragged) become one step.
   */
  dispatch(commands: Command | readonly Command[], origin: Origin, gesture?: string): Promise<Status>;
  /** Lets an API client write, each request with its result; all of one gesture are one undo step. */
  readonly transact: Transact;
  /**
   * Every batch of simulation events: one per frame while the clock runs, and at once after a dispatch. `reset` is true
   * when what was told before is no longer true (scene loaded, reset, another moment). After another moment was gone to,
   * the events that lead to it follow, some seconds of them: enough for what is in the air.
   */
  onEvents(listener: EventListener): () => void;
  /** For views that add up all events since the scene began: without it their sums begin anew when the clock is turned. */
  keepSums(sums: Sums): () => void;
  /** The exact simulated time for this animation frame, in ms (not rounded to what React shows). */
  now(): number;
  /** The scene as it is now, for saving and export. */
  scene(): Scene;
  /** How it began, what was done since and where it stands, for a link. */
  shared(): Shared;
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
  /** The server's cluster that is shown; `scene` is how it began. */
  live?: LiveCluster;
  /** A moment of the scene, as a link tells it: what was done up to then, and what was looked at. */
  moment?: Moment;
  /** What `reset` goes back to, when the scene is a saved state of another. Default: `scene`. */
  resetTo?: Scene;
  /** What of it is there from the start (see everyPart.ts); the rest comes later. */
  parts?: Readonly<Parts>;
  /** Of `scene`, begun already: see beginInSteps.ts. */
  simulation?: Simulation;
}

const MOST_NOTICES = 20;
/** How far `step` looks for the next packet that moves. */
const STEP_LIMIT_MS = 60_000;
/** Views that show a refusal themselves; for the others it becomes a notice. */
const SHOW_THEIR_OWN_ERRORS: readonly Origin[] = ['yaml', 'terminal', 'inspector', 'import', 'embed'];

export function createPlayground(options: PlaygroundOptions): Playground {
  const { live, parts = sharedParts } = options;
  refuseUnchecked(options, parts);
  const publisher = createPublisher(options.playing ?? true, () => time.state(), parts);
  const { store } = publisher;
  const listeners = new Set<EventListener>();
  const sums = new Set<Sums>();
  const clock = createClock(options.frames ?? animationFrames, (frameTime, wallTime) => {
    const now = live === undefined || isInPast() ? frameTime : live.now();
    if (now !== frameTime) clock.setNow(now);
    if (Math.floor(now) <= time.simulation.now) return;
    try {
      showRun(stops.runTo(Math.floor(now)), wallTime);
    } catch (error) {
      // Stopped once and said, instead of failing again in every frame.
      clock.pause();
      notify({
        severity: 'error',
        text: t('simulationStopped', { error: error instanceof Error ? error.message : String(error) }),
      });
      throw error;
    }
  });
  const history = createHistory();
  let began = options.scene;
  let resetTo = options.resetTo ?? options.scene;
  let nextNoticeId = 1;
  let lastApplied: ReadonlyMap<ObjectKey, KubernetesObject> = new Map();
  const time = createTimeTravel(options.simulation ?? startSimulation(options.scene, parts), {
    publisher,
    clock,
    listeners,
    sums,
    notebook: () => ({
      done: [...history.done],
      undone: [...history.undone],
      lastApplied,
      commandLines: store.getState().commandLines,
    }),
    open(notebook) {
      Object.assign(history, { done: [...notebook.done], undone: [...notebook.undone], gesture: null });
      lastApplied = notebook.lastApplied;
      publisher.set({ commandLines: notebook.commandLines, history: historyLabels() });
    },
    show: (events) => show(events, null),
    tell: (text) => notify({ severity: 'info', text }),
    parts,
  });
  const stops = createStops(publisher, time, parts);

  const isInPast = () => time.state().isInPast;

  function show(events: readonly SimulationEvent[], wallTime: number | null): void {
    publisher.publish(events, clockState(), wallTime);
    if (events.length > 0) for (const listener of listeners) listener(events, false);
    time.keepUp();
  }

  /** The clock stands where it was stopped, whatever the frame would have had of it. */
  function showRun({ events, stop }: Run, wallTime: number | null): void {
    if (stop === null) {
      show(events, wallTime);
      return;
    }
    clock.pause();
    clock.setNow(time.simulation.now);
    show(events, null);
    stops.tell(stop);
  }

  function historyLabels(): PlaygroundState['history'] {
    return { undo: history.done.at(-1)?.label ?? null, redo: history.undone.at(-1)?.label ?? null };
  }

  function clockState(): PlaygroundState['clock'] {
    return { now: clock.now(), playing: clock.playing, speed: clock.speed };
  }

  /** Publishes what dispatch itself caused, without letting time pass. */
  function flush(): void {
    showRun(stops.runTo(time.simulation.now), null);
  }

  function begin(snapshot: SceneSnapshot, simulation = startSimulation(snapshot.scene, parts)): void {
    began = snapshot.scene;
    resetTo = snapshot.resetTo;
    lastApplied = new Map();
    time.begin(simulation);
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
    return { ...success, details: { causes: refusalsOf(time.simulation, after.scene) } };
  }

  function currentScene(): Scene {
    const { scene, view, layout } = store.getState();
    const objects = userObjects(time.simulation);
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
    draft.layout = retraceLayout(draft.layout, step.layout, side);
    draft.description = step.description[side];
    return success;
  }

  function travel(draft: Draft, from: Step[], to: Step[], side: Side, nothing: string): Status {
    const step = from.at(-1);
    if (step === undefined) return failure(404, 'NotFound', nothing);
    const status = goBackOrForth(draft, step, side);
    if (status.status === 'Failure') return status;
    draft.isTravel = true;
    draft.labels.push(t(side === 'before' ? 'undoStep' : 'redoStep', { step: step.label }));
    from.pop();
    to.push(step);
    publisher.set({ narration: t(side === 'before' ? 'undone' : 'doneAgain', { step: step.label }) });
    return success;
  }

  function notify(notice: Omit<Notice, 'id'>): void {
    const notices = [...store.getState().notices, { ...notice, id: nextNoticeId++ }];
    publisher.set({ notices: notices.slice(-MOST_NOTICES) });
  }

  function notifyRefusals(causes: readonly StatusCause[]): void {
    if (causes.length > 0) notify({ severity: 'error', text: refusalsInWords(causes) });
  }

  const controls: Controls = {
    play() {
      publisher.set({ stoppedBy: null });
      clock.play();
    },
    pause: () => clock.pause(),
    step() {
      clock.pause();
      publisher.set({ stoppedBy: null });
      const run = stops.step(time.simulation.now + STEP_LIMIT_MS);
      clock.setNow(time.simulation.now);
      showRun(run, null);
    },
    addBreakpoint: stops.add,
    enableBreakpoint: stops.enable,
    removeBreakpoint: stops.remove,
    stopAtEachHop: (isOn) => publisher.set({ stopsAtEachHop: isOn }),
    seek: (at, isPreview) => time.seek(at, isPreview),
    stepBack() {
      publisher.set({ stoppedBy: null });
      return time.stepBack(stops.hopBefore());
    },
    goToFailure: (direction) => time.goToFailure(direction),
    switchBranch: (id) => time.switchBranch(id),
    renameBranch: (id, name) => time.renameBranch(id, name),
    deleteBranch: (id) => time.deleteBranch(id),
    setSpeed: (speed) => clock.setSpeed(speed),
    follow: (requestId) => publisher.follow(requestId),
    setView: (view) => publisher.set({ view }),
    notify,
    dismissNotice: (id) =>
      publisher.set({ notices: store.getState().notices.filter((notice) => notice.id !== id) }),
    reset: () => replaceScene(t('step.reset'), { ...snapshot(), scene: resetTo }),
    loadScene: ({ scene, id = null }) =>
      replaceScene(t('openScene', { title: scene.title }), { scene, id, resetTo: scene }),
    undo: (draft) => travel(draft, history.done, history.undone, 'before', t('thereIsNothingToUndo')),
    redo: (draft) => travel(draft, history.undone, history.done, 'after', t('thereIsNothingToRedo')),
  };

  function commit(draft: Draft, origin: Origin, gesture: string | null): void {
    if (draft.written.length > 0) draft.layout = placeMissing(draft.simulation.objects, draft.layout);
    const step = draft.isTravel ? null : toStep(draft);
    if (step !== null) {
      record(history, step, gesture);
      publisher.set({ narration: t('done', { label: step.label }) });
    }
    if (draft.layout !== draft.layoutBefore) {
      time.rememberPlaces({ ...draft.layoutBefore, ...draft.layout });
      publisher.set({ layout: draft.layout });
    }
    if (draft.description !== draft.descriptionBefore)
      publisher.set({ scene: { ...store.getState().scene, ...draft.description } });
    if (origin !== 'terminal' && parts.workbench !== null)
      publisher.addCommandLines(
        parts.workbench.kubectlLines(draft.written, draft.simulation.objects),
        clock.now(),
      );
    if (draft.deeds.length === 0 || askServer(live, draft.deeds, notify)) return;
    time.record(draft.deeds, labelOf(draft));
    flush();
  }

  /** A refusal in the past leaves no trace; in the present what was written is taken back. */
  function takeBack(draft: Draft): void {
    if (live !== undefined || draft.deeds.length === 0 || time.forget()) return;
    rollBack(draft);
    time.record(draft.deeds, null);
  }

  function openDraftNow(): Draft {
    const { layout, scene } = store.getState();
    return openDraft(stageOf(live, time.simulation), layout, { title: scene.title, lookAt: scene.lookAt });
  }

  function dispatch(commands: Command | readonly Command[], origin: Origin, gesture: string | null): Status {
    const list: readonly Command[] = Array.isArray(commands) ? commands : [commands as Command];
    let draft = openDraftNow();
    let status = success;
    let selection: readonly ObjectKey[] | null = null;
    const causes: StatusCause[] = [];
    let applied = new Map(lastApplied);
    const finish = () => {
      lastApplied = applied;
      commit(draft, origin, gesture);
      draft = openDraftNow();
      // A copy: the one of before stays with the moment before.
      applied = new Map(lastApplied);
    };
    for (const command of list) {
      status =
        refusalWhileLive(live, command, isInPast) ??
        carryOut(
          { simulation: draft.simulation, draft, origin, lastApplied: applied, controls, parts },
          command,
        );
      if (status.status === 'Failure') break;
      selection = draft.selection ?? selection;
      causes.push(...(status.details?.causes ?? []));
      if (!STANDS_ALONE.includes(command.type)) continue;
      applied = new Map(lastApplied);
      finish();
    }
    if (status.status === 'Success' && causes.length > 0) status = { ...status, details: { causes } };
    if (status.status === 'Failure') takeBack(draft);
    else finish();
    flush();
    time.remember();
    publisher.set({
      history: historyLabels(),
      ...(status.status === 'Success' && selection !== null ? { selection } : {}),
    });
    if (status.status === 'Failure') {
      publisher.set({ narration: status.message });
      if (!SHOW_THEIR_OWN_ERRORS.includes(origin)) notify({ severity: 'error', text: status.message });
    } else if (origin !== 'import') notifyRefusals(causes);
    return status;
  }

  const transact = createTransactor(parts, openDraftNow, (draft, gesture) => {
    commit(draft, 'terminal', gesture);
    time.remember();
    publisher.set({ history: historyLabels() });
  });

  begin({ scene: options.scene, id: options.id ?? null, resetTo }, time.simulation);
  notifyRefusals(refusalsOf(time.simulation, options.scene));
  if (options.moment !== undefined)
    goToMoment(options.moment, { time, publisher, clock, run: (at) => showRun(stops.runTo(at), null) });
  live?.onEntry(time.receive);
  // Without a network the scene runs as well, and nothing is said of it.
  if (parts.insight === null) void loadInsightWhenIdle(parts, listeners).then(publisher.lookAgain, () => {});
  if (options.playing ?? true) clock.play();

  return {
    store,
    async dispatch(commands, origin, gesture = undefined) {
      if (parts.workbench === null && wantsWorkbench(commands)) await loadWorkbench(parts);
      return dispatch(commands, origin, gesture ?? null);
    },
    transact,
    onEvents(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    keepSums(each) {
      sums.add(each);
      return () => sums.delete(each);
    },
    now: () => clock.now(),
    scene: currentScene,
    shared: () => shareOf(began, store.getState(), time),
    inspect: (read) => read(time.simulation),
    destroy() {
      live?.close();
      clock.destroy();
      listeners.clear();
    },
  };
}
