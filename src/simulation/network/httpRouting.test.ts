import { describe, expect, it } from 'vitest';
import { GATEWAY_API_VERSION } from '../../kubernetes/gatewayClass.ts';
import type { HTTPRoute } from '../../kubernetes/httpRoute.ts';
import type { Ingress } from '../../kubernetes/ingress.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { cluster, namespace, node, pod, service } from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';
import type { HttpRequest } from './http.ts';
import { type RouteDecision, routeHttp } from './httpRouting.ts';

const TRAEFIK = 'docker.io/traefik:v3.6';
const NGINX = 'registry.k8s.io/ingress-nginx/controller:v1.14.1';

function proxy(image: string, name = 'proxy'): KubernetesObject {
  return pod(name, name, {
    containers: [{ name: 'proxy', image, ports: [{ containerPort: 80 }, { containerPort: 443 }] }],
  });
}

function ingressClass(name: string, controller: string, isDefault = false): KubernetesObject {
  const annotations = isDefault ? { 'ingressclass.kubernetes.io/is-default-class': 'true' } : {};
  const spec = { controller };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'IngressClass',
    metadata: { name, annotations },
    spec,
  } as KubernetesObject;
}

const traefikClass = ingressClass('traefik', 'traefik.io/ingress-controller');
const nginxClass = ingressClass('nginx', 'k8s.io/ingress-nginx');

type Path = [path: string, service: string, pathType?: string];

function ingress(name: string, hosts: Record<string, Path[]>, spec: Partial<Ingress['spec']> = {}): Ingress {
  const rules = Object.entries(hosts).map(([host, paths]) => ({
    ...(host === '' ? {} : { host }),
    http: {
      paths: paths.map(([path, backend, pathType = 'Prefix']) => ({
        path,
        pathType: pathType as 'Prefix',
        backend: { service: { name: backend, port: { number: 80 } } },
      })),
    },
  }));
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default' },
    spec: { ingressClassName: 'traefik', ...(rules.length === 0 ? {} : { rules }), ...spec },
  };
}

function ask(
  simulation: Simulation,
  url: string,
  asked: Partial<HttpRequest> = {},
  from = 'proxy',
): RouteDecision | null {
  const { protocol, hostname, pathname, search, port } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const place = simulation.network.places.get(`Pod/default/${from}`);
  if (place?.kind !== 'Pod') throw new Error(`no Pod ${from}`);
  return routeHttp(simulation, place, {
    scheme,
    method: 'GET',
    host: hostname,
    path: pathname + search,
    port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port),
    headers: {},
    ...asked,
  });
}

/** The Service that takes the request, or the status of the proxy's own answer. */
function target(
  simulation: Simulation,
  url: string,
  asked: Partial<HttpRequest> = {},
): string | number | null {
  const decision = ask(simulation, url, asked);
  return decision?.kind === 'backend' ? decision.service.split('/').at(-1)! : (decision?.status ?? null);
}

/** The Services that the rules below name: for Traefik a rule without its Service is none. */
const backends = ['shop', 'any', 'wild', 'root', 'cart', 'pay', 'exact', 'images', 'rest'].map((name) =>
  service(name),
);
const behind = (objects: readonly KubernetesObject[], image = TRAEFIK): Simulation =>
  cluster([node('node-a'), traefikClass, nginxClass, proxy(image), ...backends, ...objects]);

describe('Ingress', () => {
  it('IG1 a Pod of no known controller passes nothing on', () => {
    const simulation = cluster([
      node('node-a'),
      pod('proxy'),
      traefikClass,
      ingress('web', { '': [['/', 'shop']] }),
    ]);
    expect(ask(simulation, 'http://example.com/')).toBeNull();
  });

  it('IG2 a controller serves the Ingresses of its classes, and Traefik those without one too', () => {
    const of = (ingressClassName: string | undefined, image: string) => {
      const web = ingress('web', { '': [['/', 'shop']] });
      const { ingressClassName: _, ...rest } = web.spec;
      const spec = ingressClassName === undefined ? rest : { ...rest, ingressClassName };
      return target(behind([{ ...web, spec } as Ingress], image), 'http://example.com/');
    };
    expect(of('traefik', TRAEFIK)).toBe('shop');
    expect(of('nginx', TRAEFIK)).toBe(404);
    expect(of('nginx', NGINX)).toBe('shop');
    expect(of('nowhere', NGINX)).toBe(404);
    expect(of(undefined, TRAEFIK)).toBe('shop');
    expect(of(undefined, NGINX)).toBe(404);
  });

  it('IG2 reads the old annotation when no class is named', () => {
    const { ingressClassName: _, ...spec } = ingress('web', { '': [['/', 'shop']] }).spec;
    const old: Ingress = {
      ...ingress('web', {}),
      metadata: {
        name: 'web',
        namespace: 'default',
        annotations: { 'kubernetes.io/ingress.class': 'nginx' },
      },
      spec,
    };
    expect(target(behind([old], NGINX), 'http://example.com/')).toBe('shop');
    expect(target(behind([old], TRAEFIK), 'http://example.com/')).toBe(404);
  });

  it('IG3 an Ingress without a class gets the default one when it is created', () => {
    const { ingressClassName: _, ...spec } = ingress('web', { '': [['/', 'shop']] }).spec;
    const simulation = cluster([
      node('node-a'),
      ingressClass('nginx', 'k8s.io/ingress-nginx', true),
      proxy(NGINX),
      { ...ingress('web', {}), spec } as Ingress,
    ]);
    expect(target(simulation, 'http://example.com/')).toBe('shop');
    const stored = simulation.byKind.Ingress.get('Ingress.networking.k8s.io/default/web');
    expect(stored?.spec.ingressClassName).toBe('nginx');
  });

  it('IG4 an exact host comes before a wildcard, which stands for one label, and that before rules without a host', () => {
    const simulation = behind([
      ingress('web', {
        '': [['/', 'any']],
        '*.example.com': [['/', 'wild']],
        'shop.example.com': [['/', 'shop']],
      }),
    ]);
    expect(target(simulation, 'http://shop.example.com/')).toBe('shop');
    expect(target(simulation, 'http://blog.example.com/')).toBe('wild');
    expect(target(simulation, 'http://a.blog.example.com/')).toBe('any');
    expect(target(simulation, 'http://example.com/')).toBe('any');
  });

  it('IG5 compares prefixes element by element; exact paths come first, then the longest prefix', () => {
    const simulation = behind([
      ingress('web', {
        '': [
          ['/', 'root'],
          ['/cart', 'cart'],
          ['/cart/pay', 'pay'],
          ['/cart/pay', 'exact', 'Exact'],
          ['/img', 'images', 'ImplementationSpecific'],
        ],
      }),
    ]);
    const paths = [
      '/',
      '/cart',
      '/cart/',
      '/cart/1',
      '/carts',
      '/cart/pay',
      '/cart/pay/',
      '/cart/pay/x',
      '/imgs',
    ];
    expect(paths.map((path) => target(simulation, `http://example.com${path}?a=/cart`))).toEqual([
      'root',
      'cart',
      'cart',
      'cart',
      'root',
      'exact',
      'pay',
      'pay',
      'images',
    ]);
  });

  it('IG6 what no rule takes goes to the default backend, else the answer is 404', () => {
    const shop = ingress('web', { 'shop.example.com': [['/cart', 'cart']] });
    expect(target(behind([shop]), 'http://shop.example.com/other')).toBe(404);
    expect(target(behind([shop]), 'http://example.com/')).toBe(404);
    const all = ingress(
      'rest',
      {},
      { defaultBackend: { service: { name: 'rest', port: { name: 'http' } } } },
    );
    expect(target(behind([shop, all]), 'http://shop.example.com/other')).toBe('rest');
    expect(ask(behind([all]), 'http://example.com/')).toMatchObject({ kind: 'backend', port: 'http' });
  });

  it('IG6 for a host that has rules only Traefik goes on to rules without a host', () => {
    const web = (ingressClassName: string) =>
      ingress('web', { 'shop.example.com': [['/cart', 'cart']], '': [['/', 'any']] }, { ingressClassName });
    expect(target(behind([web('traefik')]), 'http://shop.example.com/other')).toBe('any');
    expect(target(behind([web('nginx')], NGINX), 'http://shop.example.com/other')).toBe(404);
  });

  it('IG6 a rule without its Service is no rule for Traefik', () => {
    const web = (ingressClassName: string) =>
      ingress(
        'web',
        {
          '': [
            ['/', 'shop'],
            ['/cart', 'nobody'],
          ],
        },
        { ingressClassName },
      );
    const simulation = cluster([
      node('node-a'),
      traefikClass,
      proxy(TRAEFIK),
      service('shop'),
      web('traefik'),
    ]);
    expect(target(simulation, 'http://example.com/cart')).toBe('shop');
    expect(target(behind([web('nginx')], NGINX), 'http://example.com/cart')).toBe('nobody');
  });

  it('IG6 a rule for a port that its Service does not have is no rule for Traefik', () => {
    const web = (number: number) => {
      const { metadata, ...rest } = ingress('api', {});
      const path = '/cart';
      const backend = { service: { name: 'cart', port: { number } } };
      const rules = [{ http: { paths: [{ path, pathType: 'Prefix' as const, backend }] } }];
      return { ...rest, metadata, spec: { ingressClassName: 'traefik', rules } } as Ingress;
    };
    const shop = ingress('web', { '': [['/', 'shop']] });
    expect(target(behind([shop, web(80)]), 'http://example.com/cart')).toBe('cart');
    expect(target(behind([shop, web(3000)]), 'http://example.com/cart')).toBe('shop');
  });

  it('IG7 ingress-nginx sends plain HTTP for a host under tls to HTTPS; Traefik does not', () => {
    const web = (ingressClassName: string) =>
      ingress(
        'web',
        { 'shop.example.com': [['/', 'shop']] },
        { ingressClassName, tls: [{ hosts: ['shop.example.com'], secretName: 'shop-tls' }] },
      );
    const nginx = behind([web('nginx')], NGINX);
    expect(ask(nginx, 'http://shop.example.com/cart?x=1')).toMatchObject({
      kind: 'respond',
      status: 308,
      location: 'https://shop.example.com/cart?x=1',
    });
    expect(target(nginx, 'https://shop.example.com/')).toBe('shop');
    expect(target(behind([web('traefik')]), 'http://shop.example.com/')).toBe('shop');
  });
});

const gatewayClass = {
  apiVersion: GATEWAY_API_VERSION,
  kind: 'GatewayClass',
  metadata: { name: 'traefik' },
  spec: { controllerName: 'traefik.io/gateway-controller' },
} as KubernetesObject;

function gateway(...listeners: object[]): KubernetesObject {
  return {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { name: 'gateway', namespace: 'default' },
    spec: {
      gatewayClassName: 'traefik',
      listeners: listeners.length > 0 ? listeners : [{ name: 'http', port: 80, protocol: 'HTTP' }],
    },
  } as KubernetesObject;
}

type Rules = NonNullable<HTTPRoute['spec']['rules']>;

function route(
  name: string,
  rules: Rules,
  spec: Partial<HTTPRoute['spec']> = {},
  namespaceName = 'default',
): HTTPRoute {
  return {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'HTTPRoute',
    metadata: { name, namespace: namespaceName },
    spec: { parentRefs: [{ name: 'gateway', namespace: 'default' }], rules, ...spec },
  };
}

const to = (name: string, weight?: number) => ({
  backendRefs: [{ name, port: 80, ...(weight === undefined ? {} : { weight }) }],
});
const names = ['a', 'b', 'c', 'd', 'e', 'f'];
const services = names.map((name) => service(name));
const routed = (...objects: KubernetesObject[]): Simulation =>
  cluster([node('node-a'), gatewayClass, proxy(TRAEFIK), ...services, ...objects]);

describe('Gateway API', () => {
  it('GW1 a route is attached to the listeners that its parentRefs name and that allow it', () => {
    const shop = namespace('shop');
    const closed = routed(shop, gateway(), route('web', [to('a')], {}, 'shop'));
    expect(target(closed, 'http://example.com/')).toBe(404);
    const all = { name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } };
    const open = routed(
      shop,
      { ...service('a'), metadata: { name: 'a', namespace: 'shop' } },
      gateway(all),
      route('web', [to('a')], {}, 'shop'),
    );
    expect(target(open, 'http://example.com/')).toBe('a');
    const two = [
      { name: 'inside', port: 8080, protocol: 'HTTP' },
      { name: 'outside', port: 80, protocol: 'HTTP' },
    ];
    const sections = routed(
      gateway(...two),
      route('web', [to('a')], { parentRefs: [{ name: 'gateway', sectionName: 'outside' }] }),
    );
    expect(target(sections, 'http://example.com/')).toBe('a');
    expect(target(sections, 'http://example.com:8080/')).toBe(404);
  });

  it('GW1 a namespace may be let in by its labels', () => {
    const labelled = { ...namespace('shop'), metadata: { name: 'shop', labels: { team: 'web' } } };
    const from = (selector: object) => ({
      name: 'http',
      port: 80,
      protocol: 'HTTP',
      allowedRoutes: { namespaces: { from: 'Selector', selector } },
    });
    const there = { ...service('a'), metadata: { name: 'a', namespace: 'shop' } };
    const ofTeam = (team: string) =>
      routed(labelled, there, gateway(from({ matchLabels: { team } })), route('web', [to('a')], {}, 'shop'));
    expect(target(ofTeam('web'), 'http://example.com/')).toBe('a');
    expect(target(ofTeam('db'), 'http://example.com/')).toBe(404);
  });

  it('GW2 the hosts of listener and route must intersect; a wildcard stands for one label or more', () => {
    const simulation = routed(
      gateway({ name: 'http', port: 80, protocol: 'HTTP', hostname: '*.example.com' }),
      route('narrow', [to('a')], { hostnames: ['shop.example.com', 'shop.example.org'] }),
      route('wide', [to('b')]),
    );
    expect(target(simulation, 'http://shop.example.com/')).toBe('a');
    expect(target(simulation, 'http://a.b.example.com/')).toBe('b');
    expect(target(simulation, 'http://shop.example.org/')).toBe(404);
    expect(target(simulation, 'http://example.com/')).toBe(404);
  });

  it('GW3 the most specific match wins: host, path, method, headers, query, age, name', () => {
    const simulation = routed(
      gateway(),
      route('z-host', [to('f')], { hostnames: ['*.example.com'] }),
      route('rules', [
        { matches: [{ path: { type: 'PathPrefix', value: '/cart' } }], ...to('a') },
        { matches: [{ path: { type: 'Exact', value: '/cart' } }], ...to('b') },
        { matches: [{ path: { type: 'PathPrefix', value: '/cart' }, method: 'POST' }], ...to('c') },
        {
          matches: [
            { path: { type: 'PathPrefix', value: '/cart' }, headers: [{ name: 'X-Beta', value: '1' }] },
          ],
          ...to('d'),
        },
        {
          matches: [
            { path: { type: 'PathPrefix', value: '/cart' }, queryParams: [{ name: 'new', value: 'yes' }] },
          ],
          ...to('e'),
        },
      ]),
    );
    const cases: [string, Partial<HttpRequest>, string | number][] = [
      ['/cart/1', {}, 'a'],
      ['/cart', { method: 'POST', headers: { 'x-beta': '1' } }, 'b'],
      ['/cart/1', { method: 'POST', headers: { 'x-beta': '1' } }, 'c'],
      ['/cart/1?new=yes', { headers: { 'x-beta': '1' } }, 'd'],
      ['/cart/1?new=yes', {}, 'e'],
      ['/carts', {}, 404],
    ];
    expect(cases.map(([path, asked]) => target(simulation, `http://shop.test${path}`, asked))).toEqual(
      cases.map(([, , wanted]) => wanted),
    );
    expect(target(simulation, 'http://shop.example.com/cart')).toBe('f');
    const same = routed(gateway(), route('b', [to('b')]), route('a', [to('a')]));
    expect(target(same, 'http://example.com/')).toBe('a');
  });

  it('GW4 a redirect is answered by the proxy itself', () => {
    const redirect = (requestRedirect: object) =>
      routed(
        gateway(),
        route('web', [
          {
            matches: [{ path: { type: 'PathPrefix', value: '/old' } }],
            filters: [{ type: 'RequestRedirect', requestRedirect }],
          },
        ]),
      );
    const of = (requestRedirect: object) => ask(redirect(requestRedirect), 'http://example.com/old/a?x=1');
    expect(of({ scheme: 'https', statusCode: 301 })).toMatchObject({
      status: 301,
      location: 'https://example.com/old/a?x=1',
    });
    expect(of({ hostname: 'shop.example.com', port: 8080 })).toMatchObject({
      status: 302,
      location: 'http://shop.example.com:8080/old/a?x=1',
    });
    expect(of({ path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/new' } })).toMatchObject({
      location: 'http://example.com/new/a?x=1',
    });
    expect(of({ path: { type: 'ReplaceFullPath', replaceFullPath: '/gone' } })).toMatchObject({
      location: 'http://example.com/gone?x=1',
    });
  });

  it('GW5 the backend sees what rewrites and header changes made of the request', () => {
    const simulation = routed(
      gateway(),
      route('web', [
        {
          matches: [{ path: { type: 'PathPrefix', value: '/shop' } }],
          filters: [
            {
              type: 'URLRewrite',
              urlRewrite: {
                hostname: 'inside.test',
                path: { type: 'ReplacePrefixMatch', replacePrefixMatch: '/' },
              },
            },
            {
              type: 'RequestHeaderModifier',
              requestHeaderModifier: {
                set: [{ name: 'X-Env', value: 'test' }],
                add: [{ name: 'Accept', value: 'text/html' }],
                remove: ['Cookie'],
              },
            },
          ],
          ...to('a'),
        },
      ]),
    );
    const headers = { accept: 'text/plain', cookie: 'id=1' };
    const decision = ask(simulation, 'http://example.com/shop/cart?x=1', { headers });
    expect(decision).toMatchObject({
      kind: 'backend',
      request: {
        host: 'inside.test',
        path: '/cart?x=1',
        headers: { accept: 'text/plain,text/html', 'x-env': 'test' },
      },
    });
    expect(decision?.kind === 'backend' && Object.keys(decision.request.headers)).toEqual([
      'accept',
      'x-env',
    ]);
  });

  it('GW6 backends are picked by weight, and one of weight 0 never', () => {
    const simulation = routed(
      gateway(),
      route('web', [
        {
          backendRefs: [
            { name: 'a', port: 80, weight: 90 },
            { name: 'b', port: 80, weight: 10 },
            { name: 'c', port: 80, weight: 0 },
          ],
        },
      ]),
    );
    const counts = new Map<string | number | null, number>();
    for (let count = 0; count < 2000; count++) {
      const name = target(simulation, 'http://example.com/');
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
    expect([...counts.keys()].sort()).toEqual(['a', 'b']);
    expect(counts.get('b')).toBeGreaterThan(120);
    expect(counts.get('b')).toBeLessThan(280);
  });

  it('GW7 a backend that is not there, of another kind, or in another namespace without a grant is 500', () => {
    const shop = namespace('shop');
    const there = { ...service('a'), metadata: { name: 'a', namespace: 'shop' } };
    const over = route('web', [{ backendRefs: [{ name: 'a', namespace: 'shop', port: 80 }] }]);
    expect(target(routed(gateway(), route('web', [to('nobody')])), 'http://example.com/')).toBe(500);
    expect(target(routed(gateway(), route('web', [{}])), 'http://example.com/')).toBe(500);
    expect(target(routed(shop, there, gateway(), over), 'http://example.com/')).toBe(500);
    const grant = {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'from-default', namespace: 'shop' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service' }],
      },
    } as KubernetesObject;
    expect(target(routed(shop, there, gateway(), over, grant), 'http://example.com/')).toBe('a');
  });
});
