/** The forms of Pod, Deployment and ReplicaSet. */
import type { Deployment } from '../kubernetes/deployment.ts';
import { controllerOf, type KubernetesObject } from '../kubernetes/objectMeta.ts';
import { LISTENS_ANNOTATION, type Pod, READY_ANNOTATION } from '../kubernetes/pod.ts';
import type { ReplicaSet } from '../kubernetes/replicaSet.ts';
import { type Objects, ofKind } from '../playground/queries.ts';
import type { Option } from '../ui/controls.tsx';
import { labelPairs, plainText, wholeNumber } from './codecs.ts';
import { type FieldDefinition, type Fields, fixed, labels, metadataLabels } from './fieldDefinition.ts';
import type { Path } from './path.ts';

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
];

export const deploymentFields: Fields<Deployment> = [
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
];

export const replicaSetFields: Fields<ReplicaSet> = [
  {
    label: 'replicas',
    path: ['spec', 'replicas'],
    control: fixed,
    help: 'Set by the Deployment that owns it.',
  },
  metadataLabels,
];
