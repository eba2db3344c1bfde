/** The cluster as the canvas asks about it: who stands where, who owns an address, who answers for a Service. */
import type { EndpointSlice } from '../kubernetes/endpointSlice.ts';
import { SERVICE_NAME_LABEL } from '../kubernetes/endpointSlice.ts';
import { GATEWAY_GROUP } from '../kubernetes/gatewayClass.ts';
import { kinds } from '../kubernetes/kinds.ts';
import { type Client, KUBEHOP_API_VERSION, type OutsideServer, type Traffic } from '../kubernetes/kubehop.ts';
import { matchesMap } from '../kubernetes/labelSelector.ts';
import { isNetworkPolicy, type NetworkPolicy, selectsPod } from '../kubernetes/networkPolicy.ts';
import { internalIPs, type Node } from '../kubernetes/node.ts';
import {
  controllerOf,
  groupOf,
  type KubernetesObject,
  keyOf,
  type ObjectKey,
  type OwnerReference,
  objectKey,
} from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import { isRoutingObject, type RoutingObject } from '../kubernetes/routing.ts';
import { type Service, serviceForm } from '../kubernetes/service.ts';
import { isTopWorkload, type Workload } from '../kubernetes/workload.ts';
import { workloadKinds } from '../kubernetes/workloadKinds.ts';
import { t } from '../messages/canvas.ts';
import type { PlaceKey } from '../simulation/events.ts';

/** One endpoint of a Service that is a Pod on the canvas. */
export interface PodEndpoint {
  pod: PlaceKey;
  isReady: boolean;
  /** What its EndpointSlice says of it; null while none lists it. */
  listed: Listed | null;
}

export interface Listed {
  readonly isServing: boolean;
  readonly isTerminating: boolean;
  /** For which nodes or zones it is, as hints say; empty without. */
  readonly hints: readonly string[];
}

export interface World {
  readonly objects: ReadonlyMap<ObjectKey, KubernetesObject>;
  readonly nodes: ReadonlyMap<PlaceKey, Node>;
  readonly pods: ReadonlyMap<PlaceKey, Pod>;
  /** Services and workloads that are drawn: those of kube-system are not, nor the ReplicaSets of Deployments. */
  readonly services: ReadonlyMap<ObjectKey, Service>;
  readonly workloads: ReadonlyMap<ObjectKey, Workload>;
  /** Ingresses, Gateways and HTTPRoutes. */
  readonly routings: ReadonlyMap<ObjectKey, RoutingObject>;
  readonly policies: ReadonlyMap<ObjectKey, NetworkPolicy>;
  /** The policies that isolate a Pod, for Pods that some do. */
  readonly policiesOf: ReadonlyMap<PlaceKey, readonly NetworkPolicy[]>;
  readonly clients: ReadonlyMap<PlaceKey, Client>;
  readonly outsideServers: ReadonlyMap<PlaceKey, OutsideServer>;
  readonly traffics: ReadonlyMap<ObjectKey, Traffic>;
  /** Pods in the order in which they appeared, by Node; '' for those that are not scheduled. */
  readonly podsOfNode: ReadonlyMap<PlaceKey, readonly PlaceKey[]>;
  readonly endpointsOf: ReadonlyMap<ObjectKey, readonly PodEndpoint[]>;
  readonly sliceCounts: ReadonlyMap<ObjectKey, number>;
  /** The place that owns an address. Addresses of Services belong to no place. */
  readonly placeOfAddress: ReadonlyMap<string, PlaceKey>;
  readonly serviceOfAddress: ReadonlyMap<string, ObjectKey>;
}

export const SYSTEM_NAMESPACE = 'kube-system';

export function nodePlace(name: string): PlaceKey {
  return keyOf('v1', 'Node', '', name);
}

/** `LoadBalancer/namespace/name`, as the simulation calls the place. */
export function loadBalancerOf(service: Service): PlaceKey {
  return `LoadBalancer/${service.metadata.namespace ?? ''}/${service.metadata.name}`;
}

export function serviceOfLoadBalancer(place: PlaceKey): ObjectKey {
  return place.replace(/^LoadBalancer\//, 'Service/');
}

export function isLoadBalancerPlace(place: PlaceKey): boolean {
  return place.startsWith('LoadBalancer/');
}

export function isNodePlace(place: PlaceKey): boolean {
  return place.startsWith('Node/');
}

export function isPodPlace(place: PlaceKey): boolean {
  return place.startsWith('Pod/');
}

/** The Node of a Pod that has been scheduled. */
export function nodeOfPod(world: World, pod: PlaceKey): PlaceKey | null {
  const name = world.pods.get(pod)?.spec.nodeName;
  return name ? nodePlace(name) : null;
}

/** The address of the cloud load balancer, null while it is pending. */
export function loadBalancerAddress(service: Service): string | null {
  const ingress = service.status?.loadBalancer?.ingress?.[0];
  return ingress?.ip ?? ingress?.hostname ?? null;
}

/** The Pods of a workload: those that it controls, for a Deployment by way of its ReplicaSets. */
export function podsOfWorkload(world: World, workload: Workload): PlaceKey[] {
  const { namespace } = workload.metadata;
  const isOwn = (owner: OwnerReference | undefined) =>
    owner?.kind === workload.kind && owner.name === workload.metadata.name;
  const pods: PlaceKey[] = [];
  for (const [key, pod] of world.pods) {
    const owner = controllerOf(pod);
    if (pod.metadata.namespace !== namespace || owner === undefined) continue;
    const between = world.objects.get(keyOf(owner.apiVersion, owner.kind, namespace, owner.name));
    if (isOwn(owner) || (between !== undefined && isOwn(controllerOf(between)))) pods.push(key);
  }
  return pods;
}

/** How many Pods the policy is about. */
export function podsOfPolicy({ policiesOf }: World, policy: NetworkPolicy): number {
  let count = 0;
  for (const policies of policiesOf.values()) if (policies.includes(policy)) count++;
  return count;
}

const worlds = new WeakMap<ReadonlyMap<ObjectKey, KubernetesObject>, World>();

/** Computed once per state of the cluster. */
export function worldOf(objects: ReadonlyMap<ObjectKey, KubernetesObject>): World {
  let world = worlds.get(objects);
  if (world === undefined) {
    world = readWorld(objects);
    worlds.set(objects, world);
  }
  return world;
}

function readWorld(objects: ReadonlyMap<ObjectKey, KubernetesObject>): World {
  const world = emptyWorld(objects);
  const slices: EndpointSlice[] = [];
  for (const object of objects.values()) {
    const read = readers[`${groupOf(object.apiVersion)}/${object.kind}`];
    if (read !== undefined) read(object, world, slices);
  }
  for (const [key, pod] of world.pods) {
    const node = pod.spec.nodeName ? nodePlace(pod.spec.nodeName) : '';
    const place = world.nodes.has(node) ? node : '';
    listIn(world.podsOfNode, place).push(key);
    if (isOver(pod) || pod.spec.hostNetwork) continue;
    for (const { ip } of pod.status?.podIPs ?? []) world.placeOfAddress.set(ip, key);
  }
  for (const policy of world.policies.values())
    for (const [key, pod] of world.pods)
      if (selectsPod(policy, pod)) listIn(world.policiesOf, key).push(policy);
  for (const [key, service] of world.services) readService(key, service, world);
  readEndpoints(slices, world);
  return world;
}

function emptyWorld(objects: ReadonlyMap<ObjectKey, KubernetesObject>) {
  return {
    objects,
    nodes: new Map<PlaceKey, Node>(),
    pods: new Map<PlaceKey, Pod>(),
    services: new Map<ObjectKey, Service>(),
    workloads: new Map<ObjectKey, Workload>(),
    routings: new Map<ObjectKey, RoutingObject>(),
    policies: new Map<ObjectKey, NetworkPolicy>(),
    policiesOf: new Map<PlaceKey, NetworkPolicy[]>(),
    clients: new Map<PlaceKey, Client>(),
    outsideServers: new Map<PlaceKey, OutsideServer>(),
    traffics: new Map<ObjectKey, Traffic>(),
    podsOfNode: new Map<PlaceKey, PlaceKey[]>(),
    endpointsOf: new Map<ObjectKey, PodEndpoint[]>(),
    sliceCounts: new Map<ObjectKey, number>(),
    placeOfAddress: new Map<string, PlaceKey>(),
    serviceOfAddress: new Map<string, ObjectKey>(),
  };
}

type Draft = ReturnType<typeof emptyWorld>;

const KUBEHOP = groupOf(KUBEHOP_API_VERSION);

/** What to do with an object, by group and kind; kinds without a row are not on the canvas. */
const readers: Record<
  string,
  ((object: KubernetesObject, world: Draft, slices: EndpointSlice[]) => void) | undefined
> = {
  '/Node'(object, world) {
    const node = object as Node;
    world.nodes.set(objectKey(node), node);
    for (const address of internalIPs(node)) world.placeOfAddress.set(address, objectKey(node));
  },
  '/Pod': (object, world) => world.pods.set(objectKey(object), object as Pod),
  '/Service'(object, world) {
    if (isDrawn(object)) world.services.set(objectKey(object), object as Service);
  },
  ...Object.fromEntries(
    workloadKinds.map((kind) => [`${groupOf(kinds[kind].apiVersion)}/${kind}`, readWorkload]),
  ),
  'networking.k8s.io/Ingress': readRouting,
  [`${GATEWAY_GROUP}/Gateway`]: readRouting,
  [`${GATEWAY_GROUP}/HTTPRoute`]: readRouting,
  'networking.k8s.io/NetworkPolicy'(object, world) {
    if (isNetworkPolicy(object)) world.policies.set(objectKey(object), object);
  },
  'discovery.k8s.io/EndpointSlice': (object, _world, slices) => slices.push(object as EndpointSlice),
  [`${KUBEHOP}/Client`](object, world) {
    const client = object as Client;
    world.clients.set(objectKey(client), client);
    setAddresses(client, world);
  },
  [`${KUBEHOP}/OutsideServer`](object, world) {
    const server = object as OutsideServer;
    world.outsideServers.set(objectKey(server), server);
    setAddresses(server, world);
  },
  [`${KUBEHOP}/Traffic`]: (object, world) => world.traffics.set(objectKey(object), object as Traffic),
};

function setAddresses(outsider: Client | OutsideServer, world: Draft): void {
  const { address, ipv6Address } = outsider.spec;
  for (const each of [address, ipv6Address]) if (each) world.placeOfAddress.set(each, objectKey(outsider));
}

function readRouting(object: KubernetesObject, world: Draft): void {
  if (isDrawn(object) && isRoutingObject(object)) world.routings.set(objectKey(object), object);
}

function readWorkload(object: KubernetesObject, world: Draft): void {
  if (isDrawn(object) && isTopWorkload(object)) world.workloads.set(objectKey(object), object);
}

/** The cluster's own: everything of kube-system, and the Service `kubernetes` that every API server makes for itself. */
function isDrawn(object: KubernetesObject): boolean {
  const { namespace, name } = object.metadata;
  return (
    namespace !== SYSTEM_NAMESPACE &&
    !(object.kind === 'Service' && namespace === 'default' && name === 'kubernetes')
  );
}

function readService(key: ObjectKey, service: Service, world: Draft): void {
  const { clusterIPs = [], externalIPs = [] } = service.spec;
  for (const address of clusterIPs) if (address !== 'None') world.serviceOfAddress.set(address, key);
  for (const address of externalIPs) world.serviceOfAddress.set(address, key);
  for (const { ip } of service.status?.loadBalancer?.ingress ?? []) {
    if (ip === undefined) continue;
    world.serviceOfAddress.set(ip, key);
    world.placeOfAddress.set(ip, loadBalancerOf(service));
  }
  // Until its slices exist, and to show what a selector means: the Pods that it matches.
  if (serviceForm(service) === 'ExternalName' || !service.spec.selector) return;
  for (const [pod, object] of world.pods)
    if (object.metadata.namespace === service.metadata.namespace && matchesMap(service.spec.selector, object))
      listIn(world.endpointsOf, key).push({ pod, isReady: false, listed: null });
}

function readEndpoints(slices: readonly EndpointSlice[], world: Draft): void {
  for (const slice of slices) {
    const name = slice.metadata.labels?.[SERVICE_NAME_LABEL];
    if (name === undefined) continue;
    const key = keyOf('v1', 'Service', slice.metadata.namespace, name);
    if (!world.services.has(key)) continue;
    world.sliceCounts.set(key, (world.sliceCounts.get(key) ?? 0) + 1);
    const endpoints = listIn(world.endpointsOf, key);
    for (const { addresses, conditions, hints } of slice.endpoints ?? []) {
      const pod = world.placeOfAddress.get(addresses[0] ?? '');
      if (pod === undefined || !isPodPlace(pod)) continue;
      const index = endpoints.findIndex((endpoint) => endpoint.pod === pod);
      const isReady = conditions?.ready ?? true;
      const listed = {
        isServing: conditions?.serving ?? isReady,
        isTerminating: conditions?.terminating ?? false,
        hints: [
          ...(hints?.forNodes ?? []).map(({ name }) => name),
          ...(hints?.forZones ?? []).map(({ name }) => t('zoneNamed', { name })),
        ],
      };
      const endpoint = { pod, isReady, listed };
      if (index < 0) endpoints.push(endpoint);
      else endpoints[index] = endpoint;
    }
  }
}

function isOver(pod: Pod): boolean {
  return pod.status?.phase === 'Succeeded' || pod.status?.phase === 'Failed';
}

function listIn<K, V>(map: Map<K, V[]>, key: K): V[] {
  let list = map.get(key);
  if (list === undefined) {
    list = [];
    map.set(key, list);
  }
  return list;
}
