/** Packets in pictures: which are in the air at a moment, where, and the outline of each shape. The overlay of the canvas draws the same. */
import type { Hop, PacketEnd, PlaceKey, SimulationEvent } from '../../simulation/events.ts';
import type { SceneView } from '../../simulation/scene.ts';
import { legOf } from '../packets/legs.ts';
import { type Shape, shapeOf } from '../packets/sprites.ts';
import { colorOf, type PacketColor } from '../packets/tokenColors.ts';
import { type Anchor, type Point, pointOnCurve, wireCurve } from '../wirePath.ts';
import type { World } from '../world.ts';

export interface PacketInAir extends Point {
  shape: Shape;
  color: PacketColor;
  /** 0 to 1; less than 1 while a mark fades. */
  opacity: number;
}

export interface PacketContext {
  view: SceneView;
  world: World;
  rectOf: (place: PlaceKey) => Anchor | null;
}

/** How long the mark of a dropped packet is seen. */
const MARK_MS = 1400;

/** What becomes of packets, with what is needed to find each on the canvas. */
export type PacketStory = Extract<SimulationEvent, { type: 'Hop' | 'PacketEnd' | 'RequestStart' }>;

export function packetsAt(
  story: readonly PacketStory[],
  now: number,
  { view, world, rectOf }: PacketContext,
): PacketInAir[] {
  const senders = new Map<number, PlaceKey>();
  const latest = new Map<number, Hop>();
  const found: PacketInAir[] = [];
  const on = (hop: Hop, progress: number, shape: Shape, color: PacketColor, opacity: number) => {
    const leg = legOf(hop, view, world, (id) => senders.get(id));
    const [a, b] = [rectOf(leg.from), rectOf(leg.to)];
    if (a === null || b === null) return;
    const at = pointOnCurve(wireCurve(a, b), leg.start + (leg.end - leg.start) * progress);
    found.push({ ...at, shape, color, opacity });
  };
  for (const event of story) {
    if (event.type === 'RequestStart') senders.set(event.requestId, event.from);
    else if (event.type === 'Hop') {
      latest.set(event.packetId, event);
      if (event.leavesAt <= now && now < event.arrivesAt)
        on(
          event,
          (now - event.leavesAt) / (event.arrivesAt - event.leavesAt),
          shapeOf(event),
          colorOf(event, world),
          1,
        );
    } else markDropped(event, latest.get(event.packetId));
  }
  return found;

  function markDropped({ verdict, at }: PacketEnd, hop: Hop | undefined): void {
    const left = 1 - (now - at) / MARK_MS;
    if (verdict === 'dropped' && hop !== undefined && left > 0 && left <= 1) on(hop, 1, 'cross', 'bad', left);
  }
}

export const PACKET_RADIUS = 5;

/** Outlines around 0,0 with a radius of 1, as `d` of a path. */
const outlines = {
  dot: 'M1,0A1,1 0 1 1 -1,0A1,1 0 1 1 1,0Z',
  square: 'M-.84,-.84H.84V.84H-.84Z',
  diamond: 'M0,-1.36L1.36,0L0,1.36L-1.36,0Z',
  triangle: 'M0,-1.15L1.15,.85H-1.15Z',
  cross:
    'M0,-.34L.64,-.98L.98,-.64L.34,0L.98,.64L.64,.98L0,.34L-.64,.98L-.98,.64L-.34,0L-.98,-.64L-.64,-.98Z',
} as const;

export function outlineOf(shape: Shape): { path: string; isHollow: boolean } {
  if (shape === 'ring') return { path: outlines.dot, isHollow: true };
  if (shape === 'hollowSquare') return { path: outlines.square, isHollow: true };
  if (shape === 'hollowTriangle') return { path: outlines.triangle, isHollow: true };
  return { path: outlines[shape], isHollow: false };
}
