import { request } from 'node:http';
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LARGEST_BODY } from '../kubeApi/api.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { doAgain } from '../playground/deeds.ts';
import type { LiveMessage } from '../playground/liveMessages.ts';
import { sceneFromObjects } from '../simulation/scene.ts';
import { advance, createSimulation } from '../simulation/simulation.ts';
import { type RunningServer, startServer } from './server.ts';

const scene = sceneFromObjects([
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-a' } },
  { apiVersion: 'v1', kind: 'Node', metadata: { name: 'node-b' } },
] as KubernetesObject[]);

let server: RunningServer;
beforeAll(async () => {
  server = await startServer(scene, { token: 'c0ffee', origins: ['http://localhost:5173'] });
});
afterAll(() => server.close());

interface Reply {
  readonly status: number;
  readonly body: string;
}

/** `fetch` does not let a Host header be forged. */
function ask(
  path: string,
  { method = 'GET', headers = {}, body = '', host = '127.0.0.1' } = {},
): Promise<Reply> {
  const { port } = new URL(server.url);
  return new Promise((resolve, reject) => {
    const sent = request({ host, port, path, method, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text }));
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

describe('who may ask', () => {
  it('those who know the token', async () => {
    expect((await ask('/c0ffee/version')).status).toBe(200);
    expect((await ask('/version')).status).toBe(401);
    expect((await ask('/c0ffe/api/v1/pods')).status).toBe(401);
    expect((await ask('/c0ffeeee/live')).status).toBe(401);
    expect(JSON.parse((await ask('/')).body)).toMatchObject({ kind: 'Status', reason: 'Unauthorized' });
  });

  it('not under a foreign name, to which this machine was made to answer', async () => {
    for (const host of ['example.com', 'example.com:8001', '127.0.0.1.example.com', '192.0.2.1'])
      expect((await ask('/c0ffee/version', { headers: { host } })).status).toBe(403);
    expect((await ask('/c0ffee/version', { headers: { host: 'localhost' } })).status).toBe(200);
  });

  it('not pages of other origins', async () => {
    const { host } = new URL(server.url);
    const of = async (origin: string) => (await ask('/c0ffee/version', { headers: { host, origin } })).status;
    expect(await of('https://example.com')).toBe(403);
    expect(await of('null')).toBe(403);
    expect(await of('http://127.0.0.1:1')).toBe(403);
    expect(await of(`http://${host}`)).toBe(200);
    expect(await of('http://localhost:5173')).toBe(200);
  });

  it('not other machines', async () => {
    const own = Object.values(networkInterfaces())
      .flat()
      .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
    if (own === undefined) return;
    await expect(ask('/c0ffee/version', { host: own })).rejects.toThrow(/ECONNREFUSED/);
  });

  it('not for more than 3 MiB at once', async () => {
    const body = JSON.stringify({ metadata: { name: 'x' }, data: { x: 'x'.repeat(LARGEST_BODY) } });
    const path = '/c0ffee/api/v1/namespaces/default/configmaps';
    expect((await ask(path, { method: 'POST', body })).status).toBe(413);
    expect((await ask('/c0ffee/live', { method: 'POST', body })).status).toBe(413);
  });

  it('for no file outside the page', async () => {
    const pages = await startServer(scene, {
      token: 'c0ffee',
      pages: new URL('.', import.meta.url).pathname,
    });
    const { port } = new URL(pages.url);
    const status = (path: string) =>
      new Promise((resolve) =>
        request({ host: '127.0.0.1', port, path }, (response) => resolve(response.statusCode)).end(),
      );
    expect(await status('/c0ffee/../../package.json')).toBe(401);
    expect(await status('/c0ffee/..%2f..%2fpackage.json')).toBe(404);
    expect(await status('/c0ffee/%2e%2e/%2e%2e/package.json')).toBe(401);
    await pages.close();
  });
});

describe('a page that follows', () => {
  it('comes to the same cluster by doing again what was done', async () => {
    const pod = { metadata: { name: 'web' }, spec: { containers: [{ name: 'web', image: 'nginx' }] } };
    const path = '/c0ffee/api/v1/namespaces/default/pods';
    expect((await ask(path, { method: 'POST', body: JSON.stringify(pod) })).status).toBe(201);
    const write = {
      verb: 'create',
      object: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'blue' } },
    };
    const order = { deeds: [{ type: 'write', request: write }] };
    const answered = await ask('/c0ffee/live', { method: 'POST', body: JSON.stringify(order) });
    expect(JSON.parse(answered.body)).toMatchObject({ status: { status: 'Success' } });
    const again = await ask('/c0ffee/live', { method: 'POST', body: JSON.stringify(order) });
    expect(JSON.parse(again.body)).toMatchObject({ status: { status: 'Failure', reason: 'AlreadyExists' } });

    for (const deeds of [
      null,
      [null],
      [{ type: 'write', request: { verb: 'create', object: {} } }],
      [{ type: 'fly' }],
    ]) {
      const refused = await ask('/c0ffee/live', { method: 'POST', body: JSON.stringify({ deeds }) });
      expect(JSON.parse(refused.body)).toMatchObject({ status: { status: 'Failure', reason: 'BadRequest' } });
    }

    const start = await firstMessage();
    if (start.type !== 'start') throw new Error(start.type);
    const simulation = createSimulation(start.scene);
    advance(simulation, 0);
    for (const { at, deeds } of start.entries) {
      advance(simulation, at);
      for (const deed of deeds) doAgain(simulation, deed);
      advance(simulation, at);
    }
    const { cluster } = server;
    advance(simulation, cluster.simulation.now);
    expect([...simulation.objects.values()]).toEqual([...cluster.simulation.objects.values()]);
    expect(simulation.objects.has('Pod/default/web')).toBe(true);
    expect(simulation.objects.has('Namespace//blue')).toBe(true);
  });
});

describe('a page that comes late', () => {
  it('is told when there is too much to do again; what is kept stays bounded', async () => {
    const late = await startServer(scene, { token: 'c0ffee' });
    const data = { big: 'x'.repeat(LARGEST_BODY - 1000) };
    for (let turn = 0; turn < 12; turn++) {
      const body = JSON.stringify({ metadata: { name: `map-${turn}` }, data });
      const path = `${late.url}/api/v1/namespaces/default/configmaps`;
      const headers = { 'content-type': 'application/json' };
      expect((await fetch(path, { method: 'POST', body, headers })).status).toBe(201);
      if (turn === 1) expect((await firstMessage(late)).type).toBe('start');
    }
    expect(await firstMessage(late)).toMatchObject({ type: 'tooLate' });
    await late.close();
  });
});

async function firstMessage({ url } = server): Promise<LiveMessage> {
  const response = await fetch(`${url}/live`);
  const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
  let text = '';
  while (!text.includes('\n\n')) text += (await reader.read()).value ?? '';
  await reader.cancel();
  return JSON.parse(text.slice('data: '.length, text.indexOf('\n\n'))) as LiveMessage;
}
