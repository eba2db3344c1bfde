/**
 * What can be broken on purpose, as a table: what it is called, what keeps working and what does not and for how long, and
 * the commands that break it and mend it. Menus, the inspector and the command palette read these rows.
 */
import type { Deployment } from '../kubernetes/deployment.ts';
import type { Node } from '../kubernetes/node.ts';
import {
  isCutOff,
  isPoweredOff,
  isProxyStopped,
  KUBE_PROXY_ANNOTATION,
  NETWORK_ANNOTATION,
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
import type { Command } from './commands.ts';
import { withoutAnnotations, withPort, withSpec } from './fixes.ts';
import { type Objects, ofKind } from './queries.ts';

export interface Fault<T extends KubernetesObject = KubernetesObject> {
  /** What breaks it and what mends it: `Power off`, `Power on`. Without the second only an undo mends it. */
  label: string;
  mend?: string;
  /** On a card, while it lasts: `no power`. */
  word: string;
  keeps: string;
  breaks: string;
  lasts: string;
  canBreak?(object: T, objects: Objects): boolean;
  isOn?(object: T): boolean;
  /** Commands that break it. */
  on(object: T, objects: Objects): Command[];
  off?(object: T): Command[];
}

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
    isOn: ({ metadata }) => metadata.annotations?.[name] === value,
    on: (object) => annotated(object, name, value),
    off: (object) => [withoutAnnotations(object, [name])],
  };
}

const podFaults = {
  killPod: {
    label: 'Kill',
    word: 'killed',
    keeps: 'A controller makes another Pod at once; the Service goes on with the others.',
    breaks:
      'What was open is reset, and nobody gets a grace period. A Pod without a controller is gone for good.',
    lasts:
      'A new Pod is up in one to two seconds; until the nodes have heard of it (up to 0.8 s) some connections find nobody.',
    on: (pod) => [{ type: 'delete', key: objectKey(pod), force: true }],
  },
  failReadiness: {
    label: 'Fail readiness',
    mend: 'Be ready again',
    word: 'not ready',
    keeps: 'The process runs on, and so do connections that are open.',
    breaks: 'Services send it no new connections.',
    lasts:
      'Not ready within a second, or after failureThreshold × periodSeconds of its readiness probe (30 s by default), for as long as the probe fails.',
    ...bySwitch(READY_ANNOTATION, 'false'),
  },
  hang: {
    label: 'Hang',
    mend: 'Stop hanging',
    word: 'hangs',
    keeps:
      'Its kernel still takes connections, so a tcpSocket probe succeeds, and the Pod stays Ready without a probe that asks for an answer.',
    breaks: 'No request to this Pod gets an answer: each waits until its timeout.',
    lasts:
      'For ever without probes. A liveness probe restarts it after failureThreshold × periodSeconds (30 s by default), again and again while it hangs.',
    ...bySwitch(ALIVE_ANNOTATION, 'false'),
  },
  slowDown: {
    label: 'Slow down',
    mend: 'Be quick again',
    word: 'slow',
    keeps: 'Every request is answered, and probes succeed.',
    breaks: `Each answer of this Pod takes ${SLOW_MS} ms longer (${SLOW_MS} s on this clock); kube-proxy does not notice and sends it as many connections as before.`,
    lasts: 'Until it is quick again: nothing in a Service looks at latency.',
    isOn: ({ metadata }) => Number(metadata.annotations?.[LATENCY_ANNOTATION] ?? 0) > 0,
    on: (pod) => annotated(pod, LATENCY_ANNOTATION, String(SLOW_MS)),
    off: (pod) => [withoutAnnotations(pod, [LATENCY_ANNOTATION])],
  },
  crashLoop: {
    label: 'Crash again and again',
    mend: 'Stop crashing',
    word: 'crashes',
    keeps: 'The other Pods of the Service; and this one for two seconds after each start.',
    breaks: 'What is open when it ends is reset, and its port is closed until it runs again.',
    lasts:
      'Restarted at once, then after 10, 20, 40, 80, 160 and 300 s (CrashLoopBackOff), from then on each 300 s.',
    ...bySwitch(CRASHES_ANNOTATION, 'true'),
  },
  breakLabel: {
    label: 'Break its label',
    word: 'other label',
    keeps: 'The Pod runs on, alone. Its controller makes another one in its place.',
    breaks: 'Services and NetworkPolicies that select it by this label no longer do.',
    lasts: 'Until somebody corrects the label: undo, or edit it.',
    canBreak: (pod) => brokenLabel(pod.metadata.labels) !== undefined,
    on: (pod) => {
      const labels = { ...pod.metadata.labels, ...brokenLabel(pod.metadata.labels) };
      return [{ type: 'update', object: { ...pod, metadata: { ...pod.metadata, labels } } }];
    },
  },
} satisfies Record<string, Fault<Pod>>;

const nodeFaults = {
  cordon: {
    label: 'Cordon',
    mend: 'Uncordon',
    word: 'cordoned',
    keeps: 'All that runs on the Node goes on, with its traffic.',
    breaks: 'No new Pod is scheduled here, but those of DaemonSets.',
    lasts: 'Until it is uncordoned.',
    isOn: ({ spec }) => spec?.unschedulable === true,
    on: (node) => [setUnschedulable(node, true)],
    off: (node) => [setUnschedulable(node, false)],
  },
  drain: {
    label: 'Drain',
    word: 'drained',
    keeps: 'Pods of controllers are made anew on other Nodes; DaemonSet Pods stay, and kube-proxy goes on.',
    breaks:
      'All other Pods here are stopped gracefully, as kubectl drain does; Pods without a controller are gone for good.',
    lasts:
      'Each Pod has its grace period, at most 30 s by default. The Node stays cordoned until it is uncordoned.',
    canBreak: (node, objects) => drained(node, objects).length > 0,
    on: (node, objects) => [
      ...(node.spec?.unschedulable === true ? [] : [setUnschedulable(node, true)]),
      ...drained(node, objects).map((pod): Command => ({ type: 'delete', key: objectKey(pod) })),
    ],
  },
  powerOff: {
    label: 'Power off',
    mend: 'Power on',
    word: 'no power',
    keeps:
      'Pods on other Nodes. A load balancer leaves the Node out when two of its health checks have failed, after 5 to 10 s.',
    breaks: 'Connections to its Pods wait until their timeout: nobody says that they are gone.',
    lasts:
      'NotReady 40 to 55 s later, then its Pods get no connections. 300 s after that they are deleted and replaced elsewhere (not those of a StatefulSet); the old ones stay Terminating until the Node is back.',
    isOn: isPoweredOff,
    on: (node) => annotated(node, POWER_ANNOTATION, 'off'),
    off: (node) => [withoutAnnotations(node, [POWER_ANNOTATION])],
  },
  cutNetwork: {
    label: 'Cut its network',
    mend: 'Connect it again',
    word: 'cut off',
    keeps: 'What runs on the Node runs on, by the last rules of its kube-proxy; its Pods reach each other.',
    breaks:
      'Nothing comes in or out: no packets, no heartbeats, no orders. Connections wait until their timeout.',
    lasts:
      'As without power: NotReady 40 to 55 s later, its Pods replaced 300 s after that. When it is connected again they are ready as before, and those that were replaced end.',
    isOn: isCutOff,
    on: (node) => annotated(node, NETWORK_ANNOTATION, 'cut'),
    off: (node) => [withoutAnnotations(node, [NETWORK_ANNOTATION])],
  },
  stopKubeProxy: {
    label: 'Stop kube-proxy',
    mend: 'Start kube-proxy',
    word: 'stopped',
    keeps: 'The rules that the kernel has: all that they know works on. The Node stays Ready.',
    breaks:
      'New Services and new endpoints are not known here, and Pods that are gone still get connections. Health checks that kube-proxy answers fail, so load balancers leave the Node out after 5 to 10 s.',
    lasts: 'Until kube-proxy runs again: then all rules are up to date within half a second.',
    isOn: isProxyStopped,
    on: (node) => annotated(node, KUBE_PROXY_ANNOTATION, 'stopped'),
    off: (node) => [withoutAnnotations(node, [KUBE_PROXY_ANNOTATION])],
  },
} satisfies Record<string, Fault<Node>>;

const serviceFaults = {
  breakSelector: {
    label: 'Break its selector',
    word: 'wrong selector',
    keeps: 'Its name and its address. Connections that are open.',
    breaks: 'It selects no Pod: new connections are refused at once.',
    lasts:
      'Half a second until all nodes know, then until somebody corrects the selector: undo, or take the fix in the inspector.',
    canBreak: ({ spec }) => brokenLabel(spec.selector) !== undefined,
    on: (service) => [
      withSpec(service, { selector: { ...service.spec.selector, ...brokenLabel(service.spec.selector) } }),
    ],
  },
  breakPort: {
    label: 'Break its targetPort',
    word: 'wrong port',
    keeps:
      'Its name, its address, and its endpoints, which stay ready: readiness asks the Pod, not the Service.',
    breaks: 'New connections come to a port on which nobody listens: the Pod refuses them.',
    lasts:
      'Half a second until all nodes know, then until somebody corrects the port: undo, or take the fix in the inspector.',
    canBreak: ({ spec }) => spec.type !== 'ExternalName' && (spec.ports ?? []).length > 0,
    on: (service) => {
      const { port, targetPort = port } = service.spec.ports![0]!;
      return [withPort(service, 0, { targetPort: wrongPort(targetPort) })];
    },
  },
} satisfies Record<string, Fault<Service>>;

const coreDNSFaults = {
  stopCoreDNS: {
    label: 'Stop CoreDNS',
    mend: 'Start CoreDNS',
    word: 'stopped',
    keeps: 'Addresses, and connections that are open. Clients on the internet, which ask other name servers.',
    breaks: 'No name is found in Pods: lookups are refused, as kube-dns has no endpoints.',
    lasts:
      'CoreDNS serves for 5 s while it stops. Until it is scaled up again, and its Pods have come up (one to two seconds).',
    isOn: ({ spec }) => spec.replicas === 0,
    on: (deployment) => [withSpec(deployment, { replicas: 0 })],
    off: (deployment) => [withSpec(deployment, { replicas: 2 })],
  },
} satisfies Record<string, Fault<Deployment>>;

const cloudFaults = {
  removeCloudProvider: {
    label: 'Remove the cloud provider',
    word: 'removed',
    keeps: 'Load balancers that exist, with their addresses and health checks.',
    breaks:
      'A new Service of type LoadBalancer stays pending, as on bare metal, and nobody carries out changes of old ones.',
    lasts:
      'Until there is a CloudProvider again: undo brings it back, and what waits gets its address after provisioningSeconds (3 s by default).',
    on: (cloud) => [{ type: 'delete', key: objectKey(cloud) }],
  },
} satisfies Record<string, Fault>;

export const faults = { ...podFaults, ...nodeFaults, ...serviceFaults, ...coreDNSFaults, ...cloudFaults };

export type FaultId = keyof typeof faults;

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
