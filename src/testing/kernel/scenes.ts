/** The clusters that are compared with a real kernel: small, each about one thing that moves packets. */
import type { Endpoint, EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import type { Pod, Protocol } from '../../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../../kubernetes/service.ts';
import type { ChainMode } from '../../simulation/network/kubeProxy.ts';
import { client, cloudProvider, node, pod, service, serviceCIDR } from '../cluster.ts';

export interface KernelScene {
  readonly title: string;
  /** Whether the nodes themselves connect too, also to localhost. */
  readonly doNodesSend?: boolean;
  readonly objects: readonly KubernetesObject[];
  /** More settings of the KubeProxyConfiguration. */
  readonly proxy?: (mode: ChainMode) => Record<string, unknown>;
}

const ZONE = 'topology.kubernetes.io/zone';
const frame = [client('visitor'), client('colleague')];
const twoNodes = [...frame, node('node-a'), node('node-b')];
const threeNodes = [...twoNodes, node('node-c')];
const cloud = cloudProvider({ provisioningSeconds: 1 });

function on(
  nodeName: string,
  name: string,
  app: string,
  ports: [number, Protocol, string?][] = [[8080, 'TCP']],
): Pod {
  const containerPorts = ports.map(([containerPort, protocol, portName]) => ({
    containerPort,
    protocol,
    ...(portName === undefined ? {} : { name: portName }),
  }));
  return pod(name, app, { nodeName, containers: [{ name: 'app', image: 'nginx', ports: containerPorts }] });
}

/** Three Pods of the shop, two here and one there, and somebody else on each node. */
const shopPods = [
  on('node-a', 'shop-1', 'shop'),
  on('node-a', 'shop-2', 'shop'),
  on('node-b', 'shop-3', 'shop'),
  on('node-a', 'caller-a', 'caller'),
  on('node-b', 'caller-b', 'caller'),
];

const http = [{ port: 80, targetPort: 8080, nodePort: 30080 }];
const shop = (spec: ServiceSpec = {}): Service => service('shop', { clusterIP: '10.96.0.80', ...spec });
const nodePort = (spec: ServiceSpec = {}) => shop({ type: 'NodePort', ports: http, ...spec });
const balanced = (spec: ServiceSpec = {}) => shop({ type: 'LoadBalancer', ports: http, ...spec });

/** A slice written by hand for the Pods of a Service without a selector; their addresses are those that they ask for. */
function handWritten(
  endpoints: readonly (readonly [address: string, nodeName: string, rest: Partial<Endpoint>])[],
): KubernetesObject[] {
  const { selector: _, ...spec } = nodePort().spec;
  const slice: EndpointSlice = {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { namespace: 'default', name: 'shop-1', labels: { 'kubernetes.io/service-name': 'shop' } },
    addressType: 'IPv4',
    endpoints: endpoints.map(([address, nodeName, rest]) => ({ addresses: [address], nodeName, ...rest })),
    ports: [{ name: '', port: 8080, protocol: 'TCP' }],
  };
  return [{ ...nodePort(), spec } as Service, slice];
}

/** In the order in which Pods get addresses: the first of a node has .2. */
const first = { 'node-a': '10.244.1.2', 'node-b': '10.244.2.2' } as const;
const SECOND = '10.244.1.3';

/** Both families, as kind gives them. */
const bothFamilies = serviceCIDR('10.96.0.0/16', 'fd00:10:96::/112');
const dual: ServiceSpec = {
  ipFamilyPolicy: 'RequireDualStack',
  clusterIPs: ['10.96.0.80', 'fd00:10:96::80'],
};

/** A ClusterIP that remembers its callers for so long. */
export function affinityScene(timeoutSeconds: number): KernelScene {
  const spec = {
    sessionAffinity: 'ClientIP',
    sessionAffinityConfig: { clientIP: { timeoutSeconds } },
  } as const;
  const pods = [on('node-a', 'shop-1', 'shop'), on('node-b', 'shop-2', 'shop')];
  const callers = [1, 2, 3].map((number) => on('node-a', `caller-${number}`, 'caller'));
  return {
    title: 'session affinity that times out',
    objects: [...twoNodes, ...pods, ...callers, shop(spec)],
  };
}

export const kernelScenes: readonly KernelScene[] = [
  { title: 'a ClusterIP', objects: [...twoNodes, ...shopPods, shop()] },
  { title: 'a nodePort', doNodesSend: true, objects: [...threeNodes, ...shopPods, nodePort()] },
  {
    title: 'a nodePort with externalTrafficPolicy Local',
    doNodesSend: true,
    objects: [...threeNodes, ...shopPods, nodePort({ externalTrafficPolicy: 'Local' })],
  },
  { title: 'a load balancer', objects: [...twoNodes, cloud, ...shopPods, balanced()] },
  {
    title: 'a load balancer with externalTrafficPolicy Local, and its health check',
    doNodesSend: true,
    objects: [...threeNodes, cloud, ...shopPods, balanced({ externalTrafficPolicy: 'Local' })],
  },
  {
    title: 'loadBalancerSourceRanges',
    objects: [
      ...twoNodes,
      cloud,
      ...shopPods,
      balanced({ loadBalancerSourceRanges: ['203.0.113.7/32', '10.244.1.0/24'] }),
    ],
  },
  {
    title: 'session affinity',
    objects: [...twoNodes, ...shopPods, nodePort({ sessionAffinity: 'ClientIP' })],
  },
  {
    title: 'internalTrafficPolicy Local',
    objects: [
      ...threeNodes,
      ...shopPods,
      on('node-c', 'caller-c', 'caller'),
      nodePort({ internalTrafficPolicy: 'Local' }),
    ],
  },
  {
    title: 'no endpoint at all',
    objects: [...twoNodes, cloud, ...shopPods, balanced({ selector: { app: 'nobody' } })],
  },
  {
    title: 'external IPs',
    doNodesSend: true,
    objects: [...twoNodes, ...shopPods, nodePort({ externalIPs: ['198.51.100.80'] })],
  },
  {
    title: 'external IPs with externalTrafficPolicy Local',
    objects: [
      ...threeNodes,
      ...shopPods,
      on('node-c', 'caller-c', 'caller'),
      nodePort({ externalIPs: ['198.51.100.80'], externalTrafficPolicy: 'Local' }),
    ],
  },
  {
    title: 'UDP and TCP on one port, with SCTP rules beside them',
    objects: [
      ...twoNodes,
      on('node-a', 'shop-1', 'shop', [
        [5353, 'UDP'],
        [5353, 'TCP'],
      ]),
      on('node-b', 'shop-2', 'shop', [
        [5353, 'UDP'],
        [5353, 'TCP'],
      ]),
      on('node-b', 'caller', 'caller'),
      nodePort({
        ports: [
          { name: 'udp', protocol: 'UDP', port: 53, targetPort: 5353, nodePort: 30053 },
          { name: 'tcp', protocol: 'TCP', port: 53, targetPort: 5353, nodePort: 30053 },
          { name: 'sctp', protocol: 'SCTP', port: 53, targetPort: 5353, nodePort: 30053 },
        ],
      }),
    ],
  },
  {
    title: 'a named targetPort that differs per Pod',
    objects: [
      ...twoNodes,
      on('node-a', 'shop-1', 'shop', [[8080, 'TCP', 'web']]),
      on('node-b', 'shop-2', 'shop', [[9090, 'TCP', 'web']]),
      on('node-b', 'caller', 'caller'),
      nodePort({ ports: [{ port: 80, targetPort: 'web', nodePort: 30080 }] }),
    ],
  },
  {
    title: 'a targetPort that nobody listens on',
    objects: [...twoNodes, ...shopPods, nodePort({ ports: [{ port: 80, targetPort: 81, nodePort: 30080 }] })],
  },
  {
    title: 'two address families, with a load balancer',
    objects: [bothFamilies, ...twoNodes, cloud, ...shopPods, balanced(dual)],
  },
  {
    title: 'two address families, with externalTrafficPolicy Local and affinity',
    objects: [
      bothFamilies,
      ...threeNodes,
      ...shopPods,
      nodePort({ ...dual, externalTrafficPolicy: 'Local', sessionAffinity: 'ClientIP' }),
    ],
  },
  {
    title: 'a Pod that calls itself',
    objects: [
      ...twoNodes,
      cloud,
      on('node-a', 'shop-1', 'shop'),
      balanced({ externalTrafficPolicy: 'Local' }),
    ],
  },
  {
    title: 'masqueradeAll',
    objects: [...twoNodes, ...shopPods, nodePort({ externalTrafficPolicy: 'Local' })],
    proxy: (mode) => ({ [mode]: { masqueradeAll: true } }),
  },
  {
    title: 'nodePortAddresses',
    objects: [...twoNodes, ...shopPods, nodePort()],
    proxy: () => ({ nodePortAddresses: ['192.168.1.12/32'] }),
  },
  {
    title: 'endpoints that terminate but serve',
    objects: [
      ...twoNodes,
      ...shopPods,
      ...handWritten([
        [first['node-a'], 'node-a', { conditions: { ready: false, serving: true, terminating: true } }],
        [first['node-b'], 'node-b', { conditions: { ready: false, serving: false, terminating: true } }],
      ]),
    ],
  },
  {
    title: 'zone hints',
    objects: [
      ...frame,
      node('node-a', {}, { [ZONE]: 'east' }),
      node('node-b', {}, { [ZONE]: 'west' }),
      node('node-c', {}, { [ZONE]: 'north' }),
      ...shopPods,
      on('node-c', 'caller-c', 'caller'),
      ...handWritten([
        [first['node-a'], 'node-a', { zone: 'east', hints: { forZones: [{ name: 'east' }] } }],
        [SECOND, 'node-a', { zone: 'east', hints: { forZones: [{ name: 'east' }] } }],
        [first['node-b'], 'node-b', { zone: 'west', hints: { forZones: [{ name: 'west' }] } }],
      ]),
    ],
  },
];
