/** The form of each kind as a table: Kubernetes' field names, the control for each, and one sentence of help. */

import type { Kind, ObjectsByKind } from '../kubernetes/kinds.ts';
import type { Traffic } from '../kubernetes/kubehop.ts';
import {
  controllerOf,
  type KubernetesObject,
  keyOf,
  type ObjectKey,
  objectKey,
} from '../kubernetes/objectMeta.ts';
import { LISTENS_ANNOTATION, type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import type { Service, ServicePort } from '../kubernetes/service.ts';
import { isExternallyAccessible } from '../kubernetes/serviceTraits.ts';
import type { Command } from '../playground/commands.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import {
  type Codec,
  labelPairs,
  listeningPorts,
  plainText,
  portNumberOrName,
  textList,
  wholeNumber,
} from './codecs.ts';
import { type Path, writePath } from './path.ts';

export type Control<T> =
  | { type: 'text'; codec: Codec; isMono?: boolean; placeholder?: string }
  | { type: 'number'; codec: Codec; lowest?: number; highest?: number; step?: number; absent?: string }
  | { type: 'select'; options(objects: Objects, object: T): readonly Option[]; absent?: string }
  | { type: 'switch'; on: string; off: string; isOn(value: unknown): boolean; value(isOn: boolean): unknown }
  | { type: 'servicePorts' }
  /** Shown, not changed: the API server or a controller owns it. */
  | { type: 'fixed'; codec: Codec };

export interface FieldDefinition<T extends KubernetesObject = KubernetesObject> {
  label: string;
  path: Path;
  control: Control<T>;
  help: string;
  /** Other paths whose errors and problems show here. */
  alsoAbout?: readonly string[];
  isShown?(object: T): boolean;
  /** Also shown below a packet that is followed. */
  isQuick?: boolean;
  /** The control gets the whole width, below its label. */
  isWide?: boolean;
  /** How the value gets into the object, when that is more than one field. */
  change?(object: T, value: unknown): KubernetesObject;
  /** How the value gets into the cluster, when that is no update. */
  command?(key: ObjectKey, value: string): Command;
}

type Fields<T extends KubernetesObject> = readonly FieldDefinition<T>[];

const address: Control<never> = { type: 'text', codec: plainText, isMono: true, placeholder: 'allocated' };
const labels: Control<never> = { type: 'text', codec: labelPairs, isMono: true, placeholder: 'app=shop' };
const fixed: Control<never> = { type: 'fixed', codec: plainText };

function choices(...values: string[]): Control<never> {
  return { type: 'select', options: () => values.map((value) => ({ value, label: value })) };
}

function toggle(on: string, off: string): Control<never> {
  return { type: 'switch', on, off, isOn: (value) => value === true, value: (isOn) => isOn || undefined };
}

const metadataLabels: FieldDefinition<KubernetesObject> = {
  label: 'labels',
  path: ['metadata', 'labels'],
  control: labels,
  help: 'What selectors look for: key=value, with commas between several.',
};

const listens = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'listens on',
  path: [...path, 'annotations', LISTENS_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: 'containerPort' },
  help: 'Ports on which the process really listens (8080, 9090/UDP), when they differ from containerPort, which only documents.',
});

const image = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'image',
  path: [...path, 'containers', 0, 'image'],
  control: { type: 'text', codec: plainText, isMono: true },
  help: 'The image of the first container.',
});

const containerPorts = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'containerPort',
  path: [...path, 'containers', 0, 'ports'],
  control: { type: 'fixed', codec: { ...plainText, print: printContainerPorts } },
  help: 'Documentation only: a Pod can be reached on every port on which its process listens.',
});

function printContainerPorts(value: unknown): string {
  const ports = (value ?? []) as { name?: string; containerPort: number; protocol?: string }[];
  return ports
    .map(({ name, containerPort, protocol = 'TCP' }) =>
      [name && `${name}:`, containerPort, protocol !== 'TCP' && `/${protocol}`].filter(Boolean).join(''),
    )
    .join(', ');
}

const isBare = (pod: Pod) => controllerOf(pod) === undefined;
const nodeOptions = (objects: Objects): Option[] =>
  ofKind(objects, 'Node').map(({ metadata: { name } }) => ({ value: name, label: name }));

function senderOptions(objects: Objects): Option[] {
  const senders = [
    ...ofKind(objects, 'Client'),
    ...ofKind(objects, 'Deployment'),
    ...ofKind(objects, 'Pod').filter(isBare),
  ].filter((object) => object.metadata.namespace !== 'kube-system');
  return senders.map((object) => ({
    value: objectKey(object),
    label: `${object.kind} ${object.metadata.name}`,
  }));
}

function serviceOptions(objects: Objects): Option[] {
  return [
    { value: '', label: 'a URL' },
    ...ofKind(objects, 'Service').map(({ metadata: { namespace = 'default', name } }) => ({
      value: `${namespace}/${name}`,
      label: namespace === 'default' ? `Service ${name}` : `Service ${name}.${namespace}`,
    })),
  ];
}

/** The sender as the key that the list of choices has. */
export function senderKey({ spec: { from } }: Traffic): ObjectKey {
  const apiVersions: Record<string, string> = {
    Client: 'kubehop.dev/v1alpha1',
    Pod: 'v1',
    Deployment: 'apps/v1',
  };
  const namespace = from.kind === 'Client' ? undefined : (from.namespace ?? 'default');
  return keyOf(from.apiVersion ?? apiVersions[from.kind] ?? '', from.kind, namespace, from.name);
}

function withSender(traffic: Traffic, value: unknown): Traffic {
  const [kindAndGroup = '', namespace = '', name = ''] = String(value).split('/');
  const kind = kindAndGroup.split('.')[0]!;
  const from = namespace === '' ? { kind, name } : { kind, namespace, name };
  return writePath(traffic, ['spec', 'from'], from);
}

/** A Service and a URL exclude each other. */
function withService(traffic: Traffic, value: unknown): Traffic {
  const { service, url, ...spec } = traffic.spec;
  if (value === '' || value === undefined)
    return { ...traffic, spec: { ...spec, url: url ?? `http://${service?.name ?? 'shop'}/` } };
  const [namespace = 'default', name = ''] = String(value).split('/');
  return { ...traffic, spec: { ...spec, service: { namespace, name } } };
}

const isExternalName = (service: Service) => service.spec.type === 'ExternalName';

/** Beside the table: how some values are shown by their control. */
export const shownValues: Partial<Record<Kind, Record<string, (object: never) => string>>> = {
  Traffic: {
    from: (traffic: Traffic) => senderKey(traffic),
    service: ({ spec: { service, from } }: Traffic) =>
      service === undefined ? '' : `${service.namespace ?? from.namespace ?? 'default'}/${service.name}`,
  },
};

export const fields: { readonly [K in Kind]: Fields<ObjectsByKind[K]> } = {
  Namespace: [metadataLabels],
  Node: [
    {
      label: 'unschedulable',
      path: ['spec', 'unschedulable'],
      control: toggle('cordoned', 'takes new Pods'),
      help: 'A cordoned Node keeps its Pods and gets no new ones (kubectl cordon).',
    },
    {
      label: 'topology.kubernetes.io/zone',
      path: ['metadata', 'labels', 'topology.kubernetes.io/zone'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: 'zone-a' },
      help: 'The label that says in which zone the Node stands.',
      isWide: true,
    },
    {
      label: 'podCIDR',
      path: ['spec', 'podCIDR'],
      control: fixed,
      help: 'The addresses that Pods on this Node get.',
    },
  ],
  Pod: [
    metadataLabels,
    {
      label: 'ready',
      path: ['metadata', 'annotations', READY_ANNOTATION],
      control: {
        type: 'switch',
        on: 'probe succeeds',
        off: 'probe fails',
        isOn: (value) => value !== 'false',
        value: (isOn) => (isOn ? undefined : 'false'),
      },
      help: 'Stands for what the application answers to its readiness probe. A Pod that is not ready gets no traffic.',
      isQuick: true,
    },
    {
      label: 'nodeName',
      path: ['spec', 'nodeName'],
      control: { type: 'select', options: nodeOptions, absent: 'not scheduled' },
      help: 'Fixed for the life of a Pod: choosing another Node deletes the Pod and creates it there.',
      isShown: isBare,
      command: (key, node) => ({ type: 'movePod', key, node }),
    },
    {
      label: 'nodeName',
      path: ['spec', 'nodeName'],
      control: fixed,
      help: 'Chosen by the scheduler. Fixed for the life of a Pod.',
      isShown: (pod) => !isBare(pod),
    },
    listens(['metadata']),
    containerPorts(['spec']),
    image(['spec']),
  ],
  Deployment: [
    {
      label: 'replicas',
      path: ['spec', 'replicas'],
      control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
      help: 'How many Pods there should be (kubectl scale).',
      isQuick: true,
    },
    {
      label: 'selector',
      path: ['spec', 'selector', 'matchLabels'],
      control: { type: 'fixed', codec: labelPairs },
      help: 'By which labels it finds its own Pods. Fixed once created.',
    },
    {
      label: 'template labels',
      path: ['spec', 'template', 'metadata', 'labels'],
      control: labels,
      help: 'The labels that its Pods get. A change rolls out new Pods.',
    },
    listens(['spec', 'template', 'metadata']),
    containerPorts(['spec', 'template', 'spec']),
    image(['spec', 'template', 'spec']),
    metadataLabels,
  ],
  ReplicaSet: [
    {
      label: 'replicas',
      path: ['spec', 'replicas'],
      control: fixed,
      help: 'Set by the Deployment that owns it.',
    },
    metadataLabels,
  ],
  Service: [
    {
      label: 'type',
      path: ['spec', 'type'],
      control: choices('ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'),
      help: 'Each type contains the one before: a NodePort has a cluster IP, a LoadBalancer has node ports. ExternalName is only a DNS alias.',
    },
    {
      label: 'externalName',
      path: ['spec', 'externalName'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: 'pay.example.com' },
      help: 'The DNS name that the Service’s own name is an alias for (CNAME).',
      isShown: isExternalName,
      isQuick: true,
    },
    {
      label: 'externalTrafficPolicy',
      path: ['spec', 'externalTrafficPolicy'],
      control: choices('Cluster', 'Local'),
      help: 'Local sends outside traffic only to Pods on the Node where it arrived, and keeps the source address.',
      isShown: isExternallyAccessible,
      isQuick: true,
    },
    {
      label: 'internalTrafficPolicy',
      path: ['spec', 'internalTrafficPolicy'],
      control: choices('Cluster', 'Local'),
      help: 'Local sends traffic from inside only to Pods on the sender’s own Node.',
      isShown: (service) => !isExternalName(service),
    },
    {
      label: 'sessionAffinity',
      path: ['spec', 'sessionAffinity'],
      control: choices('None', 'ClientIP'),
      help: 'ClientIP sends all connections of one source address to the same Pod.',
      isShown: (service) => !isExternalName(service),
      isQuick: true,
    },
    {
      label: 'timeoutSeconds',
      path: ['spec', 'sessionAffinityConfig', 'clientIP', 'timeoutSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, highest: 86_400, step: 60 },
      help: 'How long an idle source address keeps its Pod.',
      isShown: (service) => service.spec.sessionAffinity === 'ClientIP',
    },
    {
      label: 'selector',
      path: ['spec', 'selector'],
      control: labels,
      help: 'Pods with all of these labels are behind the Service.',
      isShown: (service) => !isExternalName(service),
      isQuick: true,
    },
    {
      label: 'port → targetPort',
      path: ['spec', 'ports'],
      control: { type: 'servicePorts' },
      help: 'The Service’s own port, and the port of the Pod (a number, or the name of a container port).',
      isShown: (service) => !isExternalName(service),
      isQuick: true,
      isWide: true,
    },
    {
      label: 'clusterIP',
      path: ['spec', 'clusterIP'],
      control: address,
      help: 'The virtual address; None makes the Service headless. Fixed once it is set.',
      alsoAbout: ['spec.clusterIPs'],
      isShown: (service) => !isExternalName(service),
    },
    {
      label: 'publishNotReadyAddresses',
      path: ['spec', 'publishNotReadyAddresses'],
      control: toggle('all Pods', 'ready Pods only'),
      help: 'Whether Pods that are not ready are endpoints too.',
      isWide: true,
    },
    {
      label: 'loadBalancerSourceRanges',
      path: ['spec', 'loadBalancerSourceRanges'],
      control: { type: 'text', codec: textList, isMono: true, placeholder: '203.0.113.0/24' },
      help: 'Only clients from these ranges may use the load balancer. Empty means everybody.',
      isShown: (service) => service.spec.type === 'LoadBalancer',
      isWide: true,
    },
    metadataLabels,
  ],
  EndpointSlice: [
    {
      label: 'addressType',
      path: ['addressType'],
      control: fixed,
      help: 'Which addresses the slice holds.',
    },
    metadataLabels,
  ],
  Client: [
    {
      label: 'address',
      path: ['spec', 'address'],
      control: address,
      help: 'Its address on the internet.',
    },
  ],
  OutsideServer: [
    {
      label: 'hostname',
      path: ['spec', 'hostname'],
      control: { type: 'text', codec: plainText, isMono: true },
      help: 'The DNS name under which the whole internet finds it.',
    },
    {
      label: 'ports',
      path: ['spec', 'ports'],
      control: { type: 'text', codec: listeningPorts, isMono: true, placeholder: '80, 443' },
      help: 'Ports on which it listens: 80, 443, 53/UDP.',
    },
    {
      label: 'address',
      path: ['spec', 'address'],
      control: address,
      help: 'Its address on the internet.',
    },
  ],
  Traffic: [
    {
      label: 'from',
      path: ['spec', 'from'],
      control: { type: 'select', options: senderOptions },
      help: 'Who sends. From a Deployment each request leaves from one of its Pods, chosen at random.',
      change: withSender,
    },
    {
      label: 'service',
      path: ['spec', 'service'],
      control: { type: 'select', options: serviceOptions },
      help: 'To whom, addressed as the sender would: by DNS name from inside, by the outside address from the internet.',
      change: withService,
    },
    {
      label: 'port',
      path: ['spec', 'service', 'port'],
      control: { type: 'text', codec: portNumberOrName, isMono: true, placeholder: 'first port' },
      help: 'Number or name of the Service’s port; the first one when left out.',
      isShown: (traffic) => traffic.spec.service !== undefined,
    },
    {
      label: 'url',
      path: ['spec', 'url'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: 'http://shop/' },
      help: 'http, https, tcp or udp, with a name or an address: http://192.168.1.11:30080/',
      isShown: (traffic) => traffic.spec.service === undefined,
    },
    {
      label: 'requestsPerSecond',
      path: ['spec', 'requestsPerSecond'],
      control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
      help: 'At the pace of the clock; 0 pauses it.',
    },
    {
      label: 'connection',
      path: ['spec', 'connection'],
      control: { ...choices('PerRequest', 'KeepAlive'), absent: 'PerRequest' } as Control<Traffic>,
      help: 'KeepAlive reuses the first connection, so all requests stay at the Pod that it was made to.',
    },
    {
      label: 'timeoutSeconds',
      path: ['spec', 'timeoutSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 1, absent: '15' },
      help: 'How long the sender waits for an answer.',
    },
  ],
  CloudProvider: [
    {
      label: 'addressPool',
      path: ['spec', 'addressPool'],
      control: { type: 'text', codec: plainText, isMono: true, placeholder: '192.0.2.0/24' },
      help: 'From which addresses load balancers get theirs.',
    },
    {
      label: 'provisioningSeconds',
      path: ['spec', 'provisioningSeconds'],
      control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '3' },
      help: 'How long a new load balancer takes.',
    },
  ],
};

/** The rows for one object, without those that mean nothing for it as it is. */
export function fieldsOf(object: KubernetesObject): FieldDefinition[] {
  const rows = (fields as unknown as Record<string, FieldDefinition[] | undefined>)[object.kind] ?? [];
  return rows.filter((row) => row.isShown?.(object) ?? true);
}

/** A further port: the first free well-known number, named, because several ports need names. */
export function addPort(ports: readonly ServicePort[]): ServicePort[] {
  const free = [80, 443, 8080, 9090].find((port) => ports.every((other) => other.port !== port)) ?? 10_000;
  const named = ports.map((port, index) => ({ ...port, name: port.name ?? `port-${index + 1}` }));
  const added: ServicePort = { port: free };
  return ports.length === 0 ? [added] : [...named, { ...added, name: `port-${ports.length + 1}` }];
}
