/** Commands inside Pods and forwarded ports, as a client of the Kubernetes API opens them. */
import { request } from 'node:http';
import { Duplex, PassThrough } from 'node:stream';
import { constants, createDeflate } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { sceneFromObjects } from '../simulation/scene.ts';
import { node, pod, service } from '../testing/cluster.ts';
import { type RunningServer, startServer } from './server.ts';
import { serveSpdy } from './spdy.ts';

const scene = sceneFromObjects([
  node('node-a'),
  pod('shop', 'shop'),
  pod('web', 'web'),
  pod('box', 'box', { containers: [{ name: 'box', image: 'busybox', args: ['sh'] }] }),
  service('shop'),
]);

let server: RunningServer;
beforeAll(async () => {
  // The clock stands still and goes on by itself while a request is under way.
  server = await startServer(scene, { token: 'c0ffee', frozenAt: 5000 });
});
afterAll(() => server.close());

interface Ran {
  readonly stdout: string;
  readonly stderr: string;
  readonly status: { status: string; message?: string; details?: { causes: { message: string }[] } };
}

const PODS = '/api/v1/namespaces/default/pods';

function execURL(command: readonly string[], options: Record<string, string> = {}): string {
  const query = new URLSearchParams({ stdout: 'true', stderr: 'true', ...options });
  for (const word of command) query.append('command', word);
  return `${server.url.replace('http', 'ws')}${PODS}/web/exec?${query}`;
}

function exec(command: readonly string[], input?: string, protocol?: string): Promise<Ran> {
  return open(execURL(command, input === undefined ? {} : { stdin: 'true' }), input, protocol);
}

function open(url: string, input?: string, protocol = 'v5.channel.k8s.io'): Promise<Ran> {
  const socket = new WebSocket(url, [protocol]);
  const channels = ['', '', '', ''];
  return new Promise((resolve, reject) => {
    socket.on('open', () => {
      if (input === undefined) return;
      socket.send(Buffer.concat([Buffer.of(0), Buffer.from(input)]));
      socket.send(Buffer.of(255, 0));
    });
    socket.on('message', (data: Buffer) => {
      channels[data[0]!] += data.subarray(1).toString();
    });
    socket.on('close', () =>
      resolve({
        stdout: channels[1]!,
        stderr: channels[2]!,
        status: JSON.parse(channels[3]!) as Ran['status'],
      }),
    );
    socket.on('error', reject);
  });
}

describe('a command inside a Pod', () => {
  it('runs there, with its streams and its exit code', async () => {
    expect(await exec(['hostname'])).toEqual({
      stdout: 'web\n',
      stderr: '',
      status: { metadata: {}, status: 'Success' },
    });
    const failed = await exec(['sh', '-c', 'echo out; nonsense; exit 3'], undefined, 'v4.channel.k8s.io');
    expect(failed).toMatchObject({ stdout: 'out\n', stderr: 'sh: nonsense: not found\n' });
    expect(failed.status).toMatchObject({
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '3' }] },
    });
  });

  it('sends packets through the simulated network', async () => {
    const { stdout, status } = await exec(['curl', '-s', 'shop']);
    expect(stdout).toMatch(/^Hello from shop, you are 10\.244\.1\.\d+\n$/);
    expect(status.status).toBe('Success');
    expect((await exec(['curl', '-s', 'nobody'])).status.details?.causes[0]?.message).toBe('6');
  });

  it('takes what comes in', async () => {
    expect((await exec(['wc', '-l'], 'a\nb\n')).stdout).toBe('2\n');
    expect((await exec(['sh'], 'hostname\necho done\n')).stdout).toBe('web\ndone\n');
  });

  it('is the shell that a container runs, for who attaches to it', async () => {
    const url = execURL([], { stdin: 'true' }).replace('/web/exec', '/box/attach');
    expect((await open(url, 'hostname\n')).stdout).toBe('box\n');
    const refused = await fetch(url.replace('ws', 'http').replace('/box/', '/shop/'));
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('runs no shell to attach to');
  });

  it('never runs anything on this machine', async () => {
    for (const command of [['node', '--version'], ['touch', '/tmp/x'], ['/usr/bin/id'], ['constructor']]) {
      const { stdout, status } = await exec(command);
      expect(stdout).toBe('');
      expect(status).toMatchObject({ status: 'Failure', reason: 'InternalError' });
      expect(status.message).toContain(`unable to start container process: exec: "${command[0]}": `);
    }
    for (const text of [
      'cat /etc/passwd',
      'cat ../../package.json',
      'echo $(id)',
      'echo `id`',
      'id > /tmp/x',
    ])
      expect(await exec(['sh', '-c', text])).toMatchObject({ stdout: '', status: { status: 'Failure' } });
  });

  it('is refused for who may not ask, also for a page that knows no token', async () => {
    const codeFor = (path: string, headers: Record<string, string> = {}) =>
      new Promise((resolve, reject) => {
        const socket = new WebSocket(path, ['v5.channel.k8s.io'], { headers });
        socket.on('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.on('open', () => resolve(101));
        socket.on('error', reject);
      });
    const url = execURL(['hostname']);
    expect(await codeFor(url)).toBe(101);
    expect(await codeFor(url.replace('c0ffee', 'coffee'))).toBe(401);
    expect(await codeFor(url.replace('/c0ffee', ''))).toBe(401);
    expect(await codeFor(url, { host: 'example.com' })).toBe(403);
    expect(await codeFor(url, { origin: 'https://example.com' })).toBe(403);
    expect(await codeFor(`${url}&container=nobody`)).toBe(400);
    expect(await codeFor(url.replace('/web/', '/nobody/'))).toBe(404);
    expect((await fetch(`${url.replace('ws', 'http')}`)).status).toBe(400);
  });
});

/** A client's side of SPDY/3.1, as much as forwards ports. */
function spdyClient(connection: Duplex) {
  const deflate = createDeflate();
  const packed: Buffer[] = [];
  deflate.on('data', (chunk: Buffer) => packed.push(chunk));
  const frame = (head: number[], flags: number, content: Buffer) =>
    connection.write(
      Buffer.concat([
        Buffer.of(...head),
        Buffer.of(flags),
        Buffer.of(0, content.length >> 8, content.length & 255),
        content,
      ]),
    );
  const number = (value: number) => Buffer.of(0, 0, 0, value);
  return {
    async open(id: number, headers: Record<string, string>): Promise<void> {
      const words = Object.entries(headers).flat();
      deflate.write(
        Buffer.concat([
          number(words.length / 2),
          ...words.flatMap((word) => [number(word.length), Buffer.from(word)]),
        ]),
      );
      await new Promise<void>((resolve) => deflate.flush(constants.Z_SYNC_FLUSH, () => resolve()));
      const block = Buffer.concat(packed.splice(0));
      frame([0x80, 3, 0, 1], 0, Buffer.concat([number(id), number(0), Buffer.of(0, 0), block]));
    },
    send: (id: number, text: string) => frame([0, 0, 0, id], 0, Buffer.from(text)),
    ping: (id: number) => frame([0x80, 3, 0, 6], 0, number(id)),
  };
}

/** Frames as they come back, by stream. */
function readFrames(connection: Duplex) {
  const texts = new Map<number, string>();
  const controls: number[] = [];
  const replies: Buffer[] = [];
  let buffer = Buffer.alloc(0);
  connection.on('data', (chunk: Buffer) => {
    buffer = Buffer.concat([buffer, chunk]);
    while (buffer.length >= 8 && buffer.length >= 8 + buffer.readUIntBE(5, 3)) {
      const content = buffer.subarray(8, 8 + buffer.readUIntBE(5, 3));
      const id = buffer.readUInt32BE(0);
      if (buffer[0] === 0x80) controls.push(buffer[3]!);
      else texts.set(id, (texts.get(id) ?? '') + content.toString());
      if (buffer[0] === 0x80 && buffer[3] === 2) replies.push(content.subarray(4));
      buffer = buffer.subarray(8 + content.length);
    }
  });
  return { texts, controls, replies };
}

async function forward(port: number, said: string): Promise<ReadonlyMap<number, string>> {
  const { port: own } = new URL(server.url);
  const connection = await new Promise<Duplex>((resolve, reject) => {
    const asked = request({
      host: '127.0.0.1',
      port: own,
      path: `/c0ffee${PODS}/shop/portforward`,
      method: 'POST',
      headers: {
        connection: 'Upgrade',
        upgrade: 'SPDY/3.1',
        'x-stream-protocol-version': 'portforward.k8s.io',
      },
    });
    asked.on('upgrade', (_response, socket) => resolve(socket));
    asked.on('error', reject);
    asked.end();
  });
  const { texts } = readFrames(connection);
  const client = spdyClient(connection);
  const headers = { port: String(port), requestid: '0' };
  await client.open(1, { streamtype: 'error', ...headers });
  await client.open(3, { streamtype: 'data', ...headers });
  client.send(3, said);
  await expect.poll(() => [...texts.values()].join('').length).toBeGreaterThan(0);
  connection.destroy();
  return texts;
}

describe('a forwarded port', () => {
  it('leads to the Pod itself, which sees its own localhost', async () => {
    const texts = await forward(8080, 'GET /cart HTTP/1.1\r\nhost: shop.example.com\r\n\r\n');
    expect(texts.get(3)).toMatch(
      /^HTTP\/1\.1 200 OK\r\n[\s\S]*\r\n\r\nHello from shop, you are 127\.0\.0\.1\n$/,
    );
    expect([...server.cluster.simulation.network.requests.values()]).toEqual([]);
  });

  it('tells when nobody listens there', async () => {
    const texts = await forward(9999, 'GET / HTTP/1.1\r\nhost: x\r\n\r\n');
    expect(texts.get(1)).toContain('error forwarding port 9999 to pod shop');
    expect(texts.get(1)).toContain('connection refused');
  });
});

describe('SPDY', () => {
  it('opens streams, answers pings, and packs its headers so that they can be read', async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = Duplex.from({ readable: toServer, writable: toClient });
    const opened: string[] = [];
    const ended = serveSpdy(connection, ({ headers }) => opened.push(headers.get('streamtype')!));
    const { controls, replies } = readFrames(toClient);
    const client = spdyClient(toServer);
    await client.open(1, { streamtype: 'error' });
    client.ping(7);
    await expect.poll(() => controls).toEqual([2, 6]);
    expect(opened).toEqual(['error']);
    // The dictionary of the specification, by its checksum.
    expect(replies[0]!.readUInt32BE(2)).toBe(0xe3c6a7c2);
    toServer.end();
    await ended;
  });

  it('ends the connection when something else comes', async () => {
    const [toServer, toClient] = [new PassThrough(), new PassThrough()];
    const connection = Duplex.from({ readable: toServer, writable: toClient });
    const ended = serveSpdy(connection, () => {});
    toServer.write('GET / HTTP/1.1\r\n\r\n'.repeat(10));
    await expect(ended).rejects.toThrow('a frame is too long');
  });
});
