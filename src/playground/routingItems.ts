/** What the palette places of Ingress and the Gateway API: the objects, and the controllers without which they do nothing. */
import type { GatewayClass } from '../kubernetes/gatewayClass.ts';
import { kinds } from '../kubernetes/kinds.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Position } from '../simulation/scene.ts';
import type { Command } from './commands.ts';
import type { PaletteRow } from './paletteItems.ts';
import { type Objects, ofKind, uniqueName } from './queries.ts';

const NAMESPACE = 'default';
const TRAEFIK_PORT = 8000;
const ENVOY_NAMESPACE = 'envoy-gateway-system';
const ENVOY_CONTROLLER = 'gateway.envoyproxy.io/gatewayclass-controller';

function create(object: KubernetesObject, at?: Position): Command {
  return { type: 'create', object, ...(at === undefined ? {} : { position: at }) };
}

/** The Service under the pointer, else the first that requests from outside could be for. */
function backendFor(objects: Objects, over: string | undefined): Service | undefined {
  const target = over === undefined ? undefined : objects.get(over);
  if (target?.kind === 'Service') return target as Service;
  return ofKind(objects, 'Service').find(
    ({ metadata, spec }) => metadata.namespace === NAMESPACE && (spec.type ?? 'ClusterIP') === 'ClusterIP',
  );
}

function deployment(name: string, namespace: string, image: string, port: number): KubernetesObject {
  const labels = { app: name };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace },
    spec: {
      replicas: 1,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: { containers: [{ name, image, ports: [{ containerPort: port }] }] },
      },
    },
  } as KubernetesObject;
}

/** Traefik as an Ingress controller, as its chart would install it: who proxies, how it is reached, and its class. */
export function installTraefik(objects: Objects, at: Position | undefined): Command[] {
  const name = uniqueName(objects, 'Deployment', NAMESPACE, 'traefik');
  const service: Service = {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: NAMESPACE },
    spec: {
      type: 'LoadBalancer',
      selector: { app: name },
      ports: [{ name: 'web', port: 80, targetPort: TRAEFIK_PORT }],
    },
  };
  const ingressClass = kinds.IngressClass.template('traefik');
  const hasClass = ofKind(objects, 'IngressClass').some(
    ({ metadata }) => metadata.name === ingressClass.metadata.name,
  );
  return [
    ...(hasClass ? [] : [create(ingressClass)]),
    create(service),
    // What comes last is selected.
    create(deployment(name, NAMESPACE, 'docker.io/traefik:v3.6', TRAEFIK_PORT), at),
  ];
}

export function installEnvoyGateway(objects: Objects, at: Position | undefined): Command[] {
  const hasNamespace = ofKind(objects, 'Namespace').some(({ metadata }) => metadata.name === ENVOY_NAMESPACE);
  const gatewayClass: GatewayClass = {
    ...kinds.GatewayClass.template('eg'),
    spec: { controllerName: ENVOY_CONTROLLER },
  };
  const hasClass = ofKind(objects, 'GatewayClass').some(({ metadata }) => metadata.name === 'eg');
  const name = uniqueName(objects, 'Deployment', ENVOY_NAMESPACE, 'envoy-gateway');
  return [
    ...(hasNamespace ? [] : [create(kinds.Namespace.template(ENVOY_NAMESPACE))]),
    ...(hasClass ? [] : [create(gatewayClass)]),
    create(deployment(name, ENVOY_NAMESPACE, 'docker.io/envoyproxy/gateway:v1.6.1', 18_000), at),
  ];
}

export const routingItems: readonly PaletteRow[] = [
  {
    id: 'Ingress',
    group: 'HTTP routing',
    place({ objects }, at, over) {
      const service = backendFor(objects, over);
      const ingress = kinds.Ingress.template(uniqueName(objects, 'Ingress', NAMESPACE, 'web'));
      const [ingressClass] = ofKind(objects, 'IngressClass');
      const backend = {
        service: {
          name: service?.metadata.name ?? 'shop',
          port: { number: service?.spec.ports?.[0]?.port ?? 80 },
        },
      };
      ingress.spec = {
        ingressClassName: ingressClass?.metadata.name ?? 'traefik',
        rules: [{ http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      };
      return [create(ingress, at)];
    },
  },
  {
    id: 'IngressController',
    group: 'HTTP routing',
    place: ({ objects }, at) => installTraefik(objects, at),
  },
  {
    id: 'Gateway',
    group: 'HTTP routing',
    place({ objects }, at) {
      const gateway = kinds.Gateway.template(uniqueName(objects, 'Gateway', NAMESPACE, 'gateway'));
      const [gatewayClass] = ofKind(objects, 'GatewayClass');
      const isTraefik = gatewayClass?.spec.controllerName.startsWith('traefik.io/') === true;
      gateway.spec = {
        gatewayClassName: gatewayClass?.metadata.name ?? 'eg',
        listeners: [{ name: 'http', port: isTraefik ? TRAEFIK_PORT : 80, protocol: 'HTTP' }],
      };
      return [create(gateway, at)];
    },
  },
  {
    id: 'HTTPRoute',
    group: 'HTTP routing',
    place({ objects }, at, over) {
      const service = backendFor(objects, over);
      const target = over === undefined ? undefined : objects.get(over);
      const gateway = target?.kind === 'Gateway' ? target : ofKind(objects, 'Gateway')[0];
      const route = kinds.HTTPRoute.template(uniqueName(objects, 'HTTPRoute', NAMESPACE, 'web'));
      route.spec = {
        parentRefs: [{ name: gateway?.metadata.name ?? 'gateway' }],
        rules: [
          {
            backendRefs: [
              { name: service?.metadata.name ?? 'shop', port: service?.spec.ports?.[0]?.port ?? 80 },
            ],
          },
        ],
      };
      return [create(route, at)];
    },
  },
  {
    id: 'GatewayController',
    group: 'HTTP routing',
    place: ({ objects }, at) => installEnvoyGateway(objects, at),
  },
];
