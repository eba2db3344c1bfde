/** Gathers the events of each request into one record, newest last, never more than a fixed number. */
import type { Hop, PacketEnd, RequestEnd, RequestStart, SimulationEvent } from '../simulation/events.ts';
import type { RequestRecord } from './state.ts';

export const MOST_REQUESTS = 500;

interface OpenRecord {
  start: RequestStart;
  steps: (Hop | PacketEnd)[];
  end: RequestEnd | null;
  /** What was last shown; null when something came since. */
  shown: RequestRecord | null;
}

export interface RequestLog {
  records: Map<number, OpenRecord>;
  changed: boolean;
}

export function createRequestLog(): RequestLog {
  return { records: new Map(), changed: false };
}

/** Returns whether the event belonged to a request that is in the log. */
export function logEvent(log: RequestLog, event: SimulationEvent): boolean {
  if (event.type === 'RequestStart') {
    log.records.set(event.requestId, { start: event, steps: [], end: null, shown: null });
    if (log.records.size > MOST_REQUESTS) log.records.delete(log.records.keys().next().value!);
    log.changed = true;
    return true;
  }
  if (event.type !== 'Hop' && event.type !== 'PacketEnd' && event.type !== 'RequestEnd') return false;
  const record = log.records.get(event.requestId);
  if (record === undefined) return false;
  if (event.type === 'RequestEnd') record.end = event;
  else record.steps.push(event);
  record.shown = null;
  log.changed = true;
  return true;
}

function show(record: OpenRecord): RequestRecord {
  record.shown ??= { start: record.start, steps: [...record.steps], end: record.end };
  return record.shown;
}

export function findRequest(log: RequestLog, requestId: number): RequestRecord | null {
  const record = log.records.get(requestId);
  return record === undefined ? null : show(record);
}

/** All records; a record that did not change is the same object as before. */
export function listRequests(log: RequestLog): readonly RequestRecord[] {
  log.changed = false;
  return [...log.records.values()].map(show);
}
