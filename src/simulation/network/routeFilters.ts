/**
 * What the filters of an HTTPRoute do to a request: header changes, rewrites of host and path, redirects. Models the
 * Gateway API (v1.4). Simplified: mirrored requests and changes of the answer's headers are not seen.
 */
import type { HTTPPathModifier, HTTPRequestRedirect, HTTPRouteFilter } from '../../kubernetes/httpRoute.ts';
import { splitQuery } from './gatewayRoutes.ts';
import type { HttpRequest } from './http.ts';

export interface Redirect {
  readonly status: number;
  readonly location: string;
}

const wellKnownPorts: Readonly<Record<string, number>> = { http: 80, https: 443 };

/** The request after all filters but redirects, in their order. `prefix` is the PathPrefix that matched. */
export function applyFilters(
  request: HttpRequest,
  filters: readonly HTTPRouteFilter[],
  prefix: string,
): HttpRequest {
  let current = request;
  for (const { requestHeaderModifier, urlRewrite } of filters) {
    if (requestHeaderModifier !== undefined) {
      const headers: Record<string, string> = { ...current.headers };
      for (const { name, value } of requestHeaderModifier.set ?? []) headers[name.toLowerCase()] = value;
      for (const { name, value } of requestHeaderModifier.add ?? []) {
        const before = headers[name.toLowerCase()];
        headers[name.toLowerCase()] = before === undefined ? value : `${before},${value}`;
      }
      for (const name of requestHeaderModifier.remove ?? []) delete headers[name.toLowerCase()];
      current = { ...current, headers };
    }
    if (urlRewrite !== undefined)
      current = {
        ...current,
        host: urlRewrite.hostname ?? current.host,
        path: modifyPath(current.path, urlRewrite.path, prefix),
      };
  }
  return current;
}

/** Where a client is sent; `listenerPort` is the port of the listener that took the request. */
export function redirectOf(
  request: HttpRequest,
  redirect: HTTPRequestRedirect,
  prefix: string,
  listenerPort: number,
): Redirect {
  const scheme = redirect.scheme ?? request.scheme;
  const port =
    redirect.port ?? (redirect.scheme === undefined ? listenerPort : wellKnownPorts[redirect.scheme]);
  const shown = port === undefined || port === wellKnownPorts[scheme] ? '' : `:${port}`;
  const path = modifyPath(request.path, redirect.path, prefix);
  return {
    status: redirect.statusCode ?? 302,
    location: `${scheme}://${redirect.hostname ?? request.host}${shown}${path}`,
  };
}

function modifyPath(path: string, modifier: HTTPPathModifier | undefined, prefix: string): string {
  if (modifier === undefined) return path;
  const [pathname, query] = splitQuery(path);
  const withQuery = (changed: string) => (query === undefined ? changed : `${changed}?${query}`);
  if (modifier.type === 'ReplaceFullPath') return withQuery(modifier.replaceFullPath ?? '/');
  const stem = prefix.replace(/\/$/, '');
  const rest = pathname.slice(stem.length);
  const replaced = `${(modifier.replacePrefixMatch ?? '').replace(/\/$/, '')}${rest}`;
  return withQuery(replaced.startsWith('/') ? replaced : `/${replaced}`);
}
