/** Search as people type it: every word must begin somewhere in the text, in any order. */
export function matchesWords(query: string, text: string): boolean {
  const target = ` ${text.toLowerCase().replace(/[^\p{L}\p{N}.]+/gu, ' ')}`;
  return query
    .toLowerCase()
    .split(/[^\p{L}\p{N}.]+/u)
    .every((word) => target.includes(` ${word}`));
}
