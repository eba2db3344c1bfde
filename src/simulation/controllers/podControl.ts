/** How workloads make and delete their Pods, and what they say about it. Models pkg/controller `RealPodControl`. */
import { type KubernetesObject, type ObjectMeta, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Pod, PodSpec, PodTemplateSpec } from '../../kubernetes/pod.ts';
import { type WriteResult, write } from '../apiServer.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { controllerReference } from './podClaims.ts';
import type { ControllerName } from './watches.ts';

/** A controller as the API server knows it and as events call it: `replicaSet`, `replicaset-controller`. */
export interface PodController {
  readonly author: ControllerName;
  readonly component: string;
}

/** A Pod of the template, under a generated name unless `metadata` has one. */
export function podFromTemplate(
  owner: KubernetesObject,
  template: PodTemplateSpec,
  metadata: Partial<ObjectMeta> = {},
  spec: Partial<PodSpec> = {},
): Pod {
  const { name: _, ...templateMetadata } = template.metadata ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      ...templateMetadata,
      name: '',
      ...(metadata.name === undefined ? { generateName: `${owner.metadata.name}-` } : {}),
      namespace: owner.metadata.namespace!,
      ownerReferences: [controllerReference(owner)],
      ...metadata,
    },
    spec: { ...template.spec, ...spec },
  };
}

export function createPod(
  simulation: Simulation,
  { author, component }: PodController,
  owner: KubernetesObject,
  pod: Pod,
): WriteResult {
  const result = write(simulation, { verb: 'create', object: pod }, author);
  const about = objectKey(owner);
  if (result.object === null) {
    const message = `Error creating: ${result.status.message}`;
    emitEvent(simulation, component, about, 'Warning', 'FailedCreate', message);
  } else {
    const message = `Created pod: ${result.object.metadata.name}`;
    emitEvent(simulation, component, about, 'Normal', 'SuccessfulCreate', message);
  }
  return result;
}

export function deletePod(
  simulation: Simulation,
  { author, component }: PodController,
  owner: KubernetesObject,
  pod: Pod,
): void {
  write(simulation, { verb: 'delete', key: objectKey(pod) }, author);
  const message = `Deleted pod: ${pod.metadata.name}`;
  emitEvent(simulation, component, objectKey(owner), 'Normal', 'SuccessfulDelete', message);
}
