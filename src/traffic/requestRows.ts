/** One row of the table of requests: what a record says, in words and figures. */

import { placeName } from '../playground/narrate.ts';
import type { Objects } from '../playground/queries.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Outcome } from '../simulation/events.ts';
import { formatClock, formatLatency } from '../ui/formats.ts';
import { outcomes } from '../ui/outcomes.ts';
import { requestTarget } from '../ui/requestTarget.ts';

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
export function requestRows(
  records: readonly RequestRecord[],
  objects: Objects,
  wireStretch: number,
): RequestRow[] {
  return records.toReversed().map((record) => {
    const { start, end } = record;
    return {
      id: start.requestId,
      time: formatClock(start.at),
      from: placeName(start.from),
      to: requestTarget(record, objects),
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
