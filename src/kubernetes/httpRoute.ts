/** HTTPRoute (gateway.networking.k8s.io/v1): which requests of its Gateways go to which Services. */
import { type Condition, GATEWAY_API_VERSION, GATEWAY_GROUP } from './gatewayClass.ts';
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface ParentReference {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  sectionName?: string;
  port?: number;
}

export interface HTTPPathMatch {
  type?: string;
  value?: string;
}

/** A header or a query parameter. */
export interface HTTPValueMatch {
  type?: string;
  name: string;
  value: string;
}

export interface HTTPRouteMatch {
  path?: HTTPPathMatch;
  headers?: HTTPValueMatch[];
  queryParams?: HTTPValueMatch[];
  method?: string;
}

export interface HTTPHeaderFilter {
  set?: { name: string; value: string }[];
  add?: { name: string; value: string }[];
  remove?: string[];
}

export interface HTTPPathModifier {
  type: string;
  replaceFullPath?: string;
  replacePrefixMatch?: string;
}

export interface HTTPRequestRedirect {
  scheme?: string;
  hostname?: string;
  path?: HTTPPathModifier;
  port?: number;
  statusCode?: number;
}

export interface HTTPRouteFilter {
  type: string;
  requestHeaderModifier?: HTTPHeaderFilter;
  responseHeaderModifier?: HTTPHeaderFilter;
  requestRedirect?: HTTPRequestRedirect;
  urlRewrite?: { hostname?: string; path?: HTTPPathModifier };
  requestMirror?: unknown;
  extensionRef?: unknown;
}

export interface HTTPBackendRef {
  group?: string;
  kind?: string;
  namespace?: string;
  name: string;
  port?: number;
  weight?: number;
  filters?: HTTPRouteFilter[];
}

export interface HTTPRouteRule {
  name?: string;
  matches?: HTTPRouteMatch[];
  filters?: HTTPRouteFilter[];
  backendRefs?: HTTPBackendRef[];
  timeouts?: { request?: string; backendRequest?: string };
}

export interface RouteParentStatus {
  parentRef: ParentReference;
  controllerName: string;
  conditions: Condition[];
}

export interface HTTPRoute extends KubernetesObject {
  kind: 'HTTPRoute';
  spec: { parentRefs?: ParentReference[]; hostnames?: string[]; rules?: HTTPRouteRule[] };
  status?: { parents: RouteParentStatus[] };
}

const EVERYTHING: HTTPPathMatch = { type: 'PathPrefix', value: '/' };

function matchDefaults(match: HTTPRouteMatch): HTTPRouteMatch {
  const exact = (list: HTTPValueMatch[]) => list.map((one) => ({ ...one, type: one.type ?? 'Exact' }));
  return {
    ...match,
    path: { ...match.path, type: match.path?.type ?? EVERYTHING.type!, value: match.path?.value ?? '/' },
    ...(match.headers === undefined ? {} : { headers: exact(match.headers) }),
    ...(match.queryParams === undefined ? {} : { queryParams: exact(match.queryParams) }),
  };
}

function filterDefaults(filter: HTTPRouteFilter): HTTPRouteFilter {
  const { requestRedirect } = filter;
  if (requestRedirect === undefined) return filter;
  return {
    ...filter,
    requestRedirect: { ...requestRedirect, statusCode: requestRedirect.statusCode ?? 302 },
  };
}

function ruleDefaults(rule: HTTPRouteRule): HTTPRouteRule {
  const { matches = [{ path: EVERYTHING }], filters, backendRefs } = rule;
  return {
    ...rule,
    matches: matches.map(matchDefaults),
    ...(filters === undefined ? {} : { filters: filters.map(filterDefaults) }),
    ...(backendRefs === undefined
      ? {}
      : {
          backendRefs: backendRefs.map((backend) => ({
            ...backend,
            group: backend.group ?? '',
            kind: backend.kind ?? 'Service',
            weight: backend.weight ?? 1,
          })),
        }),
  };
}

export const httpRouteRow: KindRow<HTTPRoute> = {
  apiVersion: GATEWAY_API_VERSION,
  plural: 'httproutes',
  singular: 'httproute',
  shortNames: [],
  namespaced: true,
  template: (name) => ({
    apiVersion: GATEWAY_API_VERSION,
    kind: 'HTTPRoute',
    metadata: { name, namespace: 'default' },
    spec: { parentRefs: [{ name: 'gateway' }], rules: [{ backendRefs: [{ name, port: 80 }] }] },
  }),
  defaults: (route) => ({
    ...route,
    spec: {
      ...route.spec,
      ...(route.spec.parentRefs === undefined
        ? {}
        : {
            parentRefs: route.spec.parentRefs.map((parent) => ({
              ...parent,
              group: parent.group ?? GATEWAY_GROUP,
              kind: parent.kind ?? 'Gateway',
            })),
          }),
      rules: (route.spec.rules ?? [{}]).map(ruleDefaults),
    },
  }),
};
