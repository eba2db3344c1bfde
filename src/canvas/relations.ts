/** Which wires there are: a flat list of kinds, each a function from the cluster to its wires. */

import { keyOfKind } from '../kubernetes/kinds.ts';
import type { Traffic } from '../kubernetes/kubehop.ts';
import { type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import { backendKeys, parentKeys } from '../kubernetes/routing.ts';
import { type Service, type ServiceForm, serviceForm } from '../kubernetes/service.ts';
import { isWorkloadKind } from '../kubernetes/workloadKinds.ts';
import { servedBy } from '../playground/routingProxies.ts';
import type { PlaceKey } from '../simulation/events.ts';
import type { SceneView } from '../simulation/scene.ts';
import { type Target, targetOf } from './trafficTarget.ts';
import { loadBalancerAddress, loadBalancerOf, nodeOfPod, podsOfWorkload, type World } from './world.ts';

/** `solid`: packets travel on it. `dotted`: one names the other. `faint`: one owns the other. */
export type WireLook = 'solid' | 'dotted' | 'faint';

export interface Wire {
  readonly id: string;
  readonly relation: string;
  readonly from: PlaceKey;
  readonly to: PlaceKey;
  readonly look: WireLook;
  /** The Service form that gives the colour; null is neutral. */
  readonly form: ServiceForm | null;
  /** What a click on the wire selects. */
  readonly object: ObjectKey | null;
  /** Drawn above the Node cards, so that one sees where it ends. */
  readonly isRaised: boolean;
}

export interface RelationContext {
  world: World;
  selection: ReadonlySet<ObjectKey>;
}

interface Relation {
  name: string;
  views: readonly SceneView[];
  wires(context: RelationContext): Iterable<WireEnds>;
}

type WireEnds = Pick<Wire, 'from' | 'to' | 'look'> & Partial<Pick<Wire, 'form' | 'object' | 'isRaised'>>;

const ALL: readonly SceneView[] = ['Concept', 'Endpoints', 'PacketPath'];
const NOT_ENDPOINTS: readonly SceneView[] = ['Concept', 'PacketPath'];

const relations: readonly Relation[] = [
  {
    name: 'selects',
    views: NOT_ENDPOINTS,
    *wires({ world, selection }) {
      for (const [key, service] of world.services)
        for (const { pod } of world.endpointsOf.get(key) ?? [])
          yield {
            from: key,
            to: pod,
            look: 'dotted',
            form: serviceForm(service),
            isRaised: selection.has(key) || selection.has(pod),
          };
    },
  },
  {
    name: 'lists',
    views: ['Endpoints'],
    *wires({ world }) {
      for (const [key, service] of world.services)
        for (const { pod, isReady, listed } of world.endpointsOf.get(key) ?? []) {
          if (listed === null) continue;
          const standsIn = listed.isServing && listed.isTerminating;
          const look = isReady ? 'solid' : standsIn ? 'dotted' : 'faint';
          yield { from: key, to: pod, look, form: serviceForm(service), isRaised: true };
        }
    },
  },
  {
    name: 'names',
    views: ALL,
    *wires({ world }) {
      for (const [key, service] of world.services) {
        if (serviceForm(service) !== 'ExternalName') continue;
        for (const [server, { spec }] of world.outsideServers)
          if (spec.hostname === service.spec.externalName)
            yield { from: key, to: server, look: 'dotted', form: 'ExternalName' };
      }
    },
  },
  {
    name: 'routes',
    views: ALL,
    *wires({ world }) {
      for (const [key, routing] of world.routings) {
        for (const service of backendKeys(routing)) yield { from: key, to: service, look: 'dotted' };
        if (routing.kind === 'HTTPRoute')
          for (const gateway of parentKeys(routing)) yield { from: gateway, to: key, look: 'dotted' };
      }
    },
  },
  {
    name: 'serves',
    views: ALL,
    *wires({ world, selection }) {
      for (const [key, routing] of world.routings) {
        if (selection.size === 0) continue;
        const proxies = servedBy(world.objects, routing)?.proxies ?? [];
        if (!selection.has(key) && !proxies.some((pod) => selection.has(pod))) continue;
        for (const pod of proxies) yield { from: key, to: pod, look: 'faint', isRaised: true };
      }
    },
  },
  {
    name: 'owns',
    views: ALL,
    *wires({ world, selection }) {
      for (const [key, workload] of world.workloads) {
        const pods = podsOfWorkload(world, workload);
        if (!selection.has(key) && !pods.some((pod) => selection.has(pod))) continue;
        for (const pod of pods) yield { from: key, to: pod, look: 'faint', isRaised: true };
      }
    },
  },
  {
    name: 'isolates',
    views: ALL,
    *wires({ world, selection }) {
      for (const [pod, policies] of world.policiesOf)
        for (const policy of policies) {
          const key = objectKey(policy);
          if (selection.has(key) || selection.has(pod))
            yield { from: key, to: pod, look: 'faint', isRaised: true };
        }
    },
  },
  {
    name: 'sends',
    views: ['Concept'],
    *wires({ world }) {
      for (const [object, sender, target] of flows(world)) yield* conceptWires(world, object, sender, target);
    },
  },
  {
    name: 'travels',
    views: ['PacketPath'],
    *wires({ world }) {
      for (const [object, sender, target] of flows(world)) yield* packetWires(world, object, sender, target);
    },
  },
];

/** All wires of a view, each pair of ends once per relation. */
export function wiresOf(context: RelationContext, view: SceneView): Wire[] {
  const wires = new Map<string, Wire>();
  for (const relation of relations) {
    if (!relation.views.includes(view)) continue;
    for (const ends of relation.wires(context)) {
      if (ends.from === ends.to) continue;
      const id = `${relation.name}:${ends.from}→${ends.to}`;
      const back = wires.get(`${relation.name}:${ends.to}→${ends.from}`);
      if (wires.has(id) || back !== undefined) continue;
      wires.set(id, {
        form: null,
        object: null,
        // Between Pods of one Node the whole wire would be hidden under its card.
        isRaised: isWithinNode(context.world, ends),
        ...ends,
        id,
        relation: relation.name,
      });
    }
  }
  return [...wires.values()];
}

function isWithinNode(world: World, { from, to }: WireEnds): boolean {
  const node = nodeOfPod(world, from);
  return node !== null && node === nodeOfPod(world, to);
}

function* flows(world: World): Iterable<[ObjectKey, PlaceKey, Target]> {
  for (const [object, traffic] of world.traffics) {
    for (const sender of sendersOf(world, traffic)) {
      const target = targetOf(world, traffic, sender);
      if (target !== null) yield [object, sender, target];
    }
  }
}

function sendersOf(world: World, traffic: Traffic): PlaceKey[] {
  const { kind, namespace, name } = traffic.spec.from;
  if (isWorkloadKind(kind)) {
    const workload = world.workloads.get(keyOfKind(kind, namespace ?? 'default', name));
    return workload === undefined ? [] : podsOfWorkload(world, workload);
  }
  const places: ReadonlyMap<PlaceKey, { metadata: { name: string; namespace?: string } }> =
    kind === 'Client' ? world.clients : world.pods;
  for (const [key, { metadata }] of places)
    if (metadata.name === name && (kind === 'Client' || metadata.namespace === (namespace ?? 'default')))
      return [key];
  return [];
}

/** Sender → Service, by way of the load balancer if there is one: it is a place, a Service is not. */
function* conceptWires(
  world: World,
  object: ObjectKey,
  sender: PlaceKey,
  target: Target,
): Iterable<WireEnds> {
  if (target.type === 'place') {
    yield { from: sender, to: target.place, look: 'solid', object };
    return;
  }
  const service = world.services.get(target.service)!;
  const form = serviceForm(service);
  const look = form === 'Headless' || form === 'ExternalName' ? 'dotted' : 'solid';
  if (isPending(target, service)) yield pendingWire(sender, object, service);
  else if (target.via === 'loadBalancer') {
    yield { from: sender, to: loadBalancerOf(service), look: 'solid', form, object };
    yield { from: loadBalancerOf(service), to: target.service, look: 'solid', form, object };
  } else yield { from: sender, to: target.service, look, form, object };
  for (const place of directPlaces(world, target.service, service))
    yield { from: sender, to: place, look: 'solid', form, object };
}

/** There is no address to connect to: nothing travels, and nothing goes on behind the load balancer. */
function isPending(target: Extract<Target, { type: 'service' }>, service: Service): boolean {
  return target.via === 'loadBalancer' && loadBalancerAddress(service) === null;
}

function pendingWire(sender: PlaceKey, object: ObjectKey, service: Service): WireEnds {
  return { from: sender, to: loadBalancerOf(service), look: 'dotted', form: 'LoadBalancer', object };
}

/** Who a client of a Service without proxying really talks to: the name stands for their addresses. */
function directPlaces(world: World, key: ObjectKey, service: Service): PlaceKey[] {
  const form = serviceForm(service);
  if (form === 'Headless')
    return (world.endpointsOf.get(key) ?? []).filter(({ isReady }) => isReady).map(({ pod }) => pod);
  if (form !== 'ExternalName') return [];
  return [...world.outsideServers]
    .filter(([, { spec }]) => spec.hostname === service.spec.externalName)
    .map(([server]) => server);
}

/** Where packets really go: to nodes and between them. What happens inside a Node card needs no wire. */
function* packetWires(world: World, object: ObjectKey, sender: PlaceKey, target: Target): Iterable<WireEnds> {
  const home = nodeOfPod(world, sender);
  if (target.type === 'place') {
    const goal = nodeOfPod(world, target.place) ?? target.place;
    yield { from: home ?? sender, to: goal, look: 'solid', object };
    return;
  }
  const service = world.services.get(target.service)!;
  const form = serviceForm(service);
  const wire = (from: PlaceKey, to: PlaceKey): WireEnds => ({ from, to, look: 'solid', form, object });
  const direct = directPlaces(world, target.service, service);
  if (form === 'Headless' || form === 'ExternalName') {
    for (const place of direct) yield wire(home ?? sender, nodeOfPod(world, place) ?? place);
    return;
  }
  if (isPending(target, service)) {
    yield pendingWire(sender, object, service);
    return;
  }
  const entries = entryNodes(world, target, home);
  if (target.via === 'loadBalancer') {
    yield wire(home ?? sender, loadBalancerOf(service));
    for (const node of balancedNodes(world, target.service, service, entries))
      yield wire(loadBalancerOf(service), node);
  } else for (const node of entries) yield wire(home ?? sender, node);
  const isOutside = home === null;
  const policy = isOutside ? service.spec.externalTrafficPolicy : service.spec.internalTrafficPolicy;
  if (policy === 'Local') return;
  for (const node of entries)
    for (const other of endpointNodes(world, target.service)) yield wire(node, other);
}

/** The nodes whose rules translate the packet. */
function entryNodes(
  world: World,
  target: Extract<Target, { type: 'service' }>,
  home: PlaceKey | null,
): PlaceKey[] {
  if (target.node !== null) return world.nodes.has(target.node) ? [target.node] : [];
  if (home !== null) return [home];
  return target.via === 'clusterIP' ? [] : [...world.nodes.keys()];
}

/** With `externalTrafficPolicy: Local` only nodes with a ready endpoint pass the load balancer's health check. */
function balancedNodes(
  world: World,
  key: ObjectKey,
  service: Service,
  entries: readonly PlaceKey[],
): readonly PlaceKey[] {
  if (service.spec.externalTrafficPolicy !== 'Local') return entries;
  const local = endpointNodes(world, key);
  return entries.filter((node) => local.has(node));
}

function endpointNodes(world: World, service: ObjectKey): Set<PlaceKey> {
  const nodes = new Set<PlaceKey>();
  for (const { pod, isReady } of world.endpointsOf.get(service) ?? []) {
    const node = nodeOfPod(world, pod);
    if (isReady && node !== null) nodes.add(node);
  }
  return nodes;
}
