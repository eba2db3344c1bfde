import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cloneEventQueue,
  createEventQueue,
  type EventQueue,
  peekAt,
  pop,
  popDue,
  push,
} from './eventQueue.ts';

/** What the wheel must equal: a list sorted by (time, insertion). */
interface Reference {
  entries: { at: number; task: number }[];
}

function pushReference(reference: Reference, at: number, task: number): void {
  const index = reference.entries.findLastIndex((entry) => entry.at <= at);
  reference.entries.splice(index + 1, 0, { at, task });
}

const delay = fc.oneof(
  fc.constant(0),
  fc.integer({ min: 0, max: 3 }),
  fc.integer({ min: 0, max: 300 }),
  fc.integer({ min: 0, max: 70_000 }),
  fc.integer({ min: 0, max: 20_000_000 }),
  fc.integer({ min: 0, max: 2 ** 34 }),
);
const step = fc.oneof(
  { weight: 5, arbitrary: delay.map((ms) => ({ type: 'push' as const, ms })) },
  { weight: 3, arbitrary: fc.constant({ type: 'pop' as const }) },
  { weight: 2, arbitrary: delay.map((ms) => ({ type: 'advance' as const, ms })) },
  { weight: 1, arbitrary: fc.constant({ type: 'clone' as const }) },
);

describe('TM1 the event queue', () => {
  it('TM1 gives tasks in the order (time, insertion), as a sorted list does', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
        let queue: EventQueue<number> = createEventQueue();
        const reference: Reference = { entries: [] };
        let now = 0;
        let tasks = 0;
        for (const each of steps) {
          if (each.type === 'push') {
            push(queue, now + each.ms, tasks);
            pushReference(reference, now + each.ms, tasks++);
          } else if (each.type === 'clone') {
            const left = queue;
            queue = cloneEventQueue(left);
            push(left, now, -1);
            while (pop(left) !== undefined);
          } else {
            const until = each.type === 'pop' ? Number.POSITIVE_INFINITY : now + each.ms;
            do {
              const due = reference.entries[0];
              expect(peekAt(queue)).toBe(due?.at);
              const task = popDue(queue, until);
              if (due === undefined || due.at > until) {
                expect(task).toBeUndefined();
                break;
              }
              reference.entries.shift();
              expect(task).toBe(due.task);
              now = due.at;
            } while (each.type === 'advance');
            if (each.type === 'advance') now = until;
          }
          expect(queue.size).toBe(reference.entries.length);
        }
      }),
      { numRuns: 500 },
    );
  });

  it('TM1 counts a time that has passed as now, after what is due already', () => {
    const queue = createEventQueue<string>();
    push(queue, 100, 'first');
    push(queue, 100, 'second');
    expect(pop(queue)).toBe('first');
    push(queue, 20, 'late');
    expect([pop(queue), pop(queue), pop(queue)]).toEqual(['second', 'late', undefined]);
  });
});
