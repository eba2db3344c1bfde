/** Capture files, taken apart by what the formats say. Where Wireshark's tshark is installed it reads them too. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { createRequestLog, listRequests, logEvent } from '../../playground/requestLog.ts';
import type { RequestRecord } from '../../playground/state.ts';
import { sendRequest } from '../../simulation/network/request.ts';
import { advance } from '../../simulation/simulation.ts';
import { cluster, node, pod, service } from '../../testing/cluster.ts';
import { crc32c, internetChecksum } from './bytes.ts';
import { captureOf } from './capture.ts';

const MALFORMED =
  'ip.checksum.status == 0 || tcp.checksum.status == 0 || udp.checksum.status == 0 || sctp.checksum.status == 0 || icmp.checksum.status == 0 || _ws.malformed';
const CHECKED = ['ip.check_checksum', 'tcp.check_checksum', 'udp.check_checksum', 'sctp.checksum:crc32c'];

function recordsOf(objects: readonly KubernetesObject[], ...urls: string[]): readonly RequestRecord[] {
  const simulation = cluster([node('node-a'), node('node-b'), pod('web', 'web'), ...objects]);
  const log = createRequestLog();
  for (const url of urls) sendRequest(simulation, { from: 'Pod/default/web', url });
  for (const event of advance(simulation, 120_000)) logEvent(log, event);
  return listRequests(log);
}

const everything = recordsOf(
  [
    pod('shop', 'shop', { nodeName: 'node-b' }),
    pod('time', 'time', {
      containers: [
        { name: 'ntp', image: 'example.com/ntp', ports: [{ containerPort: 123, protocol: 'UDP' }] },
      ],
    }),
    pod('phone', 'phone', {
      containers: [
        { name: 'm3', image: 'example.com/m3', ports: [{ containerPort: 7777, protocol: 'SCTP' }] },
      ],
    }),
    service('shop'),
    service('empty'),
    service('time', { ports: [{ port: 123, protocol: 'UDP' }] }),
    service('phone', { ports: [{ port: 7777, protocol: 'SCTP' }] }),
  ],
  'http://shop/cart?item=1',
  'http://empty/',
  'http://nowhere/',
  'udp://time:123',
  'udp://empty:80',
  'sctp://phone:7777',
  'http://shop.default.svc.cluster.local/',
);

/** The blocks of a pcapng file: type and content. */
function blocksOf(bytes: Uint8Array): { type: number; content: DataView }[] {
  const view = new DataView(bytes.buffer);
  const blocks = [];
  for (let offset = 0; offset < bytes.length; ) {
    const length = view.getUint32(offset + 4, true);
    expect(view.getUint32(offset + length - 4, true)).toBe(length);
    expect(length % 4).toBe(0);
    const content = new DataView(bytes.buffer, offset + 8, length - 12);
    blocks.push({ type: view.getUint32(offset, true), content });
    offset += length;
  }
  return blocks;
}

test('a capture has a header, an interface for each link, and a frame for each hop', () => {
  const blocks = blocksOf(captureOf(everything));
  const hops = everything.flatMap(({ steps }) => steps.filter(({ type }) => type === 'Hop'));
  const links = new Set(hops.map((hop) => (hop.type === 'Hop' ? `${hop.from} ${hop.to}` : '')));
  expect(blocks[0]!.type).toBe(0x0a0d0d0a);
  expect(blocks[0]!.content.getUint32(0, true)).toBe(0x1a2b3c4d);
  expect(blocks.filter(({ type }) => type === 1).length).toBe(links.size);
  expect(blocks.filter(({ type }) => type === 6).length).toBe(hops.length);
});

test('frames are in the order of time, which is the time on the wire', () => {
  const times = blocksOf(captureOf(everything))
    .filter(({ type }) => type === 6)
    .map(({ content }) => (BigInt(content.getUint32(4, true)) << 32n) | BigInt(content.getUint32(8, true)));
  expect(times).toEqual([...times].sort((a, b) => Number(a - b)));
  expect(times[0]).toBe(BigInt(Date.UTC(2026, 0, 1)) * 1000n);
  const answered = everything[0]!.end!;
  expect(times.at(-1)! - times[0]!).toBeGreaterThanOrEqual(BigInt(answered.at - answered.startedAt) / 2n);
  expect(times.at(-1)! - times[0]!).toBeLessThan(100_000n);
});

test('every frame is as long as its IPv4 header says, with a correct header checksum', () => {
  const frames = blocksOf(captureOf(everything)).filter(({ type }) => type === 6);
  for (const { content } of frames) {
    const length = content.getUint32(12, true);
    const frame = new Uint8Array(content.buffer, content.byteOffset + 20, length);
    expect([frame[12], frame[13]]).toEqual([0x08, 0x00]);
    expect((frame[16]! << 8) | frame[17]!).toBe(length - 14);
    expect(internetChecksum(frame.slice(14, 34))).toBe(0);
  }
});

test('checksums agree with known values', () => {
  const digits = new TextEncoder().encode('123456789');
  expect(crc32c(digits)).toBe(0xe3069283);
  expect(internetChecksum(Uint8Array.of(0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7))).toBe(0x220d);
});

const hasTshark = spawnSync('tshark', ['--version']).status === 0;

test.skipIf(!hasTshark)('tshark reads it without an error and understands every protocol', () => {
  const folder = mkdtempSync(join(tmpdir(), 'kubehop-'));
  try {
    const file = join(folder, 'capture.pcapng');
    writeFileSync(file, captureOf(everything));
    const tshark = (...args: string[]) => spawnSync('tshark', ['-r', file, ...args], { encoding: 'utf8' });
    const preferences = CHECKED.flatMap((name) => ['-o', name.includes(':') ? name : `${name}:TRUE`]);
    const all = tshark();
    expect(all.status).toBe(0);
    expect(all.stderr.replace(/^Running as user "root".*\n/, '')).toBe('');
    expect(tshark('-Y', MALFORMED, ...preferences).stdout).toBe('');
    expect(all.stdout).toContain('GET /cart?item=1 HTTP/1.1');
    expect(all.stdout).toContain('A shop.default.svc.cluster.local A 10.96.');
    expect(all.stdout).toContain('No such name A nowhere.default.svc.cluster.local');
    expect(all.stdout).toContain('Destination unreachable (Port unreachable)');
    expect(tshark('-Y', 'udp.dstport == 123').stdout).not.toBe('');
    expect(tshark('-Y', 'sctp').stdout).not.toBe('');
    expect(tshark('-Y', 'frame.comment contains "kube-proxy on"').stdout).not.toBe('');
  } finally {
    rmSync(folder, { recursive: true });
  }
});
