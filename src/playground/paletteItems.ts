/** What can be placed on the canvas: the palette lists these rows, the canvas drops them, the keyboard adds them. */
import { type Kind, kinds, type ObjectsByKind } from '../kubernetes/kinds.ts';
import { selectsPod } from '../kubernetes/networkPolicy.ts';
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Pod, PodSpec } from '../kubernetes/pod.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import { isWorkload, topWorkloads } from '../kubernetes/workload.ts';
import { t } from '../messages/paletteItems.ts';
import type { Position } from '../simulation/scene.ts';
import type { Command } from './commands.ts';
import { containerNameFor } from './kubectlLine.ts';
import { type Objects, ofKind, podsOfService, templatePod, uniqueName } from './queries.ts';
import { routingItems } from './routingItems.ts';
import type { PlaygroundState } from './state.ts';

export type PaletteItemId =
  | 'Node'
  | 'Pod'
  | 'Deployment'
  | 'ClusterIP'
  | 'NodePort'
  | 'LoadBalancer'
  | 'ExternalName'
  | 'Headless'
  | 'Client'
  | 'OutsideServer'
  | 'StatefulSet'
  | 'DaemonSet'
  | 'Job'
  | 'NetworkPolicy'
  | 'Ingress'
  | 'IngressController'
  | 'Gateway'
  | 'HTTPRoute'
  | 'GatewayController';

/** In the order of the palette. */
export const paletteGroups = [
  'Cluster',
  'Services',
  'Internet',
  'HTTP routing',
  'More workloads',
  'Policies',
] as const;

export type PaletteGroup = (typeof paletteGroups)[number];

export interface PaletteRow {
  id: PaletteItemId;
  group: PaletteGroup;
  /** What placing it does; `over` is the card under the pointer (a Pod dropped on a Node is bound to it). */
  place(state: Pick<PlaygroundState, 'objects'>, at?: Position, over?: ObjectKey): Command[];
}

export interface PaletteItem extends PaletteRow {
  readonly label: string;
  /** One short line. */
  readonly description: string;
}

export function paletteGroupName(group: PaletteGroup): string {
  return t(`group.${group}`);
}

/** A row with its texts, which the catalogue has under the row's name. */
function withTexts(row: PaletteRow): PaletteItem {
  return {
    ...row,
    get label() {
      return t(`${row.id}.label`);
    },
    get description() {
      return t(`${row.id}.description`);
    },
  };
}

const NAMESPACE = 'default';
/** What the first application on an empty canvas is called. */
const FIRST_APP = 'shop';

function create(object: KubernetesObject, at: Position | undefined): Command[] {
  return [{ type: 'create', object, ...(at === undefined ? {} : { position: at }) }];
}

function template<K extends Kind>(kind: K, name: string): ObjectsByKind[K] {
  return kinds[kind].template(name);
}

/** Pods that are there, or that a workload is about to make for good, as the Services of the namespace see them. */
function workloadPods(objects: Objects): Pod[] {
  const bare = ofKind(objects, 'Pod').filter((pod) => pod.metadata.ownerReferences === undefined);
  return [
    ...bare,
    ...topWorkloads(objects)
      .filter(({ kind }) => kind !== 'Job')
      .map(templatePod),
  ].filter((pod) => (pod.metadata.namespace ?? NAMESPACE) === NAMESPACE);
}

function servicesHere(objects: Objects): Service[] {
  return ofKind(objects, 'Service').filter((service) => service.metadata.namespace === NAMESPACE);
}

/** The application that a Service waits for in vain: new Pods should be that one. */
function appWithoutPods(objects: Objects): string | undefined {
  const pods = workloadPods(objects);
  return servicesHere(objects).find(
    (service) => service.spec.selector?.app !== undefined && podsOfService(service, pods).length === 0,
  )?.spec.selector?.app;
}

/** The Pods that a new Service should select: those under the pointer, else the first that no Service selects, else the first. */
function podForNewService(objects: Objects, over: ObjectKey | undefined): Pod | undefined {
  const target = over === undefined ? undefined : objects.get(over);
  if (target?.kind === 'Pod') return target as Pod;
  if (target !== undefined && isWorkload(target)) return templatePod(target);
  const pods = workloadPods(objects);
  const services = servicesHere(objects);
  const isSelected = (pod: Pod) => services.some((service) => podsOfService(service, [pod]).length > 0);
  return pods.find((pod) => !isSelected(pod)) ?? pods[0];
}

/** The Pod under the pointer, else the first that no policy selects. */
function podForNewPolicy(objects: Objects, over: ObjectKey | undefined): Pod | undefined {
  const target = over === undefined ? undefined : objects.get(over);
  if (target?.kind === 'Pod') return target as Pod;
  if (target !== undefined && isWorkload(target)) return templatePod(target);
  const pods = workloadPods(objects);
  const policies = ofKind(objects, 'NetworkPolicy');
  return pods.find((pod) => !policies.some((policy) => selectsPod(policy, pod))) ?? pods[0];
}

/** The labels by which a Service should know the Pod: `app` alone when it has one. */
export function selectorFor(pod: Pod): Record<string, string> {
  const labels = pod.metadata.labels ?? {};
  const telling = ['app', 'app.kubernetes.io/name', 'k8s-app'].find((key) => labels[key] !== undefined);
  if (telling !== undefined) return { [telling]: labels[telling]! };
  const { 'pod-template-hash': _, ...others } = labels;
  return others;
}

function placeService(spec: (objects: Objects) => Partial<ServiceSpec>): PaletteItem['place'] {
  return ({ objects }, at, over) => {
    const pod = podForNewService(objects, over);
    const selector = pod === undefined ? { app: FIRST_APP } : selectorFor(pod);
    const app = Object.values(selector)[0] ?? FIRST_APP;
    const service = template('Service', uniqueName(objects, 'Service', NAMESPACE, app));
    service.metadata.labels = { ...(pod?.metadata.labels ?? selector) };
    const targetPort = pod?.spec.containers[0]?.ports?.[0]?.containerPort ?? 8080;
    service.spec = { ...service.spec, selector, ports: [{ port: 80, targetPort }], ...spec(objects) };
    return create(service, at);
  };
}

/** A workload of another kind than a Deployment: the application that a Service waits for, else one of its own. */
function placeWorkload(kind: 'StatefulSet' | 'DaemonSet' | 'Job', app: string): PaletteItem['place'] {
  return ({ objects }, at) => {
    const base = (kind === 'Job' ? undefined : appWithoutPods(objects)) ?? app;
    return create(template(kind, uniqueName(objects, kind, NAMESPACE, base)), at);
  };
}

/** Containers are called as kubectl would call them, so that the terminal can show the short command. */
function withContainerName(spec: PodSpec, nameFor: (image: string) => string): PodSpec {
  const [container, ...others] = spec.containers;
  if (container === undefined) return spec;
  return { ...spec, containers: [{ ...container, name: nameFor(container.image ?? '') }, ...others] };
}

function nextNodeName(objects: Objects): string {
  const names = new Set(ofKind(objects, 'Node').map((node) => node.metadata.name));
  for (let index = 0; ; index++) {
    const name = index < 26 ? `node-${String.fromCharCode(97 + index)}` : `node-${index + 1}`;
    if (!names.has(name)) return name;
  }
}

/** The outside name that an ExternalName Service points to although nobody has it. */
function unknownExternalName(objects: Objects): string | undefined {
  const known = new Set(ofKind(objects, 'OutsideServer').map((server) => server.spec.hostname));
  return ofKind(objects, 'Service').find(
    ({ spec }) =>
      spec.type === 'ExternalName' && spec.externalName !== undefined && !known.has(spec.externalName),
  )?.spec.externalName;
}

const rows: readonly PaletteRow[] = [
  {
    id: 'Node',
    group: 'Cluster',
    place: ({ objects }, at) => create(template('Node', nextNodeName(objects)), at),
  },
  {
    id: 'Pod',
    group: 'Cluster',
    place({ objects }, at, over) {
      const app = appWithoutPods(objects) ?? FIRST_APP;
      const pod = template('Pod', uniqueName(objects, 'Pod', NAMESPACE, app));
      pod.metadata.labels = { app };
      pod.spec = withContainerName(pod.spec, () => pod.metadata.name);
      const node = over === undefined ? undefined : objects.get(over);
      if (node?.kind === 'Node') pod.spec = { ...pod.spec, nodeName: node.metadata.name };
      return create(pod, at);
    },
  },
  {
    id: 'Deployment',
    group: 'Cluster',
    place({ objects }, at) {
      const app = appWithoutPods(objects) ?? FIRST_APP;
      const deployment = template('Deployment', uniqueName(objects, 'Deployment', NAMESPACE, app));
      const pods = deployment.spec.template;
      deployment.spec.template = { ...pods, spec: withContainerName(pods.spec, containerNameFor) };
      return create(deployment, at);
    },
  },
  {
    id: 'ClusterIP',
    group: 'Services',
    place: placeService(() => ({ type: 'ClusterIP' })),
  },
  {
    id: 'NodePort',
    group: 'Services',
    place: placeService(() => ({ type: 'NodePort' })),
  },
  {
    id: 'LoadBalancer',
    group: 'Services',
    place: placeService(() => ({ type: 'LoadBalancer' })),
  },
  {
    id: 'ExternalName',
    group: 'Services',
    place({ objects }, at, over) {
      const target = over === undefined ? undefined : objects.get(over);
      const server =
        target?.kind === 'OutsideServer'
          ? (target as ObjectsByKind['OutsideServer'])
          : ofKind(objects, 'OutsideServer')[0];
      const service = template('Service', uniqueName(objects, 'Service', NAMESPACE, 'payments'));
      service.spec = { type: 'ExternalName', externalName: server?.spec.hostname ?? 'pay.example.com' };
      return create(service, at);
    },
  },
  {
    id: 'Headless',
    group: 'Services',
    place: placeService(() => ({ type: 'ClusterIP', clusterIP: 'None' })),
  },
  {
    id: 'Client',
    group: 'Internet',
    place: ({ objects }, at) => create(template('Client', uniqueName(objects, 'Client', '', 'visitor')), at),
  },
  {
    id: 'OutsideServer',
    group: 'Internet',
    place({ objects }, at) {
      const wanted = unknownExternalName(objects);
      const hostnames = new Set(ofKind(objects, 'OutsideServer').map((server) => server.spec.hostname));
      const name = uniqueName(objects, 'OutsideServer', '', 'payment-gateway');
      const server = template('OutsideServer', name);
      const usual = hostnames.has('pay.example.com') ? `${name}.example.com` : 'pay.example.com';
      server.spec = { ...server.spec, hostname: wanted ?? usual };
      return create(server, at);
    },
  },
  {
    id: 'StatefulSet',
    group: 'More workloads',
    place: placeWorkload('StatefulSet', 'db'),
  },
  {
    id: 'DaemonSet',
    group: 'More workloads',
    place: placeWorkload('DaemonSet', 'agent'),
  },
  {
    id: 'Job',
    group: 'More workloads',
    place: placeWorkload('Job', 'report'),
  },
  {
    id: 'NetworkPolicy',
    group: 'Policies',
    place({ objects }, at, over) {
      const pod = podForNewPolicy(objects, over);
      const app = pod === undefined ? FIRST_APP : (Object.values(selectorFor(pod))[0] ?? FIRST_APP);
      const policy = template('NetworkPolicy', uniqueName(objects, 'NetworkPolicy', NAMESPACE, app));
      const matchLabels = pod === undefined ? { app } : selectorFor(pod);
      policy.spec = {
        podSelector: { matchLabels },
        policyTypes: ['Ingress'],
        ingress: [{ from: [{ podSelector: {} }] }],
      };
      return create(policy, at);
    },
  },
  ...routingItems,
];

export const paletteItems: readonly PaletteItem[] = rows.map(withTexts);
