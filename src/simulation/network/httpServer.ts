/**
 * What the process in a Pod or an outside server does with a request that has come in: answers at once or after a while,
 * passes it on if it is a proxy, or hangs. Simplified: it takes in any number of requests at a time.
 */
import { push } from '../eventQueue.ts';
import type { Hop } from '../events.ts';
import { featureOf } from '../features.ts';
import type { Simulation } from '../state.ts';
import { type Exchange, type HttpRequest, PLAIN_APPLICATION, type Reply, replyOf } from './http.ts';
import type { OutsideServerPlace, PodPlace } from './places.ts';
import { sendReply, serve, takeIn } from './server.ts';
import { WIRE_STRETCH } from './wire.ts';

/** An application has finished thinking. */
export interface AnswerDue {
  readonly type: 'AnswerDue';
  readonly exchange: Exchange;
  readonly reply: Reply;
}

export function serveRequest(
  simulation: Simulation,
  place: PodPlace | OutsideServerPlace,
  hop: Hop,
  admission?: Hop['details'],
): void {
  const { application, listensRule } = place;
  if (application.isHung) {
    hang(simulation, place, hop, admission);
    return;
  }
  const asked = simulation.network.requests.get(hop.requestId)?.target.http ?? null;
  if (
    asked !== null &&
    place.kind === 'Pod' &&
    place.proxies !== null &&
    featureOf(simulation, 'httpRouting').proxyRequest(simulation, place, hop, asked, admission)
  )
    return;
  const http = application === PLAIN_APPLICATION ? asked : atPort(asked, hop.after.destinationPort);
  const reply = replyOf(application, http);
  if (application.latencyMs === 0) {
    serve(simulation, place, hop, listensRule, reply, admission);
    return;
  }
  const details = { ...reply.details, ...admission, latencyMs: application.latencyMs };
  if (!takeIn(simulation, place, hop, listensRule, reply.reason, details)) return;
  const { requestId, after: header, service } = hop;
  const exchange: Exchange = { requestId, place: place.key, header, service, rule: listensRule };
  const at = simulation.now + Math.round(application.latencyMs * WIRE_STRETCH);
  push(simulation.queue, at, { type: 'AnswerDue', exchange, reply });
}

export function answerWhenDue(simulation: Simulation, { exchange, reply }: AnswerDue): void {
  sendReply(simulation, exchange, reply);
}

/** The kernel accepts the connection, and nobody reads from it. */
export function hang(
  simulation: Simulation,
  place: PodPlace | OutsideServerPlace,
  hop: Hop,
  admission?: Hop['details'],
): void {
  const { requests } = simulation.network;
  if (!takeIn(simulation, place, hop, place.listensRule, 'ApplicationHangs', admission)) return;
  const request = requests.get(hop.requestId);
  const end = simulation.events.at(-1);
  if (request === undefined || end?.type !== 'PacketEnd') return;
  request.cause = end;
}

function atPort(request: HttpRequest | null, port: number): HttpRequest | null {
  return request === null || request.port === port ? request : { ...request, port };
}
