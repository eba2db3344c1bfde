/** How an object is doing, as a short list of facts: what `kubectl get` and `describe` would say first. */
import type { DaemonSet } from '../kubernetes/daemonSet.ts';
import type { Deployment } from '../kubernetes/deployment.ts';
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import type { Gateway } from '../kubernetes/gateway.ts';
import { type Condition, conditionOf, type GatewayClass } from '../kubernetes/gatewayClass.ts';
import type { HTTPRoute } from '../kubernetes/httpRoute.ts';
import type { Ingress } from '../kubernetes/ingress.ts';
import { type Job, jobHas } from '../kubernetes/job.ts';
import { type Kind, type ObjectsByKind, rowOf } from '../kubernetes/kinds.ts';
import type { Client, OutsideServer } from '../kubernetes/kubehop.ts';
import { type NetworkPolicy, selectsPod } from '../kubernetes/networkPolicy.ts';
import { internalIPs, type Node } from '../kubernetes/node.ts';
import { controllerOf, type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { isReady, isTerminating, type Pod } from '../kubernetes/pod.ts';
import type { ReplicaSet } from '../kubernetes/replicaSet.ts';
import type { ReplicationController } from '../kubernetes/replicationController.ts';
import { publishedAddress, type RoutingObject } from '../kubernetes/routing.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import type { StatefulSet } from '../kubernetes/statefulSet.ts';
import { progressOf, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/inspector.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import { servedBy } from '../playground/routingProxies.ts';
import type { RulesSynced } from '../simulation/events.ts';
import { endpointsOf } from '../ui/serviceEndpoints.ts';

export interface Fact {
  label: string;
  value: string;
  tone?: 'ok' | 'bad' | 'warn';
  isMono?: boolean;
}

export interface HealthContext {
  objects: Objects;
  rules: Readonly<Record<ObjectKey, RulesSynced>>;
}

type Facts<T> = (object: T, context: HealthContext) => Fact[];

const address = (label: string, value: string | undefined): Fact => ({
  label,
  value: value ?? t('noneYet'),
  isMono: value !== undefined,
  ...(value === undefined ? { tone: 'warn' as const } : {}),
});

/** All addresses, the primary one first. */
const addresses = (
  label: 'podIPs' | 'clusterIPs' | 'internalIPs' | 'externalIPs' | 'addressesOf',
  values: readonly string[] = [],
): Fact =>
  values.length > 1
    ? { label: t(label, { count: values.length }), value: values.join(', '), isMono: true }
    : address(t(label, { count: 1 }), values[0]);

function progress(workload: Workload): Fact {
  const { done, wanted, word } = progressOf(workload);
  const tone = done >= wanted ? 'ok' : done === 0 && word === 'ready' ? 'bad' : 'warn';
  return {
    label: word === 'ready' ? t('ready') : t('completed'),
    value: t('doneOfWanted', { done, wanted }),
    tone,
  };
}

/** `Running`, `Terminating`, or what keeps it from running. */
export function podStatus(pod: Pod): string {
  if (isTerminating(pod)) return 'Terminating';
  const scheduled = pod.status?.conditions?.find((condition) => condition.type === 'PodScheduled');
  if (scheduled?.status === 'False') return `Pending: ${scheduled.message ?? scheduled.reason ?? ''}`;
  return pod.status?.phase ?? 'Pending';
}

function podFacts(pod: Pod): Fact[] {
  const ready = isReady(pod);
  const status = podStatus(pod);
  return [
    { label: t('status'), value: status, tone: status === 'Running' ? 'ok' : 'warn' },
    { label: t('ready'), value: ready ? t('yes') : t('no'), tone: ready ? 'ok' : 'bad' },
    addresses(
      'podIPs',
      pod.status?.podIPs?.map(({ ip }) => ip),
    ),
    { label: t('node'), value: pod.spec.nodeName ?? t('notScheduled') },
  ];
}

function serviceFacts(service: Service, { objects }: HealthContext): Fact[] {
  const form = serviceForm(service);
  if (form === 'ExternalName')
    return [{ label: t('aliasFor'), value: service.spec.externalName ?? '', isMono: true }];
  const endpoints = endpointsOf(service, objects);
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const facts: Fact[] = [
    {
      label: t('endpoints'),
      value: endpoints.length === 0 ? t('none') : t('readyOf', { ready, all: endpoints.length }),
      tone: ready === 0 ? 'bad' : ready < endpoints.length ? 'warn' : 'ok',
    },
  ];
  if (form !== 'Headless') facts.push(addresses('clusterIPs', service.spec.clusterIPs));
  if (form === 'LoadBalancer') facts.push(externalAddress(service, objects));
  const nodePorts = service.spec.ports?.flatMap((port) => port.nodePort ?? []) ?? [];
  if (nodePorts.length > 0) facts.push({ label: t('nodePort'), value: nodePorts.join(', '), isMono: true });
  return facts;
}

function externalAddress(service: Service, objects: Objects): Fact {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const found = ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  if (found.length > 0) return { ...addresses('externalIPs', found), tone: 'ok' };
  const hasProvider = ofKind(objects, 'CloudProvider').length > 0;
  return {
    label: t('externalIPs', { count: 1 }),
    value: hasProvider ? t('pending') : t('pendingNoProvider'),
    tone: 'warn',
  };
}

function nodeFacts(node: Node, { objects, rules }: HealthContext): Fact[] {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status === 'True';
  const pods = ofKind(objects, 'Pod').filter((pod) => pod.spec.nodeName === node.metadata.name);
  const synced = rules[objectKey(node)];
  return [
    { label: t('ready'), value: ready ? t('yes') : t('no'), tone: ready ? 'ok' : 'bad' },
    addresses('internalIPs', internalIPs(node)),
    { label: t('pods'), value: String(pods.length) },
    ...(synced === undefined
      ? []
      : [{ label: 'kube-proxy', value: t('countOfRules', { count: synced.rules }) }]),
  ];
}

function sliceFacts(slice: EndpointSlice): Fact[] {
  return (slice.endpoints ?? []).map(({ addresses, conditions, targetRef }) => {
    const state = [
      (conditions?.ready ?? true) ? 'ready' : 'not ready',
      ...(conditions?.terminating === true ? ['terminating'] : []),
      ...(conditions?.serving === true && conditions.ready === false ? ['serving'] : []),
    ].join(', ');
    return {
      label: targetRef?.name ?? addresses.join(', '),
      value: `${addresses.join(', ')} ${state}`,
      isMono: true,
      tone: (conditions?.ready ?? true) ? 'ok' : 'bad',
    };
  });
}

function policyFacts(policy: NetworkPolicy, { objects }: HealthContext): Fact[] {
  const pods = ofKind(objects, 'Pod').filter((pod) => selectsPod(policy, pod)).length;
  return [
    { label: t('selects'), value: t('countOfPods', { count: pods }), tone: pods === 0 ? 'warn' : 'ok' },
  ];
}

/** `yes`, or the reason why not. */
function condition(type: string, conditions: readonly Condition[] | undefined): Fact {
  const found = conditionOf(conditions, type);
  const isTrue = found?.status === 'True';
  return {
    label: type,
    value: isTrue ? t('yes') : (found?.reason ?? 'Pending'),
    tone: isTrue ? 'ok' : 'warn',
  };
}

/** Nobody else acts on it. */
function served(object: RoutingObject, objects: Objects): Fact {
  const by = servedBy(objects, object);
  if (by === null) return { label: t('servedBy'), value: t('nobody'), tone: 'warn' };
  return {
    label: t('servedBy'),
    value: t('servedByPods', { controller: by.controller, count: by.proxies.length }),
    tone: by.proxies.length === 0 ? 'warn' : 'ok',
  };
}

function gatewayFacts(gateway: Gateway, { objects }: HealthContext): Fact[] {
  const routes = gateway.status?.listeners?.reduce((sum, { attachedRoutes }) => sum + attachedRoutes, 0) ?? 0;
  return [
    condition('Programmed', gateway.status?.conditions),
    address(t('addressesOf', { count: 1 }), publishedAddress(gateway) ?? undefined),
    { label: t('attachedRoutes'), value: String(routes) },
    served(gateway, objects),
  ];
}

function routeFacts({ status }: HTTPRoute): Fact[] {
  const [parent] = status?.parents ?? [];
  return [condition('Accepted', parent?.conditions), condition('ResolvedRefs', parent?.conditions)];
}

function publicAddresses({ address: first, ipv6Address }: Client['spec']): string[] {
  return [first, ipv6Address].flatMap((each) => (each === undefined || each === 'None' ? [] : each));
}

const facts: { readonly [K in Kind]: Facts<ObjectsByKind[K]> } = {
  Namespace: (namespace) => [{ label: t('status'), value: namespace.status?.phase ?? 'Active', tone: 'ok' }],
  Node: nodeFacts,
  Pod: podFacts,
  Deployment: (deployment: Deployment) => [
    progress(deployment),
    { label: t('upToDate'), value: String(deployment.status?.updatedReplicas ?? 0) },
  ],
  ReplicaSet: (set: ReplicaSet) => [progress(set)],
  ReplicationController: (controller: ReplicationController) => [progress(controller)],
  StatefulSet: (set: StatefulSet) => [
    progress(set),
    { label: t('upToDate'), value: String(set.status?.updatedReplicas ?? 0) },
  ],
  DaemonSet: (set: DaemonSet) => [
    progress(set),
    { label: t('upToDate'), value: String(set.status?.updatedNumberScheduled ?? 0) },
  ],
  Job: (job: Job) => [
    progress(job),
    { label: t('active'), value: String(job.status?.active ?? 0) },
    ...(jobHas(job, 'Failed') ? [{ label: t('status'), value: 'Failed', tone: 'bad' as const }] : []),
  ],
  Service: serviceFacts,
  EndpointSlice: sliceFacts,
  NetworkPolicy: policyFacts,
  Ingress: (ingress: Ingress, { objects }) => [
    address(t('addressesOf', { count: 1 }), publishedAddress(ingress) ?? undefined),
    served(ingress, objects),
  ],
  IngressClass: () => [],
  GatewayClass: ({ status }: GatewayClass) => [condition('Accepted', status?.conditions)],
  Gateway: gatewayFacts,
  HTTPRoute: routeFacts,
  Client: ({ spec }: Client) => [addresses('addressesOf', publicAddresses(spec))],
  OutsideServer: ({ spec }: OutsideServer) => [addresses('addressesOf', publicAddresses(spec))],
  Traffic: () => [],
  CloudProvider: () => [],
};

export function factsOf(object: KubernetesObject, context: HealthContext): Fact[] {
  if (rowOf(object) === undefined) return [];
  return (facts[object.kind as Kind] as Facts<KubernetesObject>)(object, context);
}

/** `ReplicaSet shop-7d9c`, for objects that belong to a controller. */
export function ownerText(object: KubernetesObject): string | null {
  const owner = controllerOf(object);
  return owner === undefined ? null : `${owner.kind} ${owner.name}`;
}
