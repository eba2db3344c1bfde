/**
 * The group `kubehop.dev/v1alpha1`: what stands outside Kubernetes but must be on the canvas. All are cluster-scoped,
 * and behave as custom resources do: same kinds table, same YAML, same terminal.
 */
import type { KubernetesObject, ObjectReference } from './objectMeta.ts';
import type { Protocol } from './pod.ts';

export const KUBEHOP_API_VERSION = 'kubehop.dev/v1alpha1';
/** Where an object stands on the canvas: `"x,y"` in canvas units. Written on export, read on import. */
export const POSITION_ANNOTATION = 'kubehop.dev/position';

/** Somebody on the internet. */
export interface Client extends KubernetesObject {
  kind: 'Client';
  spec: {
    /** IPv4 address; allocated from 203.0.113.0/24 (TEST-NET-3) when left out. */
    address?: string;
  };
}

/** A server on the internet, outside the cluster. */
export interface OutsideServer extends KubernetesObject {
  kind: 'OutsideServer';
  spec: {
    /** The DNS name under which the whole internet finds it: `pay.example.com`. */
    hostname: string;
    /** IPv4 address; allocated from 198.51.100.0/24 (TEST-NET-2) when left out. */
    address?: string;
    /** Ports it listens on; default 80/TCP and 443/TCP. */
    ports?: { port: number; protocol?: Protocol }[];
  };
}

/** Requests that somebody sends again and again. */
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
      name: string /** Number or name; the first port when left out. */;
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

/** The cloud that implements Services of type LoadBalancer. Without one they stay pending for ever. */
export interface CloudProvider extends KubernetesObject {
  kind: 'CloudProvider';
  spec: {
    /** CIDR from which load balancers get their addresses; default `192.0.2.0/24` (TEST-NET-1). */
    addressPool?: string;
    /** Default 3. */
    provisioningSeconds?: number;
  };
}

/** What a scene file says about itself. Never in the cluster: the scene reader takes it out. */
export interface SceneDescription extends KubernetesObject {
  kind: 'Scene';
  spec: {
    title: string;
    /** One line: what to look at. */
    lookAt?: string;
    seed?: number;
    view?: 'Concept' | 'PacketPath';
  };
}
