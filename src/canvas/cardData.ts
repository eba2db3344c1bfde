/** What each card says, read from its object: plain facts, one function per kind. */
import type { Client, OutsideServer } from '../kubernetes/kubehop.ts';
import { isolates, type NetworkPolicy } from '../kubernetes/networkPolicy.ts';
import { internalIP, type Node } from '../kubernetes/node.ts';
import { isPoweredOff, isProxyStopped } from '../kubernetes/nodeFaults.ts';
import { controllerOf, type ObjectKey } from '../kubernetes/objectMeta.ts';
import { isReady, isTerminating, type Pod } from '../kubernetes/pod.ts';
import { hostsOf, publishedAddress, type RoutingObject } from '../kubernetes/routing.ts';
import { type Service, type ServiceForm, serviceForm } from '../kubernetes/service.ts';
import { progressOf, type Workload } from '../kubernetes/workload.ts';
import { t } from '../messages/canvas.ts';
import type { FaultId } from '../playground/faults.ts';
import type { Problem } from '../playground/problems.ts';
import { faultWord, standingFaults } from '../playground/standingFaults.ts';
import type { CardData, PodState } from './flowTypes.ts';
import { loadBalancerAddress, type PodEndpoint } from './world.ts';

const SEVERITIES = ['error', 'warning', 'info'] as const;

export function worstProblem(problems: readonly Problem[] | undefined): Problem | null {
  for (const severity of SEVERITIES) {
    const found = problems?.find((problem) => problem.severity === severity);
    if (found !== undefined) return found;
  }
  return null;
}

export function podState(pod: Pod): PodState {
  if (isTerminating(pod)) return 'terminating';
  const phase = pod.status?.phase ?? 'Pending';
  if (phase === 'Succeeded') return 'completed';
  if (phase === 'Failed') return 'failed';
  if (isReady(pod)) return 'ready';
  return phase === 'Running' ? 'not ready' : 'pending';
}

/** The name, with its namespace in front when that is not the default one; what a controller made is named after its owner. */
export function displayName(object: Service | Workload | NetworkPolicy | RoutingObject): string {
  const { name, namespace } = object.metadata;
  if (controllerOf(object) !== undefined) return name;
  return namespace === undefined || namespace === 'default' ? name : `${namespace}/${name}`;
}

/** What is broken by hand, but for what the card says anyway. */
function faultWords(object: Node | Pod, told: readonly FaultId[]): string[] {
  return standingFaults(object).flatMap((id) => (told.includes(id) ? [] : faultWord(id)));
}

export function nodeData(
  object: ObjectKey,
  node: Node,
  problem: Problem | null,
  rules: number | null,
  rewrite: { text: string; form: ServiceForm | null } | null,
): CardData<'Node'> {
  const ready = node.status?.conditions?.find((condition) => condition.type === 'Ready');
  return {
    object,
    name: node.metadata.name,
    problem,
    address: internalIP(node) ?? null,
    isReady: ready === undefined || ready.status === 'True',
    isCordoned: node.spec?.unschedulable === true,
    faults: faultWords(node, ['cordon', 'stopKubeProxy']),
    isOff: isPoweredOff(node),
    isProxyStopped: isProxyStopped(node),
    rules,
    rewrite: rewrite?.text ?? null,
    rewriteForm: rewrite?.form ?? null,
  };
}

export function podData(
  object: ObjectKey,
  pod: Pod,
  problem: Problem | null,
  form: ServiceForm | null,
  isHighlighted: boolean,
  policies: readonly NetworkPolicy[],
  node?: Node,
  endpoint?: PodEndpoint | 'none',
): CardData<'Pod'> {
  return {
    object,
    name: pod.metadata.name,
    problem,
    state: podState(pod),
    faults: faultWords(pod, ['failReadiness']),
    isOff: node !== undefined && isPoweredOff(node),
    address: pod.status?.podIP ?? null,
    form,
    shield: policies.length === 0 ? null : { policies: policies.length, directions: directionsOf(policies) },
    membership: endpoint === undefined ? null : membershipOf(endpoint),
    hints: endpoint === undefined || endpoint === 'none' ? null : hintsOf(endpoint),
    isHighlighted,
  };
}

/** Its conditions, as far as they are true. */
function membershipOf(endpoint: PodEndpoint | 'none'): string {
  if (endpoint === 'none' || endpoint.listed === null) return t('inNoSlice');
  const { isReady, listed } = endpoint;
  const words = [
    isReady ? t('state.ready') : listed.isTerminating ? null : t('state.not ready'),
    listed.isServing ? t('serving') : null,
    listed.isTerminating ? t('state.terminating') : null,
  ];
  return words.filter((word) => word !== null).join(', ');
}

function hintsOf({ listed }: PodEndpoint): string | null {
  return listed === null || listed.hints.length === 0 ? null : t('for', { places: listed.hints.join(', ') });
}

const directionTexts = { Ingress: 'directions.ingress', Egress: 'directions.egress' } as const;

/** `ingress`, `egress` or `ingress and egress`: for what some of the policies isolate. */
function directionsOf(policies: readonly NetworkPolicy[]): string {
  const directions = (['Ingress', 'Egress'] as const).filter((direction) =>
    policies.some((policy) => isolates(policy, direction)),
  );
  if (directions.length === 2) return t('directions.both');
  return directions.map((direction) => t(directionTexts[direction])).join('');
}

export function policyData(
  object: ObjectKey,
  policy: NetworkPolicy,
  problem: Problem | null,
  pods: number,
): CardData<'Policy'> {
  return { object, name: displayName(policy), problem, directions: directionsOf([policy]), pods };
}

export function routingData(
  object: ObjectKey,
  routing: RoutingObject,
  problem: Problem | null,
): CardData<'Routing'> {
  const { kind } = routing;
  const address = publishedAddress(routing);
  const [first = '*', ...others] = hostsOf(routing);
  const isPending = kind === 'Gateway' && address === null;
  const hosts = others.length === 0 ? first : `${first} +${others.length}`;
  const line = kind === 'Gateway' ? (address ?? t('withoutAnAddress')) : hosts;
  return { object, name: displayName(routing), problem, kind, line, isPending };
}

export function serviceData(
  object: ObjectKey,
  service: Service,
  problem: Problem | null,
  endpoints: readonly PodEndpoint[] | undefined,
  /** What to show instead of its address. */
  slices?: number,
): CardData<'Service'> {
  const form = serviceForm(service);
  return {
    object,
    name: displayName(service),
    problem,
    form,
    line: slices === undefined ? lines[form](service) : t('slices', { count: slices }),
    isPending: form === 'LoadBalancer' && loadBalancerAddress(service) === null,
    ready: endpoints?.filter(({ isReady }) => isReady).length ?? 0,
    total: endpoints?.length ?? 0,
  };
}

const lines = {
  ClusterIP: (service) => `${service.spec.clusterIP ?? ''}${portText(service, ({ port }) => `:${port}`)}`,
  NodePort: (service) => portText(service, ({ port, nodePort }) => `${port}:${nodePort ?? '?'}`),
  LoadBalancer: (service) => `${service.spec.clusterIP ?? ''}${portText(service, ({ port }) => `:${port}`)}`,
  ExternalName: (service) => service.spec.externalName ?? '',
  Headless: (service) => `None${portText(service, ({ port }) => `:${port}`)}`,
} satisfies Record<ServiceForm, (service: Service) => string>;

function portText(
  { spec: { ports = [] } }: Service,
  text: (port: { port: number; nodePort?: number }) => string,
): string {
  const [first] = ports;
  if (first === undefined) return '';
  return `${text(first)}${ports.length > 1 ? ` +${ports.length - 1}` : ''}`;
}

export function workloadData(
  object: ObjectKey,
  workload: Workload,
  problem: Problem | null,
): CardData<'Workload'> {
  return { object, name: displayName(workload), problem, kind: workload.kind, ...progressOf(workload) };
}

export function clientData(object: ObjectKey, client: Client, problem: Problem | null): CardData<'Client'> {
  return { object, name: client.metadata.name, problem, address: client.spec.address ?? null };
}

export function outsideServerData(
  object: ObjectKey,
  server: OutsideServer,
  problem: Problem | null,
): CardData<'OutsideServer'> {
  return {
    object,
    name: server.metadata.name,
    problem,
    hostname: server.spec.hostname,
    address: server.spec.address ?? null,
  };
}

export function loadBalancerData(object: ObjectKey, service: Service): CardData<'LoadBalancer'> {
  return { object, name: displayName(service), problem: null, address: loadBalancerAddress(service) };
}
