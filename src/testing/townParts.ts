/** Parts of random clusters that are always the same: an ingress controller, a second address family, faults. */
import { KUBE_PROXY_ANNOTATION, NETWORK_ANNOTATION, POWER_ANNOTATION } from '../kubernetes/nodeFaults.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Simulation } from '../simulation/state.ts';
import { edit, pod, service } from './cluster.ts';

/** Ranges of Services, by which the API server knows the cluster's families. */
export const serviceCIDRs = {
  IPv4: null,
  dual: ['10.96.0.0/16', 'fd00:10:96::/112'],
  'IPv6 first': ['fd00:10:96::/112', '10.96.0.0/16'],
} as const;

export function clusterServiceCIDR(cidrs: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'ServiceCIDR',
    metadata: { name: 'kubernetes' },
    spec: { cidrs },
  } as KubernetesObject;
}

/** A controller behind a nodePort that leads `shop.example.com` to the first Service. */
export function ingress(): KubernetesObject[] {
  const networking = 'networking.k8s.io/v1';
  return [
    {
      apiVersion: networking,
      kind: 'IngressClass',
      metadata: { name: 'traefik' },
      spec: { controller: 'traefik.io/ingress-controller' },
    } as KubernetesObject,
    {
      apiVersion: networking,
      kind: 'Ingress',
      metadata: { name: 'web', namespace: 'default' },
      spec: {
        ingressClassName: 'traefik',
        rules: [
          {
            host: 'shop.example.com',
            http: {
              paths: [
                {
                  path: '/',
                  pathType: 'Prefix',
                  backend: { service: { name: 'shop-0', port: { number: 80 } } },
                },
              ],
            },
          },
        ],
      },
    } as KubernetesObject,
    pod('traefik', 'traefik', {
      containers: [
        { name: 'traefik', image: 'docker.io/traefik:v3.6', ports: [{ name: 'web', containerPort: 8000 }] },
      ],
    }),
    service('traefik', {
      type: 'NodePort',
      ports: [{ name: 'web', port: 80, targetPort: 8000, nodePort: 30001 }],
    }),
  ];
}

/** Takes a node's power, its network or its kube-proxy, or mends it. */
export function breakNode(simulation: Simulation, index: number): void {
  const key = `Node//node-${index % 2}`;
  if (!simulation.byKind.Node.has(key)) return;
  const faults = [
    { [POWER_ANNOTATION]: 'off' },
    { [NETWORK_ANNOTATION]: 'cut' },
    { [KUBE_PROXY_ANNOTATION]: 'stopped' },
    {},
  ];
  const annotations = faults[index % faults.length]!;
  edit(simulation, key, (object) => ({ ...object, metadata: { ...object.metadata, annotations } }));
}
