/** Parts of random clusters that are always the same: an ingress controller, a second address family. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { pod, service } from './cluster.ts';

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
