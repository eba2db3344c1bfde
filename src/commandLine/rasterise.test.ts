import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { rasterise } from './rasterise.ts';
import { sfntOf } from './sfntOf.ts';

const svg = (content: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="60" height="30" viewBox="0 0 60 30"><rect width="60" height="30" fill="#f6f7f9"/>${content}</svg>`;

/** Its chunks by type; a wrong length would show as a type that does not exist. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at);
    chunks.set(png.toString('latin1', at + 4, at + 8), png.subarray(at + 8, at + 8 + length));
    at += 12 + length;
  }
  return chunks;
}

/** The colour of a pixel, through the palette. */
function colorAt(png: Buffer, x: number, y: number): string {
  const chunks = chunksOf(png);
  const rows = inflateSync(chunks.get('IDAT')!);
  const index = rows[y * 61 + 1 + x]!;
  return `#${chunks
    .get('PLTE')!
    .subarray(index * 3, index * 3 + 3)
    .toString('hex')}`;
}

describe('A PNG of an SVG', () => {
  it('is as large as the picture, and keeps its colours', async () => {
    const png = await rasterise(svg('<rect x="10" y="10" width="20" height="10" fill="#7c3aed"/>'));
    const header = chunksOf(png).get('IHDR')!;
    expect([...chunksOf(png).keys()]).toEqual(['IHDR', 'PLTE', 'IDAT', 'IEND']);
    expect([header.readUInt32BE(0), header.readUInt32BE(4)]).toEqual([60, 30]);
    expect(colorAt(png, 2, 2)).toBe('#f6f7f9');
    expect(colorAt(png, 15, 15)).toBe('#7c3aed');
  });

  it('has letters of the two typefaces in their weights', async () => {
    const word = (family: string, weight: number) =>
      rasterise(
        svg(`<text x="4" y="20" font-family="${family}" font-weight="${weight}" font-size="16">Pods</text>`),
      );
    const empty = await rasterise(svg(''));
    const drawn = await Promise.all([
      word('Inter', 400),
      word('Inter', 500),
      word('Inter', 600),
      word('Inter', 700),
      word('JetBrains Mono', 400),
      word('JetBrains Mono', 600),
    ]);
    for (const png of drawn) expect(png.equals(empty)).toBe(false);
    expect(new Set(drawn.map((png) => png.toString('base64'))).size).toBe(drawn.length);
  });

  it('is the same each time', async () => {
    const text = svg(
      '<circle cx="30" cy="15" r="9" fill="#0d9488"/><text x="4" y="20" font-size="12">shop</text>',
    );
    expect((await rasterise(text)).equals(await rasterise(text))).toBe(true);
  });

  it('has at most 256 colours, the most frequent ones unchanged', async () => {
    const gradient =
      '<defs><linearGradient id="g"><stop offset="0" stop-color="#000"/><stop offset="1" stop-color="#ff0"/></linearGradient></defs><rect y="12" width="60" height="6" fill="url(#g)" transform="rotate(20 30 15)"/>';
    const png = await rasterise(svg(gradient));
    expect(chunksOf(png).get('PLTE')!.length).toBeLessThanOrEqual(256 * 3);
    expect(colorAt(png, 1, 28)).toBe('#f6f7f9');
  });
});

describe('A typeface out of a WOFF file', () => {
  const require = createRequire(import.meta.url);
  const woff = readFileSync(require.resolve('@fontsource/inter/files/inter-latin-600-normal.woff'));

  it('has every table with the sum that it is known by', () => {
    const font = sfntOf(woff);
    const count = font.readUInt16BE(4);
    expect(count).toBe(woff.readUInt16BE(12));
    for (let index = 0; index < count; index++) {
      const entry = 12 + index * 16;
      const tag = font.toString('latin1', entry, entry + 4);
      const [sum, offset, length] = [4, 8, 12].map((at) => font.readUInt32BE(entry + at)) as [
        number,
        number,
        number,
      ];
      expect(offset % 4, tag).toBe(0);
      // The sum of `head` leaves out its own field for the whole file.
      const skipped = tag === 'head' ? font.readUInt32BE(offset + 8) : 0;
      let found = 0;
      for (let at = 0; at < length; at += 4) found = (found + font.readUInt32BE(offset + at)) >>> 0;
      expect((found - skipped) >>> 0, tag).toBe(sum);
    }
  });

  it('is refused when the file is something else', () => {
    expect(() => sfntOf(Buffer.from('wOF2 and more'))).toThrow('WOFF 1.0');
  });
});
