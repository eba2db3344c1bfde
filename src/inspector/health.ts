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
  value: value ?? 'none yet',
  isMono: value !== undefined,
  ...(value === undefined ? { tone: 'warn' as const } : {}),
});

/** All addresses, the primary one first. */
const addresses = (label: string, values: readonly string[] = []): Fact =>
  values.length > 1
    ? { label: `${label}s`, value: values.join(', '), isMono: true }
    : address(label, values[0]);

function progress(workload: Workload): Fact {
  const { done, wanted, word } = progressOf(workload);
  const tone = done >= wanted ? 'ok' : done === 0 && word === 'ready' ? 'bad' : 'warn';
  return { label: word === 'ready' ? 'Ready' : 'Completed', value: `${done} of ${wanted}`, tone };
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
    { label: 'Status', value: status, tone: status === 'Running' ? 'ok' : 'warn' },
    { label: 'Ready', value: ready ? 'yes' : 'no', tone: ready ? 'ok' : 'bad' },
    addresses(
      'Pod IP',
      pod.status?.podIPs?.map(({ ip }) => ip),
    ),
    { label: 'Node', value: pod.spec.nodeName ?? 'not scheduled' },
  ];
}

function serviceFacts(service: Service, { objects }: HealthContext): Fact[] {
  const form = serviceForm(service);
  if (form === 'ExternalName')
    return [{ label: 'Alias for', value: service.spec.externalName ?? '', isMono: true }];
  const endpoints = endpointsOf(service, objects);
  const ready = endpoints.filter((endpoint) => endpoint.ready).length;
  const facts: Fact[] = [
    {
      label: 'Endpoints',
      value: endpoints.length === 0 ? 'none' : `${ready} ready of ${endpoints.length}`,
      tone: ready === 0 ? 'bad' : ready < endpoints.length ? 'warn' : 'ok',
    },
  ];
  if (form !== 'Headless') facts.push(addresses('Cluster IP', service.spec.clusterIPs));
  if (form === 'LoadBalancer') facts.push(externalAddress(service, objects));
  const nodePorts = service.spec.ports?.flatMap((port) => port.nodePort ?? []) ?? [];
  if (nodePorts.length > 0) facts.push({ label: 'Node port', value: nodePorts.join(', '), isMono: true });
  return facts;
}

function externalAddress(service: Service, objects: Objects): Fact {
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const found = ingress.flatMap(({ ip, hostname }) => ip ?? hostname ?? []);
  if (found.length > 0) return { ...addresses('External IP', found), tone: 'ok' };
  const hasProvider = ofKind(objects, 'CloudProvider').length > 0;
  return {
    label: 'External IP',
    value: hasProvider ? 'pending' : 'pending: no cloud provider',
    tone: 'warn',
  };
}

function nodeFacts(node: Node, { objects, rules }: HealthContext): Fact[] {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready')?.status === 'True';
  const pods = ofKind(objects, 'Pod').filter((pod) => pod.spec.nodeName === node.metadata.name);
  const synced = rules[objectKey(node)];
  return [
    { label: 'Ready', value: ready ? 'yes' : 'no', tone: ready ? 'ok' : 'bad' },
    addresses('Internal IP', internalIPs(node)),
    { label: 'Pods', value: String(pods.length) },
    ...(synced === undefined ? [] : [{ label: 'kube-proxy', value: `${synced.rules} rules` }]),
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
    { label: 'Selects', value: `${pods} ${pods === 1 ? 'Pod' : 'Pods'}`, tone: pods === 0 ? 'warn' : 'ok' },
  ];
}

/** `yes`, or the reason why not. */
function condition(type: string, conditions: readonly Condition[] | undefined): Fact {
  const found = conditionOf(conditions, type);
  const isTrue = found?.status === 'True';
  return { label: type, value: isTrue ? 'yes' : (found?.reason ?? 'Pending'), tone: isTrue ? 'ok' : 'warn' };
}

/** Nobody else acts on it. */
function served(object: RoutingObject, objects: Objects): Fact {
  const by = servedBy(objects, object);
  if (by === null) return { label: 'Served by', value: 'nobody', tone: 'warn' };
  const pods = by.proxies.length === 1 ? '1 Pod' : `${by.proxies.length} Pods`;
  return {
    label: 'Served by',
    value: `${by.controller}, ${pods}`,
    tone: by.proxies.length === 0 ? 'warn' : 'ok',
  };
}

function gatewayFacts(gateway: Gateway, { objects }: HealthContext): Fact[] {
  const routes = gateway.status?.listeners?.reduce((sum, { attachedRoutes }) => sum + attachedRoutes, 0) ?? 0;
  return [
    condition('Programmed', gateway.status?.conditions),
    address('Address', publishedAddress(gateway) ?? undefined),
    { label: 'Attached routes', value: String(routes) },
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
  Namespace: (namespace) => [{ label: 'Status', value: namespace.status?.phase ?? 'Active', tone: 'ok' }],
  Node: nodeFacts,
  Pod: podFacts,
  Deployment: (deployment: Deployment) => [
    progress(deployment),
    { label: 'Up to date', value: String(deployment.status?.updatedReplicas ?? 0) },
  ],
  ReplicaSet: (set: ReplicaSet) => [progress(set)],
  ReplicationController: (controller: ReplicationController) => [progress(controller)],
  StatefulSet: (set: StatefulSet) => [
    progress(set),
    { label: 'Up to date', value: String(set.status?.updatedReplicas ?? 0) },
  ],
  DaemonSet: (set: DaemonSet) => [
    progress(set),
    { label: 'Up to date', value: String(set.status?.updatedNumberScheduled ?? 0) },
  ],
  Job: (job: Job) => [
    progress(job),
    { label: 'Active', value: String(job.status?.active ?? 0) },
    ...(jobHas(job, 'Failed') ? [{ label: 'Status', value: 'Failed', tone: 'bad' as const }] : []),
  ],
  Service: serviceFacts,
  EndpointSlice: sliceFacts,
  NetworkPolicy: policyFacts,
  Ingress: (ingress: Ingress, { objects }) => [
    address('Address', publishedAddress(ingress) ?? undefined),
    served(ingress, objects),
  ],
  IngressClass: () => [],
  GatewayClass: ({ status }: GatewayClass) => [condition('Accepted', status?.conditions)],
  Gateway: gatewayFacts,
  HTTPRoute: routeFacts,
  Client: ({ spec }: Client) => [addresses('Address', publicAddresses(spec))],
  OutsideServer: ({ spec }: OutsideServer) => [addresses('Address', publicAddresses(spec))],
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
