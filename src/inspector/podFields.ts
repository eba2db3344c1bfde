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
import { t } from '../messages/inspector.ts';
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
  label: t('listensOn'),
  path: [...path, 'annotations', LISTENS_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: 'containerPort' },
  help: t('portsOnWhichTheProcessReally'),
});

const status = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: t('answersWith'),
  path: [...path, 'annotations', STATUS_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: '200' },
  help: t('theHTTPStatusOfItsAnswers'),
});

const latency = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: t('latencyInMs'),
  path: [...path, 'annotations', LATENCY_ANNOTATION],
  control: { type: 'text', codec: plainText, isMono: true, placeholder: '0' },
  help: t('howLongTheApplicationNeedsFor'),
});

const image = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'image',
  path: [...path, 'containers', 0, 'image'],
  control: { type: 'text', codec: plainText, isMono: true },
  help: t('theImageOfTheFirstContainer'),
});

const containerPorts = (path: Path): FieldDefinition<KubernetesObject> => ({
  label: 'containerPort',
  path: [...path, 'containers', 0, 'ports'],
  control: { type: 'fixed', codec: { ...plainText, print: printContainerPorts } },
  help: t('documentationOnlyAPodCanBe'),
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
      get on() {
        return t('probeSucceeds');
      },
      get off() {
        return t('probeFails');
      },
      isOn: (value) => value !== 'false',
      value: (isOn) => (isOn ? undefined : 'false'),
    },
    get help() {
      return t('standsForWhatTheApplicationAnswers');
    },
    isQuick: true,
  },
  {
    label: 'alive',
    path: ['metadata', 'annotations', ALIVE_ANNOTATION],
    control: {
      type: 'switch',
      get on() {
        return t('answers');
      },
      get off() {
        return t('hangs');
      },
      isOn: (value) => value !== 'false',
      value: (isOn) => (isOn ? undefined : 'false'),
    },
    get help() {
      return t('standsForAnApplicationThatHangs');
    },
  },
  {
    label: 'stop-seconds',
    path: ['metadata', 'annotations', STOP_ANNOTATION],
    control: { type: 'text', codec: plainText, isMono: true, placeholder: '0' },
    get help() {
      return t('forHowManySecondsAfterSIGTERM');
    },
  },
  {
    label: 'nodeName',
    path: ['spec', 'nodeName'],
    control: {
      type: 'select',
      options: nodeOptions,
      get absent() {
        return t('notScheduled');
      },
    },
    get help() {
      return t('fixedForTheLifeOfA');
    },
    isShown: isBare,
    command: (key, node) => ({ type: 'movePod', key, node }),
  },
  {
    label: 'nodeName',
    path: ['spec', 'nodeName'],
    control: fixed,
    get help() {
      return t('chosenByTheSchedulerFixedFor');
    },
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
  get help() {
    return t('howManyPodsThereShouldBe');
  },
  isQuick: true,
};

/** What all workloads have: a selector, a template, labels. */
const templateFields: Fields<KubernetesObject> = [
  {
    label: 'selector',
    path: ['spec', 'selector', 'matchLabels'],
    control: { type: 'fixed', codec: labelPairs },
    get help() {
      return t('byWhichLabelsItFindsIts');
    },
  },
  {
    get label() {
      return t('templateLabels');
    },
    path: ['spec', 'template', 'metadata', 'labels'],
    control: labels,
    get help() {
      return t('theLabelsThatItsPodsGet');
    },
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
    get help() {
      return t('setByTheDeploymentThatOwns');
    },
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
    get help() {
      return t('byWhichLabelsItFindsIts2');
    },
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
    get help() {
      return t('theHeadlessServiceUnderWhichEach');
    },
  },
  {
    label: 'podManagementPolicy',
    path: ['spec', 'podManagementPolicy'],
    control: fixed,
    get help() {
      return t('orderedReadyStartsOnePodAfterThe');
    },
  },
  {
    label: 'partition',
    path: ['spec', 'updateStrategy', 'rollingUpdate', 'partition'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '0' },
    get help() {
      return t('podsWithALowerNumberKeep');
    },
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
    get help() {
      return t('howManyOfItsPodsMust');
    },
  },
  {
    label: 'parallelism',
    path: ['spec', 'parallelism'],
    control: { type: 'number', codec: wholeNumber, lowest: 0, absent: '1' },
    get help() {
      return t('howManyOfItsPodsRun');
    },
    isQuick: true,
  },
  {
    label: 'suspend',
    path: ['spec', 'suspend'],
    control: toggle('suspended', 'runs'),
    get help() {
      return t('aSuspendedJobHasNoPods');
    },
  },
  containerPorts(['spec', 'template', 'spec']),
  metadataLabels,
];
