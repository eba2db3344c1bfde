/** Fixed seats: whoever has one keeps it, newcomers take the first free one, so that nothing moves when a neighbour leaves. */

export type Slots = ReadonlyMap<string, number>;

export function assignSlots(keys: readonly string[], before: Slots | undefined): Slots {
  const slots = new Map<string, number>();
  const taken = new Set<number>();
  for (const key of keys) {
    const slot = before?.get(key);
    if (slot === undefined) continue;
    slots.set(key, slot);
    taken.add(slot);
  }
  let free = 0;
  for (const key of keys) {
    if (slots.has(key)) continue;
    while (taken.has(free)) free++;
    slots.set(key, free);
    taken.add(free);
  }
  return slots;
}

/** How many seats are needed to hold them all. */
export function slotCount(slots: Slots): number {
  return Math.max(0, ...[...slots.values()].map((slot) => slot + 1));
}
