/**
 * What happens next, in the order (time, insertion): a binary heap over two number arrays and one of tasks.
 * Times are integers (simulated ms).
 */

export interface EventQueue<T> {
  at: number[];
  sequence: number[];
  tasks: T[];
  next: number;
}

export function createEventQueue<T>(): EventQueue<T> {
  return { at: [], sequence: [], tasks: [], next: 0 };
}

function before<T>(queue: EventQueue<T>, a: number, b: number): boolean {
  const difference = queue.at[a]! - queue.at[b]!;
  return difference < 0 || (difference === 0 && queue.sequence[a]! < queue.sequence[b]!);
}

function swap<T>(queue: EventQueue<T>, a: number, b: number): void {
  const { at, sequence, tasks } = queue;
  [at[a], at[b]] = [at[b]!, at[a]!];
  [sequence[a], sequence[b]] = [sequence[b]!, sequence[a]!];
  [tasks[a], tasks[b]] = [tasks[b]!, tasks[a]!];
}

export function push<T>(queue: EventQueue<T>, at: number, task: T): void {
  let child = queue.at.length;
  queue.at.push(at);
  queue.sequence.push(queue.next++);
  queue.tasks.push(task);
  while (child > 0) {
    const parent = (child - 1) >> 1;
    if (!before(queue, child, parent)) return;
    swap(queue, child, parent);
    child = parent;
  }
}

/** When the next task is due; undefined when there is none. */
export function peekAt<T>(queue: EventQueue<T>): number | undefined {
  return queue.at[0];
}

/** Takes the next task out; undefined when there is none. */
export function pop<T>(queue: EventQueue<T>): T | undefined {
  const last = queue.at.length - 1;
  if (last < 0) return undefined;
  swap(queue, 0, last);
  queue.at.pop();
  queue.sequence.pop();
  const task = queue.tasks.pop()!;
  let parent = 0;
  for (;;) {
    let least = parent;
    const left = 2 * parent + 1;
    if (left < last && before(queue, left, least)) least = left;
    if (left + 1 < last && before(queue, left + 1, least)) least = left + 1;
    if (least === parent) return task;
    swap(queue, parent, least);
    parent = least;
  }
}
