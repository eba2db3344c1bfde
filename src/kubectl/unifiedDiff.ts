/** What `diff -u` prints of two texts below their names: hunks of changed lines, each with three lines around it. */
import { type Hunk, lineHunks } from '../kubernetes/lineHunks.ts';

const CONTEXT = 3;

/** Empty when they are equal. */
export function unifiedDiff(before: string, after: string): string {
  const [old, now] = [linesOf(before), linesOf(after)];
  return groupsOf(lineHunks(old, now))
    .map((group) => hunkText(group, old, now))
    .join('');
}

/** A last line that does not end is its own line, as everywhere in kubectl's output. */
function linesOf(text: string): string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

/** Changes whose surroundings touch are shown together. */
function groupsOf(hunks: readonly Hunk[]): Hunk[][] {
  const groups: Hunk[][] = [];
  for (const hunk of hunks) {
    const last = groups.at(-1);
    if (last !== undefined && hunk.from - last.at(-1)!.to <= 2 * CONTEXT) last.push(hunk);
    else groups.push([hunk]);
  }
  return groups;
}

function hunkText(group: readonly Hunk[], old: readonly string[], now: readonly string[]): string {
  const [first, last] = [group[0]!, group.at(-1)!];
  const lead = Math.min(CONTEXT, first.from);
  const tail = Math.min(CONTEXT, old.length - last.to);
  const lines: string[] = [];
  let at = first.from - lead;
  for (const { from, to, newFrom, newTo } of group) {
    for (; at < from; at++) lines.push(` ${old[at]}`);
    for (; at < to; at++) lines.push(`-${old[at]}`);
    for (const line of now.slice(newFrom, newTo)) lines.push(`+${line}`);
  }
  for (; at < last.to + tail; at++) lines.push(` ${old[at]}`);
  const oldRange = range(first.from - lead, last.to + tail);
  const newRange = range(first.newFrom - lead, last.newTo + tail);
  return `@@ -${oldRange} +${newRange} @@\n${lines.map((line) => `${line}\n`).join('')}`;
}

/** `12,7`: the first line, counted from 1, and how many; one line needs no count, and no lines begin before them. */
function range(from: number, to: number): string {
  const count = to - from;
  if (count === 1) return String(from + 1);
  return `${count === 0 ? from : from + 1},${count}`;
}
