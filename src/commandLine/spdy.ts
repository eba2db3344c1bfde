/**
 * The server's side of SPDY/3.1 as kubectl speaks it for forwarded ports: streams with headers over one connection. Models
 * moby/spdystream, which does without flow control, priorities and pushes.
 */
import { Duplex } from 'node:stream';
import { constants, createDeflate, createInflate } from 'node:zlib';

/** A stream that the client opened, in both directions. */
export interface SpdyStream {
  readonly headers: ReadonlyMap<string, string>;
  readonly content: Duplex;
}

const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const GOAWAY = 7;
const IS_CONTROL = 0x80;
const VERSION = 3;
const FIN = 1;

const HEADER_LENGTH = 8;
const LONGEST_FRAME = 1024 * 1024;
const LONGEST_HEADERS = 16 * 1024;
const MOST_STREAMS = 1000;

/** Resolves when the connection has ended, rejects when what comes is no SPDY. */
export async function serveSpdy(connection: Duplex, onStream: (stream: SpdyStream) => void): Promise<void> {
  const streams = new Map<number, Duplex>();
  const unpack = headerReader();
  const pack = headerWriter();

  const send = (first: Buffer, flags: number, content: Buffer) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(content.length);
    length[0] = flags;
    if (connection.writable) connection.write(Buffer.concat([first, length, content]));
  };
  const sendControl = (type: number, content: Buffer) =>
    send(Buffer.of(IS_CONTROL, VERSION, 0, type), 0, content);

  function open(id: number, isClosed: boolean): Duplex {
    const content = new Duplex({
      read() {},
      write(chunk: Buffer, _encoding, done) {
        send(number(id), 0, chunk);
        done();
      },
      final(done) {
        send(number(id), FIN, Buffer.alloc(0));
        done();
      },
    });
    // Whoever works with it hears of it; nobody else needs to.
    content.on('error', () => {});
    content.on('close', () => streams.delete(id));
    if (isClosed) content.push(null);
    streams.set(id, content);
    return content;
  }

  async function take(head: Buffer, content: Buffer): Promise<void> {
    const isFinal = (head[4]! & FIN) !== 0;
    if ((head[0]! & IS_CONTROL) === 0) {
      const stream = streams.get(head.readUInt32BE(0));
      if (content.length > 0) stream?.push(content);
      if (isFinal) stream?.push(null);
      return;
    }
    const type = head.readUInt16BE(2);
    if (type === PING) sendControl(PING, content);
    else if (type === GOAWAY) connection.end();
    else if (type === RST_STREAM) streams.get(content.readUInt32BE(0) & 0x7fffffff)?.destroy();
    else if (type === SYN_STREAM) {
      if (streams.size >= MOST_STREAMS) throw new Error('too many streams');
      const id = content.readUInt32BE(0) & 0x7fffffff;
      const headers = await unpack(content.subarray(10));
      sendControl(SYN_REPLY, Buffer.concat([number(id), await pack([])]));
      onStream({ headers, content: open(id, isFinal) });
    }
  }

  try {
    let buffer: Buffer = Buffer.alloc(0);
    for await (const chunk of connection as AsyncIterable<Buffer>) {
      buffer = buffer.length === 0 ? chunk : Buffer.concat([buffer, chunk]);
      while (buffer.length >= HEADER_LENGTH) {
        const length = buffer.readUIntBE(5, 3);
        if (length > LONGEST_FRAME) throw new Error('a frame is too long');
        if (buffer.length < HEADER_LENGTH + length) break;
        const head = buffer.subarray(0, HEADER_LENGTH);
        const content = buffer.subarray(HEADER_LENGTH, HEADER_LENGTH + length);
        buffer = buffer.subarray(HEADER_LENGTH + length);
        await take(head, content);
      }
    }
  } finally {
    for (const stream of streams.values()) stream.destroy();
  }
}

function number(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeUInt32BE(value);
  return buffer;
}

/** All headers of a connection are one compressed text: what came before is known to what comes after. */
function headerReader(): (block: Buffer) => Promise<Map<string, string>> {
  const inflate = createInflate({ dictionary: DICTIONARY, finishFlush: constants.Z_SYNC_FLUSH });
  const chunks = collect(inflate);
  return async (block) => {
    if (block.length > LONGEST_HEADERS) throw new Error('too many headers');
    await new Promise<void>((resolve, reject) =>
      inflate.write(block, (error) => (error ? reject(error) : resolve())),
    );
    return readHeaders(Buffer.concat(chunks.splice(0)));
  };
}

function headerWriter(): (headers: readonly (readonly [string, string])[]) => Promise<Buffer> {
  const deflate = createDeflate({ dictionary: DICTIONARY });
  const chunks = collect(deflate);
  return (headers) => {
    const words = headers
      .flat()
      .map((word) => Buffer.concat([number(Buffer.byteLength(word)), Buffer.from(word)]));
    deflate.write(Buffer.concat([number(headers.length), ...words]));
    return new Promise((resolve) =>
      deflate.flush(constants.Z_SYNC_FLUSH, () => resolve(Buffer.concat(chunks.splice(0)))),
    );
  };
}

function collect(stream: Duplex): Buffer[] {
  const chunks: Buffer[] = [];
  stream.on('data', (chunk: Buffer) => chunks.push(chunk));
  stream.on('error', () => {});
  return chunks;
}

function readHeaders(block: Buffer): Map<string, string> {
  const headers = new Map<string, string>();
  let at = 4;
  const word = () => {
    const length = block.readUInt32BE(at);
    const text = block.toString('utf8', at + 4, at + 4 + length);
    at += 4 + length;
    return text;
  };
  for (let left = block.readUInt32BE(0); left > 0; left--) headers.set(word().toLowerCase(), word());
  return headers;
}

/** What both sides know before the first header: part of the specification of SPDY/3. */
const WORDS =
  'options head post put delete trace accept accept-charset accept-encoding accept-language accept-ranges age allow authorization cache-control connection content-base content-encoding content-language content-length content-location content-md5 content-range content-type date etag expect expires from host if-match if-modified-since if-none-match if-range if-unmodified-since last-modified location max-forwards pragma proxy-authenticate proxy-authorization range referer retry-after server te trailer transfer-encoding upgrade user-agent vary via warning www-authenticate method get status';
const PHRASES = ['200 OK', 'version', 'HTTP/1.1', 'url', 'public', 'set-cookie', 'keep-alive', 'origin'];
const REST =
  '100101201202205206300302303304305306307402405406407408409410411412413414415416417502504505203 Non-Authoritative Information204 No Content301 Moved Permanently400 Bad Request401 Unauthorized403 Forbidden404 Not Found500 Internal Server Error501 Not Implemented503 Service UnavailableJan Feb Mar Apr May Jun Jul Aug Sept Oct Nov Dec 00:00:00 Mon, Tue, Wed, Thu, Fri, Sat, Sun, GMTchunked,text/html,image/png,image/jpg,image/gif,application/xml,application/xhtml+xml,text/plain,text/javascript,publicprivatemax-age=gzip,deflate,sdchcharset=utf-8charset=iso-8859-1,utf-,*,enq=0.';
const DICTIONARY = Buffer.concat([
  ...[...WORDS.split(' '), ...PHRASES].map((word) => Buffer.concat([number(word.length), Buffer.from(word)])),
  Buffer.from(REST),
]);
