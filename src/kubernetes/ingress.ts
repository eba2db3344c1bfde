/** Ingress (networking.k8s.io/v1): which host and path leads to which Service. It is a wish: a controller must fulfil it. */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';

export interface IngressBackend {
  service?: { name: string; port?: { name?: string; number?: number } };
  resource?: { apiGroup?: string; kind: string; name: string };
}

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

export interface HTTPIngressPath {
  path?: string;
  pathType?: PathType;
  backend: IngressBackend;
}

export interface IngressRule {
  /** Absent: every host. `*.example.com` stands for exactly one label more. */
  host?: string;
  /** Absent: all requests for the host go to the default backend. */
  http?: { paths: HTTPIngressPath[] };
}

export interface IngressLoadBalancerIngress {
  ip?: string;
  hostname?: string;
  ports?: { port: number; protocol: string; error?: string }[];
}

export interface Ingress extends KubernetesObject {
  kind: 'Ingress';
  spec: {
    ingressClassName?: string;
    defaultBackend?: IngressBackend;
    tls?: { hosts?: string[]; secretName?: string }[];
    rules?: IngressRule[];
  };
  status?: { loadBalancer?: { ingress?: IngressLoadBalancerIngress[] } };
}

/** How a class was named before `spec.ingressClassName`; most controllers still read it. */
export const INGRESS_CLASS_ANNOTATION = 'kubernetes.io/ingress.class';

export const ingressRow: KindRow<Ingress> = {
  apiVersion: 'networking.k8s.io/v1',
  plural: 'ingresses',
  singular: 'ingress',
  shortNames: ['ing'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'default' },
    spec: {
      rules: [
        {
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { number: 80 } } } }],
          },
        },
      ],
    },
  }),
  /** The API server defaults nothing here; the class comes from admission. */
  defaults: (ingress) => ingress,
};
