/** The forms of Pods and of the workloads that make them. */
import type { DaemonSet } from '../kubernetes/daemonSet.ts';
import type { Deployment } from '../kubernetes/deployment.ts';
import type { Job } from '../kubernetes/job.ts';
import { controllerOf, type KubernetesObject } from '../kubernetes/objectMeta.ts';
import {
  ALIVE_ANNOTATION,
  LATENCY_ANNOTATION,
  LISTENS_ANNOTATION,
  type Pod,
  READY_ANNOTATION,
  STATUS_ANNOTATION,
} from '../kubernetes/pod.ts';
import { STOP_ANNOTATION } from '../kubernetes/podStopping.ts';
import type { ReplicaSet } from '../kubernetes/replicaSet.ts';
import type { ReplicationController } from '../kubernetes/replicationController.ts';
import type { StatefulSet } from '../kubernetes/statefulSet.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import { labelPairs, plainText, wholeNumber } from './codecs.ts';
import {
  type FieldDefinition,
  type Fields,
  fixed,
  labels,
  metadataLabels,
  toggle,
} from './fieldDefinition.ts';
import type { Path } from './path.ts';

const listens = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'listens on',
  path: [...path, 'annotations', LISTENS_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: 'containerPort' },
  help: 'Ports on which the process really listens (8080, 9090/UDP, 127.0.0.1:8080), when they differ from containerPort, which only documents.',
});

const status = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'answers with',
  path: [...path, 'annotations', STATUS_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: '200' },
  help: 'The HTTP status of its answers: 503 for an application that is in trouble.',
});

const latency = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'latency in ms',
  path: [...path, 'annotations', LATENCY_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: '0' },
  help: 'How long the application needs for an answer, on the wire.',
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

const isOwned = (object: KubernetesObject) => controllerOf(object) !== undefined;
const isBare = (pod: Pod) => controllerOf(pod) === undefined;
const nodeOptions = (objects: Objects): Option[] =>
  ofKind(objects, 'Node').map(({ metadata: { name } }) => ({ value: name, label: name }));

export const podFields: Fields<Pod> = [
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
    label: 'alive',
    path: ['metadata', 'annotations', ALIVE_ANNOTATION],
    control: {
      type: 'switch',
      on: 'answers',
      off: 'hangs',
      isOn: (value) => value !== 'false',
      value: (isOn) => (isOn ? undefined : 'false'),
    },
    help: 'Stands for an application that hangs, also after a restart: its liveness probe fails, and no request gets an answer.',
  },
  {
    label: 'stop-seconds',
    path: ['metadata', 'annotations', STOP_ANNOTATION],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: '0' },
    help: 'For how many seconds after SIGTERM the application still takes connections; never: it ignores SIGTERM until it is killed.',
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
  status(['metadata']),
  latency(['metadata']),
  containerPorts(['spec']),
  image(['spec']),
];

const replicas: FieldDefinition<KubernetesObject> = {
  label: 'replicas',
  path: ['spec', 'replicas'],
  control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
  help: 'How many Pods there should be (kubectl scale).',
  isQuick: true,
};

/** What all workloads have: a selector, a template, labels. */
const templateFields: Fields<KubernetesObject> = [
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
  status(['spec', 'template', 'metadata']),
  latency(['spec', 'template', 'metadata']),
  containerPorts(['spec', 'template', 'spec']),
  image(['spec', 'template', 'spec']),
  metadataLabels,
];

export const deploymentFields: Fields<Deployment> = [replicas, ...templateFields];

export const replicaSetFields: Fields<ReplicaSet> = [
  {
    label: 'replicas',
    path: ['spec', 'replicas'],
    control: fixed,
    help: 'Set by the Deployment that owns it.',
    isShown: isOwned,
  },
  { ...replicas, isShown: (set) => !isOwned(set) },
  metadataLabels,
];

export const replicationControllerFields: Fields<ReplicationController> = [
  replicas,
  {
    label: 'selector',
    path: ['spec', 'selector'],
    control: { type: 'fixed', codec: labelPairs },
    help: 'By which labels it finds its own Pods.',
  },
  listens(['spec', 'template', 'metadata']),
  containerPorts(['spec', 'template', 'spec']),
  image(['spec', 'template', 'spec']),
  metadataLabels,
];

export const statefulSetFields: Fields<StatefulSet> = [
  replicas,
  {
    label: 'serviceName',
    path: ['spec', 'serviceName'],
    control: { ...fixed },
    help: 'The headless Service under which each of its Pods has a DNS name. Fixed once created.',
  },
  {
    label: 'podManagementPolicy',
    path: ['spec', 'podManagementPolicy'],
    control: fixed,
    help: 'OrderedReady starts one Pod after the other, Parallel all at once. Fixed once created.',
  },
  {
    label: 'partition',
    path: ['spec', 'updateStrategy', 'rollingUpdate', 'partition'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '0' },
    help: 'Pods with a lower number keep the old template during an update.',
    isShown: (set) => set.spec.updateStrategy?.type !== 'OnDelete',
  },
  ...templateFields,
];

export const daemonSetFields: Fields<DaemonSet> = templateFields;

export const jobFields: Fields<Job> = [
  {
    label: 'completions',
    path: ['spec', 'completions'],
    control: fixed,
    help: 'How many of its Pods must succeed. Fixed once created.',
  },
  {
    label: 'parallelism',
    path: ['spec', 'parallelism'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
    help: 'How many of its Pods run at the same time.',
    isQuick: true,
  },
  {
    label: 'suspend',
    path: ['spec', 'suspend'],
    control: toggle('suspended', 'runs'),
    help: 'A suspended Job has no Pods.',
  },
  containerPorts(['spec', 'template', 'spec']),
  metadataLabels,
];
