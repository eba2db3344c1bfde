/** The playground's way through time: it goes to moments and branches, and shows everything as it was there. */
import { failure, type Status, success } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Notebook } from './branches.ts';
import type { Clock } from './clock.ts';
import type { Deed } from './deeds.ts';
import type { Layout } from './history.ts';
import { placeMissing } from './layout.ts';
import type { LiveEntry } from './liveMessages.ts';
import type { Parts } from './parts.ts';
import { type Arrival, findFailure, foreseeFailure, previousMove, seek } from './seeking.ts';
import type { PlaygroundState } from './state.ts';
import type { Publisher } from './store.ts';
import {
  createTimeline,
  isInPast,
  keepUp,
  notebookOf,
  record,
  remember,
  runTo,
  runToNextMove,
  switchTo,
  type Timeline,
} from './timeline.ts';
import { type MarkReader, markReader } from './timelineMarks.ts';
import { timeInWords } from './words.ts';

/** A view that adds up events: its sums are kept with the checkpoints, so that they are right wherever the clock goes. */
export interface Sums {
  /** Must not change any more after it was handed out. */
  save(): unknown;
  /** Is called after the views were told to forget, and before they hear again what came after. */
  restore(saved: unknown): void;
}

export type EventListener = (events: readonly SimulationEvent[], reset: boolean) => void;

interface Surroundings {
  publisher: Publisher;
  clock: Clock;
  listeners: ReadonlySet<EventListener>;
  sums: ReadonlySet<Sums>;
  /** What the playground remembers now, and how to go back to what it remembered. */
  notebook(): Notebook;
  open(notebook: Notebook): void;
  /** Shows what happened, as in every frame. */
  show(events: readonly SimulationEvent[]): void;
  tell(text: string): void;
  readonly parts: Parts;
}

interface Saved extends Pick<PlaygroundState, 'clusterEvents' | 'rules'> {
  sums: ReadonlyMap<Sums, unknown>;
}

export interface TimeTravel {
  readonly simulation: Simulation;
  state(): PlaygroundState['timeline'];
  /** A new scene: nothing of the old time is left. */
  begin(simulation: Simulation): void;
  /** Lets time pass; what was done then is done again. */
  runTo(until: number): SimulationEvent[];
  runToNextMove(limit: number): SimulationEvent[];
  /** What was done up to the moment that is shown. */
  entries(): readonly LiveEntry[];
  /** After what happened was shown. */
  keepUp(): void;
  /** Writes down what a dispatch did. */
  record(deeds: readonly Deed[], label: string | null): void;
  /** Takes in what a server says was done, at its time; it is done when the clock gets there. */
  receive(entry: LiveEntry): void;
  /** Cards are where they are at every moment: what a dispatch did to them alone is only remembered. */
  remember(): void;
  /** Takes back what a refused dispatch did to the past; false in the present. */
  forget(): boolean;
  /** Where cards stood that are gone, for the moments at which they are there. */
  rememberPlaces(layout: Layout): void;
  seek(at: number, isPreview?: boolean): void;
  /** To this moment, or else to the last one at which any packet moved. */
  stepBack(wanted: number | null): Status;
  goToFailure(direction: 1 | -1): Status;
  switchBranch(id: number): Status;
  renameBranch(id: number, name: string): Status;
  deleteBranch(id: number): Status;
}

/** How far it looks for the next failure that nobody knows yet. */
const FORESIGHT_MS = 60_000;

export function createTimeTravel(simulation: Simulation, surroundings: Surroundings): TimeTravel {
  const { publisher, clock, listeners, sums, notebook, open, show, tell, parts } = surroundings;
  let timeline: Timeline = createTimeline(simulation, notebook());
  let marks: MarkReader = markReader();
  let places: Layout = {};

  function save(): Saved {
    const { clusterEvents, rules } = publisher.store.getState();
    return { clusterEvents, rules, sums: new Map([...sums].map((each) => [each, each.save()])) };
  }

  function arrive({ saved, events }: Arrival, isPreview = false, isOtherBranch = false): void {
    const { clusterEvents, rules, sums: saidThen } = saved as Saved;
    clock.setNow(timeline.simulation.now);
    open(notebookOf(timeline));
    publisher.goTo(timeline.simulation, { clusterEvents, rules, layout: layoutNow() }, events, {
      isPreview,
      isOtherBranch,
    });
    for (const listener of listeners) listener([], true);
    for (const [each, said] of saidThen) if (sums.has(each)) each.restore(said);
    for (const listener of listeners) listener(events, false);
  }

  function layoutNow(): Layout {
    const { layout } = publisher.store.getState();
    return placeMissing(timeline.simulation.objects, { ...places, ...layout });
  }

  function goTo(at: number, isPreview = false): Arrival {
    const arrival = seek(timeline, at, save, isPreview);
    arrive(arrival, isPreview);
    return arrival;
  }

  /** Runs, and remembers what was remembered then, when something done in the past was done again. */
  function run(events: () => SimulationEvent[]): SimulationEvent[] {
    const { carriedOut } = timeline;
    const happened = events();
    if (timeline.carriedOut !== carriedOut) {
      open(notebookOf(timeline));
      publisher.set({ layout: layoutNow() });
    }
    return happened;
  }

  function inWords(): string {
    const now = timeInWords(timeline.simulation.now);
    return isInPast(timeline)
      ? t('inThePast', { now, end: timeInWords(timeline.branch.end) })
      : t('now', { now });
  }

  return {
    get simulation() {
      return timeline.simulation;
    },
    state() {
      const { branch, aside } = timeline;
      const branches = [...aside, branch]
        .sort((a, b) => a.id - b.id)
        .map(({ id, name, forkedAt, end }) => ({ id, name, forkedAt, end, isCurrent: id === branch.id }));
      return {
        start: branch.checkpoints[0]?.at ?? 0,
        end: branch.end,
        isInPast: isInPast(timeline),
        marks: marks(branch),
        branches,
      };
    },
    begin(next) {
      timeline = createTimeline(next, notebook());
      marks = markReader();
      places = {};
    },
    runTo: (until) => run(() => runTo(timeline, until)),
    runToNextMove: (limit) => run(() => runToNextMove(timeline, limit)),
    entries: () =>
      timeline.branch.entries.slice(0, timeline.carriedOut).map(({ at, deeds }) => ({ at, deeds })),
    keepUp: () => keepUp(timeline, save),
    receive({ at, deeds }) {
      timeline.branch.entries.push({ at, deeds, label: null, notebook: notebook() });
    },
    record(deeds, label) {
      const left = timeline.branch;
      if (record(timeline, deeds, label, notebook()) !== null)
        tell(t('youChangedThePastWhatCame', { name: left.name }));
    },
    remember: () => remember(timeline, notebook()),
    forget() {
      if (!isInPast(timeline)) return false;
      goTo(timeline.simulation.now);
      return true;
    },
    rememberPlaces(layout) {
      places = { ...places, ...layout };
    },
    seek(at, isPreview) {
      goTo(at, isPreview);
      if (isPreview !== true) publisher.set({ narration: t('at', { time: inWords() }) });
    },
    stepBack(wanted) {
      clock.pause();
      const at = wanted ?? previousMove(timeline, save);
      if (at === null) return failure(404, 'NotFound', t('noPacketHasMovedBefore'));
      const { events } = goTo(at);
      const { followed } = publisher.store.getState();
      const requestId = followed?.start.requestId;
      const latest = events.findLast((event) => 'requestId' in event && event.requestId === requestId);
      const sentence = latest === undefined ? null : (parts.insight?.narrateEvent(latest) ?? null);
      publisher.set({
        narration:
          sentence === null
            ? t('backAt', { time: inWords() })
            : t('backAtAnd', { time: inWords(), sentence }),
      });
      return success;
    },
    goToFailure(direction) {
      let found = findFailure(timeline, direction);
      const isKnown = found !== null;
      if (found === null && direction === 1) found = foreseeFailure(timeline, FORESIGHT_MS);
      if (found === null)
        return failure(
          404,
          'NotFound',
          direction === 1 ? t('noRequestFailsWithinTheNext') : t('noRequestHasFailedBefore'),
        );
      clock.pause();
      goTo(isKnown ? found.at : timeline.branch.end);
      if (!isKnown) {
        const events = runTo(timeline, found.at);
        clock.setNow(timeline.simulation.now);
        show(events);
      }
      publisher.follow(found.requestId);
      publisher.set({ narration: t('failureAt', { time: inWords() }) });
      return success;
    },
    switchBranch(id) {
      const { now } = timeline.simulation;
      const branch = switchTo(timeline, id, save);
      if (branch === null) return noSuchBranch(id);
      arrive(seek(timeline, now, save), false, true);
      publisher.set({ narration: t('nowInBranch', { name: branch.name, time: inWords() }) });
      return success;
    },
    renameBranch(id, name) {
      const branch = [timeline.branch, ...timeline.aside].find((each) => each.id === id);
      if (branch === undefined) return noSuchBranch(id);
      if (name.trim() === '') return failure(422, 'Invalid', t('aBranchNeedsAName'));
      Object.assign(branch, { name: name.trim(), isNamed: true });
      return success;
    },
    deleteBranch(id) {
      const index = timeline.aside.findIndex((each) => each.id === id);
      if (index < 0)
        return id === timeline.branch.id
          ? failure(409, 'Conflict', t('theBranchThatIsShownCannot'))
          : noSuchBranch(id);
      const [deleted] = timeline.aside.splice(index, 1);
      publisher.set({ narration: t('nameIsDeleted', { name: deleted!.name }) });
      return success;
    },
  };
}

function noSuchBranch(id: number): Status {
  return failure(404, 'NotFound', t('noBranch', { id: String(id) }));
}
