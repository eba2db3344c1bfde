import { describe, expect, it } from 'vitest';
import type { Gateway } from './gateway.ts';
import { GATEWAY_API_VERSION } from './gatewayClass.ts';
import type { HTTPRoute, HTTPRouteRule } from './httpRoute.ts';
import type { Ingress } from './ingress.ts';
import type { IngressClass } from './ingressClass.ts';
import { kinds } from './kinds.ts';
import { backendKeys, hostsOf, parentKeys } from './routing.ts';
import type { StatusCause } from './status.ts';
import { validators } from './validation.ts';

const lines = (causes: readonly StatusCause[]) => causes.map(({ field, message }) => `${field}: ${message}`);

function ingress(spec: Ingress['spec'], annotations: Record<string, string> = {}): Ingress {
  const template = kinds.Ingress.template('web');
  return { ...template, metadata: { ...template.metadata, annotations }, spec };
}

const path = (path: string | undefined, pathType: string | undefined, backend: object = shop) =>
  ({ path, pathType, backend }) as never;
const shop = { service: { name: 'shop', port: { number: 80 } } };
const wrongIngress = (spec: Ingress['spec'], annotations?: Record<string, string>) =>
  lines(validators.Ingress(ingress(spec, annotations)));
const wrongPaths = (...paths: never[]) => wrongIngress({ rules: [{ http: { paths } }] });

describe('Ingress', () => {
  it('needs a rule or a default backend', () => {
    expect(wrongIngress({})).toEqual([
      'spec: Invalid value: null: either `defaultBackend` or `rules` must be specified',
    ]);
    expect(wrongIngress({ defaultBackend: shop })).toEqual([]);
    expect(wrongIngress({ rules: [{ http: { paths: [] } }] })).toEqual([
      'spec.rules[0].http.paths: Required value',
    ]);
  });

  it('needs a type for each path, and absolute paths without tricks', () => {
    expect(wrongPaths(path('/', undefined))).toEqual([
      'spec.rules[0].http.paths[0].pathType: Required value: pathType must be specified',
    ]);
    expect(wrongPaths(path('/', 'Regex'))).toEqual([
      'spec.rules[0].http.paths[0].pathType: Unsupported value: "Regex": supported values: "Exact", "ImplementationSpecific", "Prefix"',
    ]);
    expect(
      wrongPaths(path('cart', 'Prefix'), path('/a//b/..', 'Exact'), path('', 'ImplementationSpecific')),
    ).toEqual([
      'spec.rules[0].http.paths[0].path: Invalid value: "cart": must be an absolute path',
      'spec.rules[0].http.paths[1].path: Invalid value: "/a//b/..": must not contain \'//\'',
      'spec.rules[0].http.paths[1].path: Invalid value: "/a//b/..": cannot end with \'/..\'',
    ]);
  });

  it('needs a Service with one port, or a resource', () => {
    const at = 'spec.rules[0].http.paths[0].backend';
    const wrong = (backend: object) => wrongPaths(path('/', 'Prefix', backend));
    expect(wrong({})).toEqual([`${at}: Invalid value: "": resource or service backend is required`]);
    expect(wrong({ service: { name: 'shop' } })).toEqual([
      `${at}: Required value: port name or number is required`,
    ]);
    expect(wrong({ service: { name: 'shop', port: { name: 'http', number: 80 } } })).toEqual([
      `${at}: Invalid value: "": cannot set both port name & port number`,
    ]);
    expect(wrong({ service: { name: '', port: { number: 70_000 } } })).toEqual([
      `${at}.service.name: Required value`,
      `${at}.service.port.number: Invalid value: 70000: must be between 1 and 65535, inclusive`,
    ]);
  });

  it('takes names and wildcards as hosts, no addresses', () => {
    const wrong = (host: string) => wrongIngress({ rules: [{ host }] });
    expect(wrong('shop.example.com')).toEqual([]);
    expect(wrong('*.example.com')).toEqual([]);
    expect(wrong('192.0.2.1')).toEqual([
      'spec.rules[0].host: Invalid value: "192.0.2.1": must be a DNS name, not an IP address',
    ]);
    expect(wrong('shop.*.com')[0]).toMatch(/^spec\.rules\[0\]\.host: .*a wildcard DNS-1123 subdomain/);
  });

  it('may not name two classes when it is created', () => {
    const spec = { ingressClassName: 'a', defaultBackend: shop };
    expect(wrongIngress(spec, { 'kubernetes.io/ingress.class': 'b' })).toEqual([
      'annotations.kubernetes.io/ingress.class: Invalid value: "b": must match `ingressClassName` when both are specified',
    ]);
  });
});

describe('IngressClass', () => {
  const ofController = (controller: string): IngressClass => ({
    ...kinds.IngressClass.template('web'),
    spec: { controller },
  });

  it('names a controller by a domain-prefixed path, for good', () => {
    expect(lines(validators.IngressClass(ofController('')))).toEqual(['spec.controller: Required value']);
    expect(lines(validators.IngressClass(ofController('traefik')))).toEqual([
      'spec.controller: Invalid value: "traefik": must be a domain-prefixed path (such as "acme.io/foo")',
    ]);
    const stored = ofController('example.com/a');
    stored.metadata = { ...stored.metadata, resourceVersion: '1' };
    const changed = { ...stored, spec: { controller: 'example.com/b' } };
    expect(lines(validators.IngressClass(changed, stored))).toEqual([
      'spec.controller: Invalid value: "example.com/b": field is immutable',
    ]);
  });
});

describe('Gateway', () => {
  const wrong = (...listeners: Gateway['spec']['listeners']) =>
    lines(
      validators.Gateway({
        ...kinds.Gateway.template('web'),
        spec: { gatewayClassName: 'eg', listeners },
      }),
    );

  it('needs listeners that differ in name, and in port, protocol and hostname', () => {
    expect(wrong()).toEqual([
      'spec.listeners: Invalid value: 0: spec.listeners in body should have at least 1 items',
    ]);
    const http = { name: 'http', port: 80, protocol: 'HTTP' };
    expect(wrong(http, http)).toEqual([
      'spec.listeners: Invalid value: Listener name must be unique within the Gateway',
      'spec.listeners: Invalid value: Combination of port, protocol and hostname must be unique for each listener',
    ]);
    expect(wrong(http, { ...http, name: 'shop', hostname: 'shop.example.com' })).toEqual([]);
  });

  it('has TLS only where the protocol does', () => {
    const tls = { mode: 'Terminate', certificateRefs: [{ name: 'shop-tls' }] };
    expect(wrong({ name: 'http', port: 80, protocol: 'HTTP', tls })).toEqual([
      "spec.listeners: Invalid value: tls must not be specified for protocols ['HTTP', 'TCP', 'UDP']",
    ]);
    expect(wrong({ name: 'https', port: 443, protocol: 'HTTPS', tls })).toEqual([]);
    expect(wrong({ name: 'https', port: 443, protocol: 'HTTPS', tls: { mode: 'Terminate' } })).toEqual([
      'spec.listeners[0].tls: Invalid value: certificateRefs or options must be specified when mode is Terminate',
    ]);
  });
});

describe('HTTPRoute', () => {
  const route = (spec: HTTPRoute['spec']): HTTPRoute =>
    kinds.HTTPRoute.defaults({ ...kinds.HTTPRoute.template('web'), spec });
  const wrong = (rule: HTTPRouteRule) => lines(validators.HTTPRoute(route({ rules: [rule] })));
  const redirect = { type: 'RequestRedirect', requestRedirect: { scheme: 'https' } };

  it('is for all requests, and each backend counts once, unless something else is said', () => {
    expect(
      route({ parentRefs: [{ name: 'web' }], rules: [{ backendRefs: [{ name: 'shop', port: 80 }] }] }).spec,
    ).toEqual({
      parentRefs: [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'web' }],
      rules: [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/' } }],
          backendRefs: [{ group: '', kind: 'Service', name: 'shop', port: 80, weight: 1 }],
        },
      ],
    });
  });

  it('needs absolute paths, ports of Services, and filters that fit', () => {
    expect(wrong({ matches: [{ path: { value: 'cart' } }] })).toEqual([
      "spec.rules[0].matches[0].path: Invalid value: value must be an absolute path and start with '/' when type one of ['Exact', 'PathPrefix']",
    ]);
    expect(wrong({ backendRefs: [{ name: 'shop' }] })).toEqual([
      'spec.rules[0].backendRefs[0]: Invalid value: Must have port for Service reference',
    ]);
    expect(wrong({ filters: [redirect], backendRefs: [{ name: 'shop', port: 80 }] })).toEqual([
      'spec.rules[0]: Invalid value: RequestRedirect filter must not be used together with backendRefs',
    ]);
    expect(wrong({ filters: [redirect, redirect] })).toEqual([
      'spec.rules[0].filters: Invalid value: RequestRedirect filter cannot be repeated',
    ]);
    expect(wrong({ filters: [{ type: 'URLRewrite' }] })).toEqual([
      'spec.rules[0].filters[0]: Invalid value: filter.urlRewrite must be specified for URLRewrite filter.type',
    ]);
  });

  it('names each parent once, by section if there are several', () => {
    const parents = (...parentRefs: NonNullable<HTTPRoute['spec']['parentRefs']>) =>
      lines(validators.HTTPRoute(route({ parentRefs })));
    const rule = 'when parentRefs includes 2 or more references to the same parent';
    expect(parents({ name: 'web' }, { name: 'web' })).toEqual([
      `spec.parentRefs: Invalid value: sectionName must be unique ${rule}`,
    ]);
    expect(parents({ name: 'web' }, { name: 'web', sectionName: 'http' })).toEqual([
      `spec.parentRefs: Invalid value: sectionName must be specified ${rule}`,
    ]);
    expect(parents({ name: 'web', sectionName: 'a' }, { name: 'web', sectionName: 'b' })).toEqual([]);
  });

  it('leads to Services and Gateways, also of other namespaces', () => {
    const object = route({
      parentRefs: [{ name: 'web', namespace: 'infra' }],
      hostnames: ['shop.example.com'],
      rules: [
        {
          backendRefs: [
            { name: 'shop', port: 80 },
            { name: 'pay', namespace: 'bank', port: 80 },
          ],
        },
      ],
    });
    expect(backendKeys(object)).toEqual(['Service/default/shop', 'Service/bank/pay']);
    expect(parentKeys(object)).toEqual(['Gateway.gateway.networking.k8s.io/infra/web']);
    expect(hostsOf(object)).toEqual(['shop.example.com']);
    expect(object.apiVersion).toBe(GATEWAY_API_VERSION);
  });
});
