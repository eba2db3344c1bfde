/**
 * Which rule of the HTTPRoutes on a Gateway takes a request. Models the precedence that the Gateway API (v1.4) lays down:
 * the most specific listener, then host, path, method, number of headers and of query parameters, then the oldest route.
 */
import type { Gateway, Listener } from '../../kubernetes/gateway.ts';
import type { HTTPRoute, HTTPRouteMatch, HTTPRouteRule, HTTPValueMatch } from '../../kubernetes/httpRoute.ts';
import type { HttpRequest } from './http.ts';
import { isPathPrefix, matchesHostname } from './pathMatch.ts';
import { attach, type NamespaceLookup, refersTo } from './routeAttachment.ts';

export interface RouteMatch {
  readonly route: HTTPRoute;
  readonly rule: HTTPRouteRule;
  readonly match: HTTPRouteMatch;
  /** `spec.rules[0].matches[0]` */
  readonly field: string;
  readonly listener: Listener;
  readonly gateway: Gateway;
}

interface Candidate extends RouteMatch {
  readonly host: string;
}

/** `portOf` says on which port of the proxy a listener is served. */
export function matchRoute(
  gateways: readonly Gateway[],
  routes: readonly HTTPRoute[],
  request: HttpRequest,
  portOf: (port: number) => number,
  namespaceOf: NamespaceLookup,
): RouteMatch | null {
  const found = listenerFor(gateways, request, portOf);
  if (found === null) return null;
  const candidates: Candidate[] = [];
  for (const route of routes) {
    const hosts = hostsOn(route, found.gateway, found.listener, namespaceOf);
    const host = mostSpecific(
      hosts.filter((pattern) => pattern === '' || matchesHostname(pattern, request.host)),
    );
    if (host === null) continue;
    for (const [index, rule] of (route.spec.rules ?? []).entries())
      for (const [at, match] of (rule.matches ?? [{}]).entries())
        if (matches(match, request))
          candidates.push({
            ...found,
            route,
            rule,
            match,
            host,
            field: `spec.rules[${index}].matches[${at}]`,
          });
  }
  return candidates.sort(byPrecedence)[0] ?? null;
}

/** A request belongs to one listener: the one with the most specific hostname on its port. */
function listenerFor(
  gateways: readonly Gateway[],
  { scheme, host, port }: HttpRequest,
  portOf: (port: number) => number,
): { gateway: Gateway; listener: Listener } | null {
  const protocol = scheme === 'https' ? 'HTTPS' : 'HTTP';
  const open = gateways.flatMap((gateway) =>
    gateway.spec.listeners
      .filter((listener) => listener.protocol === protocol && portOf(listener.port) === port)
      .filter(({ hostname = '' }) => hostname === '' || matchesHostname(hostname, host))
      .map((listener) => ({ gateway, listener })),
  );
  const best = mostSpecific(open.map(({ listener }) => listener.hostname ?? ''));
  return open.find(({ listener }) => (listener.hostname ?? '') === best) ?? null;
}

function hostsOn(
  route: HTTPRoute,
  gateway: Gateway,
  { name }: Listener,
  namespaceOf: NamespaceLookup,
): string[] {
  return (route.spec.parentRefs ?? [])
    .filter((parent) => refersTo(parent, route, gateway))
    .flatMap((parent) => attach(route, parent, gateway, namespaceOf).listeners.get(name) ?? []);
}

/** An exact host before wildcards, long before short, `''` last. */
function mostSpecific(hosts: readonly string[]): string | null {
  return [...hosts].sort((a, b) => specificity(b) - specificity(a))[0] ?? null;
}

function specificity(host: string): number {
  return (host.startsWith('*.') || host === '' ? 0 : 1e4) + host.length;
}

function matches(
  { path, method, headers = [], queryParams = [] }: HTTPRouteMatch,
  request: HttpRequest,
): boolean {
  const [pathname = '/', query = ''] = splitQuery(request.path);
  const { type = 'PathPrefix', value = '/' } = path ?? {};
  const pathMatches =
    type === 'Exact'
      ? pathname === value
      : type === 'PathPrefix'
        ? isPathPrefix(value, pathname)
        : isWholly(value, pathname);
  if (!pathMatches || (method !== undefined && method !== request.method)) return false;
  const parameters = new Map(
    query
      .split('&')
      .map((pair) => pair.split('='))
      .reverse()
      .map(([name = '', text = '']) => [name, text]),
  );
  return (
    headers.every((header) => holds(header, request.headers[header.name.toLowerCase()])) &&
    queryParams.every((parameter) => holds(parameter, parameters.get(parameter.name)))
  );
}

function holds({ type = 'Exact', value }: HTTPValueMatch, actual: string | undefined): boolean {
  if (actual === undefined) return false;
  return type === 'Exact' ? actual === value : isWholly(value, actual);
}

/** An expression that does not read matches nothing. */
function isWholly(expression: string, text: string): boolean {
  try {
    return new RegExp(`^(?:${expression})$`).test(text);
  } catch {
    return false;
  }
}

export function splitQuery(path: string): [path: string, query: string | undefined] {
  const mark = path.indexOf('?');
  return mark < 0 ? [path, undefined] : [path.slice(0, mark), path.slice(mark + 1)];
}

const pathRanks: Readonly<Record<string, number>> = { Exact: 2, RegularExpression: 1, PathPrefix: 0 };

/** The sort is stable: what is equal stays in the order of routes, rules and matches. */
function byPrecedence(a: Candidate, b: Candidate): number {
  const ranks = ({ host, match: { path, method, headers = [], queryParams = [] } }: Candidate) => [
    specificity(host),
    pathRanks[path?.type ?? 'PathPrefix'] ?? 0,
    path?.value?.length ?? 1,
    method === undefined ? 0 : 1,
    headers.length,
    queryParams.length,
  ];
  const [left, right] = [ranks(a), ranks(b)];
  for (const [index, rank] of left.entries()) if (rank !== right[index]) return right[index]! - rank;
  return byAgeOfRoute(a.route, b.route);
}

function byAgeOfRoute(a: HTTPRoute, b: HTTPRoute): number {
  if (a === b) return 0;
  const [ageA, ageB] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (ageA !== ageB) return ageA < ageB ? -1 : 1;
  const name = ({ metadata }: HTTPRoute) => `${metadata.namespace}/${metadata.name}`;
  return name(a) < name(b) ? -1 : 1;
}
