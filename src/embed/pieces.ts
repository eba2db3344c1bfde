/** Work in pieces that a page hardly notices: between two of them it can draw and answer. */

/** A browser calls it long from 50 ms on, and a phone takes four times as long as a desk. */
const LONGEST_PIECE_MS = 10;

export function nextTask(): Promise<void> {
  const { scheduler } = globalThis as { scheduler?: { yield?(): Promise<void> } };
  return scheduler?.yield?.() ?? new Promise((resolve) => setTimeout(resolve));
}

export async function inPieces<T>(steps: Generator<void, T>): Promise<T> {
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
    if (performance.now() - since < LONGEST_PIECE_MS) continue;
    await nextTask();
    since = performance.now();
  }
}
