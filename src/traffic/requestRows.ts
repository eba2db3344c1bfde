/** One row of the table of requests: what a record says, in words and figures. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import { placeName } from '../playground/narrate.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Outcome } from '../simulation/events.ts';
import { formatClock, formatLatency } from '../ui/formats.ts';
import { hostOf } from '../ui/hostOf.ts';
import { outcomes } from '../ui/outcomes.ts';

export interface RequestRow {
  id: number;
  time: string;
  from: string;
  to: string;
  /** null: still in flight. */
  outcome: Outcome | null;
  outcomeLabel: string;
  answeredBy: string;
  sourceSeen: string;
  latency: string;
}

/** Rows newest first. `wireStretch`: how many milliseconds of the clock one on the wire takes. */
export function requestRows(records: readonly RequestRecord[], wireStretch: number): RequestRow[] {
  return records.toReversed().map(({ start, steps, end }) => {
    const service = end?.service ?? steps.find((step) => step.service !== null)?.service;
    return {
      id: start.requestId,
      time: formatClock(start.at),
      from: placeName(start.from),
      to: service ? parseKey(service).name : hostOf(start.url),
      outcome: end?.outcome ?? null,
      outcomeLabel: end === null ? 'In flight' : outcomes[end.outcome].label,
      answeredBy: end?.answeredBy ? placeName(end.answeredBy) : '',
      sourceSeen: end?.sourceSeen ?? '',
      latency: end === null ? '' : formatLatency((end.at - end.startedAt) / wireStretch),
    };
  });
}

/** The text in which the filter looks. */
export function rowText(row: RequestRow): string {
  return [row.id, row.from, row.to, row.outcomeLabel, row.answeredBy, row.sourceSeen].join(' ');
}
