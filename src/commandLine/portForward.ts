/**
 * `kubectl port-forward`: each connection to the local port becomes requests that the Pod gets from itself, as the kubelet
 * opens them inside the Pod's own network: past Services, kube-proxy and NetworkPolicies. What the Pod answers goes back.
 */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { PlaceKey } from '../simulation/events.ts';
import type { Ground } from '../terminal/ground.ts';
import { bodyOf, type Sent, sendOn } from '../terminal/request.ts';
import { onceStopped } from './serverGround.ts';
import { type SpdyStream, serveSpdy } from './spdy.ts';

export const PORT_FORWARD_PROTOCOL = 'portforward.k8s.io';
export const TUNNEL_PROTOCOL = `SPDY/3.1+${PORT_FORWARD_PROTOCOL}`;

/** So long a request may be on its way, on the simulated clock. */
const PATIENCE_SECONDS = 30;

export function forwardPorts(connection: Duplex, pod: PlaceKey, ground: Ground): void {
  /** Streams that say what went wrong, by the connection that they belong to. */
  const errors = new Map<string, Duplex>();
  const controller = new AbortController();
  const stop = onceStopped(ground, pod, () => connection.end());

  function onStream({ headers, content }: SpdyStream): void {
    const id = headers.get('requestid') ?? '';
    if (headers.get('streamtype') === 'error') {
      errors.set(id, content);
      return;
    }
    const error = errors.get(id);
    errors.delete(id);
    const port = Number(headers.get('port'));
    const fail = (why: string) => {
      error?.end(`error forwarding port ${port} to pod ${pod.split('/').at(-1)}, uid : ${why}`);
      content.end();
    };
    content.on('close', () => error?.end());
    answerHttp(content, (request) => ask(ground, pod, port, request, controller.signal), fail);
  }

  serveSpdy(connection, onStream)
    .catch(() => connection.destroy())
    .finally(() => {
      stop();
      controller.abort();
    });
}

function ask(
  ground: Ground,
  from: PlaceKey,
  port: number,
  request: IncomingMessage | null,
  signal: AbortSignal,
): Promise<Sent> {
  const timeoutSeconds = PATIENCE_SECONDS;
  if (request === null)
    return sendOn(ground, { from, url: `tcp://localhost:${port}`, timeoutSeconds }, signal);
  const { method = 'GET', url: path = '/', headers } = request;
  const { host, ...others } = headers as Record<string, string>;
  return sendOn(
    ground,
    {
      from,
      url: `http://localhost:${port}${path}`,
      timeoutSeconds,
      method,
      path,
      headers: others,
      ...(host === undefined ? {} : { host }),
    },
    signal,
  );
}

/** Speaks HTTP on the stream, as long as that is what comes; `null` is asked for anything else. */
function answerHttp(
  content: Duplex,
  asks: (request: IncomingMessage | null) => Promise<Sent>,
  fail: (why: string) => void,
): void {
  const answer = async (request: IncomingMessage | null, response: ServerResponse | null) => {
    const sent = await asks(request);
    const { outcome, status } = sent.end;
    if (outcome === 'refused')
      fail(
        `failed to connect to localhost inside namespace: dial tcp4 ${sent.address}: connect: connection refused`,
      );
    else if (outcome !== 'answered' || status === undefined || response === null) content.end();
    else {
      response.statusCode = status;
      response.setHeader('content-type', 'text/plain').end(bodyOf(sent));
    }
  };
  const http: Server = createServer((request, response) => {
    // What is sent along is not simulated.
    request.resume();
    answer(request, response).catch(() => content.destroy());
  });
  http.on('clientError', () => {
    answer(null, null).catch(() => content.destroy());
  });
  http.emit('connection', content);
}
