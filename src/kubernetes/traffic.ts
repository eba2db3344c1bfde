/** Traffic (kubehop.dev): requests that somebody sends again and again. */
import { atLeast, atMost, oneOf, requiredText, validateCustomMetadata } from './customResourceValidation.ts';
import { forbidden, invalidValue, required } from './fieldError.ts';
import type { KindRow } from './kinds.ts';
import { KUBEHOP_API_VERSION } from './kubehop.ts';
import { checkPortNumber } from './names.ts';
import type { KubernetesObject, ObjectReference } from './objectMeta.ts';
import type { StatusCause } from './status.ts';
import {
  MAX_REQUESTS_PER_SECOND,
  type TrafficPattern,
  type TrafficRetry,
  validatePattern,
  validateRetry,
  withPatternDefaults,
  withRetryDefaults,
} from './trafficPattern.ts';
import { workloadKinds } from './workloadKinds.ts';

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

const senders = ['Client', 'Pod', 'Node', ...workloadKinds];
const connections = ['PerRequest', 'KeepAlive', 'HTTP2'];
/** What is spoken over HTTP/2 only. */
const http2URL = /^(?:grpc|h2c):/i;

function validate(traffic: Traffic, old?: Traffic): StatusCause[] {
  const { from, url, service, ...rest } = traffic.spec;
  const errors = validateCustomMetadata(traffic, old);
  if (!from) errors.push(required('spec.from'));
  else {
    errors.push(...oneOf('spec.from.kind', from.kind, senders));
    errors.push(...requiredText('spec.from.name', from.name));
  }
  if (url && service) errors.push(forbidden('spec.service', 'may not be set together with `url`'));
  else if (service) errors.push(...requiredText('spec.service.name', service.name));
  else if (!url) errors.push(required('spec.url', 'either `url` or `service` is required'));
  else if (!isRequestURL(url))
    errors.push(
      invalidValue(
        'spec.url',
        url,
        'must be a URL such as http://shop:8080/, tcp://db:5432 or udp://10.96.0.10:53',
      ),
    );
  errors.push(...atLeast('spec.requestsPerSecond', rest.requestsPerSecond, 0));
  errors.push(...atMost('spec.requestsPerSecond', rest.requestsPerSecond, MAX_REQUESTS_PER_SECOND));
  errors.push(...validatePattern(rest.pattern, rest.requestsPerSecond));
  errors.push(...oneOf('spec.connection', rest.connection, connections));
  if (rest.connection === 'KeepAlive' && http2URL.test(url ?? ''))
    errors.push(invalidValue('spec.connection', rest.connection, 'gRPC and h2c are spoken over HTTP/2'));
  errors.push(...atLeast('spec.timeoutSeconds', rest.timeoutSeconds, 0));
  errors.push(...validateRetry(rest.retry));
  errors.push(...validateHttp(traffic.spec));
  return errors;
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH'];

function validateHttp({ host, tlsServerName, method, path, url }: Traffic['spec']): StatusCause[] {
  const errors = oneOf('spec.method', method, methods);
  if (host !== undefined && !/^[^\s/?#@]+$/.test(host))
    errors.push(invalidValue('spec.host', host, 'must be a host name, such as shop.example.com'));
  if (tlsServerName !== undefined && !/^[^\s/?#@:]+$/.test(tlsServerName))
    errors.push(
      invalidValue('spec.tlsServerName', tlsServerName, 'must be a host name, such as shop.example.com'),
    );
  if (path !== undefined && url) errors.push(forbidden('spec.path', 'the path belongs into `url`'));
  else if (path !== undefined && !/^\/\S*$/.test(path))
    errors.push(invalidValue('spec.path', path, 'must begin with a slash'));
  return errors;
}

/** Scheme, user and path may be left out: `shop:8080` is as good as `http://shop:8080/`. */
const requestURL =
  /^(?:[a-z][a-z0-9+.-]*:\/\/)?(?:[^\s@/]*@)?(?:\[[0-9a-f:.]+\]|[^\s/:?#[\]@]+)(?::(\d{1,5}))?(?:[/?#]\S*)?$/i;

function isRequestURL(url: string): boolean {
  const match = requestURL.exec(url);
  return match !== null && (match[1] === undefined || checkPortNumber(Number(match[1])).length === 0);
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
      connection: traffic.spec.connection || (http2URL.test(traffic.spec.url ?? '') ? 'HTTP2' : 'PerRequest'),
      timeoutSeconds: traffic.spec.timeoutSeconds ?? 15,
      ...(traffic.spec.pattern && { pattern: withPatternDefaults(traffic.spec.pattern) }),
      ...(traffic.spec.retry && { retry: withRetryDefaults(traffic.spec.retry) }),
    },
  }),
  validate,
};
