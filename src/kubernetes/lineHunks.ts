/** Which lines differ between two texts: for showing what would change, and for changing no more than that. */

export interface Hunk {
  /** Lines of the old text that go, and lines of the new one that come in their place. Counted from 0, `to` excluded. */
  from: number;
  to: number;
  newFrom: number;
  newTo: number;
}

/** Beyond this all between the first and the last difference counts as changed. */
const MOST_COMPARISONS = 4_000_000;

export function lineHunks(before: readonly string[], after: readonly string[]): Hunk[] {
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) start++;
  let end = 0;
  const shorter = Math.min(before.length, after.length) - start;
  while (end < shorter && before[before.length - 1 - end] === after[after.length - 1 - end]) end++;
  const old = before.slice(start, before.length - end);
  const now = after.slice(start, after.length - end);
  if (old.length === 0 && now.length === 0) return [];
  const whole = { from: start, to: start + old.length, newFrom: start, newTo: start + now.length };
  if (old.length * now.length > MOST_COMPARISONS) return [whole];
  return hunksOf(old, now).map(({ from, to, newFrom, newTo }) => ({
    from: from + start,
    to: to + start,
    newFrom: newFrom + start,
    newTo: newTo + start,
  }));
}

function hunksOf(old: readonly string[], now: readonly string[]): Hunk[] {
  const width = now.length + 1;
  const lengths = new Uint32Array((old.length + 1) * width);
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      lengths[i * width + j] =
        old[i] === now[j]
          ? lengths[(i + 1) * width + j + 1]! + 1
          : Math.max(lengths[(i + 1) * width + j]!, lengths[i * width + j + 1]!);
  const hunks: Hunk[] = [];
  let [i, j] = [0, 0];
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && old[i] === now[j]) {
      i++;
      j++;
      continue;
    }
    const hunk = { from: i, to: i, newFrom: j, newTo: j };
    while ((i < old.length || j < now.length) && !(i < old.length && j < now.length && old[i] === now[j]))
      if (j >= now.length || (i < old.length && lengths[(i + 1) * width + j]! >= lengths[i * width + j + 1]!))
        i++;
      else j++;
    hunks.push({ ...hunk, to: i, newTo: j });
  }
  return hunks;
}
