/** ReplicationController (core/v1), the forerunner of the ReplicaSet. */
import type { KindRow } from './kinds.ts';
import type { KubernetesObject } from './objectMeta.ts';
import { type PodTemplateSpec, podTemplateSpec } from './pod.ts';
import { podSpecDefaults } from './podDefaults.ts';

export interface ReplicationController extends KubernetesObject {
  kind: 'ReplicationController';
  spec: {
    replicas?: number;
    minReadySeconds?: number;
    selector?: Record<string, string>;
    template: PodTemplateSpec;
  };
  status?: {
    replicas?: number;
    readyReplicas?: number;
    availableReplicas?: number;
    observedGeneration?: number;
  };
}

const isEmpty = (map: object | null | undefined): boolean => Object.keys(map ?? {}).length === 0;

/** pkg/apis/core/v1/defaults.go `SetDefaults_ReplicationController`: the template's labels say what is not said. */
function defaults(controller: ReplicationController): ReplicationController {
  const { metadata, spec } = controller;
  const { template } = spec as Partial<ReplicationController['spec']>;
  const labels = template?.metadata?.labels;
  return {
    ...controller,
    metadata: labels && isEmpty(metadata.labels) ? { ...metadata, labels } : metadata,
    spec: {
      ...spec,
      replicas: spec.replicas ?? 1,
      ...(labels && isEmpty(spec.selector) ? { selector: labels } : {}),
      ...(template === undefined ? {} : { template: { ...template, spec: podSpecDefaults(template.spec) } }),
    },
  } as ReplicationController;
}

export const replicationControllerRow: KindRow<ReplicationController> = {
  apiVersion: 'v1',
  plural: 'replicationcontrollers',
  singular: 'replicationcontroller',
  shortNames: ['rc'],
  namespaced: true,
  template: (name) => ({
    apiVersion: 'v1',
    kind: 'ReplicationController',
    metadata: { name, namespace: 'default', labels: { app: name } },
    spec: { replicas: 3, selector: { app: name }, template: podTemplateSpec(name) },
  }),
  defaults,
};
