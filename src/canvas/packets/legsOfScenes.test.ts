import { describe, expect, test } from 'vitest';
import { scenes } from '../../scenes/index.ts';
import type { Hop, PlaceKey } from '../../simulation/events.ts';
import { advance, createSimulation } from '../../simulation/simulation.ts';
import { worldOf } from '../world.ts';
import { type Leg, legOf } from './legs.ts';

/** A point on a wire by a name that is the same whichever way the wire is run. */
function pointName({ from, to }: Leg, at: number): string {
  if (at === 0) return from;
  if (at === 1) return to;
  return from < to ? `${from} ${to} ${at.toFixed(3)}` : `${to} ${from} ${(1 - at).toFixed(3)}`;
}

/** In the real simulation, packets of every scene. */
describe.each(scenes.map(({ id, load }) => ({ id, load })))('in the scene $id', ({ load }) => {
  test.each(['Concept', 'PacketPath'] as const)('no packet ever jumps (%s)', async (view) => {
    const simulation = createSimulation(await load());
    const world = worldOf(simulation.objects);
    const senders = new Map<number, PlaceKey>();
    const lastOf = new Map<number, Hop>();
    const jumps: string[] = [];
    for (const event of advance(simulation, 12_000)) {
      if (event.type === 'RequestStart') senders.set(event.requestId, event.from);
      if (event.type !== 'Hop') continue;
      const before = lastOf.get(event.packetId);
      lastOf.set(event.packetId, event);
      if (before === undefined) continue;
      const senderOf = (requestId: number) => senders.get(requestId);
      const [old, next] = [legOf(before, view, world, senderOf), legOf(event, view, world, senderOf)];
      const [was, is] = [pointName(old, old.end), pointName(next, next.start)];
      if (was !== is) jumps.push(`${event.packetKind} ${event.reason}: ${was} ⇒ ${is}`);
    }
    expect(lastOf.size > 0).toBe(world.traffics.size > 0);
    expect([...new Set(jumps)]).toEqual([]);
  });
});
