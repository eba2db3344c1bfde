/**
 * A Pod that proxies, as the Pods of Ingress controllers and Gateways do: it ends the client's connection, looks for a rule
 * (`httpRouting.ts`), opens a connection of its own to a ready endpoint of the Service, and answers when that has ended.
 * Models what Traefik, ingress-nginx and Envoy have in common: they read EndpointSlices and leave ClusterIPs alone, take
 * endpoints in turn, and write `X-Forwarded-For`. Simplified: a connection per request, nothing is tried twice, plain HTTP
 * to the Pods, what a client wrote into `X-Forwarded-For` is thrown away, and after 8 seconds (on the clock, less than a
 * client waits) the answer is 504.
 */
import { type ObjectKey, parseKey } from '../../kubernetes/objectMeta.ts';
import { push } from '../eventQueue.ts';
import type { Hop, PlaceKey, RequestEnd } from '../events.ts';
import type { Simulation } from '../state.ts';
import { proxyChoice } from './candidates.ts';
import type { Exchange, HttpRequest, Reply } from './http.ts';
import { refusedCertificate } from './http.ts';
import { type RouteDecision, routeHttp } from './httpRouting.ts';
import type { PodPlace } from './places.ts';
import { certificateOf } from './proxyCertificate.ts';
import { createRequest, nextPort } from './requestState.ts';
import { sendFrom } from './routes.ts';
import { choosingRule } from './rule.ts';
import { sendReply, serve, takeIn } from './server.ts';
import { createPacket } from './wire.ts';

const UPSTREAM_TIMEOUT_SECONDS = 8;

/** A request that a proxy made has ended. */
export interface UpstreamEnded {
  readonly type: 'UpstreamEnded';
  readonly exchange: Exchange;
  readonly end: RequestEnd;
}

interface Endpoint {
  readonly address: string;
  readonly port: number;
}

/** False: this Pod is no proxy, so the request is for itself. */
export function proxyRequest(
  simulation: Simulation,
  pod: PodPlace,
  hop: Hop,
  asked: HttpRequest,
  admission?: Hop['details'],
): boolean {
  const { destinationPort: port, source } = hop.after;
  const request: HttpRequest = asked.port === port ? asked : { ...asked, port };
  const refused = refusedCertificate(certificateOf(simulation, pod, request), asked, true);
  if (refused !== null) {
    serve(simulation, pod, hop, pod.listensRule, refused, admission);
    return true;
  }
  const decision = routeHttp(simulation, pod, request);
  if (decision === null) return false;
  const { rule } = decision;
  const details = { host: asked.host, path: asked.path, ...admission };
  if (!takeIn(simulation, pod, hop, rule, 'ProxyTakesIn', details)) return true;
  const exchange: Exchange = {
    requestId: hop.requestId,
    place: pod.key,
    header: hop.after,
    service: hop.service,
    rule,
  };
  if (decision.kind === 'respond') sendReply(simulation, exchange, ownReply(decision, asked));
  else connectUpstream(simulation, pod, exchange, decision, source);
  return true;
}

function ownReply(
  { status, location, resource }: RouteDecision & { kind: 'respond' },
  { host, path }: HttpRequest,
): Reply {
  if (status === 404 && resource === null)
    return { status, reason: 'NoRouteMatches', details: { host, path } };
  return { status, reason: 'ProxyAnswers', details: { status, location: location ?? '' } };
}

/** The proxy's own request to the next endpoint of the Service. */
function connectUpstream(
  simulation: Simulation,
  pod: PodPlace,
  exchange: Exchange,
  { service, port, request, rule }: RouteDecision & { kind: 'backend' },
  client: string,
): void {
  const serviceName = parseKey(service).name;
  const endpoints = readyEndpoints(simulation, service, port, pod.address.includes(':') ? 'IPv6' : 'IPv4');
  const endpoint = nextInTurn(simulation, `${pod.key} ${service} ${port}`, endpoints);
  if (endpoint === null) {
    const reply: Reply = { status: 503, reason: 'NoBackendEndpoints', details: { serviceName } };
    sendReply(simulation, exchange, reply);
    return;
  }
  const host = endpoint.address.includes(':') ? `[${endpoint.address}]` : endpoint.address;
  const { serverName: _, ...plain } = request;
  const http: HttpRequest = {
    ...plain,
    scheme: 'http',
    port: endpoint.port,
    headers: {
      ...request.headers,
      'x-forwarded-for': client,
      'x-forwarded-host': request.host,
      'x-forwarded-proto': request.scheme,
    },
  };
  const target = {
    url: `http://${host}:${endpoint.port}${request.path}`,
    host: endpoint.address,
    isAddress: true,
    port: endpoint.port,
    protocol: 'TCP' as const,
    http,
  };
  const upstream = createRequest(
    simulation,
    pod.key,
    target,
    null,
    false,
    UPSTREAM_TIMEOUT_SECONDS,
    exchange,
  );
  // For the count of a Service's requests; its packets are addressed to a Pod.
  upstream.service = service;
  upstream.header = {
    protocol: 'TCP',
    source: pod.address,
    sourcePort: nextPort(simulation, pod.address),
    destination: endpoint.address,
    destinationPort: endpoint.port,
  };
  push(simulation.queue, upstream.deadline, { type: 'RequestTimer', requestId: upstream.id });
  const packet = createPacket(simulation, upstream.id, 'request', null);
  const details = { serviceName, endpoints: endpoints.length, forwardedFor: client };
  const slices = [...(simulation.network.slices.get(service)?.values() ?? [])].filter(
    ({ addressType }) => addressType === (pod.address.includes(':') ? 'IPv6' : 'IPv4'),
  );
  const choose = () => proxyChoice(slices, endpoint.address);
  const chosen = choosingRule(rule.component, () => rule, choose, undefined, undefined);
  sendFrom(simulation, packet, pod, upstream.header, chosen, 'ProxyConnects', details);
}

/** What a controller that watches EndpointSlices knows of a Service's port, in the order of the slices. */
function readyEndpoints(
  { byKind, network }: Simulation,
  service: ObjectKey,
  wanted: number | string,
  family: 'IPv4' | 'IPv6',
): Endpoint[] {
  const ports = byKind.Service.get(service)?.spec.ports ?? [];
  const servicePort = ports.find(({ name, port }) => name === wanted || port === Number(wanted));
  if (servicePort === undefined) return [];
  const endpoints: Endpoint[] = [];
  for (const slice of network.slices.get(service)?.values() ?? []) {
    if (slice.addressType !== family) continue;
    const port = slice.ports?.find(({ name }) => (name ?? '') === (servicePort.name ?? ''))?.port;
    if (port === undefined || port === null) continue;
    for (const { addresses, conditions } of slice.endpoints ?? [])
      if (addresses[0] !== undefined && (conditions?.ready ?? true))
        endpoints.push({ address: addresses[0], port });
  }
  return endpoints;
}

/** Round robin; each proxy counts for itself. */
function nextInTurn({ network }: Simulation, turn: string, endpoints: readonly Endpoint[]): Endpoint | null {
  if (endpoints.length === 0) return null;
  const next = (network.proxyTurns.get(turn) ?? -1) + 1;
  network.proxyTurns.set(turn, next);
  return endpoints[next % endpoints.length]!;
}

/** The upstream's end decides what the client gets. */
export function upstreamEnded(simulation: Simulation, { exchange, end }: UpstreamEnded): void {
  sendReply(simulation, exchange, replyToClient(end));
}

function replyToClient(end: RequestEnd): Reply {
  const upstream = {
    requestId: end.requestId,
    answeredBy: end.upstream?.answeredBy ?? end.answeredBy,
    sourceSeen: end.upstream?.sourceSeen ?? end.sourceSeen,
  };
  const backend = nameOf(upstream.answeredBy) ?? end.url;
  if (end.outcome === 'answered') {
    const status = end.status ?? 200;
    return { status, reason: 'ProxyPassesOn', details: { server: backend, status }, upstream };
  }
  return end.outcome === 'timedOut'
    ? { status: 504, reason: 'GatewayTimeout', details: { backend }, upstream }
    : { status: 502, reason: 'BadGateway', details: { backend }, upstream };
}

function nameOf(place: PlaceKey | null): string | null {
  return place === null ? null : parseKey(place).name;
}
