/**
 * What HTTP and TLS know of a request, and what a server of names answers to it. Models a name-based virtual host: the Host
 * header chooses the site, the TLS server name (SNI) the certificate, and the client compares the certificate with the
 * name that it wanted. Simplified: no redirects, no bodies, no expired or untrusted certificates, HTTP/1.1 and HTTP/2 alike.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Decision, Header, Outcome, PlaceKey, Rule } from '../events.ts';
import type { Reason } from '../reasons.ts';

/** A request as the process that takes it in reads it. */
export interface HttpRequest {
  readonly scheme: 'http' | 'https';
  readonly method: string;
  /** The Host header without its port: what the client wrote, not what it resolved to. Lower case. */
  readonly host: string;
  /** With its query. */
  readonly path: string;
  /** The port at which it came in. */
  readonly port: number;
  /** The other headers; names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The server name of the TLS handshake (SNI), which the certificate must be for. Absent without TLS. */
  readonly serverName?: string;
}

/** What a sender can say about a request beside its URL. */
export interface HttpOptions {
  host?: string | undefined;
  tlsServerName?: string | undefined;
  method?: string | undefined;
  path?: string | undefined;
  headers?: Record<string, string> | undefined;
}

/** How an application treats requests. */
export interface Application {
  /** The hosts that it serves, `*.example.com` for all below; null: it does not look at the Host header. */
  readonly hosts: readonly string[] | null;
  /** The names that its certificate is for; null: for whatever it is asked for. */
  readonly certificate: readonly string[] | null;
  /** The ports on which it speaks TLS and nothing else; null: both on each port. */
  readonly tlsPorts: readonly number[] | null;
  /** What it answers when nothing is wrong. */
  readonly status: number;
  /** How long it thinks, on the wire. */
  readonly latencyMs: number;
  /** Its kernel accepts connections, but nobody takes them in. */
  readonly isHung: boolean;
}

/** Answers 200 at once to everything: shared, so that it can be told by identity. */
export const PLAIN_APPLICATION: Application = {
  hosts: null,
  certificate: null,
  tlsPorts: null,
  status: 200,
  latencyMs: 0,
  isHung: false,
};

/** The content of an answer. */
export interface Reply {
  /** Absent when there is no HTTP in it. */
  readonly status?: number | undefined;
  readonly reason: Reason;
  readonly details?: Decision['details'];
  /** Who gave the answer in the end, when a proxy passes it on. */
  readonly upstream?: Upstream | undefined;
}

/** The request that a proxy made for another one. */
export interface Upstream {
  readonly requestId: number;
  /** Who answered it in the end, and whom that one took for the sender; null when nobody did. */
  readonly answeredBy: PlaceKey | null;
  readonly sourceSeen: string | null;
}

/** A request that a process has taken in, and owes an answer. */
export interface Exchange {
  readonly requestId: number;
  readonly place: PlaceKey;
  /** As it came in. */
  readonly header: Header;
  readonly service: ObjectKey | null;
  readonly rule: Rule;
}

const OK: Reply = { status: 200, reason: 'Answered' };
const NO_HTTP: Reply = { reason: 'Answered' };

/** What an application answers; `request` is null when it is no HTTP. */
export function replyOf(application: Application, request: HttpRequest | null): Reply {
  if (request === null) return NO_HTTP;
  if (application === PLAIN_APPLICATION) return okTo(request);
  const { hosts, certificate, tlsPorts, status } = application;
  const isTlsPort = tlsPorts?.includes(request.port) ?? null;
  if (request.scheme === 'https') {
    if (isTlsPort === false) return { reason: 'TlsNotUnderstood', details: { port: request.port } };
    const refused = refusedCertificate(certificate, request);
    if (refused !== null) return refused;
  } else if (isTlsPort === true) {
    return { status: 400, reason: 'PlainHttpToTlsPort', details: { port: request.port } };
  }
  if (hosts !== null && !servesName(hosts, request.host)) {
    const details = { host: request.host, serves: hosts.join(', ') };
    return request.scheme === 'https'
      ? {
          status: 421,
          reason: 'MisdirectedRequest',
          details: { ...details, serverName: request.serverName ?? '' },
        }
      : { status: 404, reason: 'UnknownHost', details };
  }
  return status === 200 ? okTo(request) : { status, reason: 'AnsweredWithStatus', details: { status } };
}

function okTo({ headers }: HttpRequest): Reply {
  const forwardedFor = headers['x-forwarded-for'];
  return forwardedFor === undefined ? OK : { ...OK, details: { forwardedFor } };
}

/** The certificate that is shown, if the client will not take it. */
export function refusedCertificate(
  names: readonly string[] | null,
  request: HttpRequest,
  isProxy = false,
): Reply | null {
  const { serverName } = request;
  if (names === null || serverName === undefined || servesName(names, serverName)) return null;
  const details = { serverName, certificate: names.join(', '), isProxy };
  return { reason: 'CertificateShown', details };
}

/** `*.example.com` stands for one label, as in certificates. */
export function servesName(names: readonly string[], name: string): boolean {
  return names.some((known) =>
    known.startsWith('*.') ? known.slice(1) === name.slice(name.indexOf('.')) : known === name,
  );
}

interface RequestOutcome {
  readonly outcome: Outcome;
  readonly reason: Reason;
}

const ANSWERED: RequestOutcome = { outcome: 'answered', reason: 'Answered' };

/** How the sender takes an answer: most are what they say, but a handshake can fail at its end. */
export function endOf(reply: Reply | null): RequestOutcome {
  if (reply === null || reply.reason === 'Answered') return ANSWERED;
  if (reply.reason === 'CertificateShown') return { outcome: 'tlsFailed', reason: 'TlsNameMismatch' };
  if (reply.reason === 'TlsNotUnderstood') return { outcome: 'tlsFailed', reason: 'TlsNotSpoken' };
  return { outcome: 'answered', reason: reply.reason };
}

const HTTP_SCHEMES: Readonly<Record<string, HttpRequest['scheme']>> = {
  http: 'http',
  ws: 'http',
  grpc: 'http',
  h2c: 'http',
  https: 'https',
  wss: 'https',
};

const NO_HEADERS: HttpRequest['headers'] = {};

/** The request that a client makes for a URL; null when its scheme is not HTTP's. */
export function httpRequest(
  scheme: string,
  host: string,
  port: number,
  path: string,
  options: HttpOptions,
): HttpRequest | null {
  const http = HTTP_SCHEMES[scheme];
  if (http === undefined) return null;
  const { headers } = options;
  const name = host.toLowerCase().replace(/\.$/, '');
  return {
    scheme: http,
    method: options.method ?? 'GET',
    host: withoutPort(options.host ?? name).toLowerCase(),
    path: options.path ?? (path === '' ? '/' : path),
    port,
    headers: headers === undefined ? NO_HEADERS : inLowerCase(headers),
    ...(http === 'https' ? { serverName: (options.tlsServerName ?? name).toLowerCase() } : {}),
  };
}

function withoutPort(host: string): string {
  return host.replace(/:\d{1,5}$/, '');
}

function inLowerCase(headers: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
}
