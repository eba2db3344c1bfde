/**
 * What a proxying Pod does with a request by its host and path: which Service it is for, or what it answers itself. Routes of
 * Gateways come first, then Ingresses. Simplified: what changes is in force at once, in all Pods of the controller.
 */
import type { Gateway } from '../../kubernetes/gateway.ts';
import type { HTTPBackendRef } from '../../kubernetes/httpRoute.ts';
import type { Ingress } from '../../kubernetes/ingress.ts';
import { keyOfKind } from '../../kubernetes/kinds.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Service } from '../../kubernetes/service.ts';
import type { Rule } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import { resolveBackend } from './backendReferences.ts';
import { matchRoute, type RouteMatch, splitQuery } from './gatewayRoutes.ts';
import type { HttpRequest } from './http.ts';
import { byAge, hasTls, type IngressMatch, matchIngress } from './ingressRoutes.ts';
import type { PodPlace } from './places.ts';
import { applyFilters, redirectOf } from './routeFilters.ts';
import {
  OWNING_GATEWAY_NAME,
  OWNING_GATEWAY_NAMESPACE,
  type RoutingController,
  servesIngress,
} from './routingControllers.ts';
import { lazyRule } from './rule.ts';

export type { HttpRequest } from './http.ts';

export type RouteDecision =
  | {
      readonly kind: 'backend';
      readonly service: ObjectKey;
      readonly port: number | string;
      readonly rule: Rule;
      /** After rewrites. */
      readonly request: HttpRequest;
      /** The Ingress or HTTPRoute. */
      readonly resource: ObjectKey;
    }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly rule: Rule;
      readonly resource: ObjectKey | null;
      readonly location?: string;
    };

/** null: this Pod is no proxy. */
export function routeHttp(
  simulation: Simulation,
  proxy: PodPlace,
  request: HttpRequest,
): RouteDecision | null {
  const controller = proxy.proxies;
  if (controller === null) return null;
  const gateways = gatewaysServedBy(simulation, controller, proxy.key);
  const match = matchRoute(
    gateways,
    [...simulation.byKind.HTTPRoute.values()],
    request,
    controller.listenerPort,
    (name) => simulation.byKind.Namespace.get(keyOfKind('Namespace', '', name)),
  );
  if (match !== null) return followRoute(simulation, match, request);
  return routeByIngress(simulation, controller, request) ?? NOTHING_MATCHES;
}

const NOTHING_MATCHES: RouteDecision = {
  kind: 'respond',
  status: 404,
  rule: lazyRule('httpRouting', () => ({ chain: 'routes', text: 'no rule matches: 404' })),
  resource: null,
};

// Ingress

/** The Ingresses that the controller is responsible for, the oldest first. */
export function ingressesServedBy({ byKind }: Simulation, controller: RoutingController): Ingress[] {
  const classOf = (name: string) => byKind.IngressClass.get(keyOfKind('IngressClass', '', name));
  return [...byKind.Ingress.values()]
    .filter((ingress) => servesIngress(controller, ingress, classOf))
    .sort(byAge);
}

function hasPort(
  service: Service | undefined,
  wanted: { readonly name?: string; readonly number?: number } = {},
): boolean {
  return (service?.spec.ports ?? []).some(({ port, name }) =>
    wanted.name ? wanted.name === name : wanted.number === port,
  );
}

function routeByIngress(
  simulation: Simulation,
  controller: RoutingController,
  request: HttpRequest,
): RouteDecision | null {
  if (controller.ingressController === null) return null;
  const ingresses = ingressesServedBy(simulation, controller);
  const [path] = splitQuery(request.path);
  const isUsable = ({ ingress, backend: { service } }: IngressMatch) =>
    !controller.skipsMissingServices ||
    service === undefined ||
    hasPort(
      simulation.byKind.Service.get(
        keyOfKind('Service', ingress.metadata.namespace ?? 'default', service.name),
      ),
      service.port,
    );
  const match = matchIngress(ingresses, request.host, path, controller.fallsThrough, isUsable);
  if (match === null) return null;
  const resource = objectKey(match.ingress);
  const { name, namespace = 'default' } = match.ingress.metadata;
  const service = match.backend.service;
  const rule = lazyRule(
    'httpRouting',
    (field: string, text: string) => ({ chain: `Ingress ${namespace}/${name} ${field}`, text }),
    match.field,
    `${match.text} → ${service === undefined ? 'no Service' : `${service.name}:${service.port?.number ?? service.port?.name}`}`,
  );
  const { tlsRedirect } = controller;
  if (tlsRedirect !== null && request.scheme === 'http' && hasTls(ingresses, request.host))
    return {
      kind: 'respond',
      status: tlsRedirect,
      rule,
      resource,
      location: `https://${request.host}${request.path}`,
    };
  if (service === undefined) return { kind: 'respond', status: 404, rule, resource };
  return {
    kind: 'backend',
    service: keyOfKind('Service', namespace, service.name),
    port: service.port?.number || service.port?.name || 0,
    rule,
    request,
    resource,
  };
}

// Gateway API

/** The Gateways that a proxy Pod serves: all of its controller's classes, or the one that it was made for. */
export function gatewaysServedBy(
  { byKind }: Simulation,
  controller: RoutingController,
  proxy: ObjectKey,
): Gateway[] {
  if (controller.gatewayController === null) return [];
  const labels = byKind.Pod.get(proxy)?.metadata.labels ?? {};
  const owner = labels[OWNING_GATEWAY_NAME];
  return [...byKind.Gateway.values()].filter(({ metadata, spec }) => {
    const gatewayClass = byKind.GatewayClass.get(keyOfKind('GatewayClass', '', spec.gatewayClassName));
    if (gatewayClass?.spec.controllerName !== controller.gatewayController) return false;
    return (
      controller.controllerImages.length === 0 ||
      (owner === metadata.name && labels[OWNING_GATEWAY_NAMESPACE] === metadata.namespace)
    );
  });
}

function followRoute(simulation: Simulation, match: RouteMatch, request: HttpRequest): RouteDecision {
  const { route, rule: routeRule, listener } = match;
  const resource = objectKey(route);
  const { filters = [], backendRefs = [] } = routeRule;
  const prefix = match.match.path?.type === 'PathPrefix' ? (match.match.path.value ?? '/') : '/';
  const rule = ruleOf(match, backendRefs);
  const redirect = filters.find(({ requestRedirect }) => requestRedirect !== undefined)?.requestRedirect;
  if (redirect !== undefined)
    return {
      kind: 'respond',
      rule,
      resource,
      ...redirectOf(applyFilters(request, filters, prefix), redirect, prefix, listener.port),
    };
  const backend = pickBackend(simulation, backendRefs);
  const resolved = backend === null ? null : resolveBackend(simulation, route, backend);
  if (backend === null || resolved === null || resolved.refusal !== null)
    return { kind: 'respond', status: 500, rule, resource };
  return {
    kind: 'backend',
    service: resolved.service,
    port: backend.port ?? 0,
    rule,
    request: applyFilters(request, [...filters, ...(backend.filters ?? [])], prefix),
    resource,
  };
}

/** By weight, at random; null when there is nothing to pick from. */
function pickBackend({ network }: Simulation, backends: readonly HTTPBackendRef[]): HTTPBackendRef | null {
  const weights = backends.map(({ weight }) => weight ?? 1);
  const sum = weights.reduce((total, weight) => total + weight, 0);
  if (sum === 0) return null;
  if (backends.length === 1) return backends[0]!;
  let left = nextInteger(network.routeRandom, sum);
  return (
    backends.find((_, index) => {
      left -= weights[index]!;
      return left < 0;
    }) ?? null
  );
}

function ruleOf({ route, match, field }: RouteMatch, backends: readonly HTTPBackendRef[]): Rule {
  return lazyRule(
    'httpRouting',
    (path: string, refs: readonly HTTPBackendRef[]) => ({
      chain: `HTTPRoute ${route.metadata.namespace}/${route.metadata.name} ${path}`,
      text: `${match.path?.type ?? 'PathPrefix'} ${match.path?.value ?? '/'} → ${
        refs.map(({ name, port, weight = 1 }) => `${name}:${port} (${weight})`).join(', ') || 'no backend'
      }`,
    }),
    field,
    backends,
  );
}
