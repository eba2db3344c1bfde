/**
 * Which backend of the Ingresses that a controller serves takes a request. Models the Ingress API's rules: the host first
 * (exact, then wildcard, then none), then the path (Exact, then the longest prefix), then the default backend; of equal
 * rules the oldest Ingress's. Simplified: real controllers differ in corners (Traefik compares prefixes letter by letter
 * unless it is told to be strict).
 */
import type { HTTPIngressPath, Ingress, IngressBackend } from '../../kubernetes/ingress.ts';
import { isPathPrefix, matchesIngressHost } from './pathMatch.ts';

export interface IngressMatch {
  readonly ingress: Ingress;
  readonly backend: IngressBackend;
  /** `spec.rules[0].http.paths[1]` or `spec.defaultBackend`. */
  readonly field: string;
  /** The rule in words: `shop.example.com/cart Prefix`. */
  readonly text: string;
}

interface Candidate extends IngressMatch {
  readonly path: HTTPIngressPath;
}

/** Oldest first; then by namespace and name. */
export function byAge(a: Ingress, b: Ingress): number {
  const [ageA, ageB] = [a.metadata.creationTimestamp ?? '', b.metadata.creationTimestamp ?? ''];
  if (ageA !== ageB) return ageA < ageB ? -1 : 1;
  const name = ({ metadata }: Ingress) => `${metadata.namespace}/${metadata.name}`;
  return name(a) < name(b) ? -1 : 1;
}

/** `path` without its query. The Ingresses come oldest first. */
export function matchIngress(
  ingresses: readonly Ingress[],
  host: string,
  path: string,
  fallsThrough: boolean,
  isUsable: (match: IngressMatch) => boolean,
): IngressMatch | null {
  const isFor = [
    (pattern: string) => pattern === host,
    (pattern: string) => pattern.startsWith('*.') && matchesIngressHost(pattern, host),
    (pattern: string) => pattern === '',
  ];
  for (const hostMatches of isFor) {
    const candidates = rulesFor(ingresses, hostMatches).filter(isUsable);
    const best = bestPath(candidates.filter((candidate) => matchesPath(candidate.path, path)));
    if (best !== null) return best;
    if (candidates.length > 0 && !fallsThrough) break;
  }
  return defaultBackend(ingresses, host);
}

function rulesFor(ingresses: readonly Ingress[], hostMatches: (pattern: string) => boolean): Candidate[] {
  return ingresses.flatMap((ingress) =>
    (ingress.spec.rules ?? []).flatMap(({ host = '', http }, rule) =>
      hostMatches(host)
        ? (http?.paths ?? []).map((path, index) => ({
            ingress,
            path,
            backend: path.backend,
            field: `spec.rules[${rule}].http.paths[${index}]`,
            text: `${host === '' ? '*' : host}${path.path ?? ''} ${path.pathType}`,
          }))
        : [],
    ),
  );
}

function matchesPath({ path: wanted = '/', pathType }: HTTPIngressPath, path: string): boolean {
  if (pathType === 'Exact') return path === wanted;
  return pathType === 'Prefix' ? isPathPrefix(wanted, path) : path.startsWith(wanted);
}

/** Exact before prefixes, long before short, early before late. */
function bestPath(candidates: readonly Candidate[]): Candidate | null {
  const rank = ({ path }: Candidate) =>
    (path.pathType === 'Exact' ? 1e6 : 0) + (path.path ?? '').replace(/(.)\/$/, '$1').length;
  return candidates.reduce<Candidate | null>(
    (best, candidate) => (best === null || rank(candidate) > rank(best) ? candidate : best),
    null,
  );
}

/** Of an Ingress that has rules for the host, else of the oldest that has one. */
function defaultBackend(ingresses: readonly Ingress[], host: string): IngressMatch | null {
  const having = ingresses.filter(({ spec }) => spec.defaultBackend !== undefined);
  const ingress =
    having.find(({ spec }) => spec.rules?.some((rule) => matchesIngressHost(rule.host ?? '', host))) ??
    having[0];
  if (ingress === undefined) return null;
  return {
    ingress,
    backend: ingress.spec.defaultBackend!,
    field: 'spec.defaultBackend',
    text: 'default backend',
  };
}

/** Whether the Ingresses promise TLS for the host. */
export function hasTls(ingresses: readonly Ingress[], host: string): boolean {
  return ingresses.some(({ spec }) =>
    spec.tls?.some(({ hosts = [] }) => hosts.some((pattern) => matchesIngressHost(pattern, host))),
  );
}
