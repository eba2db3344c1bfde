/** A short loop as an animated GIF: the still picture once, and in each frame only what changed. */
import { applyPalette, GIFEncoder, quantize } from 'gifenc';
import { parseColor } from '../packets/tokenColors.ts';
import type { Rect } from '../wirePath.ts';
import { outlineOf, PACKET_RADIUS, type PacketInAir } from './packetShapes.ts';
import type { Palette } from './palette.ts';
import { packetColor } from './picture.ts';
import type { PixelSize } from './raster.ts';

/** GIFs count in hundredths of a second. */
export const FRAME_MS = 80;
export const FRAMES = 38;

interface Loop {
  /** The picture without packets. */
  still: CanvasRenderingContext2D;
  bounds: Rect;
  palette: Palette;
  packetsOf: (frame: number) => readonly PacketInAir[];
  onProgress: (part: number) => void;
}

const PACKET_COLORS = [
  'ClusterIP',
  'NodePort',
  'LoadBalancer',
  'ExternalName',
  'Headless',
  'neutral',
  'bad',
  'panel',
] as const;

export async function encodeLoop({
  still,
  bounds,
  palette,
  packetsOf,
  onProgress,
}: Loop): Promise<Uint8Array<ArrayBuffer>> {
  const { width, height } = still.canvas;
  const background = still.getImageData(0, 0, width, height);
  const scale = width / bounds.width;
  // Packets keep their exact colours, whatever the picture is made of; the last entry is "as before".
  const exact = PACKET_COLORS.map((color) => [...parseColor(packetColor(color, palette))]);
  const colors = [...exact, ...quantize(background.data, 255 - exact.length)];
  const asBefore = colors.length;
  const emptied = applyPalette(background.data, colors);
  const gif = GIFEncoder();
  let before: Uint8Array | null = null;
  for (let frame = 0; frame < FRAMES; frame++) {
    const packets = packetsOf(frame);
    still.setTransform(scale, 0, 0, scale, -bounds.x * scale, -bounds.y * scale);
    for (const packet of packets) paint(still, packet, palette);
    still.setTransform(1, 0, 0, 1, 0, 0);
    const boxes = packets.map((packet) => boxAround(packet, bounds, scale, still.canvas));
    const index = emptied.slice();
    for (const box of boxes) readBox(still, box, colors, index);
    for (const { x, y, width, height } of boxes) still.putImageData(background, 0, 0, x, y, width, height);
    gif.writeFrame(before === null ? index : changesOf(index, before, asBefore), width, height, {
      ...(before === null ? { palette: [...colors, [0, 0, 0]], repeat: 0 } : {}),
      delay: FRAME_MS,
      transparent: before !== null,
      transparentIndex: asBefore,
      dispose: 1,
    });
    before = index;
    onProgress((frame + 1) / FRAMES);
    await untilNextTask();
  }
  gif.finish();
  return gif.bytes();
}

/** In pixels, within the picture; a box without room when the packet is outside. */
function boxAround({ x, y }: PacketInAir, bounds: Rect, scale: number, { width, height }: PixelSize): Rect {
  const reach = 2 * PACKET_RADIUS;
  const clamp = (value: number, most: number) => Math.max(0, Math.min(most, Math.round(value * scale)));
  const left = clamp(x - reach - bounds.x, width);
  const top = clamp(y - reach - bounds.y, height);
  const right = clamp(x + reach - bounds.x, width);
  const bottom = clamp(y + reach - bounds.y, height);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

/** Only what packets cover can differ from the still picture. */
function readBox(from: CanvasRenderingContext2D, box: Rect, colors: number[][], into: Uint8Array): void {
  if (box.width === 0 || box.height === 0) return;
  const found = applyPalette(from.getImageData(box.x, box.y, box.width, box.height).data, colors);
  for (let row = 0; row < box.height; row++)
    into.set(
      found.subarray(row * box.width, (row + 1) * box.width),
      (box.y + row) * from.canvas.width + box.x,
    );
}

function changesOf(index: Uint8Array, before: Uint8Array, asBefore: number): Uint8Array {
  const changes = new Uint8Array(index.length);
  for (let at = 0; at < index.length; at++) changes[at] = index[at] === before[at] ? asBefore : index[at]!;
  return changes;
}

function paint(
  context: CanvasRenderingContext2D,
  { x, y, shape, color, opacity }: PacketInAir,
  palette: Palette,
): void {
  const { path, isHollow } = outlineOf(shape);
  const ink = packetColor(color, palette);
  context.save();
  context.translate(x, y);
  const radius = isHollow ? PACKET_RADIUS - 1 : PACKET_RADIUS;
  context.scale(radius, radius);
  context.globalAlpha = opacity;
  const outline = new Path2D(path);
  context.lineWidth = isHollow ? 0.48 : 0.5;
  context.strokeStyle = isHollow ? ink : palette.panel!;
  context.fillStyle = isHollow ? palette.panel! : ink;
  if (isHollow) {
    context.fill(outline);
    context.stroke(outline);
  } else {
    context.stroke(outline);
    context.fill(outline);
  }
  context.restore();
}

/** The page stays alive between two frames. */
function untilNextTask(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
