/** Questions about the cluster's objects that several parts of the playground ask. */
import { type Kind, kinds, type ObjectsByKind } from '../kubernetes/kinds.ts';
import { matchesMap } from '../kubernetes/labelSelector.ts';
import { controllerOf, type KubernetesObject, keyOf, type ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { Service } from '../kubernetes/service.ts';
import { isTopWorkload, templateOf, type Workload } from '../kubernetes/workload.ts';

export type Objects = ReadonlyMap<ObjectKey, KubernetesObject>;

/** All objects of a simulated kind, in the order in which they came. */
export function ofKind<K extends Kind>(objects: Objects, kind: K): ObjectsByKind[K][] {
  const { apiVersion } = kinds[kind];
  const found: ObjectsByKind[K][] = [];
  for (const object of objects.values())
    if (object.kind === kind && object.apiVersion === apiVersion) found.push(object as ObjectsByKind[K]);
  return found;
}

/** The Pods that a Service's selector matches; none when it has no selector. */
export function podsOfService(service: Service, pods: readonly Pod[]): Pod[] {
  return pods.filter(
    (pod) => pod.metadata.namespace === service.metadata.namespace && matchesMap(service.spec.selector, pod),
  );
}

/** The workload's Pods as they will be: an object that has the template's labels. */
export function templatePod(workload: Workload): Pod {
  const { metadata, spec } = templateOf(workload);
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: workload.metadata.name,
      namespace: workload.metadata.namespace ?? 'default',
      labels: metadata?.labels ?? {},
    },
    spec,
  };
}

/** What a person made that made the Pod: its controller, or the Deployment of its ReplicaSet. */
export function workloadOf(pod: Pod, objects: Objects): Workload | undefined {
  let object: KubernetesObject | undefined = pod;
  while (object !== undefined && !isTopWorkload(object)) {
    const owner = controllerOf(object);
    object = owner && objects.get(keyOf(owner.apiVersion, owner.kind, pod.metadata.namespace, owner.name));
  }
  return object;
}

/** `shop`, else `shop-2`, `shop-3` …: the first that no object of the kind has in the namespace. */
export function uniqueName(objects: Objects, kind: Kind, namespace: string, base: string): string {
  const isTaken = (name: string) =>
    objects.has(keyOf(kinds[kind].apiVersion, kind, kinds[kind].namespaced ? namespace : '', name));
  if (!isTaken(base)) return base;
  const stem = base.replace(/-\d+$/, '');
  for (let number = 2; ; number++) if (!isTaken(`${stem}-${number}`)) return `${stem}-${number}`;
}
