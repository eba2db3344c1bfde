/** How hosts and paths of Ingresses and HTTPRoutes are compared with those of a request. */

/** Element by element: `/foo` is a prefix of `/foo/bar` and of `/foo/`, not of `/foobar`. */
export function isPathPrefix(prefix: string, path: string): boolean {
  const stem = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === stem || path.startsWith(`${stem}/`) || (stem === '' && path === '');
}

/** Exactly the host, or for `*.example.com` exactly one label more (Ingress). */
export function matchesIngressHost(pattern: string, host: string): boolean {
  if (!pattern.startsWith('*.')) return pattern === host;
  const dot = host.indexOf('.');
  return dot > 0 && host.slice(dot) === pattern.slice(1);
}

/** Exactly the host, or for `*.example.com` any number of labels more (Gateway API). */
export function matchesHostname(pattern: string, host: string): boolean {
  return pattern.startsWith('*.')
    ? host.length > pattern.length - 1 && host.endsWith(pattern.slice(1))
    : pattern === host;
}

/** The hosts that both patterns mean; null when there are none. */
export function intersectHostnames(a: string, b: string): string | null {
  if (a === b) return a;
  const isWildcardOf = (wild: string, other: string) =>
    wild.startsWith('*.') && other.endsWith(wild.slice(1)) && other.length > wild.length - 1;
  if (isWildcardOf(a, b)) return b;
  return isWildcardOf(b, a) ? a : null;
}
