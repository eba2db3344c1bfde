/**
 * SVG → PNG without a browser, with the playground's two typefaces and nothing of the machine's own, so that every build
 * draws the same bytes. The PNG has a palette: such pictures have few colours, and are a third as large with it.
 */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';
import { crc32, deflate } from 'node:zlib';
import { initWasm, Resvg } from '@resvg/resvg-wasm';
import { asWeightOf, sfntOf } from './sfntOf.ts';

const fromPackage = (path: string) => readFileSync(createRequire(import.meta.url).resolve(path));

/** resvg knows no variable typefaces: each weight is a file. */
const TYPEFACES = [
  { family: 'Inter', files: '@fontsource/inter/files/inter', weights: [400, 500, 600, 700] },
  { family: 'JetBrains Mono', files: '@fontsource/jetbrains-mono/files/jetbrains-mono', weights: [400, 600] },
];

let started: Promise<Uint8Array[]> | undefined;

/** The engine starts once in a process. */
async function start(): Promise<Uint8Array[]> {
  await initWasm(fromPackage('@resvg/resvg-wasm/index_bg.wasm'));
  return TYPEFACES.flatMap(({ family, files, weights }) =>
    weights.map((weight) => asWeightOf(family, sfntOf(fromPackage(`${files}-latin-${weight}-normal.woff`)))),
  );
}

export async function rasterise(svg: string): Promise<Buffer> {
  started ??= start();
  const fontBuffers = await started;
  const resvg = new Resvg(svg, {
    font: { fontBuffers, defaultFontFamily: 'Inter', monospaceFamily: 'JetBrains Mono' },
  });
  const drawn = resvg.render();
  const { pixels, width, height } = drawn;
  drawn.free();
  resvg.free();
  return pngOf(pixels, width, height);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;
const WITH_PALETTE = 3;

/** Packed beside the main thread, while the next one is drawn. */
const pack = promisify<Uint8Array, object, Buffer>(deflate);

/** Nothing of it may be transparent. */
async function pngOf(pixels: Uint8Array, width: number, height: number): Promise<Buffer> {
  const { palette, indices } = inFewColors(pixels);
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = EIGHT_BITS;
  header[9] = WITH_PALETTE;
  // Each row begins with its filter: none.
  const rows = Buffer.alloc(height * (width + 1));
  for (let y = 0; y < height; y++)
    rows.set(indices.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', palette),
    chunk('IDAT', await pack(rows, { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const MOST_COLORS = 256;

/** The colours that most of the picture has stay exactly as they are; the others, edges of letters, become the nearest of them. */
function inFewColors(pixels: Uint8Array): { palette: Buffer; indices: Uint8Array } {
  const colors = new Uint32Array(pixels.buffer, pixels.byteOffset, pixels.length / 4);
  const runs = runsOf(colors);
  const counts = new Map<number, number>();
  for (const { color, length } of runs) counts.set(color, (counts.get(color) ?? 0) + length);
  const byCount = [...counts].sort(([a, many], [b, more]) => more - many || a - b).map(([color]) => color);
  const kept = byCount.slice(0, MOST_COLORS);
  const indexOf = new Map(kept.map((color, index) => [color, index]));
  for (const color of byCount.slice(MOST_COLORS)) indexOf.set(color, nearest(color, kept));
  const indices = new Uint8Array(colors.length);
  let at = 0;
  for (const { color, length } of runs) {
    indices.fill(indexOf.get(color)!, at, at + length);
    at += length;
  }
  return { palette: Buffer.from(kept.flatMap(channelsOf)), indices };
}

/** Neighbours are mostly of one colour. */
function runsOf(colors: Uint32Array): { color: number; length: number }[] {
  const runs: { color: number; length: number }[] = [];
  let start = 0;
  for (let index = 1; index <= colors.length; index++) {
    if (colors[index] === colors[start]) continue;
    runs.push({ color: colors[start]!, length: index - start });
    start = index;
  }
  return runs;
}

/** As they lie in memory of every machine that this runs on: red is lowest. */
function channelsOf(color: number): [red: number, green: number, blue: number] {
  return [color & 255, (color >> 8) & 255, (color >> 16) & 255];
}

function nearest(color: number, among: readonly number[]): number {
  const [red, green, blue] = channelsOf(color);
  let found = 0;
  let least = Number.POSITIVE_INFINITY;
  for (const [index, each] of among.entries()) {
    const [r, g, b] = channelsOf(each);
    const distance = (r - red) ** 2 + (g - green) ** 2 + (b - blue) ** 2;
    if (distance >= least) continue;
    least = distance;
    found = index;
  }
  return found;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(data.length);
  const sum = Buffer.alloc(4);
  sum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, sum]);
}
