/** Lets time pass, but not past the moment at which a breakpoint is hit or, when asked, the followed packet moves. */
import { failure, type Status, success } from '../kubernetes/status.ts';
import { t } from '../messages/playground.ts';
import { isEqual } from '../simulation/equality.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { Breakpoint, BreakpointCondition, BreakpointTest } from './breakpoints.ts';
import { type Parts, workbenchOf } from './parts.ts';
import type { Publisher } from './store.ts';
import type { TimeTravel } from './timeTravel.ts';

/** Why the clock stopped. */
export interface Stop {
  readonly requestId: number;
  /** null: the followed request has come a hop further. */
  readonly breakpoint: Breakpoint | null;
  readonly event: SimulationEvent;
}

export interface Run {
  readonly events: readonly SimulationEvent[];
  readonly stop: Stop | null;
}

export interface Stops {
  /** As `runTo` of time, up to the first stop. */
  runTo(until: number): Run;
  /** To the next hop: of the followed request while that goes on, else of any packet. */
  step(limit: number): Run;
  /** When the followed request made its hop before; null when there is none. */
  hopBefore(): number | null;
  /** Says what made the clock stop, and follows that packet. */
  tell(stop: Stop): void;
  add(condition: BreakpointCondition): Status;
  enable(id: number, isEnabled: boolean): Status;
  remove(id: number): Status;
}

/** A packet that has stopped the clock does not do so again on its way; so many are remembered. */
const MOST_REMEMBERED = 2000;

interface Armed {
  readonly test: BreakpointTest;
  readonly seen: Set<number>;
  /** Packets with lower numbers were on their way already. */
  firstPacketId: number;
}

export function createStops(publisher: Publisher, time: TimeTravel, parts: Parts): Stops {
  const { store } = publisher;
  const armed = new Map<number, Armed>();
  let nextId = 1;
  let checkedUntil = 0;

  function isRunning(): boolean {
    const { followed } = store.getState();
    return followed !== null && followed.end === null;
  }

  function urlOf(requestId: number): string {
    return time.simulation.network.requests.get(requestId)?.target.url ?? '';
  }

  /** Whoever goes along with one request is not torn away from it by the packets of others. */
  function hitBy(events: readonly SimulationEvent[], watched: number | 'any' | null): Stop | null {
    const { breakpoints } = store.getState();
    for (const event of events) {
      if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
      if (typeof watched === 'number' && event.requestId !== watched) continue;
      for (const breakpoint of breakpoints) {
        const { test, seen, firstPacketId } = armed.get(breakpoint.id)!;
        const { packetId } = event;
        if (!breakpoint.isEnabled || packetId < firstPacketId || seen.has(packetId)) continue;
        if (!test(event, urlOf(event.requestId))) continue;
        if (seen.size >= MOST_REMEMBERED) seen.clear();
        seen.add(event.packetId);
        return { requestId: event.requestId, breakpoint, event };
      }
    }
    return null;
  }

  function movedBy(events: readonly SimulationEvent[], requestId: number): Stop | null {
    const event = events.findLast((event) => 'requestId' in event && event.requestId === requestId);
    return event === undefined ? null : { requestId, breakpoint: null, event };
  }

  /** `requestId` null: breakpoints alone; `any`: every packet. */
  function runWatching(limit: number, watched: number | 'any' | null): Run {
    const { now } = time.simulation;
    // The clock was turned back: what comes again stops it again.
    if (now < checkedUntil)
      for (const each of armed.values()) {
        each.seen.clear();
        each.firstPacketId = 0;
      }
    const events: SimulationEvent[] = [];
    let stop: Stop | null = null;
    do {
      const some = time.runToNextMove(goalOf(limit, watched));
      for (const event of some) events.push(event);
      stop = hitBy(some, watched) ?? (typeof watched === 'number' ? movedBy(some, watched) : null);
      if (watched === 'any' && some.some(({ type }) => type === 'Hop' || type === 'PacketEnd')) break;
    } while (stop === null && time.simulation.now < limit);
    checkedUntil = time.simulation.now;
    return { events, stop };
  }

  /** A request whose sender gives up ends without a packet that moves. */
  function goalOf(limit: number, watched: number | 'any' | null): number {
    const request = typeof watched === 'number' ? time.simulation.network.requests.get(watched) : undefined;
    const { now } = time.simulation;
    return request === undefined || request.deadline <= now ? limit : Math.min(limit, request.deadline);
  }

  function change(id: number, change: (breakpoint: Breakpoint) => Breakpoint | null): Status {
    const { breakpoints } = store.getState();
    if (!breakpoints.some((each) => each.id === id))
      return failure(404, 'NotFound', t('noBreakpoint', { id: String(id) }));
    publisher.set({
      breakpoints: breakpoints.flatMap((each) => (each.id === id ? (change(each) ?? []) : each)),
    });
    return success;
  }

  return {
    runTo(until) {
      const { breakpoints, stopsAtEachHop, followed } = store.getState();
      const watched = stopsAtEachHop && isRunning() ? followed!.start.requestId : null;
      if (watched !== null || breakpoints.some(({ isEnabled }) => isEnabled))
        return runWatching(until, watched);
      return { events: time.runTo(until), stop: null };
    },
    step(limit) {
      return runWatching(limit, isRunning() ? store.getState().followed!.start.requestId : 'any');
    },
    hopBefore() {
      const { followed } = store.getState();
      if (followed === null) return null;
      const { start, steps } = followed;
      const times = [start.at, ...steps.map((step) => (step.type === 'Hop' ? step.leavesAt : step.at))];
      return times.findLast((at) => at < time.simulation.now) ?? null;
    },
    tell({ requestId, breakpoint, event }) {
      if (breakpoint === null) return;
      change(breakpoint.id, (each) => ({ ...each, hits: each.hits + 1 }));
      publisher.follow(requestId);
      const sentence = parts.insight?.narrateEvent(event) ?? '';
      publisher.set({
        stoppedBy: breakpoint.id,
        narration: t('stoppedAt', {
          condition: workbenchOf(parts).conditionInWords(breakpoint.condition),
          sentence,
        }),
      });
    },
    add(condition) {
      const test = workbenchOf(parts).testOf(condition);
      if (typeof test !== 'function') return failure(422, 'Invalid', test.error);
      const { breakpoints } = store.getState();
      const same = breakpoints.find((each) => isEqual(each.condition, condition));
      if (same !== undefined) return change(same.id, (each) => ({ ...each, isEnabled: true }));
      const id = nextId++;
      // A packet to a Service is met where it sets out.
      const firstPacketId = condition.type === 'service' ? time.simulation.network.nextPacketId : 0;
      armed.set(id, { test, seen: new Set(), firstPacketId });
      publisher.set({ breakpoints: [...breakpoints, { id, condition, isEnabled: true, hits: 0 }] });
      return success;
    },
    enable: (id, isEnabled) => change(id, (each) => ({ ...each, isEnabled })),
    remove(id) {
      armed.delete(id);
      return change(id, () => null);
    },
  };
}
