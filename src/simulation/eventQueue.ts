/**
 * What happens next, in the order (time, insertion): a hierarchical timing wheel of 4 × 256 slots over typed arrays.
 * Times are integers (simulated ms). A task waits in the wheel of the highest byte in which its time differs from the
 * cursor; when the cursor enters a slot of a higher wheel, the slot's tasks move down. The order of insertion holds
 * because tasks of one time always move together. Times past the top wheel wait in one slot more.
 */

const WHEELS = 4;
const SLOTS = 256;
const FAR = WHEELS * SLOTS;
const NONE = -1;
/** How many ms the four wheels span: 49 days. */
const SPAN = 2 ** 32;

export interface EventQueue<T> {
  /** No task is due before it. */
  cursor: number;
  size: number;
  /** First and last entry of every slot; the last slot holds what is more than a span away. */
  readonly head: Int32Array;
  readonly tail: Int32Array;
  /** Which slots are in use, 32 to a word. */
  readonly inUse: Int32Array;
  /** Entries: the next one of the same slot (or of the free list), the time and the task. */
  next: Int32Array;
  at: Float64Array;
  tasks: (T | undefined)[];
  free: number;
}

export function createEventQueue<T>(): EventQueue<T> {
  return {
    cursor: 0,
    size: 0,
    head: new Int32Array(FAR + 1).fill(NONE),
    tail: new Int32Array(FAR + 1).fill(NONE),
    inUse: new Int32Array(FAR / 32 + 1),
    next: new Int32Array(0),
    at: new Float64Array(0),
    tasks: [],
    free: NONE,
  };
}

/** A copy that runs on its own; the tasks themselves are shared. */
export function cloneEventQueue<T>(queue: EventQueue<T>): EventQueue<T> {
  return {
    ...queue,
    head: queue.head.slice(),
    tail: queue.tail.slice(),
    inUse: queue.inUse.slice(),
    next: queue.next.slice(),
    at: queue.at.slice(),
    tasks: queue.tasks.slice(),
  };
}

function grow<T>(queue: EventQueue<T>): void {
  const length = queue.next.length;
  const next = new Int32Array(Math.max(64, length * 2));
  const at = new Float64Array(next.length);
  next.set(queue.next);
  at.set(queue.at);
  for (let entry = length; entry < next.length; entry++) next[entry] = entry + 1;
  next[next.length - 1] = NONE;
  queue.next = next;
  queue.at = at;
  queue.free = length;
}

function slotOf(cursor: number, at: number): number {
  if (at - cursor >= SPAN || Math.floor(at / SPAN) !== Math.floor(cursor / SPAN)) return FAR;
  const time = at >>> 0;
  const difference = (time ^ (cursor >>> 0)) >>> 0;
  if (difference < 0x100) return time & 255;
  if (difference < 0x10000) return SLOTS + ((time >>> 8) & 255);
  if (difference < 0x1000000) return 2 * SLOTS + ((time >>> 16) & 255);
  return 3 * SLOTS + (time >>> 24);
}

function append<T>(queue: EventQueue<T>, entry: number): void {
  const slot = slotOf(queue.cursor, queue.at[entry]!);
  queue.next[entry] = NONE;
  if (queue.head[slot] === NONE) {
    queue.head[slot] = entry;
    queue.inUse[slot >>> 5]! |= 1 << (slot & 31);
  } else queue.next[queue.tail[slot]!] = entry;
  queue.tail[slot] = entry;
}

/** `at` is now or later: a time that has passed counts as now. */
export function push<T>(queue: EventQueue<T>, at: number, task: T): void {
  if (queue.free === NONE) grow(queue);
  const entry = queue.free;
  queue.free = queue.next[entry]!;
  queue.at[entry] = at < queue.cursor ? queue.cursor : at;
  queue.tasks[entry] = task;
  queue.size++;
  append(queue, entry);
}

/** The first slot in use of a wheel from `from` on; NONE when there is none. */
function firstInUse<T>(queue: EventQueue<T>, wheel: number, from: number): number {
  const end = (wheel + 1) * SLOTS;
  let slot = wheel * SLOTS + from;
  while (slot < end) {
    const word = queue.inUse[slot >>> 5]! >>> (slot & 31);
    if (word !== 0) return slot + (31 - Math.clz32(word & -word));
    slot = (slot | 31) + 1;
  }
  return NONE;
}

/** The slot that comes next in time; entries of a slot above the lowest wheel are not sorted by time. */
function nextSlot<T>(queue: EventQueue<T>): number {
  const cursor = queue.cursor >>> 0;
  for (let wheel = 0; wheel < WHEELS; wheel++) {
    const here = (cursor >>> (8 * wheel)) & 255;
    const slot = firstInUse(queue, wheel, here);
    if (slot !== NONE) return slot;
  }
  return FAR;
}

/** The earliest time in a slot. */
function earliestIn<T>(queue: EventQueue<T>, slot: number): number {
  let earliest = Number.POSITIVE_INFINITY;
  for (let entry = queue.head[slot]!; entry !== NONE; entry = queue.next[entry]!)
    if (queue.at[entry]! < earliest) earliest = queue.at[entry]!;
  return earliest;
}

/** Sets the cursor to `time` and lets the entries of the slot it enters move down. */
function enter<T>(queue: EventQueue<T>, slot: number, time: number): void {
  queue.cursor = time;
  let entry = queue.head[slot]!;
  queue.head[slot] = NONE;
  queue.tail[slot] = NONE;
  queue.inUse[slot >>> 5]! &= ~(1 << (slot & 31));
  while (entry !== NONE) {
    const following = queue.next[entry]!;
    append(queue, entry);
    entry = following;
  }
}

/** When the next task is due; undefined when there is none. */
export function peekAt<T>(queue: EventQueue<T>): number | undefined {
  return queue.size === 0 ? undefined : earliestIn(queue, nextSlot(queue));
}

/** Takes the next task out if it is due at `until` or before; `queue.cursor` is then its time. */
export function popDue<T>(queue: EventQueue<T>, until: number): T | undefined {
  while (queue.size > 0) {
    const slot = nextSlot(queue);
    if (slot >= SLOTS) {
      const earliest = earliestIn(queue, slot);
      if (earliest > until) return undefined;
      enter(queue, slot, earliest);
      continue;
    }
    const entry = queue.head[slot]!;
    const at = queue.at[entry]!;
    if (at > until) return undefined;
    queue.cursor = at;
    const following = queue.next[entry]!;
    queue.head[slot] = following;
    if (following === NONE) {
      queue.tail[slot] = NONE;
      queue.inUse[slot >>> 5]! &= ~(1 << (slot & 31));
    }
    const task = queue.tasks[entry]!;
    queue.tasks[entry] = undefined;
    queue.next[entry] = queue.free;
    queue.free = entry;
    queue.size--;
    return task;
  }
  return undefined;
}

/** Takes the next task out, whenever it is due; undefined when there is none. */
export function pop<T>(queue: EventQueue<T>): T | undefined {
  return popDue(queue, Number.POSITIVE_INFINITY);
}
