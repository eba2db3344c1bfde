/** Clusters for the canvas bench, ready and at rest: no simulation is needed to draw them. */
import type { EndpointSlice } from '../../src/kubernetes/endpointSlice.ts';
import {
  type Client,
  KUBEHOP_API_VERSION,
  type OutsideServer,
  type Traffic,
} from '../../src/kubernetes/kubehop.ts';
import type { Node } from '../../src/kubernetes/node.ts';
import { type KubernetesObject, type ObjectKey, objectKey } from '../../src/kubernetes/objectMeta.ts';
import type { Pod } from '../../src/kubernetes/pod.ts';
import type { Service, ServiceForm } from '../../src/kubernetes/service.ts';
import type { Position } from '../../src/simulation/scene.ts';

export interface Cluster {
  objects: Map<ObjectKey, KubernetesObject>;
  layout: Record<ObjectKey, Position>;
}

export function emptyCluster(): Cluster {
  return { objects: new Map(), layout: {} };
}

export function add<T extends KubernetesObject>(cluster: Cluster, object: T, at?: Position): T {
  const key = objectKey(object);
  cluster.objects.set(key, object);
  if (at !== undefined) cluster.layout[key] = at;
  return object;
}

export function node(name: string, number: number): Node {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name },
    status: {
      addresses: [{ type: 'InternalIP', address: `192.168.1.${10 + number}` }],
      conditions: [{ type: 'Ready', status: 'True' }],
    },
  };
}

export function pod(
  name: string,
  app: string,
  nodeName: string | null,
  podIP: string,
  state: 'ready' | 'not ready' | 'pending' = 'ready',
  namespace = 'default',
): Pod {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: { app } },
    spec: { containers: [{ name: app }], ...(nodeName === null ? {} : { nodeName }) },
    status: {
      phase: state === 'pending' ? 'Pending' : 'Running',
      ...(state === 'pending' ? {} : { podIP }),
      conditions: [{ type: 'Ready', status: state === 'ready' ? 'True' : 'False' }],
    },
  };
}

export function service(
  name: string,
  form: ServiceForm,
  clusterIP: string,
  extra: Partial<Service['spec']> = {},
): Service {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default' },
    spec: {
      type: form === 'Headless' ? 'ClusterIP' : form,
      ...(form === 'ExternalName'
        ? {}
        : { clusterIP: form === 'Headless' ? 'None' : clusterIP, selector: { app: name } }),
      ports: [
        {
          port: 80,
          targetPort: 8080,
          ...(form === 'NodePort' || form === 'LoadBalancer' ? { nodePort: 31380 } : {}),
        },
      ],
      ...extra,
    },
  };
}

/** The slice that the Pods of an app make. */
export function endpointSlice(cluster: Cluster, app: string): EndpointSlice {
  const pods = [...cluster.objects.values()].filter(
    (object): object is Pod => object.kind === 'Pod' && object.metadata.labels?.app === app,
  );
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${app}-x7k2p`, namespace: 'default', labels: { 'kubernetes.io/service-name': app } },
    addressType: 'IPv4',
    endpoints: pods
      .filter(({ status }) => status?.podIP !== undefined)
      .map(({ status, metadata }) => ({
        addresses: [status!.podIP!],
        conditions: { ready: status!.conditions![0]!.status === 'True' },
        targetRef: { kind: 'Pod', name: metadata.name },
      })),
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

export function traffic(name: string, from: Traffic['spec']['from'], to: string): Traffic {
  return {
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'Traffic',
    metadata: { name },
    spec: { from, service: { namespace: 'default', name: to }, requestsPerSecond: 2 },
  };
}

/** The picture's scene: a shop behind a load balancer, a cart inside, payments outside. */
export function shopCluster(): Cluster {
  const cluster = emptyCluster();
  add(cluster, client('visitor', '203.0.113.7'), { x: -40, y: 110 });
  add(cluster, client('partner', '203.0.113.8'), { x: -40, y: 230 });
  add(cluster, outsideServer('payment-gateway', 'pay.example.com', '198.51.100.9'), { x: -40, y: 350 });
  add(cluster, node('node-a', 1), { x: 216, y: 240 });
  add(cluster, node('node-b', 2), { x: 548, y: 240 });
  const balanced = service('shop', 'LoadBalancer', '10.96.14.20');
  add(
    cluster,
    { ...balanced, status: { loadBalancer: { ingress: [{ ip: '192.0.2.40' }] } } },
    { x: 470, y: 20 },
  );
  add(cluster, service('cart', 'ClusterIP', '10.96.31.7'), { x: 216, y: 20 });
  add(cluster, service('payments', 'ExternalName', '', { externalName: 'pay.example.com', ports: [] }), {
    x: 664,
    y: 20,
  });
  add(cluster, pod('shop-7d9c5b8f6-x7k2p', 'shop', 'node-a', '10.244.1.5'));
  add(cluster, pod('cart-9qd', 'cart', 'node-a', '10.244.1.6'));
  add(cluster, pod('coredns-674b8bbfcf-8x2lm', 'kube-dns', 'node-a', '10.244.1.2', 'ready', 'kube-system'));
  add(cluster, pod('shop-k4m', 'shop', 'node-b', '10.244.2.8'));
  add(cluster, pod('shop-zz1', 'shop', 'node-b', '10.244.2.9', 'not ready'));
  add(cluster, pod('batch', 'batch', null, '', 'pending'));
  for (const app of ['shop', 'cart']) add(cluster, endpointSlice(cluster, app));
  add(cluster, traffic('visits', { kind: 'Client', name: 'visitor' }, 'shop'));
  add(cluster, traffic('carts', { kind: 'Pod', namespace: 'default', name: 'shop-k4m' }, 'cart'));
  add(cluster, traffic('payments', { kind: 'Pod', namespace: 'default', name: 'cart-9qd' }, 'payments'));
  return cluster;
}

/** As many cards as asked for: Nodes with Pods, one Service per 15 Pods, one client per 30. */
export function largeCluster(cards: number): Cluster {
  const cluster = emptyCluster();
  const podCount = Math.round(cards * 0.85);
  const serviceCount = Math.max(1, Math.round(podCount / 15));
  const clientCount = Math.max(1, Math.round(podCount / 30));
  const nodeCount = Math.max(1, cards - podCount - serviceCount - clientCount);
  for (let n = 0; n < nodeCount; n++)
    add(cluster, node(`node-${n}`, n), { x: 220 + (n % 6) * 320, y: 420 + Math.floor(n / 6) * 960 });
  for (let n = 0; n < serviceCount; n++)
    add(cluster, service(`app-${n}`, 'ClusterIP', `10.96.0.${20 + n}`), {
      x: 220 + (n % 7) * 264,
      y: Math.floor(n / 7) * 72,
    });
  for (let n = 0; n < clientCount; n++)
    add(cluster, client(`client-${n}`, `203.0.113.${7 + n}`), { x: 0, y: n * 120 });
  for (let n = 0; n < podCount; n++) {
    const app = `app-${n % serviceCount}`;
    add(
      cluster,
      pod(
        `${app}-${n}`,
        app,
        `node-${n % nodeCount}`,
        `10.244.${n % nodeCount}.${3 + Math.floor(n / nodeCount)}`,
      ),
    );
  }
  for (let n = 0; n < serviceCount; n++) add(cluster, endpointSlice(cluster, `app-${n}`));
  for (let n = 0; n < clientCount; n++)
    add(cluster, traffic(`visits-${n}`, { kind: 'Client', name: `client-${n}` }, `app-${n % serviceCount}`));
  return cluster;
}
