/** A capture file in the format that Wireshark and tcpdump read: pcapng (draft-ietf-opsawg-pcapng), version 1.0. */
import { type Bytes, join, text } from './bytes.ts';

export interface CapturedFrame {
  /** Microseconds since 1970. */
  readonly at: bigint;
  /** Index of the interface that it was seen on. */
  readonly on: number;
  readonly bytes: Bytes;
  readonly comment: string;
}

export interface Capture {
  readonly application: string;
  /** Names of the interfaces. */
  readonly interfaces: readonly string[];
  readonly frames: readonly CapturedFrame[];
}

const [SECTION_HEADER, INTERFACE_DESCRIPTION, ENHANCED_PACKET] = [0x0a0d0d0a, 1, 6];
const BYTE_ORDER = 0x1a2b3c4d;
const ETHERNET = 1;
const [END, COMMENT, IF_NAME, USER_APPLICATION] = [0, 1, 2, 4];
/** Length unknown: sections may be read to the end of the file. */
const UNKNOWN_LENGTH = 0xffffffff;

export function pcapng({ application, interfaces, frames }: Capture): Bytes {
  return join(
    block(
      SECTION_HEADER,
      words(BYTE_ORDER),
      halves(1, 0),
      words(UNKNOWN_LENGTH, UNKNOWN_LENGTH),
      options([USER_APPLICATION, application]),
    ),
    ...interfaces.map((name) =>
      block(INTERFACE_DESCRIPTION, halves(ETHERNET, 0), words(0), options([IF_NAME, name])),
    ),
    ...frames.map(({ at, on, bytes, comment }) =>
      block(
        ENHANCED_PACKET,
        words(on, Number(at >> 32n), Number(at & 0xffffffffn), bytes.length, bytes.length),
        padded(bytes),
        options([COMMENT, comment]),
      ),
    ),
  );
}

/** Type, length, content, and the length once more. */
function block(type: number, ...content: readonly Uint8Array[]): Bytes {
  const body = join(...content);
  const length = body.length + 12;
  return join(words(type, length), body, words(length));
}

function options(...entries: readonly (readonly [code: number, value: string])[]): Bytes {
  const encoded = entries.map(([code, value]) => {
    const bytes = text(value).slice(0, 0xffff);
    return join(halves(code, bytes.length), padded(bytes));
  });
  return join(...encoded, halves(END, 0));
}

function padded(bytes: Bytes): Bytes {
  return join(bytes, new Uint8Array((4 - (bytes.length % 4)) % 4));
}

/** Numbers of the file's own frame are little-endian, as `BYTE_ORDER` says. */
function words(...values: readonly number[]): Bytes {
  const view = new DataView(new ArrayBuffer(4 * values.length));
  for (const [index, value] of values.entries()) view.setUint32(4 * index, value, true);
  return new Uint8Array(view.buffer);
}

function halves(...values: readonly number[]): Bytes {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  for (const [index, value] of values.entries()) view.setUint16(2 * index, value, true);
  return new Uint8Array(view.buffer);
}
