/** Packets as small pictures made of plain pixels: shape × colour × strength, drawn once each from distance fields. */
import type { Hop, PacketEnd } from '../../simulation/events.ts';
import { type PacketColor, packetColors, type Rgb } from './tokenColors.ts';

export const shapes = [
  'dot',
  'ring',
  'square',
  'hollowSquare',
  'diamond',
  'triangle',
  'hollowTriangle',
  'cross',
] as const;
export type Shape = (typeof shapes)[number];

/** How strong a packet is drawn: in full, stepped back while another is followed, or fading in six steps. */
export const FULL = 0;
export const DIMMED = 1;
const strengths = [1, 0.26, 0.85, 0.7, 0.55, 0.4, 0.25, 0.1] as const;

/** The pixels of a picture that are not transparent, those that cover first. */
export interface Sprite {
  /** It stays within a square of this many device pixels to each side of its middle. */
  reach: number;
  /** RGBA as ImageData wants it: not premultiplied, red in the lowest byte. */
  colors: Uint32Array;
  /** Where each pixel is from the middle, as a distance in an array of pixels. */
  offsets: Int32Array;
  xs: Int8Array;
  ys: Int8Array;
  /** How many of them cover wholly. */
  covering: number;
}

/** One number for shape, colour, strength and size. */
export function spriteCode(shape: Shape, color: PacketColor, strength = FULL, isLarge = false): number {
  return (
    (((shapes.indexOf(shape) * packetColors.length + packetColors.indexOf(color)) * strengths.length +
      strength) <<
      1) |
    (isLarge ? 1 : 0)
  );
}

export function withStrength(code: number, strength: number): number {
  const rest = code >> 1;
  return ((rest - (rest % strengths.length) + strength) << 1) | (code & 1);
}

export function enlarged(code: number): number {
  return code | 1;
}

/** `left` runs from 1 to 0 while something fades. */
export function fadingStrength(left: number): number {
  const steps = strengths.length - 2;
  return 2 + Math.min(steps - 1, Math.max(0, Math.floor((1 - left) * steps)));
}

export function shapeOf({ packetKind, after }: Hop | PacketEnd): Shape {
  switch (packetKind) {
    case 'dnsQuery':
      return 'square';
    case 'dnsReply':
      return 'hollowSquare';
    case 'refused':
    case 'close':
      return 'diamond';
    case 'request':
      return after.protocol === 'UDP' ? 'triangle' : 'dot';
    case 'reply':
      return after.protocol === 'UDP' ? 'hollowTriangle' : 'ring';
  }
}

/** Distance to the border of a shape of radius 1, negative inside. */
const distances = {
  dot: (x, y) => Math.hypot(x, y) - 1,
  ring: (x, y) => Math.hypot(x, y) - 1,
  square: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.84,
  hollowSquare: (x, y) => Math.max(Math.abs(x), Math.abs(y)) - 0.84,
  diamond: (x, y) => (Math.abs(x) + Math.abs(y) - 1.36) * Math.SQRT1_2,
  triangle,
  hollowTriangle: triangle,
  cross: (x, y) => {
    const [u, v] = [(x + y) * Math.SQRT1_2, (x - y) * Math.SQRT1_2];
    return Math.min(
      Math.max(Math.abs(u) - 1.15, Math.abs(v) - 0.24),
      Math.max(Math.abs(v) - 1.15, Math.abs(u) - 0.24),
    );
  },
} satisfies Record<Shape, (x: number, y: number) => number>;

function triangle(x: number, y: number): number {
  const halfBase = 1.15;
  const [bottom, top] = [0.85, -1.15];
  const slope = (Math.abs(x) * (bottom - top) - halfBase * (y - top)) / Math.hypot(bottom - top, halfBase);
  return Math.max(slope, y - bottom);
}

const HOLLOW: readonly Shape[] = ['ring', 'hollowSquare', 'hollowTriangle'];
const HALO = 1.25;
const STROKE = 1.9;
/** The followed packet. */
const LARGE = 1.25;
/** How far the widest shape goes beyond its radius. */
const WIDEST = 1.3;

export interface SpriteSheet {
  get(code: number): Sprite;
}

export interface SpriteLook {
  /** In the order of `packetColors`. */
  colors: readonly Rgb[];
  /** In device pixels. */
  radius: number;
  /** Makes outlines as thick on every screen. */
  pixelRatio: number;
  /** Width of the array of pixels that the sprites go into. */
  stride: number;
}

export function createSpriteSheet(look: SpriteLook): SpriteSheet {
  const sheet: (Sprite | undefined)[] = [];
  return {
    get(code) {
      let sprite = sheet[code];
      if (sprite === undefined) {
        sprite = drawSprite(code, look);
        sheet[code] = sprite;
      }
      return sprite;
    },
  };
}

function drawSprite(code: number, { colors, radius, pixelRatio, stride }: SpriteLook): Sprite {
  const rest = code >> 1;
  const strength = strengths[rest % strengths.length]!;
  const withColor = Math.floor(rest / strengths.length);
  const color = colors[withColor % packetColors.length]!;
  const shape = shapes[Math.floor(withColor / packetColors.length)]!;
  const panel = colors[packetColors.indexOf('panel')]!;
  const scale = radius * ((code & 1) === 1 ? LARGE : 1);
  const halo = HALO * pixelRatio;
  const reach = Math.ceil(scale * WIDEST + halo);
  const drawn: { x: number; y: number; rgba: number }[] = [];
  for (let y = -reach; y <= reach; y++) {
    for (let x = -reach; x <= reach; x++) {
      const distance = distances[shape](x / scale, y / scale) * scale;
      const fill = coverage(distance);
      const hole = HOLLOW.includes(shape) ? coverage(distance + STROKE * pixelRatio) : 0;
      // Panel colour around and inside, so that wires do not run through a packet.
      const ink = fill * (1 - hole);
      const alpha = coverage(distance - halo) * (1 - fill) * 0.9 + fill;
      const opacity = Math.round(alpha * strength * 255);
      if (opacity === 0) continue;
      const mix = (channel: 0 | 1 | 2) =>
        Math.round((color[channel] * ink + panel[channel] * (alpha - ink)) / alpha);
      drawn.push({ x, y, rgba: ((opacity << 24) | (mix(2) << 16) | (mix(1) << 8) | mix(0)) >>> 0 });
    }
  }
  drawn.sort((a, b) => (b.rgba >>> 24) - (a.rgba >>> 24) || a.y - b.y || a.x - b.x);
  return {
    reach,
    colors: Uint32Array.from(drawn, ({ rgba }) => rgba),
    offsets: Int32Array.from(drawn, ({ x, y }) => y * stride + x),
    xs: Int8Array.from(drawn, ({ x }) => x),
    ys: Int8Array.from(drawn, ({ y }) => y),
    covering: drawn.filter(({ rgba }) => rgba >>> 24 === 255).length,
  };
}

function coverage(distance: number): number {
  return Math.max(0, Math.min(1, 0.5 - distance));
}
