/**
 * What the process in a Pod does: which ports it listens on. Simplified: one process per Pod, which answers every request
 * at once. Real life knows no such declaration; here the best guess is taken, in this order: the annotation
 * `kubehop.dev/listens`, the declared containerPorts, a variable PORT, what a well-known image listens on, port 80.
 */
import { LISTENS_ANNOTATION, type Pod, type Protocol } from '../../kubernetes/pod.ts';

export interface Listener {
  readonly port: number;
  readonly protocol: Protocol;
  /** Bound to 127.0.0.1: only who is in the Pod itself gets an answer. */
  readonly isLocal?: true;
}

/** The last part of an image's name, without tag, → the port that it listens on out of the box. */
const imagePorts: Readonly<Record<string, number>> = {
  nginx: 80,
  httpd: 80,
  apache: 80,
  caddy: 80,
  traefik: 80,
  'hello-app': 8080,
  whoami: 80,
  echoserver: 8080,
  'http-echo': 5678,
  agnhost: 8080,
  tomcat: 8080,
  redis: 6379,
  valkey: 6379,
  memcached: 11211,
  postgres: 5432,
  postgresql: 5432,
  mysql: 3306,
  mariadb: 3306,
  mongo: 27017,
  mongodb: 27017,
  rabbitmq: 5672,
  nats: 4222,
  kafka: 9092,
  elasticsearch: 9200,
  etcd: 2379,
  prometheus: 9090,
  grafana: 3000,
  wordpress: 80,
};

const DEFAULT_PORT = 80;

export function listenersOf(pod: Pod): readonly Listener[] {
  const annotation = pod.metadata.annotations?.[LISTENS_ANNOTATION];
  if (annotation !== undefined) return parseListens(annotation);
  const { containers } = pod.spec;
  const declared = containers.flatMap((container) => container.ports ?? []);
  if (declared.length > 0)
    return declared.map(({ containerPort, protocol }) => ({
      port: containerPort,
      protocol: protocol ?? 'TCP',
    }));
  const variable = containers.flatMap((container) => container.env ?? []).find(({ name }) => name === 'PORT');
  const fromVariable = Number(variable?.value ?? 0);
  if (Number.isInteger(fromVariable) && fromVariable > 0) return [{ port: fromVariable, protocol: 'TCP' }];
  const known = containers
    .map(({ image }) => imagePorts[imageName(image ?? '')])
    .filter((port) => port !== undefined);
  return (known.length > 0 ? known : [DEFAULT_PORT]).map((port) => ({ port, protocol: 'TCP' }));
}

/**
 * `"8080, 9090/UDP, 127.0.0.1:9091"`: without an address, or with 0.0.0.0 or [::], on all of them. Parts that are no port are
 * ignored, so an empty text listens on nothing.
 */
export function parseListens(text: string): Listener[] {
  return text.split(',').flatMap((part) => {
    const [, address = '', port = '', protocol = 'TCP'] = listened.exec(part.trim().toUpperCase()) ?? [];
    if (port === '' || !/^(TCP|UDP|SCTP)$/.test(protocol)) return [];
    const isLocal = /^(127\.|\[::1\]|LOCALHOST)/.test(address);
    return [{ port: Number(port), protocol: protocol as Protocol, ...(isLocal && { isLocal }) }];
  });
}

const listened = /^(?:(127(?:\.\d{1,3}){3}|0\.0\.0\.0|\[::1?\]|\*|LOCALHOST):)?(\d{1,5})(?:\/(\w+))?$/;

export function listensOn(
  listeners: readonly Listener[],
  port: number,
  protocol: string,
  destination = '',
): boolean {
  for (const listener of listeners)
    if (listener.port === port && listener.protocol === protocol)
      if (listener.isLocal !== true || destination === '::1' || destination.startsWith('127.')) return true;
  return false;
}

/** `8080/TCP`, or `127.0.0.1:8080/TCP`. */
export function listenerText({ port, protocol, isLocal }: Listener): string {
  return `${isLocal === true ? '127.0.0.1:' : ''}${port}/${protocol}`;
}

function imageName(image: string): string {
  const last = image.split('/').at(-1) ?? '';
  return last.split('@')[0]!.split(':')[0]!;
}
