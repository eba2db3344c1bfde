/** A WOFF 1.0 typeface as the plain one that it holds (https://www.w3.org/TR/WOFF/): its tables are deflated, and all else is a list of them. */
import { inflateSync } from 'node:zlib';

const WOFF_HEADER = 44;
const WOFF_ENTRY = 20;
const SFNT_HEADER = 12;
const SFNT_ENTRY = 16;

export function sfntOf(woff: Buffer): Buffer {
  if (woff.toString('latin1', 0, 4) !== 'wOFF') throw new Error('This is no WOFF 1.0 file.');
  const count = woff.readUInt16BE(12);
  const directory = Buffer.alloc(SFNT_HEADER + count * SFNT_ENTRY);
  woff.copy(directory, 0, 4, 8);
  directory.writeUInt16BE(count, 4);
  // For readers that search the directory by halves.
  const halvings = Math.floor(Math.log2(count));
  const range = SFNT_ENTRY * 2 ** halvings;
  directory.writeUInt16BE(range, 6);
  directory.writeUInt16BE(halvings, 8);
  directory.writeUInt16BE(count * SFNT_ENTRY - range, 10);

  const parts: Uint8Array[] = [directory];
  let offset = directory.length;
  for (let index = 0; index < count; index++) {
    const entry = WOFF_HEADER + index * WOFF_ENTRY;
    const [from, packed, length] = [4, 8, 12].map((at) => woff.readUInt32BE(entry + at)) as [
      number,
      number,
      number,
    ];
    const stored = woff.subarray(from, from + packed);
    const table = packed < length ? inflateSync(stored) : stored;
    const written = SFNT_HEADER + index * SFNT_ENTRY;
    woff.copy(directory, written, entry, entry + 4);
    woff.copy(directory, written + 4, entry + 16, entry + 20);
    directory.writeUInt32BE(offset, written + 8);
    directory.writeUInt32BE(length, written + 12);
    // Tables begin at multiples of four.
    const filling = Buffer.alloc((4 - (length % 4)) % 4);
    parts.push(table, filling);
    offset += length + filling.length;
  }
  return Buffer.concat(parts);
}

const NAME_HEADER = 6;
const NAME_RECORD = 12;
const FAMILY = 1;
const MACINTOSH = 1;

/**
 * Lets a weight that calls itself a family of its own ("Inter SemiBold") be found as a weight of its family: the name ends
 * where that of the family does.
 */
export function asWeightOf(family: string, font: Buffer): Buffer {
  const tables = Array.from({ length: font.readUInt16BE(4) }, (_, index) => SFNT_HEADER + index * SFNT_ENTRY);
  const names = tables.find((entry) => font.toString('latin1', entry, entry + 4) === 'name');
  if (names === undefined) return font;
  const table = font.readUInt32BE(names + 8);
  const copy = Buffer.from(font);
  for (let index = 0; index < font.readUInt16BE(table + 2); index++) {
    const record = table + NAME_HEADER + index * NAME_RECORD;
    if (font.readUInt16BE(record + 6) !== FAMILY) continue;
    const width = font.readUInt16BE(record) === MACINTOSH ? 1 : 2;
    copy.writeUInt16BE(Math.min(font.readUInt16BE(record + 8), family.length * width), record + 8);
  }
  return copy;
}
