/** Columns of the controllers of Pods. */
import type { Deployment } from '../kubernetes/deployment.ts';
import type { LabelSelector } from '../kubernetes/labelSelector.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { PodTemplateSpec } from '../kubernetes/pod.ts';
import type { ReplicaSet } from '../kubernetes/replicaSet.ts';
import { humanDuration } from './age.ts';
import {
  ageColumn,
  column,
  containerColumns,
  type Printer,
  type PrintOptions,
  printer,
  selectorColumn,
  wideColumn,
} from './columns.ts';
import { formatLabels, selectorText } from './selectors.ts';

interface StatefulSet extends KubernetesObject {
  spec: { replicas?: number; template: PodTemplateSpec };
  status?: { readyReplicas?: number };
}

interface DaemonSet extends KubernetesObject {
  spec: { selector?: LabelSelector; template: PodTemplateSpec };
  status?: {
    desiredNumberScheduled?: number;
    currentNumberScheduled?: number;
    numberReady?: number;
    updatedNumberScheduled?: number;
    numberAvailable?: number;
  };
}

interface ReplicationController extends KubernetesObject {
  spec: { replicas?: number; selector?: Record<string, string> | null; template?: PodTemplateSpec };
  status?: { replicas?: number; readyReplicas?: number };
}

interface Job extends KubernetesObject {
  spec: {
    completions?: number;
    parallelism?: number;
    selector?: LabelSelector;
    template: PodTemplateSpec;
  };
  status?: {
    succeeded?: number;
    startTime?: string;
    completionTime?: string;
    conditions?: { type: string; status: string }[];
  };
}

export const workloadPrinters = {
  Deployment: printer<Deployment>(
    column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 0}`),
    column('Up-to-date', ({ status }) => status?.updatedReplicas ?? 0),
    column('Available', ({ status }) => status?.availableReplicas ?? 0),
    ageColumn,
    ...containerColumns,
    // Alone among its relatives it leaves an empty selector empty.
    wideColumn('Selector', ({ spec }) => selectorText(spec.selector)),
  ),
  ReplicaSet: printer<ReplicaSet>(
    column('Desired', ({ spec }) => spec.replicas ?? 0),
    column('Current', ({ status }) => status?.replicas ?? 0),
    column('Ready', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ),
  StatefulSet: printer<StatefulSet>(
    column('Ready', ({ spec, status }) => `${status?.readyReplicas ?? 0}/${spec.replicas ?? 1}`),
    ageColumn,
    ...containerColumns,
  ),
  DaemonSet: printer<DaemonSet>(
    column('Desired', ({ status }) => status?.desiredNumberScheduled ?? 0),
    column('Current', ({ status }) => status?.currentNumberScheduled ?? 0),
    column('Ready', ({ status }) => status?.numberReady ?? 0),
    column('Up-to-date', ({ status }) => status?.updatedNumberScheduled ?? 0),
    column('Available', ({ status }) => status?.numberAvailable ?? 0),
    column('Node Selector', ({ spec }) => formatLabels(spec.template.spec.nodeSelector)),
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ),
  ReplicationController: printer<ReplicationController>(
    column('Desired', ({ spec }) => spec.replicas ?? 1),
    column('Current', ({ status }) => status?.replicas ?? 0),
    column('Ready', ({ status }) => status?.readyReplicas ?? 0),
    ageColumn,
    ...containerColumns,
    wideColumn('Selector', ({ spec }) => formatLabels(spec.selector)),
  ),
  Job: printer<Job>(
    column('Status', jobStatus),
    column('Completions', jobCompletions),
    column('Duration', jobDuration),
    ageColumn,
    ...containerColumns,
    selectorColumn,
  ),
} satisfies Record<string, Printer<never>>;

/** The first condition that holds names the state. */
const jobStates = [
  { condition: 'Complete', word: 'Complete' },
  { condition: 'Failed', word: 'Failed' },
  { condition: null, word: 'Terminating' },
  { condition: 'Suspended', word: 'Suspended' },
  { condition: 'FailureTarget', word: 'FailureTarget' },
] as const;

function jobStatus({ metadata, status }: Job): string {
  const holds = (type: string) => status?.conditions?.find((one) => one.type === type)?.status === 'True';
  const state = jobStates.find(({ condition }) =>
    condition === null ? metadata.deletionTimestamp !== undefined : holds(condition),
  );
  return state?.word ?? 'Running';
}

/** Without `completions` a Job is done when one of its Pods is. */
function jobCompletions({ spec, status }: Job): string {
  const succeeded = status?.succeeded ?? 0;
  if (spec.completions !== undefined) return `${succeeded}/${spec.completions}`;
  const parallelism = spec.parallelism ?? 0;
  return parallelism > 1 ? `${succeeded}/1 of ${parallelism}` : `${succeeded}/1`;
}

function jobDuration({ status }: Job, { now }: PrintOptions): string {
  if (status?.startTime === undefined) return '';
  const end = status.completionTime === undefined ? now : Date.parse(status.completionTime);
  return humanDuration(end - Date.parse(status.startTime));
}
