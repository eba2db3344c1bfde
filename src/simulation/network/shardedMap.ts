/**
 * An immutable map that is changed by making a new one which shares almost everything with the old: its entries are in
 * shards, and only the shards that change are copied.
 */

const SHARDS = 64;

export type Key = string | number;
export type ShardedMap<K extends Key, V> = readonly ReadonlyMap<K, V>[];

/** Keys are told apart by their end: names and addresses begin alike. */
function shardOf(key: Key): number {
  if (typeof key === 'number') return key & (SHARDS - 1);
  const last = key.length - 1;
  return last < 1 ? 0 : (key.charCodeAt(last) + 10 * key.charCodeAt(last - 1)) & (SHARDS - 1);
}

export function emptyShardedMap<K extends Key, V>(): ShardedMap<K, V> {
  return Array.from({ length: SHARDS }, () => new Map<K, V>());
}

export function lookUp<K extends Key, V>(map: ShardedMap<K, V>, key: K): V | undefined {
  return map[shardOf(key)]!.get(key);
}

export function* valuesOf<K extends Key, V>(map: ShardedMap<K, V>): Generator<V> {
  for (const shard of map) yield* shard.values();
}

/** Collects changes; the map that it began with stays as it was. */
export interface ShardedMapEditor<K extends Key, V> {
  readonly shards: ReadonlyMap<K, V>[];
  /** Which shards are copies already. */
  readonly copied: Set<number>;
}

export function editMap<K extends Key, V>(map: ShardedMap<K, V>): ShardedMapEditor<K, V> {
  return { shards: [...map], copied: new Set() };
}

/** `undefined` takes the entry out. */
export function setEntry<K extends Key, V>(
  editor: ShardedMapEditor<K, V>,
  key: K,
  value: V | undefined,
): void {
  const index = shardOf(key);
  if (!editor.copied.has(index)) {
    editor.copied.add(index);
    editor.shards[index] = new Map(editor.shards[index]);
  }
  const shard = editor.shards[index] as Map<K, V>;
  if (value === undefined) shard.delete(key);
  else shard.set(key, value);
}
