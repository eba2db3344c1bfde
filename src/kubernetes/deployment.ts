/** Deployment (apps/v1). */
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface Deployment extends KubernetesObject {
  kind: 'Deployment';
  spec: {
    replicas?: number;
    selector: LabelSelector;
    template: PodTemplateSpec;
    strategy?: {
      type?: 'RollingUpdate' | 'Recreate';
      rollingUpdate?: { maxSurge?: number | string; maxUnavailable?: number | string };
    };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
    paused?: boolean;
    progressDeadlineSeconds?: number;
  };
  status?: {
    replicas?: number;
    updatedReplicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    unavailableReplicas?: number;
    observedGeneration?: number;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
  };
}

/** pkg/apis/apps/v1/defaults.go `SetDefaults_Deployment`. */
function defaults(deployment: Deployment): Deployment {
  const { spec } = deployment;
  const strategy = { ...spec.strategy, type: spec.strategy?.type || ('RollingUpdate' as const) };
  if (strategy.type === 'RollingUpdate')
    strategy.rollingUpdate = {
      ...strategy.rollingUpdate,
      maxUnavailable: strategy.rollingUpdate?.maxUnavailable ?? '25%',
      maxSurge: strategy.rollingUpdate?.maxSurge ?? '25%',
    };
  return {
    ...deployment,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      strategy,
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      progressDeadlineSeconds: spec.progressDeadlineSeconds ?? 600,
      template: { ...spec.template, spec: podSpecDefaults(spec.template.spec) },
    },
  };
}

export const deploymentRow: KindRow<Deployment> = {
  apiVersion: 'apps/v1',
  plural: 'deployments',
  singular: 'deployment',
  shortNames: ['deploy'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: podTemplateSpec(name) },
  }),
  defaults,
};
