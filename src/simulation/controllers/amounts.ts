/** Numbers of Pods that may be given as shares. */

/** `25%` of 3, or the number itself. */
export function resolveAmount(
  value: number | string | undefined,
  of: number,
  round: (value: number) => number,
): number {
  if (typeof value === 'string') return round((Number.parseInt(value, 10) * of) / 100);
  return value ?? 0;
}
