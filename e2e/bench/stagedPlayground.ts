/** A playground without a simulation: a fixed cluster, and packets as many as asked for, always in the air. */
import { createStore } from 'zustand/vanilla';
import { success } from '../../src/kubernetes/status.ts';
import type { Command } from '../../src/playground/commands.ts';
import type { Playground } from '../../src/playground/playground.ts';
import type { PlaygroundState, RequestRecord } from '../../src/playground/state.ts';
import type { Hop, PacketEnd, RequestStart, SimulationEvent } from '../../src/simulation/events.ts';
import type { SceneView } from '../../src/simulation/scene.ts';
import type { Cluster } from './cluster.ts';

/** Makes the steps of one packet, one after the other; null when its way has ended. */
export type Script = (packetId: number, at: number, index: number) => Hop | PacketEnd | null;

export interface StagedOptions {
  cluster: Cluster;
  view: SceneView;
  /** Packets in the air at any time. */
  packets: number;
  script: Script;
  /** How much simulated time passes in a second. */
  speed?: number;
}

export interface StagedPlayground extends Playground {
  /** Stops the clock at once. */
  freeze(): void;
}

export function createStagedPlayground(options: StagedOptions): StagedPlayground {
  const { cluster, view, packets, script, speed = 1 } = options;
  const listeners = new Set<(events: readonly SimulationEvent[], reset: boolean) => void>();
  const store = createStore<PlaygroundState>(() => ({
    scene: { title: 'Bench', lookAt: '', seed: 1, id: null },
    view,
    objects: cluster.objects,
    layout: cluster.layout,
    problems: new Map(),
    selection: [],
    followed: null,
    requests: [],
    clusterEvents: [],
    rules: Object.fromEntries(
      [...cluster.objects.keys()]
        .filter((key) => key.startsWith('Node/'))
        .map((node) => [node, { type: 'RulesSynced', at: 0, node, rules: 12 }]),
    ),
    clock: { now: 0, playing: true, speed },
    timeline: { start: 0, end: 0, isInPast: false, marks: [], branches: [] },
    breakpoints: [],
    stoppedBy: null,
    stopsAtEachHop: false,
    history: { undo: null, redo: null },
    notices: [],
    commandLines: [],
    narration: '',
  }));
  const records = new Map<number, RequestRecord>();
  /** When each packet in the air needs its next step. */
  const due: { packetId: number; index: number; at: number }[] = [];
  let nextPacketId = 1;
  let now = 0;
  let wallBefore = performance.now();
  let frame = 0;

  function launch(at: number, events: SimulationEvent[]): void {
    const packetId = nextPacketId++;
    const first = script(packetId, at, 0);
    if (first === null || first.type !== 'Hop') return;
    const start: RequestStart = {
      type: 'RequestStart',
      at,
      requestId: first.requestId,
      from: first.from,
      url: 'http://bench/',
      traffic: null,
    };
    events.push(start, first);
    if (records.size < 500) records.set(first.requestId, { start, steps: [first], end: null });
    due.push({ packetId, index: 1, at: first.arrivesAt });
  }

  function advance(until: number): SimulationEvent[] {
    const events: SimulationEvent[] = [];
    for (let index = due.length - 1; index >= 0; index--) {
      const entry = due[index]!;
      while (entry.at <= until) {
        const step = script(entry.packetId, entry.at, entry.index++);
        if (step === null) {
          due[index] = due[due.length - 1]!;
          due.pop();
          launch(until, events);
          break;
        }
        events.push(step);
        entry.at = step.type === 'Hop' ? step.arrivesAt : step.at;
        const record = records.get(step.requestId);
        if (record !== undefined) {
          const grown = { ...record, steps: [...record.steps, step] };
          records.set(step.requestId, grown);
          if (store.getState().followed?.start.requestId === step.requestId)
            store.setState({ followed: grown });
        }
      }
    }
    return events;
  }

  function tick(wall: number): void {
    frame = requestAnimationFrame(tick);
    now += Math.min(50, wall - wallBefore) * speed;
    wallBefore = wall;
    const events = advance(now);
    if (events.length > 0) for (const listener of listeners) listener(events, false);
  }

  function carryOut(command: Command): void {
    const state = store.getState();
    if (command.type === 'select') store.setState({ selection: command.keys });
    if (command.type === 'place') store.setState({ layout: { ...state.layout, ...command.positions } });
    if (command.type === 'setView') store.setState({ view: command.view });
    if (command.type === 'follow')
      store.setState({
        followed: command.requestId === null ? null : (records.get(command.requestId) ?? null),
      });
  }

  // All at once, but each somewhere else on its way.
  requestAnimationFrame(() => {
    const events: SimulationEvent[] = [];
    for (let index = 0; index < packets; index++) launch(now - (index % 900), events);
    for (const listener of listeners) listener(events, false);
    wallBefore = performance.now();
    frame = requestAnimationFrame(tick);
  });

  return {
    store,
    transact: () => {
      throw new Error('Nobody types here.');
    },
    dispatch(commands) {
      for (const command of Array.isArray(commands) ? commands : [commands as Command]) carryOut(command);
      return Promise.resolve(success);
    },
    onEvents(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    now: () => now,
    scene: () => ({ title: '', lookAt: '', seed: 1, view, objects: [], layout: {} }),
    shared: () => {
      throw new Error('a staged playground is not shared');
    },
    keepSums: () => () => false,
    inspect() {
      throw new Error('Nothing is simulated here');
    },
    freeze() {
      cancelAnimationFrame(frame);
      store.setState({ clock: { ...store.getState().clock, now, playing: false } });
    },
    destroy: () => cancelAnimationFrame(frame),
  } as StagedPlayground;
}
