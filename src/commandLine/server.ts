/** Carries requests between a socket on 127.0.0.1 and the API of one simulated cluster, whose clock follows the wall's. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { answer, LARGEST_BODY } from '../kubeApi/api.ts';
import { type Cluster, createCluster, letTimePass } from '../kubeApi/cluster.ts';
import { type ApiRequest, type ApiResponse, isStatus, json, refusal } from '../kubeApi/http.ts';
import { readBody as readObject } from '../kubeApi/requestBody.ts';
import { distanceTo, moveTimes } from '../kubeApi/wallTime.ts';
import type { Status } from '../kubernetes/status.ts';
import type { LiveOrder } from '../playground/liveMessages.ts';
import type { Scene } from '../simulation/scene.ts';
import { createSimulation } from '../simulation/simulation.ts';
import { carryOutOrder, createLiveLog, type LiveLog, liveStream, noteDeed, tellNow } from './liveLog.ts';
import { type Access, refuse } from './localAccess.ts';
import { readPageFile } from './pages.ts';
import { groundOfServer } from './serverGround.ts';
import { createUpgrades } from './upgrades.ts';

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port?: number;
  /** The first segment of every path: who does not know it is refused. */
  readonly token: string;
  /** The clock stands still after so many ms of simulated time; without it, it runs. */
  readonly frozenAt?: number;
  /** The folder of the built page. */
  readonly pages?: string;
  /** Origins of other pages that may ask. */
  readonly origins?: readonly string[];
  /** Is told of each request, with the answer's code. */
  readonly onRequest?: (request: ApiRequest, status: number) => void;
}

export interface RunningServer {
  /** With the token, without a slash at the end. */
  readonly url: string;
  readonly cluster: Cluster;
  close(): Promise<void>;
}

const TICK_MS = 50;

export async function startServer(scene: Scene, options: ServerOptions): Promise<RunningServer> {
  const live = createLiveLog(scene);
  const simulation = createSimulation(scene);
  const cluster = createCluster(simulation, (request) =>
    noteDeed(live, simulation.now, { type: 'write', request }),
  );
  letTimePass(cluster, options.frozenAt ?? 0);
  const distance = distanceTo(Date.now(), simulation.now);
  const access = { token: options.token, origins: options.origins ?? [] };

  const http = createServer((request, response) => {
    serve(request, response).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const taken = takeIn(request, access);
    if (isStatus(taken)) {
      deliver(response, refusal(taken));
      return;
    }
    const { origin } = request.headers;
    if (origin !== undefined) allow(response, origin);
    const asked: ApiRequest = { ...taken, body: await readBody(request) };
    if (asked.method === 'OPTIONS') {
      response.writeHead(204).end();
      return;
    }
    const file = options.pages === undefined || asked.method !== 'GET' ? null : pageOf(options.pages, asked);
    if (file !== null) {
      response.writeHead(200, { 'content-type': file.contentType }).end(file.content);
      return;
    }
    const answered = asked.path === '/live' ? answerPage(live, cluster, asked) : answer(cluster, asked);
    options.onRequest?.(asked, answered.status);
    deliver(response, answered, (text) => moveTimes(text, simulation.now, distance));
  }

  const upgrades = createUpgrades(groundOfServer(live, cluster, options.frozenAt !== undefined));
  http.on('upgrade', (request, socket, head) => {
    const asked = takeIn(request, access);
    const answered = isStatus(asked) ? refusal(asked) : answer(cluster, asked);
    if (!isStatus(asked)) options.onRequest?.(asked, answered.status);
    upgrades.take(request, socket, head, answered);
  });

  await new Promise<void>((resolve) => http.listen(options.port ?? 0, '127.0.0.1', resolve));
  const { port } = http.address() as AddressInfo;
  const stopClock = options.frozenAt === undefined ? startClock(cluster, live) : () => {};
  return {
    url: `http://127.0.0.1:${port}/${options.token}`,
    cluster,
    close() {
      stopClock();
      upgrades.close();
      http.closeAllConnections();
      return new Promise((resolve) => http.close(() => resolve()));
    },
  };
}

/** A request without its body, or why it may not ask. */
function takeIn(request: IncomingMessage, access: Access): ApiRequest | Status {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  const [, token = ''] = pathname.split('/', 2);
  const { host, origin } = request.headers;
  return (
    refuse({ host, origin, token }, access) ?? {
      method: request.method ?? 'GET',
      path: pathname.slice(token.length + 1) || '/',
      query: searchParams,
      headers: request.headers as Record<string, string | undefined>,
      body: new Uint8Array(),
    }
  );
}

/** A second of wall time is a second of the cluster's. */
function startClock(cluster: Cluster, live: LiveLog): () => void {
  let doneUntil = performance.now();
  const timer = setInterval(() => {
    const elapsed = Math.floor(performance.now() - doneUntil);
    doneUntil += elapsed;
    letTimePass(cluster, elapsed);
    tellNow(live, cluster.simulation.now);
  }, TICK_MS);
  return () => clearInterval(timer);
}

/** What the pages of the playground ask. */
function answerPage(live: LiveLog, cluster: Cluster, request: ApiRequest): ApiResponse {
  if (request.method !== 'POST') return liveStream(live, cluster);
  if (request.body.length > LARGEST_BODY) return answer(cluster, request);
  const order = readObject(request);
  return isStatus(order)
    ? refusal(order)
    : json(200, carryOutOrder(live, cluster, order as unknown as LiveOrder));
}

/** The API's own paths are never files. */
function pageOf(folder: string, { path }: ApiRequest) {
  return /^\/(?:api|apis|openapi|live|version)(?:\/|$)/.test(path) ? null : readPageFile(folder, path);
}

function allow(response: ServerResponse, origin: string): void {
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('access-control-allow-headers', 'content-type');
}

function deliver(
  response: ServerResponse,
  { status, contentType, body, warnings = [], endsAfterSeconds }: ApiResponse,
  move: (text: string) => string = (text) => text,
): void {
  if (warnings.length > 0)
    response.setHeader(
      'warning',
      warnings.map((each) => `299 - ${JSON.stringify(each)}`),
    );
  response.writeHead(status, { 'content-type': contentType, 'cache-control': 'no-cache, private' });
  if (typeof body === 'string') {
    response.end(move(body));
    return;
  }
  response.flushHeaders();
  const isForPages = contentType === 'text/event-stream';
  const stop = body(
    (text) => response.write(isForPages ? text : move(text)),
    () => response.end(),
  );
  const timer =
    endsAfterSeconds === undefined ? undefined : setTimeout(() => response.end(), endsAfterSeconds * 1000);
  response.on('close', () => {
    clearTimeout(timer);
    stop();
  });
}

/** One byte more than is allowed is enough to be refused; the rest is not kept. */
async function readBody(request: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    if (length <= LARGEST_BODY) chunks.push(chunk);
    length += chunk.length;
  }
  return Buffer.concat(chunks);
}
