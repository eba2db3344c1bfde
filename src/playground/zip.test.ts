import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as zlib from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { zip } from './zip.ts';

const files = [
  { name: 'service-shop.yaml', text: 'kind: Service\n' },
  { name: 'prod/pod-größe.yaml', text: 'kind: Pod # “größer”\n' },
];

/** Reads the archive back by its central directory. */
function unzip(bytes: Uint8Array): { name: string; text: string; crc: number }[] {
  const view = new DataView(bytes.buffer);
  const decoder = new TextDecoder();
  const end = bytes.length - 22;
  expect(view.getUint32(end, true)).toBe(0x06054b50);
  let at = view.getUint32(end + 16, true);
  return Array.from({ length: view.getUint16(end + 10, true) }, () => {
    const [size, nameLength, offset] = [
      view.getUint32(at + 24, true),
      view.getUint16(at + 28, true),
      view.getUint32(at + 42, true),
    ];
    const name = decoder.decode(bytes.slice(at + 46, at + 46 + nameLength));
    const start = offset + 30 + view.getUint16(offset + 26, true);
    const crc = view.getUint32(at + 16, true);
    at += 46 + nameLength;
    return { name, text: decoder.decode(bytes.slice(start, start + size)), crc };
  });
}

function hasUnzip(): boolean {
  try {
    execFileSync('unzip', ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

describe('an archive', () => {
  it('holds its files under their names, with the right checksums', () => {
    const read = unzip(zip(files));
    expect(read.map(({ name, text }) => ({ name, text }))).toEqual(files);
    // The checksum of the first, as every other program has it.
    expect(read[0]!.crc).toBe(
      zlib.gzipSync(files[0]!.text).readUInt32LE(zlib.gzipSync(files[0]!.text).length - 8),
    );
  });

  it.skipIf(!hasUnzip())('is sound to unzip', () => {
    const folder = mkdtempSync(join(tmpdir(), 'kubehop-zip-'));
    try {
      writeFileSync(join(folder, 'scene.zip'), zip(files));
      const said = execFileSync('unzip', ['-t', join(folder, 'scene.zip')], { encoding: 'utf8' });
      expect(said).toContain('No errors detected');
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
