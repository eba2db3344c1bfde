/** DaemonSet (apps/v1). */
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface DaemonSet extends KubernetesObject {
  kind: 'DaemonSet';
  spec: {
    selector: LabelSelector;
    template: PodTemplateSpec;
    updateStrategy?: {
      type?: 'RollingUpdate' | 'OnDelete';
      rollingUpdate?: { maxUnavailable?: number | string; maxSurge?: number | string };
    };
    minReadySeconds?: number;
    revisionHistoryLimit?: number;
  };
  status?: {
    currentNumberScheduled?: number;
    numberMisscheduled?: number;
    desiredNumberScheduled?: number;
    numberReady?: number;
    observedGeneration?: number;
    updatedNumberScheduled?: number;
    numberAvailable?: number;
    numberUnavailable?: number;
  };
}

/** pkg/apis/apps/v1/defaults.go `SetDefaults_DaemonSet`. */
function defaults(set: DaemonSet): DaemonSet {
  const { spec } = set;
  const { updateStrategy } = spec;
  const type = updateStrategy?.type || 'RollingUpdate';
  return {
    ...set,
    spec: {
      ...spec,
      updateStrategy: {
        ...updateStrategy,
        type,
        ...(type === 'RollingUpdate'
          ? {
              rollingUpdate: {
                ...updateStrategy?.rollingUpdate,
                maxUnavailable: updateStrategy?.rollingUpdate?.maxUnavailable ?? 1,
                maxSurge: updateStrategy?.rollingUpdate?.maxSurge ?? 0,
              },
            }
          : {}),
      },
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      template: { ...spec.template, spec: podSpecDefaults(spec.template.spec) },
    },
  };
}

export const daemonSetRow: KindRow<DaemonSet> = {
  apiVersion: 'apps/v1',
  plural: 'daemonsets',
  singular: 'daemonset',
  shortNames: ['ds'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'apps/v1',
    kind: 'DaemonSet',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { selector: { matchLabels: { app: name } }, template: podTemplateSpec(name) },
  }),
  defaults,
};
