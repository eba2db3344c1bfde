/**
 * Who probably talks to whom, read from the manifests: environment values and arguments that name a Service become
 * Traffic, and every Service that is open to the outside gets a visitor. A guess, made once after an import; what comes
 * out are ordinary objects that can be changed and deleted.
 */
import type { Client } from '../kubernetes/client.ts';
import { kinds } from '../kubernetes/kinds.ts';
import { controllerOf, type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Container } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import type { Traffic } from '../kubernetes/traffic.ts';
import { topWorkloads } from '../kubernetes/workload.ts';
import { type Objects, ofKind, podsOfService, templatePod, uniqueName } from './queries.ts';

/** Requests per second that all inferred Traffic inside the cluster sends together. */
const TOTAL_RATE = 6;
/** A picture with more wires than this is no picture. */
const MOST_WIRES = 60;

/** Names of environment variables whose whole value is a host or an address. */
const ADDRESS_VARIABLE =
  /(ADDR|ADDRESS|HOST|HOSTNAME|URL|URI|ENDPOINT|SERVER|SERVERS|SERVICE|BROKER|BROKERS|UPSTREAM|BACKEND|DSN)S?$/i;
/** `tcp://`, a host name, `:6379`. */
const ADDRESS =
  /(?:([a-z][a-z0-9+.-]*):\/\/(?:[^\s/@]*@)?)?([a-z](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9][a-z0-9-]*)*)\.?(?::(\d{1,5}))?/gi;

interface Mention {
  host: string;
  port: number | undefined;
}

/** Hosts that a text names. A bare word counts only when `isAddress` says that the text is one. */
function mentionsIn(text: string, isAddress: boolean): Mention[] {
  const mentions: Mention[] = [];
  for (const [whole, scheme, host, port] of text.matchAll(ADDRESS)) {
    const isBareWord = scheme === undefined && port === undefined && !/\.svc(\.|$)/.test(host!);
    if (isBareWord && !(isAddress && whole === text.trim())) continue;
    mentions.push({ host: host!.toLowerCase(), port: port === undefined ? undefined : Number(port) });
  }
  return mentions;
}

function mentionsOf(container: Container, objects: Objects, namespace: string): Mention[] {
  const mentions: Mention[] = [];
  const variables = (container.env ?? []).map(({ name, value, valueFrom }) => ({
    name,
    value: value ?? configuredValue(valueFrom, objects, namespace),
  }));
  for (const { name, value } of variables) {
    if (typeof value !== 'string') continue;
    const found = mentionsIn(value, ADDRESS_VARIABLE.test(name));
    const portVariable = name.replace(ADDRESS_VARIABLE, 'PORT');
    const port = Number(variables.find((other) => other.name === portVariable)?.value);
    for (const mention of found)
      mentions.push({ ...mention, port: mention.port ?? (Number.isInteger(port) ? port : undefined) });
  }
  for (const word of [...(container.command ?? []), ...(container.args ?? [])])
    if (typeof word === 'string') mentions.push(...mentionsIn(word, false));
  return mentions;
}

/** The value of a `configMapKeyRef`, when the ConfigMap came along. */
function configuredValue(valueFrom: unknown, objects: Objects, namespace: string): string | undefined {
  const reference = (valueFrom as { configMapKeyRef?: { name?: string; key?: string } } | undefined)
    ?.configMapKeyRef;
  if (reference?.name === undefined || reference.key === undefined) return undefined;
  const configMap = objects.get(`ConfigMap/${namespace}/${reference.name}`) as
    | (KubernetesObject & { data?: Record<string, string> })
    | undefined;
  return configMap?.data?.[reference.key];
}

/** The Service that a host name means to somebody in `namespace`: `cart`, `cart.shop`, `cart.shop.svc.cluster.local`. */
function serviceNamed(host: string, namespace: string, services: readonly Service[]): Service | undefined {
  const [name, in_ = namespace, svc = 'svc', ...zone] = host.split('.');
  if (svc !== 'svc' || (zone.length > 0 && zone.join('.') !== 'cluster.local')) return undefined;
  return services.find(({ metadata }) => metadata.name === name && (metadata.namespace ?? 'default') === in_);
}

interface Wire {
  from: KubernetesObject;
  service: Service;
  port: number | undefined;
}

function wiresInside(objects: Objects): Wire[] {
  const services = ofKind(objects, 'Service');
  const bare = ofKind(objects, 'Pod').filter((pod) => controllerOf(pod) === undefined);
  const senders = [
    ...topWorkloads(objects).map((sender) => ({ sender, pod: templatePod(sender) })),
    ...bare.map((pod) => ({ sender: pod, pod })),
  ].filter(({ pod }) => pod.metadata.namespace !== 'kube-system');
  const wires: Wire[] = [];
  for (const { sender, pod } of senders) {
    const namespace = pod.metadata.namespace ?? 'default';
    const seen = new Set<Service>();
    const containers = Array.isArray(pod.spec.containers) ? pod.spec.containers : [];
    for (const container of containers)
      for (const { host, port } of mentionsOf(container, objects, namespace)) {
        const service = serviceNamed(host, namespace, services);
        if (service === undefined || seen.has(service) || podsOfService(service, [pod]).length > 0) continue;
        seen.add(service);
        wires.push({ from: sender, service, port });
      }
  }
  return wires.slice(0, MOST_WIRES);
}

function reference(object: KubernetesObject): Traffic['spec']['from'] {
  const { name, namespace } = object.metadata;
  return { kind: object.kind, ...(namespace === undefined ? {} : { namespace }), name };
}

function isSentAlready(objects: Objects, from: KubernetesObject | null, service: Service): boolean {
  return ofKind(objects, 'Traffic').some(
    ({ spec }) =>
      spec.service?.name === service.metadata.name &&
      (spec.service.namespace ?? 'default') === (service.metadata.namespace ?? 'default') &&
      (from === null
        ? spec.from.kind === 'Client'
        : spec.from.kind === from.kind && spec.from.name === from.metadata.name),
  );
}

function isOpenToTheOutside({ spec, metadata }: Service): boolean {
  return (spec.type === 'LoadBalancer' || spec.type === 'NodePort') && metadata.namespace !== 'kube-system';
}

/** Clients and Traffic that the cluster lacks to come alive; nothing that is there already. `among`: only what touches these. */
export function inferTraffic(objects: Objects, among?: ReadonlySet<ObjectKey>): (Client | Traffic)[] {
  const isAsked = (object: KubernetesObject) => among?.has(objectKey(object)) ?? true;
  const known = new Map(objects);
  const added: (Client | Traffic)[] = [];
  function add<T extends Client | Traffic>(object: T): T {
    added.push(object);
    known.set(`${object.kind}.kubehop.dev//${object.metadata.name}`, object);
    return object;
  }
  function addTraffic(from: KubernetesObject, service: Service, rate: number, port?: number): void {
    const { name, namespace = 'default' } = service.metadata;
    const base = `traffic-${from.metadata.name}-to-${name}`;
    const traffic = kinds.Traffic.template(uniqueName(known, 'Traffic', '', base.slice(0, 240)));
    const isServed = service.spec.ports?.some((served) => served.port === port) ?? false;
    traffic.spec = {
      from: reference(from),
      service: { namespace, name, ...(port !== undefined && isServed ? { port } : {}) },
      requestsPerSecond: rate,
    };
    add(traffic);
  }

  const inside = wiresInside(objects).filter(
    ({ from, service }) => (isAsked(from) || isAsked(service)) && !isSentAlready(objects, from, service),
  );
  const rate = Math.round(Math.min(1, Math.max(0.1, TOTAL_RATE / Math.max(1, inside.length))) * 20) / 20;
  for (const { from, service, port } of inside) addTraffic(from, service, rate, port);
  for (const service of ofKind(objects, 'Service')) {
    if (!isAsked(service) || !isOpenToTheOutside(service) || isSentAlready(objects, null, service)) continue;
    const client = add(kinds.Client.template(uniqueName(known, 'Client', '', 'visitor')));
    addTraffic(client, service, 1);
  }
  return added;
}
