/** Serves folders as a good web server does: with Brotli or gzip, each file compressed once. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import { readPageFile } from './pages.ts';

const encodings = { br: brotliCompressSync, gzip: gzipSync } as const;
const COMPRESSIBLE = /^(?:text\/|image\/svg|application\/json)/;

/** Path prefix (`/kubehop/`) → folder; `written` are pages that are in no folder. */
export async function startCompressingServer(
  folders: Readonly<Record<string, string>>,
  written: Readonly<Record<string, string>>,
): Promise<{ origin: string; stop(): void }> {
  const compressed = new Map<string, Buffer>();
  const server: Server = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    const file = find(pathname);
    if (file === null) {
      response.writeHead(404).end();
      return;
    }
    const accepted = String(request.headers['accept-encoding'] ?? '');
    const encoding = (['br', 'gzip'] as const).find((name) => accepted.includes(name));
    const headers = { 'content-type': file.contentType, 'cache-control': 'max-age=3600' };
    if (encoding === undefined || !COMPRESSIBLE.test(file.contentType)) {
      response.writeHead(200, headers).end(file.content);
      return;
    }
    const key = `${encoding} ${pathname}`;
    const content = compressed.get(key) ?? encodings[encoding](file.content);
    compressed.set(key, content);
    response.writeHead(200, { ...headers, 'content-encoding': encoding }).end(content);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop: () => {
      server.closeAllConnections();
      server.close();
    },
  };

  function find(pathname: string) {
    const page = written[pathname];
    if (page !== undefined) return { contentType: 'text/html; charset=utf-8', content: Buffer.from(page) };
    const prefix = Object.keys(folders).find((each) => pathname.startsWith(each));
    return prefix === undefined ? null : readPageFile(folders[prefix]!, pathname.slice(prefix.length - 1));
  }
}
