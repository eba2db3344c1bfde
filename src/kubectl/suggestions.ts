/** What was probably meant: names at most two slips away, or that begin with what was typed. Models cobra's SuggestionsFor. */

export function suggestionsFor(typed: string, names: readonly string[]): string[] {
  return names.filter(
    (name) => distance(typed.toLowerCase(), name.toLowerCase()) <= 2 || name.startsWith(typed.toLowerCase()),
  );
}

/** Levenshtein. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++)
      next.push(a[i - 1] === b[j - 1] ? row[j - 1]! : 1 + Math.min(row[j - 1]!, row[j]!, next[j - 1]!));
    row = next;
  }
  return row[b.length]!;
}
