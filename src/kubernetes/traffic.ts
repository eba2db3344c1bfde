/** Traffic (kubehop.dev): requests that somebody sends again and again. */
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import type { KubernetesObject, ObjectReference } from './objectMeta.ts';
import {
  type TrafficPattern,
  type TrafficRetry,
  withPatternDefaults,
  withRetryDefaults,
} from './trafficPattern.ts';

export interface Traffic extends KubernetesObject {
  kind: 'Traffic';
  spec: {
    /** A Client, a Pod, a Node, or a workload such as a Deployment (each request then leaves from one of its Pods, chosen at random). */
    from: ObjectReference;
    /** Either a URL: `http://shop/`, `grpc://shop:50051/`, `h2c://shop/`, `udp://10.96.0.10:53`, `ping://10.96.0.10` … */
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
    /** How they are spread over time; evenly when left out. */
    pattern?: TrafficPattern;
    /**
     * `PerRequest` (default, but for URLs of gRPC and h2c) opens a new connection for each request. `KeepAlive` (HTTP/1.1) reuses those that are idle,
     * and opens more when all are busy. `HTTP2` (also gRPC) sends everything over one. Over UDP both keep their port.
     */
    connection?: 'PerRequest' | 'KeepAlive' | 'HTTP2';
    /** How long the sender waits for an answer, default 15 (simulated seconds, see Time in the model's README). */
    timeoutSeconds?: number;
    /** Whether it tries again what failed; `timeoutSeconds` is for each try. */
    retry?: TrafficRetry;
    /** The Host header, when it is not the host of the URL: what `curl -H 'Host: …'` sends. */
    host?: string;
    /** The name of the TLS handshake, which the certificate must be for, when it is not the host of the URL. */
    tlsServerName?: string;
    /** Default GET. */
    method?: string;
    /** For a `service`; the path of a `url` is in it. */
    path?: string;
    /** Further headers. */
    headers?: Record<string, string>;
  };
}

/** What is spoken over HTTP/2 only. */
export const http2URL = /^(?:grpc|h2c):/i;

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
      connection: traffic.spec.connection || (http2URL.test(traffic.spec.url ?? '') ? 'HTTP2' : 'PerRequest'),
      timeoutSeconds: traffic.spec.timeoutSeconds ?? 15,
      ...(traffic.spec.pattern && { pattern: withPatternDefaults(traffic.spec.pattern) }),
      ...(traffic.spec.retry && { retry: withRetryDefaults(traffic.spec.retry) }),
    },
  }),
};
