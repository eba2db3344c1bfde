/**
 * What differs between two versions of an object, path by path, so that only this much is carried from a text to the
 * cluster and back. Lists are compared item by item: named things by their name, others by what they are.
 */

export type Path = readonly (string | number)[];

export type Change =
  | { type: 'set'; path: Path; value: unknown }
  | { type: 'remove'; path: Path }
  /** A further item of a list, before the one that is there now. */
  | { type: 'insert'; path: Path; value: unknown };

type Json = Record<string, unknown>;

function isMap(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** In the order in which they are to be made: an index counts what the changes before it have done. */
export function changesBetween(before: unknown, after: unknown, path: Path = []): Change[] {
  if (before === after) return [];
  if (isMap(before) && isMap(after)) return changesOfMap(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return changesOfList(before, after, path);
  return [{ type: 'set', path, value: after }];
}

function changesOfMap(before: Json, after: Json, path: Path): Change[] {
  const changes: Change[] = [];
  for (const key of Object.keys(before))
    if (before[key] !== undefined && after[key] === undefined)
      changes.push({ type: 'remove', path: [...path, key] });
  for (const [key, value] of Object.entries(after)) {
    if (value === undefined) continue;
    const at = [...path, key];
    if (before[key] === undefined) changes.push({ type: 'set', path: at, value });
    else changes.push(...changesBetween(before[key], value, at));
  }
  return changes;
}

/** Longer lists are not compared item by item. */
const MOST_COMPARISONS = 250_000;

function changesOfList(before: readonly unknown[], after: readonly unknown[], path: Path): Change[] {
  if (before.length * after.length > MOST_COMPARISONS) return [{ type: 'set', path, value: after }];
  const changes: Change[] = [];
  let index = 0;
  let [left, right] = [0, 0];
  for (const [i, j] of [...commonItems(before, after), [before.length, after.length] as const]) {
    // Between two items that stayed: what stands in the same place was edited, the rest came or went.
    while (left < i && right < j)
      changes.push(...changesBetween(before[left++], after[right++], [...path, index++]));
    for (; left < i; left++) changes.push({ type: 'remove', path: [...path, index] });
    for (; right < j; right++)
      changes.push({ type: 'insert', path: [...path, index++], value: after[right] });
    if (i < before.length)
      changes.push(...changesBetween(before[left++], after[right++], [...path, index++]));
  }
  return changes;
}

/** Fields that tell the items of a list apart, the most telling first. */
const TELLING_FIELDS = ['name', 'key', 'containerPort', 'port', 'type', 'path', 'ip', 'mountPath'];

function identityOf(item: unknown): string {
  if (!isMap(item)) return JSON.stringify(item);
  const field = TELLING_FIELDS.find(
    (name) => typeof item[name] === 'string' || typeof item[name] === 'number',
  );
  return field === undefined ? JSON.stringify(item) : `${field}=${item[field]}`;
}

/** Pairs of indices of the longest common subsequence. */
function commonItems(before: readonly unknown[], after: readonly unknown[]): [number, number][] {
  const [left, right] = [before.map(identityOf), after.map(identityOf)];
  const lengths = left.map(() => new Uint32Array(right.length + 1));
  lengths.push(new Uint32Array(right.length + 1));
  for (let i = left.length - 1; i >= 0; i--)
    for (let j = right.length - 1; j >= 0; j--)
      lengths[i]![j] =
        left[i] === right[j]
          ? lengths[i + 1]![j + 1]! + 1
          : Math.max(lengths[i + 1]![j]!, lengths[i]![j + 1]!);
  const pairs: [number, number][] = [];
  for (let [i, j] = [0, 0]; i < left.length && j < right.length; ) {
    if (left[i] === right[j]) pairs.push([i++, j++]);
    else if (lengths[i + 1]![j]! >= lengths[i]![j + 1]!) i++;
    else j++;
  }
  return pairs;
}

/** The object with the changes made. What a change needs and is not there comes into being. */
export function withChanges<T>(value: T, changes: readonly Change[]): T {
  return changes.reduce((current, change) => withChange(current, change, 0) as T, value);
}

function withChange(value: unknown, change: Change, depth: number): unknown {
  const key = change.path[depth];
  if (key === undefined) return change.type === 'remove' ? undefined : change.value;
  const isLast = depth === change.path.length - 1;
  if (typeof key === 'number') {
    if (!Array.isArray(value)) {
      if (change.type === 'remove') return value;
      return [withChange(undefined, change, depth + 1)];
    }
    const items = [...(value as unknown[])];
    if (!isLast || change.type === 'set') {
      // The list of the cluster may be shorter than the one that the change was read from.
      items[Math.min(key, items.length)] = withChange(items[key], change, depth + 1);
    } else if (change.type === 'insert') items.splice(key, 0, change.value);
    else items.splice(key, 1);
    return items;
  }
  if (!isMap(value)) {
    if (change.type === 'remove') return value;
    return { [key]: withChange(undefined, change, depth + 1) };
  }
  if (isLast && change.type === 'remove') {
    const { [key]: _, ...others } = value;
    return others;
  }
  if (change.type === 'remove' && value[key] === undefined) return value;
  return { ...value, [key]: withChange(value[key], change, depth + 1) };
}
