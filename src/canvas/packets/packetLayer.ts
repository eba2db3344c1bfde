/** Draws the packets on one overlay canvas, outside React: events in, pixels out, once per animation frame and only when something moves. */
import type { Playground } from '../../playground/playground.ts';
import type { Hop, PacketEnd, PlaceKey, SimulationEvent } from '../../simulation/events.ts';
import type { SceneView } from '../../simulation/scene.ts';
import { anchorRect } from '../rects.ts';
import type { Stage } from '../stage.ts';
import { isNodePlace, type World } from '../world.ts';
import { createHopsInAir, removeAll, removeRow, rowFor } from './hopsInAir.ts';
import { type Leg, legOf } from './legs.ts';
import { createPixelSurface } from './pixelSurface.ts';
import {
  createSpriteSheet,
  DIMMED,
  enlarged,
  fadingStrength,
  type SpriteSheet,
  shapeOf,
  spriteCode,
  withStrength,
} from './sprites.ts';
import { colorOf, type PacketColor, readTokenColors } from './tokenColors.ts';
import { createWireTable } from './wireTable.ts';

export interface PacketLayerInput {
  view: SceneView;
  world: World;
  /** Id of the followed request. */
  followed: number | null;
  /** No moving dots at all. */
  isStill: boolean;
}

export interface PacketLayer {
  update(input: PacketLayerInput): void;
  /** The request whose packet is nearest to a point of the canvas (CSS pixels), null when none is within reach. */
  requestAt(x: number, y: number, reach: number): number | null;
  /** How many packets are in the air. */
  count(): number;
  destroy(): void;
}

export interface PacketLayerOptions {
  playground: Playground;
  /** The canvas that it lies on. */
  stage: Pick<Stage, 'camera' | 'cardOf' | 'onMove'>;
  /** Is moved along with the followed packet. */
  tag: HTMLElement;
  /** A kube-proxy rewrote a packet. */
  onRewrite(node: PlaceKey, color: PacketColor): void;
}

/** A packet stays where it arrived until its next hop is known; when that never comes it is forgotten. */
const LINGER_MS = 4000;
/** How long the mark of a dropped packet is seen, in simulated ms. */
const MARK_MS = 1400;
const SHARPEST_PIXEL_RATIO = 2;
/** In CSS pixels at zoom 1; packets grow and shrink less than the cards do. */
const RADIUS = 5;
const TAG_GAP = 14;
/** With more packets in the air every strip would be lit all the time. */
const FLASHES_UP_TO = 300;

export function createPacketLayer(
  canvas: HTMLCanvasElement,
  { playground, stage, tag, onRewrite }: PacketLayerOptions,
): PacketLayer {
  const surface = createPixelSurface(canvas);
  const hops = createHopsInAir();
  const wires = createWireTable((place) => anchorRect(stage, place));
  const senders = new Map<number, PlaceKey>();
  const senderOf = (requestId: number) => senders.get(requestId);
  let input: PacketLayerInput | null = null;
  let colors = readTokenColors(canvas);
  let sprites: SpriteSheet | null = null;
  let spriteRadius = 0;
  let pixelRatio = 1;
  let frame = 0;
  let isOnScreen = true;
  let drawnAt = Number.NaN;
  let isStale = true;
  let tagSize = { width: 0, height: 0 };
  // Where `locate` found a packet, in device pixels; the camera in device pixels too.
  let foundX = 0;
  let foundY = 0;
  let cameraX = 0;
  let cameraY = 0;
  let scale = 1;

  function aimCamera(): void {
    const { x, y, zoom } = stage.camera();
    cameraX = x * pixelRatio;
    cameraY = y * pixelRatio;
    scale = zoom * pixelRatio;
  }

  function wake(): void {
    if (frame === 0 && isOnScreen) frame = requestAnimationFrame(drawFrame);
  }

  function redraw(): void {
    isStale = true;
    wake();
  }

  function take(events: readonly SimulationEvent[], reset: boolean): void {
    if (reset) {
      removeAll(hops);
      wires.clear();
      senders.clear();
      redraw();
    }
    if (input === null) return;
    // After the clock was turned come the events of the seconds before: most of them are over.
    const now = playground.now();
    for (const event of events) {
      if (event.type === 'Hop') {
        if (event.arrivesAt + LINGER_MS > now) addHop(event, input);
      } else if (event.type === 'PacketEnd') endPacket(event, now);
      else if (event.type === 'RequestStart') senders.set(event.requestId, event.from);
      else if (event.type === 'RequestEnd') senders.delete(event.requestId);
      else continue;
      redraw();
    }
  }

  /** What is in the air when the layer comes. */
  function takeWhatWentBefore(): void {
    for (const { start, steps, end } of playground.store.getState().requests)
      take(end === null ? [start, ...steps] : [start, ...steps, end], false);
  }

  function addHop(hop: Hop, { view, world, isStill }: PacketLayerInput): void {
    const row = rowFor(hops, hop.packetId);
    const color = colorOf(hop, world);
    hops.leavesAt[row] = hop.leavesAt;
    hops.arrivesAt[row] = hop.arrivesAt;
    hops.goneAt[row] = hop.arrivesAt + LINGER_MS;
    hops.sprite[row] = spriteCode(shapeOf(hop), color);
    hops.requestId[row] = hop.requestId;
    hops.isMark[row] = 0;
    hops.step[row] = hop;
    layOn(row, legOf(hop, view, world, senderOf));
    const isSeen = !isStill && hops.count <= FLASHES_UP_TO;
    if (isSeen && hop.before !== hop.after && isNodePlace(hop.from)) onRewrite(hop.from, color);
  }

  /** A dropped packet leaves a mark; a refused one comes back by itself. */
  function endPacket(end: PacketEnd, now: number): void {
    const known = hops.rowOfPacket.get(end.packetId);
    if (end.verdict !== 'dropped' || end.at + MARK_MS < now) {
      if (known !== undefined) removeRow(hops, known);
      return;
    }
    const row = known ?? rowFor(hops, end.packetId);
    if (known === undefined) layOn(row, { from: end.place, to: end.place, start: 0, end: 0 });
    hops.start[row] = hops.end[row]!;
    hops.leavesAt[row] = end.at;
    hops.arrivesAt[row] = end.at + MARK_MS;
    hops.goneAt[row] = end.at + MARK_MS;
    hops.sprite[row] = spriteCode('cross', 'bad');
    hops.requestId[row] = end.requestId;
    hops.isMark[row] = 1;
    hops.step[row] = end;
  }

  function layOn(row: number, { from, to, start, end }: Leg): void {
    hops.wire[row] = wires.indexOf(from, to);
    hops.start[row] = start;
    hops.end[row] = end;
  }

  /** In another view, and when objects changed, packets travel on other wires. */
  function layAllAgain({ view, world }: PacketLayerInput): void {
    wires.clear();
    for (let row = 0; row < hops.count; row++) {
      const step = hops.step[row]!;
      if (step.type === 'Hop') layOn(row, legOf(step, view, world, senderOf));
      else layOn(row, { from: step.place, to: step.place, start: 0, end: 0 });
    }
  }

  function drawFrame(): void {
    frame = 0;
    if (input === null) return;
    const now = playground.now();
    if (isStale || now !== drawnAt) {
      aimCamera();
      for (let row = hops.count - 1; row >= 0; row--) if (hops.goneAt[row]! < now) removeRow(hops, row);
      const followedRow = input.followed === null ? -1 : rowOfRequest(input.followed, now);
      if (!input.isStill) drawPackets(now, followedRow < 0 ? null : input.followed);
      surface.show();
      placeTag(input.isStill ? -1 : followedRow, now);
      drawnAt = now;
      isStale = false;
    }
    if (hops.count > 0 && !input.isStill && playground.store.getState().clock.playing) wake();
  }

  /** With `followed`, all others step back. */
  function drawPackets(now: number, followed: number | null): void {
    const sheet = spritesForZoom();
    const margin = 12 * pixelRatio;
    const [right, bottom] = [surface.width + margin, surface.height + margin];
    const [fromX, fromY] = [(-margin - cameraX) / scale, (-margin - cameraY) / scale];
    wires.look(fromX, fromY, (right - cameraX) / scale, (bottom - cameraY) / scale);
    for (let row = 0; row < hops.count; row++) {
      if (wires.isInSight[hops.wire[row]!] === 0) continue;
      const progress = locate(row, now);
      if (foundX < -margin || foundY < -margin || foundX > right || foundY > bottom) continue;
      let code = hops.sprite[row]!;
      if (hops.isMark[row] === 1) code = withStrength(code, fadingStrength(1 - progress));
      else if (followed !== null)
        code = hops.requestId[row] === followed ? enlarged(code) : withStrength(code, DIMMED);
      surface.draw(sheet.get(code), foundX, foundY);
    }
  }

  /** Finds the packet's point on the screen (`foundX`, `foundY`); returns how much of its hop lies behind it, 0 to 1. */
  function locate(row: number, now: number): number {
    const leavesAt = hops.leavesAt[row]!;
    const duration = hops.arrivesAt[row]! - leavesAt;
    const progress = duration > 0 ? Math.max(0, Math.min(1, (now - leavesAt) / duration)) : 1;
    const start = hops.start[row]!;
    const t = start + (hops.end[row]! - start) * progress;
    const u = 1 - t;
    const b0 = u * u * u;
    const b1 = 3 * u * u * t;
    const b2 = 3 * u * t * t;
    const b3 = t * t * t;
    const { curves } = wires;
    const at = hops.wire[row]! * 8;
    const x = b0 * curves[at]! + b1 * curves[at + 2]! + b2 * curves[at + 4]! + b3 * curves[at + 6]!;
    const y = b0 * curves[at + 1]! + b1 * curves[at + 3]! + b2 * curves[at + 5]! + b3 * curves[at + 7]!;
    foundX = x * scale + cameraX;
    foundY = y * scale + cameraY;
    return progress;
  }

  /** The packet of a request that set out last; -1 when none is in the air. */
  function rowOfRequest(requestId: number, now: number): number {
    let found = -1;
    for (let row = 0; row < hops.count; row++)
      if (hops.requestId[row] === requestId && hops.leavesAt[row]! <= now)
        if (found < 0 || hops.leavesAt[row]! >= hops.leavesAt[found]!) found = row;
    return found;
  }

  function placeTag(row: number, now: number): void {
    if (row >= 0) locate(row, now);
    const isShown = row >= 0 && Number.isFinite(foundX);
    tag.style.visibility = isShown ? 'visible' : 'hidden';
    if (!isShown) return;
    const [x, y] = [foundX / pixelRatio, foundY / pixelRatio];
    const [width, height] = [surface.width / pixelRatio, surface.height / pixelRatio];
    const left = Math.max(8, Math.min(x - 16, width - tagSize.width - 8));
    const below = y + TAG_GAP;
    const top = below + tagSize.height + 8 > height ? y - TAG_GAP - tagSize.height : below;
    tag.style.transform = `translate(${Math.round(left)}px, ${Math.round(top)}px)`;
  }

  function spritesForZoom(): SpriteSheet {
    const zoom = scale / pixelRatio;
    const radius = Math.round(Math.max(3, Math.min(7, RADIUS * zoom ** 0.6)) * pixelRatio * 2) / 2;
    if (sprites === null || radius !== spriteRadius) {
      sprites = createSpriteSheet({ colors, radius, pixelRatio, stride: surface.width });
      spriteRadius = radius;
    }
    return sprites;
  }

  function fitToScreen(): void {
    pixelRatio = Math.min(SHARPEST_PIXEL_RATIO, window.devicePixelRatio || 1);
    // As it is laid out: a deck of slides may show it larger or smaller.
    const { offsetWidth, offsetHeight } = canvas;
    surface.resize(Math.round(offsetWidth * pixelRatio), Math.round(offsetHeight * pixelRatio));
    sprites = null;
    redraw();
  }

  function readTheme(): void {
    colors = readTokenColors(canvas);
    sprites = null;
    redraw();
  }

  fitToScreen();
  const cleanups = [
    playground.onEvents(take),
    playground.store.subscribe(({ clock }, before) => {
      if (clock !== before.clock) wake();
    }),
    stage.onMove((what) => {
      if (what === 'cards') wires.refresh();
      redraw();
    }),
    observe(new ResizeObserver(fitToScreen), canvas),
    observe(
      new ResizeObserver(([entry]) => {
        const [box] = entry?.borderBoxSize ?? [];
        if (box !== undefined) tagSize = { width: box.inlineSize, height: box.blockSize };
        redraw();
      }),
      tag,
    ),
    observe(
      new IntersectionObserver(([entry]) => {
        isOnScreen = entry?.isIntersecting ?? true;
        wake();
      }),
      canvas,
    ),
    observeTheme(canvas, readTheme),
  ];

  return {
    update(next) {
      const isMoved = input === null || input.view !== next.view || input.world !== next.world;
      const isFirst = input === null;
      input = next;
      if (isFirst) takeWhatWentBefore();
      else if (isMoved) layAllAgain(next);
      redraw();
    },
    requestAt(x, y, reach) {
      const now = playground.now();
      aimCamera();
      let nearest: number | null = null;
      let least = reach * pixelRatio;
      for (let row = 0; row < hops.count; row++) {
        locate(row, now);
        const distance = Math.hypot(foundX - x * pixelRatio, foundY - y * pixelRatio);
        if (distance > least || Number.isNaN(distance)) continue;
        least = distance;
        nearest = hops.requestId[row]!;
      }
      return nearest;
    },
    count: () => hops.count,
    destroy() {
      cancelAnimationFrame(frame);
      for (const cleanup of cleanups) cleanup();
    },
  };
}

function observe(observer: ResizeObserver | IntersectionObserver, element: Element): () => void {
  observer.observe(element);
  return () => observer.disconnect();
}

/** Tokens change with the theme attribute of the page or of the embed, or with the system's theme. */
function observeTheme(canvas: HTMLCanvasElement, listener: () => void): () => void {
  const attributes = new MutationObserver(listener);
  const themed = new Set([document.documentElement, canvas.closest('[data-theme]')]);
  for (const element of themed)
    if (element !== null) attributes.observe(element, { attributeFilter: ['data-theme', 'class', 'style'] });
  const system = matchMedia('(prefers-color-scheme: dark)');
  system.addEventListener('change', listener);
  return () => {
    attributes.disconnect();
    system.removeEventListener('change', listener);
  };
}
