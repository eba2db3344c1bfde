/** Job (batch/v1). */
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface JobCondition {
  type: 'Complete' | 'Failed' | 'Suspended' | 'SuccessCriteriaMet' | 'FailureTarget';
  status: 'True' | 'False' | 'Unknown';
  reason?: string;
  message?: string;
  lastProbeTime?: string;
  lastTransitionTime?: string;
}

export interface Job extends KubernetesObject {
  kind: 'Job';
  spec: {
    parallelism?: number;
    /** Absent: the Job is done as soon as one of its Pods succeeds and the others have ended. */
    completions?: number;
    activeDeadlineSeconds?: number;
    backoffLimit?: number;
    backoffLimitPerIndex?: number;
    maxFailedIndexes?: number;
    selector?: LabelSelector;
    manualSelector?: boolean;
    template: PodTemplateSpec;
    ttlSecondsAfterFinished?: number;
    completionMode?: 'NonIndexed' | 'Indexed';
    suspend?: boolean;
    podReplacementPolicy?: string;
    managedBy?: string;
  };
  status?: {
    conditions?: JobCondition[];
    startTime?: string;
    completionTime?: string;
    active?: number;
    ready?: number;
    terminating?: number;
    succeeded?: number;
    failed?: number;
    completedIndexes?: string;
  };
}

/** What ties the Pods to the Job, under the new and the old names: the Job's uid and its name. */
export const CONTROLLER_UID_LABELS = ['batch.kubernetes.io/controller-uid', 'controller-uid'] as const;
export const JOB_NAME_LABELS = ['batch.kubernetes.io/job-name', 'job-name'] as const;

/** pkg/apis/batch/v1/defaults.go `SetDefaults_Job`. */
function defaults(job: Job): Job {
  const { metadata, spec } = job;
  const labels = spec.template.metadata?.labels;
  const hasLabels = Object.keys(metadata.labels ?? {}).length > 0;
  return {
    ...job,
    metadata: labels && !hasLabels ? { ...metadata, labels } : metadata,
    spec: {
      ...spec,
      ...(spec.completions === undefined && spec.parallelism === undefined ? { completions: 1 } : {}),
      parallelism: spec.parallelism ?? 1,
      backoffLimit: spec.backoffLimit ?? 6,
      completionMode: spec.completionMode || 'NonIndexed',
      suspend: spec.suspend ?? false,
      podReplacementPolicy: spec.podReplacementPolicy || 'TerminatingOrFailed',
      template: { ...spec.template, spec: podSpecDefaults(spec.template.spec) },
    },
  };
}

export const jobRow: KindRow<Job> = {
  apiVersion: 'batch/v1',
  plural: 'jobs',
  singular: 'job',
  shortNames: [],
  namespaced: true,
  template: (name) => {
    const template = podTemplateSpec(name);
    return {
      apiVersion: 'batch/v1',
      kind: 'Job',
      metadata: { name, namespace: 'default' },
      spec: { template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } } },
    };
  },
  defaults,
};

/** Whether a condition of the Job holds. */
export function jobHas(job: Job, type: JobCondition['type']): boolean {
  return (job.status?.conditions ?? []).some(
    (condition) => condition.type === type && condition.status === 'True',
  );
}

/** Nothing more will happen: it is complete or has failed. */
export function isFinished(job: Job): boolean {
  return jobHas(job, 'Complete') || jobHas(job, 'Failed');
}
