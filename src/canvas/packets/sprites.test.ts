import { describe, expect, test } from 'vitest';
import { header, hop, places } from '../testCluster.ts';
import {
  createSpriteSheet,
  DIMMED,
  enlarged,
  fadingStrength,
  type Shape,
  shapeOf,
  shapes,
  spriteCode,
  withStrength,
} from './sprites.ts';
import { packetColors, parseColor, type Rgb } from './tokenColors.ts';

const colors = packetColors.map((color): Rgb => (color === 'panel' ? [255, 255, 255] : [200, 0, 40]));
const sheet = createSpriteSheet({ colors, radius: 5, pixelRatio: 1, stride: 100 });
/** RGBA of the pixel this far from the middle. */
function pixel(shape: Shape, x: number, y: number, strength = 0): number[] | null {
  const sprite = sheet.get(withStrength(spriteCode(shape, 'bad'), strength));
  const index = [...sprite.xs].findIndex((_, i) => sprite.xs[i] === x && sprite.ys[i] === y);
  const rgba = sprite.colors[index];
  return rgba === undefined ? null : [rgba & 255, (rgba >>> 8) & 255, (rgba >>> 16) & 255, rgba >>> 24];
}

test('a request is filled, a reply is hollow', () => {
  expect(pixel('dot', 0, 0)).toEqual([200, 0, 40, 255]);
  expect(pixel('ring', 0, 0)).toEqual([255, 255, 255, 255]);
  expect(pixel('ring', 4, 0)).toEqual([200, 0, 40, 255]);
  expect(pixel('dot', 6, 6)).toBeNull();
});

test('a packet that steps back is the same picture, fainter', () => {
  expect(pixel('dot', 0, 0, DIMMED)![3]).toBeLessThan(90);
  expect(pixel('dot', 0, 0, fadingStrength(1))![3]).toBeGreaterThan(
    pixel('dot', 0, 0, fadingStrength(0.2))![3]!,
  );
});

test('pixels that cover come first, and every offset is where its x and y say', () => {
  for (const shape of shapes) {
    const { colors, covering, offsets, xs, ys, reach } = sheet.get(enlarged(spriteCode(shape, 'ClusterIP')));
    expect([...colors].slice(0, covering).every((rgba) => rgba >>> 24 === 255)).toBe(true);
    expect([...colors].slice(covering).some((rgba) => rgba >>> 24 === 255)).toBe(false);
    expect([...offsets]).toEqual([...xs].map((x, index) => ys[index]! * 100 + x));
    expect(Math.max(...xs, ...ys)).toBeLessThanOrEqual(reach);
  }
});

test('shape, colour and size have a code of their own', () => {
  const codes = new Set(
    shapes.flatMap((shape) =>
      packetColors.flatMap((color) => [spriteCode(shape, color), enlarged(spriteCode(shape, color, DIMMED))]),
    ),
  );
  expect(codes.size).toBe(shapes.length * packetColors.length * 2);
  expect(withStrength(spriteCode('cross', 'bad', 3), 0)).toBe(spriteCode('cross', 'bad'));
});

describe('what a packet looks like', () => {
  test.each([
    ['request', 'TCP', 'dot'],
    ['reply', 'TCP', 'ring'],
    ['request', 'UDP', 'triangle'],
    ['reply', 'UDP', 'hollowTriangle'],
    ['dnsQuery', 'UDP', 'square'],
    ['dnsReply', 'UDP', 'hollowSquare'],
    ['refused', 'TCP', 'diamond'],
  ] as const)('%s over %s: %s', (packetKind, protocol, shape) => {
    expect(
      shapeOf(hop(places.a, places.b, { packetKind, before: header('10.0.0.1', '10.0.0.2', protocol) })),
    ).toBe(shape);
  });
});

test('colours are read from tokens as they are written', () => {
  expect(parseColor('#7c3aed')).toEqual([124, 58, 237]);
  expect(parseColor('#fff')).toEqual([255, 255, 255]);
  expect(parseColor('rgb(1 2 3)')).toEqual([1, 2, 3]);
  expect(parseColor('rgba(1, 2, 3, .5)')).toEqual([1, 2, 3]);
  expect(parseColor('rebeccapurple')).toEqual([128, 128, 128]);
});
