/** The marks of the scrubber: failures, edits, and what controllers did; close together they are one mark with a count. */
import type { Outcome } from '../simulation/events.ts';
import type { Branch } from './branches.ts';
import { countBefore, outcomeOf } from './failures.ts';

interface MarkSpan {
  /** The first and the last moment that it stands for. */
  readonly at: number;
  readonly until: number;
  readonly count: number;
}

/** With what the first of them was. */
export type TimelineMark = MarkSpan &
  (
    | { readonly kind: 'failure'; readonly outcome: Outcome }
    | { readonly kind: 'edit'; readonly label: string }
    | { readonly kind: 'event'; readonly label: string; readonly isWarning: boolean }
  );

/** No more than this many of one kind. */
const MOST_SLOTS = 48;
const SHORTEST_SLOT_MS = 125;

/** How much time one mark may stand for: doubled so rarely that marks do not jump about while time goes on. */
export function slotMs(end: number): number {
  let slot = SHORTEST_SLOT_MS;
  while (end / slot > MOST_SLOTS) slot *= 2;
  return slot;
}

/** Lists the marks anew only when there is something new. */
export type MarkReader = (branch: Branch) => readonly TimelineMark[];

export function markReader(): MarkReader {
  let seen = '';
  let marks: readonly TimelineMark[] = [];
  return (branch) => {
    const { id, end, failures, news, entries } = branch;
    const now = [id, slotMs(end), failures.count, news.length, news.at(-1)?.at, entries.length].join();
    if (now !== seen) marks = listMarks(branch);
    seen = now;
    return marks;
  };
}

export function listMarks(branch: Branch): readonly TimelineMark[] {
  const slot = slotMs(branch.end);
  return [...failureMarks(branch, slot), ...eventMarks(branch, slot), ...editMarks(branch, slot)];
}

/** Looked up slot by slot: there can be very many. */
function failureMarks({ failures }: Branch, slot: number): TimelineMark[] {
  const marks: TimelineMark[] = [];
  let index = 0;
  while (index < failures.count) {
    const at = failures.at[index]!;
    const next = countBefore(failures, (Math.floor(at / slot) + 1) * slot);
    const until = failures.at[next - 1]!;
    marks.push({ kind: 'failure', at, until, count: next - index, outcome: outcomeOf(failures, index) });
    index = next;
  }
  return marks;
}

function editMarks({ entries }: Branch, slot: number): TimelineMark[] {
  const named = entries.flatMap(({ at, label }) => (label === null ? [] : [{ at, label }]));
  return merge(named, slot, ({ label }, span) => ({ kind: 'edit', ...span, label }));
}

function eventMarks({ news }: Branch, slot: number): TimelineMark[] {
  return merge(news, slot, ({ severity, eventReason, message }, span) => ({
    kind: 'event',
    ...span,
    label: `${eventReason}: ${message}`,
    isWarning: severity === 'Warning',
  }));
}

function merge<T extends { readonly at: number }>(
  all: readonly T[],
  slot: number,
  mark: (first: T, span: MarkSpan) => TimelineMark,
): TimelineMark[] {
  const marks: TimelineMark[] = [];
  let from = 0;
  for (let index = 1; index <= all.length; index++) {
    const first = all[from]!;
    if (index < all.length && Math.floor(all[index]!.at / slot) === Math.floor(first.at / slot)) continue;
    marks.push(mark(first, { at: first.at, until: all[index - 1]!.at, count: index - from }));
    from = index;
  }
  return marks;
}
