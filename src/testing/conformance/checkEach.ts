/** For files that hold many vectors: one check each, and one that throws does not take the others with it. */
import type { Check } from './conformance.ts';

export function checkEach<V>(
  vectors: readonly V[],
  idOf: (vector: V) => string,
  failureOf: (vector: V) => string | null,
): Check[] {
  return vectors.map((vector) => {
    try {
      return { id: idOf(vector), failure: failureOf(vector) };
    } catch (error) {
      return { id: idOf(vector), failure: String(error) };
    }
  });
}
