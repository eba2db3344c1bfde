/**
 * What can be broken on purpose, as a table: what it is called, what keeps working and what does not and for how long, and
 * the commands that break it and mend it. Menus, the inspector and the command palette read these rows.
 */

import type { Deployment } from '../kubernetes/deployment.ts';
import type { Node } from '../kubernetes/node.ts';
import {
  HAIRPIN_ANNOTATION,
  KUBE_PROXY_ANNOTATION,
  NETWORK_ANNOTATION,
  OUTSIDE_ANNOTATION,
  POWER_ANNOTATION,
} from '../kubernetes/nodeFaults.ts';
import { controllerOf, type KubernetesObject, objectKey } from '../kubernetes/objectMeta.ts';
import {
  ALIVE_ANNOTATION,
  CRASHES_ANNOTATION,
  isTerminating,
  LATENCY_ANNOTATION,
  type Pod,
  READY_ANNOTATION,
} from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { t } from '../messages/faults.ts';
import type { Command } from './commands.ts';
import { withoutAnnotations, withPort, withSpec } from './fixes.ts';
import { type Objects, ofKind } from './queries.ts';
import { hasAnnotation, nodeSigns, podSigns } from './standingFaults.ts';

export type FaultId =
  | 'killPod'
  | 'failReadiness'
  | 'hang'
  | 'slowDown'
  | 'crashLoop'
  | 'breakLabel'
  | 'cordon'
  | 'drain'
  | 'powerOff'
  | 'cutNetwork'
  | 'stopKubeProxy'
  | 'hairpinOff'
  | 'hide'
  | 'breakSelector'
  | 'breakPort'
  | 'stopCoreDNS'
  | 'removeCloudProvider';

interface FaultRow<T extends KubernetesObject> {
  canBreak?(object: T, objects: Objects): boolean;
  isOn?(object: T): boolean;
  /** Commands that break it. */
  on(object: T, objects: Objects): Command[];
  off?(object: T): Command[];
}

/** A row with its texts, which the catalogue has under the row's name. */
export interface Fault<T extends KubernetesObject = KubernetesObject> extends FaultRow<T> {
  /** What breaks it and what mends it: `Power off`, `Power on`. */
  readonly label: string;
  readonly mend: string | undefined;
  readonly keeps: string;
  readonly breaks: string;
  readonly lasts: string;
}

function withTexts<T extends KubernetesObject, Id extends FaultId>(
  rows: Record<Id, FaultRow<T>>,
): Record<Id, Fault<T>> {
  const told = Object.entries(rows).map(([name, row]) => {
    const id = name as FaultId;
    const texts = {
      get label() {
        return t(`${id}.label`);
      },
      get mend() {
        return id in MENDED ? t(MENDED[id as keyof typeof MENDED]) : undefined;
      },
      get keeps() {
        return t(`${id}.keeps`);
      },
      get breaks() {
        return t(`${id}.breaks`, { ms: SLOW_MS });
      },
      get lasts() {
        return t(`${id}.lasts`);
      },
    };
    return [id, Object.assign(texts, row)];
  });
  return Object.fromEntries(told) as Record<Id, Fault<T>>;
}

/** The others are mended by an undo only. */
const MENDED = {
  failReadiness: 'failReadiness.mend',
  hang: 'hang.mend',
  slowDown: 'slowDown.mend',
  crashLoop: 'crashLoop.mend',
  cordon: 'cordon.mend',
  powerOff: 'powerOff.mend',
  cutNetwork: 'cutNetwork.mend',
  stopKubeProxy: 'stopKubeProxy.mend',
  hairpinOff: 'hairpinOff.mend',
  hide: 'hide.mend',
  stopCoreDNS: 'stopCoreDNS.mend',
} as const satisfies Partial<Record<FaultId, string>>;

/** How long a slow application needs for an answer, on the wire. */
const SLOW_MS = 5;
const CORE_DNS = 'Deployment.apps/kube-system/coredns';

function annotated(object: KubernetesObject, name: string, value: string): Command[] {
  const annotations = { ...object.metadata.annotations, [name]: value };
  return [{ type: 'update', object: { ...object, metadata: { ...object.metadata, annotations } } }];
}

/** A switch that is one annotation. */
function bySwitch(name: string, value: string): Pick<Fault, 'isOn' | 'on' | 'off'> {
  return {
    isOn: hasAnnotation(name, value),
    on: (object) => annotated(object, name, value),
    off: (object) => [withoutAnnotations(object, [name])],
  };
}

const podFaults = withTexts({
  killPod: {
    on: (pod) => [{ type: 'delete', key: objectKey(pod), force: true }],
  },
  failReadiness: {
    ...bySwitch(READY_ANNOTATION, 'false'),
  },
  hang: {
    ...bySwitch(ALIVE_ANNOTATION, 'false'),
  },
  slowDown: {
    isOn: podSigns.slowDown,
    on: (pod) => annotated(pod, LATENCY_ANNOTATION, String(SLOW_MS)),
    off: (pod) => [withoutAnnotations(pod, [LATENCY_ANNOTATION])],
  },
  crashLoop: {
    ...bySwitch(CRASHES_ANNOTATION, 'true'),
  },
  breakLabel: {
    canBreak: (pod) => brokenLabel(pod.metadata.labels) !== undefined,
    on: (pod) => {
      const labels = { ...pod.metadata.labels, ...brokenLabel(pod.metadata.labels) };
      return [{ type: 'update', object: { ...pod, metadata: { ...pod.metadata, labels } } }];
    },
  },
} satisfies Record<string, FaultRow<Pod>>);

const nodeFaults = withTexts({
  cordon: {
    isOn: nodeSigns.cordon,
    on: (node) => [setUnschedulable(node, true)],
    off: (node) => [setUnschedulable(node, false)],
  },
  drain: {
    canBreak: (node, objects) => drained(node, objects).length > 0,
    on: (node, objects) => [
      ...(node.spec?.unschedulable === true ? [] : [setUnschedulable(node, true)]),
      ...drained(node, objects).map((pod): Command => ({ type: 'delete', key: objectKey(pod) })),
    ],
  },
  powerOff: {
    isOn: nodeSigns.powerOff,
    on: (node) => annotated(node, POWER_ANNOTATION, 'off'),
    off: (node) => [withoutAnnotations(node, [POWER_ANNOTATION])],
  },
  cutNetwork: {
    isOn: nodeSigns.cutNetwork,
    on: (node) => annotated(node, NETWORK_ANNOTATION, 'cut'),
    off: (node) => [withoutAnnotations(node, [NETWORK_ANNOTATION])],
  },
  stopKubeProxy: {
    isOn: nodeSigns.stopKubeProxy,
    on: (node) => annotated(node, KUBE_PROXY_ANNOTATION, 'stopped'),
    off: (node) => [withoutAnnotations(node, [KUBE_PROXY_ANNOTATION])],
  },
  hairpinOff: bySwitch(HAIRPIN_ANNOTATION, 'off'),
  hide: bySwitch(OUTSIDE_ANNOTATION, 'hidden'),
} satisfies Record<string, FaultRow<Node>>);

const serviceFaults = withTexts({
  breakSelector: {
    canBreak: ({ spec }) => brokenLabel(spec.selector) !== undefined,
    on: (service) => [
      withSpec(service, { selector: { ...service.spec.selector, ...brokenLabel(service.spec.selector) } }),
    ],
  },
  breakPort: {
    canBreak: ({ spec }) => spec.type !== 'ExternalName' && (spec.ports ?? []).length > 0,
    on: (service) => {
      const { port, targetPort = port } = service.spec.ports![0]!;
      return [withPort(service, 0, { targetPort: wrongPort(targetPort) })];
    },
  },
} satisfies Record<string, FaultRow<Service>>);

const coreDNSFaults = withTexts({
  stopCoreDNS: {
    isOn: ({ spec }) => spec.replicas === 0,
    on: (deployment) => [withSpec(deployment, { replicas: 0 })],
    off: (deployment) => [withSpec(deployment, { replicas: 2 })],
  },
} satisfies Record<string, FaultRow<Deployment>>);

const cloudFaults = withTexts({
  removeCloudProvider: {
    on: (cloud) => [{ type: 'delete', key: objectKey(cloud) }],
  },
} satisfies Record<string, FaultRow<KubernetesObject>>);

export const faults = { ...podFaults, ...nodeFaults, ...serviceFaults, ...coreDNSFaults, ...cloudFaults };

/** Whether the rows of the table are about this object. */
function tableOf(object: KubernetesObject): Readonly<Record<string, Fault<never>>> {
  if (object.kind === 'Pod') return podFaults;
  if (object.kind === 'Node') return nodeFaults;
  if (object.kind === 'Service') return serviceFaults;
  if (object.kind === 'CloudProvider') return cloudFaults;
  return objectKey(object) === CORE_DNS ? coreDNSFaults : {};
}

/** One thing that can be done to one object now: broken, or mended again. */
export interface FaultChoice {
  id: FaultId;
  object: KubernetesObject;
  fault: Fault;
  isOn: boolean;
  /** What it would do now: `Power off`, or `Power on` while it is off. */
  label: string;
  commands: Command[];
}

/** All that can be broken or mended of an object now, and behind it. What stops is not broken any more. */
export function faultsOf(object: KubernetesObject, objects: Objects): FaultChoice[] {
  if (isTerminating(object)) return [];
  return [object, ...behind(object, objects)].flatMap((each) => ownFaultsOf(each, objects));
}

/** What has no card of its own: the Deployment of CoreDNS behind its Pods, the cloud behind a load balancer. */
function behind(object: KubernetesObject, objects: Objects): KubernetesObject[] {
  const { labels, namespace } = object.metadata;
  const coreDNS = objects.get(CORE_DNS);
  if (namespace === 'kube-system' && labels?.['k8s-app'] === 'kube-dns' && coreDNS !== undefined)
    return coreDNS === object ? [] : [coreDNS];
  const isBalanced = object.kind === 'Service' && (object as Service).spec.type === 'LoadBalancer';
  return isBalanced ? ofKind(objects, 'CloudProvider') : [];
}

function ownFaultsOf(object: KubernetesObject, objects: Objects): FaultChoice[] {
  return Object.entries(tableOf(object)).flatMap(([id, row]) => {
    const fault = row as Fault;
    const isOn = fault.isOn?.(object) === true;
    if (!isOn && fault.canBreak?.(object, objects) === false) return [];
    const commands = isOn && fault.off !== undefined ? fault.off(object) : fault.on(object, objects);
    const label = isOn ? (fault.mend ?? fault.label) : fault.label;
    return { id: id as FaultId, object, fault, isOn, label, commands };
  });
}

/** What is broken of an object, in the words of its card. */
export function brokenOf(object: KubernetesObject): { id: FaultId; fault: Fault }[] {
  return Object.entries(tableOf(object))
    .filter(([, row]) => (row as Fault).isOn?.(object) === true)
    .map(([id, row]) => ({ id: id as FaultId, fault: row as Fault }));
}

/** With more of a kind only those that are selected are offered by name. */
const MOST_OFFERED = 30;

/** All that can be broken in the cluster, for the command palette: the selected objects first. */
export function faultsOfCluster(objects: Objects, selection: readonly string[]): FaultChoice[] {
  const selected = selection.flatMap((key) => objects.get(key) ?? []);
  const offered = (['Node', 'Service', 'Pod'] as const).flatMap((kind) => {
    const all: KubernetesObject[] = ofKind(objects, kind).filter(
      ({ metadata }) => metadata.namespace !== 'kube-system',
    );
    return all.length > MOST_OFFERED ? [] : all;
  });
  const coreDNS = objects.get(CORE_DNS);
  const subjects = [
    ...selected,
    ...(coreDNS === undefined ? [] : [coreDNS]),
    ...ofKind(objects, 'CloudProvider'),
    ...offered,
  ];
  return [...new Set(subjects)]
    .filter((object) => !isTerminating(object))
    .flatMap((object) => ownFaultsOf(object, objects));
}

function setUnschedulable(node: Node, unschedulable: boolean): Command {
  return withSpec({ ...node, spec: node.spec ?? {} }, { unschedulable });
}

/** What `kubectl drain --ignore-daemonsets` evicts. */
function drained({ metadata }: Node, objects: Objects): Pod[] {
  return ofKind(objects, 'Pod').filter(
    (pod) =>
      pod.spec.nodeName === metadata.name && !isTerminating(pod) && controllerOf(pod)?.kind !== 'DaemonSet',
  );
}

/** The first label, mistyped as fingers do: shop → shpo. */
function brokenLabel(
  labels: Readonly<Record<string, string>> | null | undefined,
): Record<string, string> | undefined {
  const [first] = Object.entries(labels ?? {}).filter(
    ([name]) => !name.includes('/') && !name.endsWith('-hash'),
  );
  return first && { [first[0]]: mistyped(first[1]) };
}

function mistyped(word: string): string {
  for (let at = word.length - 2; at >= 0; at--) {
    const [one = '', two = ''] = [word[at], word[at + 1]];
    if (one !== two && /^\w\w$/.test(one + two)) return word.slice(0, at) + two + one + word.slice(at + 2);
  }
  return `${word}x`;
}

function wrongPort(port: number | string): number | string {
  if (typeof port === 'string') return mistyped(port);
  return port < 65535 ? port + 1 : port - 1;
}
