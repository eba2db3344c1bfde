/** ReplicaSet (apps/v1). */
import type { KindRow } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface ReplicaSet extends KubernetesObject {
  kind: 'ReplicaSet';
  spec: { replicas?: number; selector: LabelSelector; template: PodTemplateSpec; minReadySeconds?: number };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
  };
}

export const replicaSetRow: KindRow<ReplicaSet> = {
  apiVersion: 'apps/v1',
  plural: 'replicasets',
  singular: 'replicaset',
  shortNames: ['rs'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { replicas: 3, selector: { matchLabels: { app: name } }, template: podTemplateSpec(name) },
  }),
  defaults: (replicaSet) => ({
    ...replicaSet,
    spec: {
      ...replicaSet.spec,
      replicas: replicaSet.spec.replicas ?? 1,
      template: { ...replicaSet.spec.template, spec: podSpecDefaults(replicaSet.spec.template.spec) },
    },
  }),
};
