/** ReplicaSet (apps/v1). */
import type { LabelSelector } from './labelSelector.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { PodTemplateSpec } from './pod.ts';

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
