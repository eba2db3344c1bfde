/** The edits that make one text of another: no more than what differs, so that the cursor stays where it is. */
import { lineHunks } from '../kubernetes/lineHunks.ts';

export interface TextEdit {
  from: number;
  to: number;
  insert: string;
}

/** The edits that make one text of the other, by lines and inside a line only where it differs. */
export function textEdits(before: string, after: string, offset = 0): TextEdit[] {
  if (before === after) return [];
  const [old, now] = [withEnds(before), withEnds(after)];
  const starts = [0];
  for (const line of old) starts.push(starts.at(-1)! + line.length);
  return lineHunks(old, now).map(({ from, to, newFrom, newTo }) =>
    narrow(old.slice(from, to).join(''), now.slice(newFrom, newTo).join(''), offset + starts[from]!),
  );
}

function withEnds(text: string): string[] {
  return text.split(/(?<=\n)/);
}

function narrow(old: string, now: string, at: number): TextEdit {
  let start = 0;
  while (start < old.length && start < now.length && old[start] === now[start]) start++;
  let end = 0;
  const shorter = Math.min(old.length, now.length) - start;
  while (end < shorter && old[old.length - 1 - end] === now[now.length - 1 - end]) end++;
  return { from: at + start, to: at + old.length - end, insert: now.slice(start, now.length - end) };
}
