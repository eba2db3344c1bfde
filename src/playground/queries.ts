/** Questions about the cluster's objects that several parts of the playground ask. */
import type { Deployment } from '../kubernetes/deployment.ts';
import { type Kind, kinds, type ObjectsByKind } from '../kubernetes/kinds.ts';
import { matchesMap } from '../kubernetes/labelSelector.ts';
import { controllerOf, type KubernetesObject, keyOf, type ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Pod } from '../kubernetes/pod.ts';
import type { ReplicaSet } from '../kubernetes/replicaSet.ts';
import type { Service } from '../kubernetes/service.ts';

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

/** The Deployment's Pods as they will be: an object that has the template's labels. */
export function templatePod(deployment: Deployment | ReplicaSet): Pod {
  const { metadata, spec } = deployment.spec.template;
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name: deployment.metadata.name,
      namespace: deployment.metadata.namespace ?? 'default',
      labels: metadata?.labels ?? {},
    },
    spec,
  };
}

/** The Deployment whose ReplicaSet made the Pod. */
export function deploymentOf(pod: Pod, objects: Objects): Deployment | undefined {
  const owner = controllerOf(pod);
  if (owner?.kind !== 'ReplicaSet') return undefined;
  const replicaSet = objects.get(keyOf(owner.apiVersion, owner.kind, pod.metadata.namespace, owner.name));
  const top = replicaSet === undefined ? undefined : controllerOf(replicaSet);
  if (top?.kind !== 'Deployment') return undefined;
  return objects.get(keyOf(top.apiVersion, top.kind, pod.metadata.namespace, top.name)) as
    | Deployment
    | undefined;
}

/** `shop`, else `shop-2`, `shop-3` …: the first that no object of the kind has in the namespace. */
export function uniqueName(objects: Objects, kind: Kind, namespace: string, base: string): string {
  const isTaken = (name: string) =>
    objects.has(keyOf(kinds[kind].apiVersion, kind, kinds[kind].namespaced ? namespace : '', name));
  if (!isTaken(base)) return base;
  const stem = base.replace(/-\d+$/, '');
  for (let number = 2; ; number++) if (!isTaken(`${stem}-${number}`)) return `${stem}-${number}`;
}
