/** Connections that turn into something else than HTTP: commands inside Pods and forwarded ports, over WebSocket or SPDY. */
import { type IncomingMessage, STATUS_CODES } from 'node:http';
import type { Duplex } from 'node:stream';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { LARGEST_BODY } from '../kubeApi/api.ts';
import { type ApiResponse, refusal } from '../kubeApi/http.ts';
import type { PodSession } from '../kubeApi/podSessions.ts';
import { failure } from '../kubernetes/status.ts';
import type { Ground } from '../terminal/ground.ts';
import { EXEC_PROTOCOLS, execInPod } from './execInPod.ts';
import { forwardPorts, PORT_FORWARD_PROTOCOL, TUNNEL_PROTOCOL } from './portForward.ts';

const MOST_CONNECTIONS = 200;

export interface Upgrades {
  /** Takes over the connection if the API opens something for it, else answers and ends it. */
  take(request: IncomingMessage, socket: Duplex, head: Buffer, answered: ApiResponse): void;
  close(): void;
}

export function createUpgrades(ground: Ground): Upgrades {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: LARGEST_BODY,
    handleProtocols: (offered) => EXEC_PROTOCOLS.find((protocol) => offered.has(protocol)) ?? false,
  });
  const tunnels = new WebSocketServer({ noServer: true, maxPayload: LARGEST_BODY });
  tunnels.on('headers', (headers) => headers.push(`Sec-WebSocket-Protocol: ${TUNNEL_PROTOCOL}`));
  const connections = new Set<Duplex>();

  return {
    take(request, socket, head, answered) {
      socket.on('error', () => socket.destroy());
      const { opens } = answered;
      const answer = opens === undefined ? answered : reasonAgainst(request, opens, connections.size);
      if (opens === undefined || answer !== null) {
        end(socket, answer!);
        return;
      }
      connections.add(socket);
      socket.on('close', () => connections.delete(socket));
      if (isSpdy(request)) {
        socket.write(
          `HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY/3.1\r\nX-Stream-Protocol-Version: ${PORT_FORWARD_PROTOCOL}\r\n\r\n`,
        );
        socket.unshift(head);
        forwardPorts(socket, opens.pod, ground);
        return;
      }
      if (opens.type === 'exec') {
        sockets.handleUpgrade(request, socket, head, (webSocket) => {
          webSocket.on('error', () => webSocket.terminate());
          execInPod(webSocket, opens, ground);
        });
        return;
      }
      // The name of the tunnel's protocol has a slash, which is no letter of such names: `ws` would refuse it.
      delete request.headers['sec-websocket-protocol'];
      tunnels.handleUpgrade(request, socket, head, (webSocket) =>
        forwardPorts(createWebSocketStream(webSocket), opens.pod, ground),
      );
    },
    close() {
      for (const socket of connections) socket.destroy();
      sockets.close();
      tunnels.close();
    },
  };
}

function isSpdy({ headers }: IncomingMessage): boolean {
  return headers.upgrade?.toLowerCase() === 'spdy/3.1';
}

function reasonAgainst(request: IncomingMessage, opens: PodSession, open: number): ApiResponse | null {
  if (open >= MOST_CONNECTIONS)
    return refusal(failure(429, 'TooManyRequests', `${MOST_CONNECTIONS} connections into Pods are open`));
  if (isSpdy(request))
    return opens.type === 'portForward'
      ? null
      : refusal(
          failure(
            400,
            'BadRequest',
            'commands inside Pods go over WebSocket here; kubectl 1.31 or newer does that',
          ),
        );
  const wanted = opens.type === 'exec' ? EXEC_PROTOCOLS : [TUNNEL_PROTOCOL];
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(/\s*,\s*/);
  return offered.some((protocol) => wanted.includes(protocol))
    ? null
    : refusal(
        failure(
          400,
          'BadRequest',
          `unable to upgrade: unsupported protocol, wanted one of: ${wanted.join(', ')}`,
        ),
      );
}

function end(socket: Duplex, { status, contentType, body }: ApiResponse): void {
  const text = typeof body === 'string' ? body : '';
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}\r\nConnection: close\r\nContent-Type: ${contentType}\r\nContent-Length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
  );
}
