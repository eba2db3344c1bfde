/** A key for React that stays with an immutable object, for lists whose rows have no name of their own. */
const keys = new WeakMap<object, number>();
let next = 1;

export function identityKey(object: object): number {
  const known = keys.get(object);
  if (known !== undefined) return known;
  keys.set(object, next);
  return next++;
}
