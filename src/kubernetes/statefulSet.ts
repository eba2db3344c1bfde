/** StatefulSet (apps/v1). */
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface StatefulSet extends KubernetesObject {
  kind: 'StatefulSet';
  spec: {
    replicas?: number;
    selector: LabelSelector;
    template: PodTemplateSpec;
    volumeClaimTemplates?: { metadata?: { name?: string }; spec?: unknown }[];
    /** The headless Service under which each Pod has a DNS name. */
    serviceName?: string;
    podManagementPolicy?: 'OrderedReady' | 'Parallel';
    updateStrategy?: {
      type?: 'RollingUpdate' | 'OnDelete';
      rollingUpdate?: { partition?: number; maxUnavailable?: number | string };
    };
    revisionHistoryLimit?: number;
    minReadySeconds?: number;
    persistentVolumeClaimRetentionPolicy?: { whenDeleted?: string; whenScaled?: string };
    ordinals?: { start?: number };
  };
  status?: {
    observedGeneration?: number;
    replicas?: number;
    readyReplicas?: number;
    currentReplicas?: number;
    updatedReplicas?: number;
    availableReplicas?: number;
    currentRevision?: string;
    updateRevision?: string;
    collisionCount?: number;
  };
}

/** pkg/apis/apps/v1/defaults.go `SetDefaults_StatefulSet`. */
function defaults(set: StatefulSet): StatefulSet {
  const { spec } = set;
  const { persistentVolumeClaimRetentionPolicy: retention, updateStrategy } = spec;
  const type = updateStrategy?.type || 'RollingUpdate';
  const rollingUpdate = updateStrategy?.type ? updateStrategy.rollingUpdate : {};
  return {
    ...set,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      podManagementPolicy: spec.podManagementPolicy || 'OrderedReady',
      updateStrategy: {
        ...updateStrategy,
        type,
        ...(type === 'RollingUpdate' && rollingUpdate
          ? {
              rollingUpdate: {
                ...updateStrategy?.rollingUpdate,
                partition: updateStrategy?.rollingUpdate?.partition ?? 0,
                maxUnavailable: updateStrategy?.rollingUpdate?.maxUnavailable ?? 1,
              },
            }
          : {}),
      },
      revisionHistoryLimit: spec.revisionHistoryLimit ?? 10,
      persistentVolumeClaimRetentionPolicy: {
        whenDeleted: retention?.whenDeleted || 'Retain',
        whenScaled: retention?.whenScaled || 'Retain',
      },
      template: { ...spec.template, spec: podSpecDefaults(spec.template.spec) },
    },
  };
}

export const statefulSetRow: KindRow<StatefulSet> = {
  apiVersion: 'apps/v1',
  plural: 'statefulsets',
  singular: 'statefulset',
  shortNames: ['sts'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: {
      replicas: 3,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      template: podTemplateSpec(name),
    },
  }),
  defaults,
};
