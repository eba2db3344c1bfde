/** For the tests of the canvas: small clusters at rest, written down instead of simulated. */
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import { type Client, KUBEHOP_API_VERSION, type OutsideServer, type Traffic } from '../kubernetes/kubehop.ts';
import type { Node } from '../kubernetes/node.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import type { Header, Hop, PlaceKey } from '../simulation/events.ts';

export function objectsOf(...objects: readonly KubernetesObject[]): Map<ObjectKey, KubernetesObject> {
  return new Map(objects.map((object) => [objectKey(object), object]));
}

export function node(name: string, address: string): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: { addresses: [{ type: 'InternalIP', address }] },
  };
}

/** Ready on its Node, or waiting for one. */
export function pod(
  name: string,
  app: string,
  nodeName: string | null,
  podIP: string,
  namespace = 'default',
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app } },
    spec: { containers: [{ name: 'app' }], ...(nodeName === null ? {} : { nodeName }) },
    status:
      nodeName === null
        ? { phase: 'Pending' }
        : {
            phase: 'Running',
            podIP,
            podIPs: [{ ip: podIP }],
            conditions: [{ type: 'Ready', status: 'True' }],
          },
  };
}

export function service(name: string, spec: ServiceSpec, loadBalancerIP?: string): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: { selector: { app: name }, ports: [{ port: 80 }], ...spec },
    ...(loadBalancerIP === undefined
      ? {}
      : { status: { loadBalancer: { ingress: [{ ip: loadBalancerIP }] } } }),
  };
}

export function slice(
  serviceName: string,
  ...endpoints: readonly [address: string, ready: boolean][]
): EndpointSlice {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: `${serviceName}-1`,
      namespace: 'default',
      labels: { 'kubernetes.io/service-name': serviceName },
    },
    addressType: 'IPv4',
    endpoints: endpoints.map(([address, ready]) => ({ addresses: [address], conditions: { ready } })),
  };
}

export function client(name: string, address: string): Client {
  return { apiVersion: KUBEHOP_API_VERSION, kind: 'Client', metadata: { name }, spec: { address } };
}

export function outsideServer(name: string, hostname: string, address: string): OutsideServer {
  return {
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'OutsideServer',
    metadata: { name },
    spec: { hostname, address },
  };
}

export function traffic(name: string, spec: Traffic['spec']): Traffic {
  return { apiVersion: KUBEHOP_API_VERSION, kind: 'Traffic', metadata: { name }, spec };
}

/** Two Nodes; `shop` with a Pod on each behind a load balancer; a visitor. */
export function shop(
  spec: ServiceSpec = { type: 'LoadBalancer', clusterIP: '10.96.0.1', clusterIPs: ['10.96.0.1'] },
  address: string | undefined = '192.0.2.40',
) {
  return [
    node('a', '192.168.1.11'),
    node('b', '192.168.1.12'),
    pod('shop-1', 'shop', 'a', '10.244.1.5'),
    pod('shop-2', 'shop', 'b', '10.244.2.8'),
    service('shop', spec, address),
    slice('shop', ['10.244.1.5', true], ['10.244.2.8', true]),
    client('visitor', '203.0.113.7'),
  ];
}

export const places = {
  visitor: 'Client.kubehop.dev//visitor',
  balancer: 'LoadBalancer/default/shop',
  a: 'Node//a',
  b: 'Node//b',
  shop: 'Service/default/shop',
  shop1: 'Pod/default/shop-1',
  shop2: 'Pod/default/shop-2',
} as const satisfies Record<string, PlaceKey>;

export function header(source: string, destination: string, protocol: Header['protocol'] = 'TCP'): Header {
  return { protocol, source, sourcePort: 40_000, destination, destinationPort: 80 };
}

export function hop(from: PlaceKey, to: PlaceKey, rest: Partial<Hop> & Pick<Hop, 'before'>): Hop {
  return {
    type: 'Hop',
    packetId: 1,
    requestId: 1,
    packetKind: 'request',
    after: rest.before,
    rule: null,
    reason: 'Sent',
    service: places.shop,
    from,
    to,
    leavesAt: 0,
    arrivesAt: 500,
    ...rest,
  };
}
