/** Remembers what was made from what, key by key, so that React sees the same object while nothing changed. */

/** Keeps the value of a key while the things that it was made from are the same. */
export interface Memo<T> {
  get(key: string, from: readonly unknown[], make: () => T): T;
  /** Forgets the keys that were not asked for since the last sweep. */
  sweep(): void;
}

export function createMemo<T>(): Memo<T> {
  let old = new Map<string, { from: readonly unknown[]; value: T }>();
  let fresh = new Map<string, { from: readonly unknown[]; value: T }>();
  return {
    get(key, from, make) {
      const known = old.get(key);
      const isSame = known !== undefined && sameList(known.from, from) === known.from;
      const entry = isSame ? known : { from, value: make() };
      fresh.set(key, entry);
      return entry.value;
    },
    sweep() {
      old = fresh;
      fresh = new Map();
    },
  };
}

/** The old list if the new one has the same items. */
export function sameList<L extends readonly unknown[]>(old: L, next: L): L {
  return old.length === next.length && old.every((item, index) => Object.is(item, next[index])) ? old : next;
}
