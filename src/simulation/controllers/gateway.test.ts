import { describe, expect, it } from 'vitest';
import { conditionOf, GATEWAY_API_VERSION } from '../../kubernetes/gatewayClass.ts';
import type { HTTPRoute } from '../../kubernetes/httpRoute.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import {
  cloudProvider,
  cluster,
  create,
  deployment,
  edit,
  namespace,
  node,
  remove,
  run,
  service,
} from '../../testing/cluster.ts';
import type { Simulation } from '../state.ts';
import { CONTROLLER_NAMES } from './watches.ts';

const GATEWAY = 'Gateway.gateway.networking.k8s.io/default/eg';
const ROUTE = 'HTTPRoute.gateway.networking.k8s.io/default/web';
const PROXY = 'envoy-default-eg-e41e7b31';

function controller(image: string, home: string, ports: number[]): KubernetesObject {
  const object = deployment('controller', 1, {
    template: {
      metadata: { labels: { app: 'controller' } },
      spec: {
        containers: [{ name: 'main', image, ports: ports.map((containerPort) => ({ containerPort })) }],
      },
    },
  });
  return { ...object, metadata: { ...object.metadata, namespace: home } } as KubernetesObject;
}

const envoyGateway = (): KubernetesObject[] => [
  namespace('envoy-gateway-system'),
  controller('docker.io/envoyproxy/gateway:v1.6.0', 'envoy-gateway-system', [18000]),
];

function gatewayClass(controllerName = 'gateway.envoyproxy.io/gatewayclass-controller'): KubernetesObject {
  return {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'GatewayClass',
    metadata: { name: 'eg' },
    spec: { controllerName },
  } as KubernetesObject;
}

function gateway(port = 80): KubernetesObject {
  return {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'Gateway',
    metadata: { name: 'eg', namespace: 'default' },
    spec: { gatewayClassName: 'eg', listeners: [{ name: 'http', port, protocol: 'HTTP' }] },
  } as KubernetesObject;
}

function route(backend: string, hostnames?: string[], sectionName?: string): KubernetesObject {
  return {
    apiVersion: GATEWAY_API_VERSION,
    kind: 'HTTPRoute',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      parentRefs: [{ name: 'eg', ...(sectionName === undefined ? {} : { sectionName }) }],
      ...(hostnames === undefined ? {} : { hostnames }),
      rules: [{ backendRefs: [{ name: backend, port: 80 }] }],
    },
  } as KubernetesObject;
}

const gatewayOf = (simulation: Simulation) => simulation.byKind.Gateway.get(GATEWAY)!;
const programmed = (simulation: Simulation) =>
  conditionOf(gatewayOf(simulation).status?.conditions, 'Programmed');
const madeNames = (simulation: Simulation) =>
  (['Deployment', 'Service'] as const).flatMap((kind) =>
    [...simulation.byKind[kind].values()]
      .filter(({ metadata }) => metadata.name === PROXY)
      .map(({ metadata }) => `${kind}/${metadata.namespace}`),
  );

const everything = (): KubernetesObject[] => [
  node('node-a'),
  cloudProvider(),
  ...envoyGateway(),
  gatewayClass(),
  gateway(),
  service('shop'),
  route('shop'),
];

describe('gateway controller', () => {
  it('GW8 nobody looks after a class without a controller', () => {
    const simulation = cluster([node('node-a'), gatewayClass(), gateway()]);
    expect(programmed(simulation)).toMatchObject({ status: 'Unknown', message: 'Waiting for controller' });
    expect(madeNames(simulation)).toEqual([]);
    for (const object of envoyGateway()) create(simulation, object);
    run(simulation, 20_000);
    expect(madeNames(simulation)).toEqual([
      'Deployment/envoy-gateway-system',
      'Service/envoy-gateway-system',
    ]);
  });

  it('GW8 Envoy Gateway makes a Deployment and a Service for each Gateway, which go with it', () => {
    const simulation = cluster(everything());
    expect(madeNames(simulation)).toEqual([
      'Deployment/envoy-gateway-system',
      'Service/envoy-gateway-system',
    ]);
    const made = simulation.byKind.Service.get(`Service/envoy-gateway-system/${PROXY}`);
    expect(made?.spec).toMatchObject({
      type: 'LoadBalancer',
      externalTrafficPolicy: 'Local',
      ports: [{ port: 80, targetPort: 10080 }],
    });
    remove(simulation, GATEWAY);
    run(simulation, 20_000);
    expect(madeNames(simulation)).toEqual([]);
  });

  it('GW8 the proxies follow the ports of the Gateway', () => {
    const simulation = cluster(everything());
    edit(simulation, GATEWAY, () => gateway(8080));
    run(simulation, 20_000);
    const made = simulation.byKind.Service.get(`Service/envoy-gateway-system/${PROXY}`);
    expect(made?.spec.ports).toMatchObject([{ port: 8080, targetPort: 8080 }]);
  });

  it('GW8 Traefik serves listeners on the ports that its Pods have', () => {
    const of = (port: number) =>
      cluster([
        node('node-a'),
        cloudProvider(),
        controller('traefik:v3.6', 'default', [8000]),
        service('controller', { type: 'LoadBalancer', ports: [{ port: 80, targetPort: 8000 }] }),
        gatewayClass('traefik.io/gateway-controller'),
        gateway(port),
      ]);
    const accepted = (port: number) =>
      conditionOf(gatewayOf(of(port)).status?.listeners?.[0]?.conditions, 'Accepted');
    expect(accepted(8000)).toMatchObject({ status: 'True' });
    expect(accepted(80)).toMatchObject({ status: 'False', reason: 'PortUnavailable' });
  });

  it('GW9 is Programmed when it has an address and a proxy', () => {
    const simulation = cluster(everything());
    expect(programmed(simulation)).toMatchObject({ status: 'True', reason: 'Programmed' });
    expect(gatewayOf(simulation).status?.addresses).toEqual([{ type: 'IPAddress', value: '192.0.2.40' }]);
    const withoutCloud = cluster(everything().filter(({ kind }) => kind !== 'CloudProvider'));
    expect(programmed(withoutCloud)).toMatchObject({ status: 'False', reason: 'AddressNotAssigned' });
  });

  it('GW9 a listener counts its routes', () => {
    const simulation = cluster(everything());
    const attached = () => gatewayOf(simulation).status?.listeners?.[0]?.attachedRoutes;
    expect(attached()).toBe(1);
    remove(simulation, ROUTE);
    run(simulation, 5000);
    expect(attached()).toBe(0);
  });

  it('GW10 a route says whether it was accepted and whether its backends were found', () => {
    const conditions = (objects: KubernetesObject[]) => {
      const own = everything().filter(({ kind }) => kind !== 'HTTPRoute');
      const [parent] = cluster([...own, ...objects]).byKind.HTTPRoute.get(ROUTE)!.status?.parents ?? [];
      return parent?.conditions.map(({ type, status, reason }) => [type, status, reason].join(' '));
    };
    expect(conditions([route('shop')])).toEqual(['Accepted True Accepted', 'ResolvedRefs True ResolvedRefs']);
    expect(conditions([route('nobody')])).toEqual([
      'Accepted True Accepted',
      'ResolvedRefs False BackendNotFound',
    ]);
    expect(conditions([route('shop', undefined, 'https')])?.[0]).toBe('Accepted False NoMatchingParent');
    const stranger = { ...route('shop'), spec: { parentRefs: [{ name: 'other' }] } };
    expect(conditions([{ ...stranger } as KubernetesObject])).toBeUndefined();
  });

  it('GW10 follows Services that come and go', () => {
    const simulation = cluster(everything());
    const resolved = () =>
      conditionOf(simulation.byKind.HTTPRoute.get(ROUTE)?.status?.parents[0]?.conditions, 'ResolvedRefs')
        ?.status;
    expect(resolved()).toBe('True');
    remove(simulation, 'Service/default/shop');
    run(simulation, 3000);
    expect(resolved()).toBe('False');
    create(simulation, service('shop'));
    run(simulation, 3000);
    expect(resolved()).toBe('True');
  });

  it('GW10 notices a ReferenceGrant that lets it name a Service of another namespace', () => {
    const far = { ...service('pay'), metadata: { name: 'pay', namespace: 'bank' } };
    const over = route('pay') as HTTPRoute;
    over.spec.rules = [{ backendRefs: [{ name: 'pay', namespace: 'bank', port: 80 }] }];
    const own = everything().filter(({ kind }) => kind !== 'HTTPRoute');
    const simulation = cluster([...own, namespace('bank'), far, over]);
    const reason = () =>
      conditionOf(simulation.byKind.HTTPRoute.get(ROUTE)?.status?.parents[0]?.conditions, 'ResolvedRefs')
        ?.reason;
    expect(reason()).toBe('RefNotPermitted');
    create(simulation, {
      apiVersion: 'gateway.networking.k8s.io/v1beta1',
      kind: 'ReferenceGrant',
      metadata: { name: 'from-default', namespace: 'bank' },
      spec: {
        from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'default' }],
        to: [{ group: '', kind: 'Service', name: 'pay' }],
      },
    } as KubernetesObject);
    run(simulation, 2000);
    expect(reason()).toBe('ResolvedRefs');
  });

  it('TM6 comes to the same whatever the order of the controllers', () => {
    const outcome = (controllerOrder: typeof CONTROLLER_NAMES) =>
      JSON.stringify(
        [...cluster(everything(), 1, { controllerOrder }).objects]
          .map(([key, object]) => [key, (object as { status?: unknown }).status])
          .sort(),
      );
    expect(outcome([...CONTROLLER_NAMES].reverse())).toBe(outcome(CONTROLLER_NAMES));
  });
});
