/** Turns simulation events into the one immutable state that the views see; figures that change all the time are published about five times a second. */
import type { StoreApi } from 'zustand/vanilla';
import { createStore } from 'zustand/vanilla';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { isEqual } from '../simulation/equality.ts';
import type { ClusterEvent, RulesSynced, SimulationEvent } from '../simulation/events.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Layout } from './history.ts';
import { noProblems, type Parts } from './parts.ts';
import { createRequestLog, findRequest, listRequests, logEvent, type RequestLog } from './requestLog.ts';
import type { PlaygroundState, RequestRecord, TimelineState } from './state.ts';

const MOST_CLUSTER_EVENTS = 300;
const MOST_COMMAND_LINES = 200;
const MOST_SENTENCES = 3;
const PUBLISH_EVERY_MS = 200;

export interface Moment {
  /** As they were before the events. */
  clusterEvents: PlaygroundState['clusterEvents'];
  rules: PlaygroundState['rules'];
  layout: Layout;
}

export interface Way {
  /** The events do not hold the latest requests as a whole: those that are shown stay. */
  isPreview: boolean;
  /** Objects of the same version need not be the same. */
  isOtherBranch: boolean;
}

export interface Publisher {
  readonly store: StoreApi<PlaygroundState>;
  /** What happened; `wallTime` null publishes all figures at once. */
  publish(events: readonly SimulationEvent[], clock: PlaygroundState['clock'], wallTime: number | null): void;
  /** A new simulation: nothing of the old one is true any more. */
  start(simulation: Simulation, scene: Scene, id: string | null, layout: Layout, now: number): void;
  /** Another moment of the same scene, with what is shown of it beside the cluster, and what happened until then. */
  goTo(simulation: Simulation, moment: Moment, events: readonly SimulationEvent[], way: Way): void;
  follow(requestId: number | null): void;
  /** The insight has come: what was not said before. */
  lookAgain(): void;
  set(change: Partial<PlaygroundState>): void;
  addCommandLines(lines: readonly string[], at: number): void;
}

/** `timeline` says what is known of time, whenever the state is brought up to date. */
export function createPublisher(playing: boolean, timeline: () => TimelineState, parts: Parts): Publisher {
  const findProblems = (objects: PlaygroundState['objects']) =>
    parts.insight?.findProblems(objects) ?? noProblems;
  const narrateEvent = (event: SimulationEvent) => parts.insight?.narrateEvent(event) ?? null;
  const store = createStore<PlaygroundState>(() => ({
    scene: { title: '', lookAt: '', seed: 0, id: null },
    view: 'Concept',
    objects: new Map(),
    layout: {},
    problems: noProblems,
    selection: [],
    followed: null,
    requests: [],
    clusterEvents: [],
    rules: {},
    clock: { now: 0, playing, speed: 1 },
    timeline: { start: 0, end: 0, isInPast: false, marks: [], branches: [] },
    breakpoints: [],
    stoppedBy: null,
    stopsAtEachHop: false,
    history: { undo: null, redo: null },
    notices: [],
    commandLines: [],
    narration: '',
  }));
  let simulation: Simulation | null = null;
  let log: RequestLog = createRequestLog();
  let followedId: number | null = null;
  let publishedAt = Number.NEGATIVE_INFINITY;
  let problemsAreOld = false;

  /** Who asks for what, and where that has come to. */
  function narrateSoFar({ start, steps, end }: RequestRecord): string {
    const latest = end ?? steps.at(-1);
    const sentences = [start, ...(latest === undefined ? [] : [latest])].map(narrateEvent);
    return sentences.filter((sentence) => sentence !== null).join(' ');
  }

  return {
    store,
    publish(events, clock, wallTime) {
      const state = store.getState();
      const change: Partial<Writable<PlaygroundState>> = {};
      let objectsChanged = false;
      let followedChanged = false;
      let rules: Record<ObjectKey, RulesSynced> | null = null;
      const news: ClusterEvent[] = [];
      const sentences: string[] = [];
      for (const event of events) {
        if (logEvent(log, event)) {
          if ('requestId' in event && event.requestId === followedId) {
            followedChanged = true;
            const sentence = narrateEvent(event);
            // A server takes in and answers with the same words.
            if (sentence !== null && sentence !== sentences.at(-1)) sentences.push(sentence);
          }
        } else if (event.type === 'ObjectChange') objectsChanged = true;
        else if (event.type === 'ClusterEvent') news.push(event);
        else if (event.type === 'RulesSynced') {
          rules ??= { ...state.rules };
          rules[event.node] = event;
        }
      }
      if (objectsChanged) {
        change.objects = new Map(simulation!.objects);
        change.selection = keepExisting(state.selection, change.objects);
        problemsAreOld = true;
      }
      if (rules !== null) change.rules = rules;
      if (news.length > 0)
        change.clusterEvents = [...state.clusterEvents, ...news].slice(-MOST_CLUSTER_EVENTS);
      // A packet that arrives and the one that answers it leave in the same frame.
      if (sentences.length > 0) change.narration = sentences.slice(-MOST_SENTENCES).join(' ');
      if (followedChanged) change.followed = findRequest(log, followedId!);
      if (wallTime === null || wallTime - publishedAt >= PUBLISH_EVERY_MS) {
        publishedAt = wallTime ?? publishedAt;
        if (log.changed) change.requests = listRequests(log);
        if (problemsAreOld) {
          change.problems = findProblems(simulation!.objects);
          problemsAreOld = false;
        }
        const shown = state.clock;
        if (shown.now !== clock.now || shown.playing !== clock.playing || shown.speed !== clock.speed)
          change.clock = clock;
        const known = timeline();
        if (!isSameTimeline(state.timeline, known)) change.timeline = known;
      }
      if (Object.keys(change).length > 0) store.setState(change);
    },
    start(newSimulation, scene, id, layout, now) {
      simulation = newSimulation;
      log = createRequestLog();
      followedId = null;
      problemsAreOld = false;
      store.setState({
        scene: { title: scene.title, lookAt: scene.lookAt, seed: scene.seed, id },
        view: scene.view,
        objects: new Map(newSimulation.objects),
        layout,
        problems: findProblems(newSimulation.objects),
        selection: [],
        followed: null,
        stoppedBy: null,
        requests: [],
        clusterEvents: [],
        rules: rulesAtRest(newSimulation),
        clock: { ...store.getState().clock, now },
        narration: '',
      });
    },
    goTo(newSimulation, { clusterEvents, rules, layout }, events, { isPreview, isOtherBranch }) {
      const state = store.getState();
      simulation = newSimulation;
      log = createRequestLog();
      const news: ClusterEvent[] = [];
      const synced: Record<ObjectKey, RulesSynced> = {};
      for (const event of events)
        if (event.type === 'ClusterEvent') news.push(event);
        else if (event.type === 'RulesSynced') synced[event.node] = event;
        else logEvent(log, event);
      const objects = isOtherBranch
        ? new Map(simulation.objects)
        : sameVersions(state.objects, simulation.objects);
      const followed = followedId === null ? null : findRequest(log, followedId);
      if (followed === null && !isPreview) followedId = null;
      problemsAreOld = false;
      store.setState({
        objects,
        layout,
        problems: objects === state.objects ? state.problems : findProblems(objects),
        selection: keepExisting(state.selection, objects),
        followed,
        requests: isPreview ? state.requests : listRequests(log),
        clusterEvents: [...clusterEvents, ...news].slice(-MOST_CLUSTER_EVENTS),
        rules: { ...rules, ...synced },
        clock: { ...state.clock, now: simulation.now },
        timeline: timeline(),
      });
    },
    follow(requestId) {
      followedId = requestId;
      const followed = requestId === null ? null : findRequest(log, requestId);
      store.setState({ followed, ...(followed === null ? {} : { narration: narrateSoFar(followed) }) });
    },
    lookAgain() {
      const { objects, followed } = store.getState();
      store.setState({
        problems: findProblems(objects),
        ...(followed === null ? {} : { narration: narrateSoFar(followed) }),
      });
    },
    set(change) {
      store.setState(change);
    },
    addCommandLines(lines, at) {
      if (lines.length === 0) return;
      const added = lines.map((line) => ({ at, line }));
      store.setState((state) => ({
        commandLines: [...state.commandLines, ...added].slice(-MOST_COMMAND_LINES),
      }));
    },
  };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** A scene begins with all rules written: nothing tells of it, so it is looked up. */
function rulesAtRest({ network, now }: Simulation): Record<ObjectKey, RulesSynced> {
  const synced = [...network.nodes.values()].map(
    ({ key, rows }): RulesSynced => ({ type: 'RulesSynced', at: now, node: key, rules: rows }),
  );
  return Object.fromEntries(synced.map((event) => [event.node, event]));
}

/** The objects of another moment; those whose version is shown already stay the same, so that nothing is drawn anew for them. */
function sameVersions(
  shown: ReadonlyMap<ObjectKey, KubernetesObject>,
  objects: ReadonlyMap<ObjectKey, KubernetesObject>,
): ReadonlyMap<ObjectKey, KubernetesObject> {
  let areAllShown = shown.size === objects.size;
  const result = new Map<ObjectKey, KubernetesObject>();
  for (const [key, object] of objects) {
    const known = shown.get(key);
    const { uid, resourceVersion } = object.metadata;
    const isShown = known?.metadata.resourceVersion === resourceVersion && known?.metadata.uid === uid;
    if (!isShown) areAllShown = false;
    result.set(key, isShown ? known! : object);
  }
  return areAllShown ? shown : result;
}

function isSameTimeline(a: TimelineState, b: TimelineState): boolean {
  return (
    a.end === b.end && a.isInPast === b.isInPast && a.marks === b.marks && isEqual(a.branches, b.branches)
  );
}

function keepExisting(
  selection: readonly ObjectKey[],
  objects: ReadonlyMap<ObjectKey, unknown>,
): readonly ObjectKey[] {
  return selection.every((key) => objects.has(key)) ? selection : selection.filter((key) => objects.has(key));
}
