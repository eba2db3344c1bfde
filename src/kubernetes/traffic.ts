/** Traffic (kubehop.dev): requests that somebody sends again and again. */
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject, ObjectReference } from './objectMeta.ts';

export interface Traffic extends KubernetesObject {
  kind: 'Traffic';
  spec: {
    /** A Client, a Pod, or a Deployment (each request then leaves from one of its Pods, chosen at random). */
    from: ObjectReference;
    /** Either a URL: `http://shop/`, `http://192.168.1.11:30080/`, `udp://10.96.0.10:53` … */
    url?: string;
    /**
     * … or a Service, addressed as its caller would: from inside the cluster by its DNS name; from outside by what
     * `kubectl get service` shows: the load balancer's address, else `<node IP>:<nodePort>` (of `node`, or of any
     * node), else the ClusterIP, which does not answer outside.
     */
    service?: {
      namespace?: string;
      name: string;
      /** Number or name; the first port when left out. */
      port?: number | string;
      node?: string;
    };
    /** Default 1; 0 pauses. On the pace of the clock. */
    requestsPerSecond?: number;
    /** `PerRequest` (default) opens a new connection for each request, `KeepAlive` reuses the first. */
    connection?: 'PerRequest' | 'KeepAlive';
    /** How long the sender waits for an answer, default 15 (simulated seconds, see Time in the model's README). */
    timeoutSeconds?: number;
  };
}

export const trafficRow: KindRow<Traffic> = {
  apiVersion: KUBEHOP_API_VERSION,
  plural: 'traffics',
  singular: 'traffic',
  shortNames: [],
  namespaced: false,
  template: (name) => ({
    apiVersion: KUBEHOP_API_VERSION,
    kind: 'Traffic',
    metadata: { name },
    spec: { from: { kind: 'Client', name: 'client' }, service: { namespace: 'default', name: 'shop' } },
  }),
  defaults: (traffic) => ({
    ...traffic,
    spec: {
      ...traffic.spec,
      requestsPerSecond: traffic.spec.requestsPerSecond ?? 1,
      connection: traffic.spec.connection || 'PerRequest',
      timeoutSeconds: traffic.spec.timeoutSeconds ?? 15,
    },
  }),
  validate: () => [],
};
