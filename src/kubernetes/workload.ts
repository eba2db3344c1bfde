/** What the kinds that make Pods from a template have in common, and where each keeps it. */
import { kinds, type ObjectsByKind } from './kinds.ts';
import type { LabelSelector } from './labelSelector.ts';
import { controllerOf, type KubernetesObject } from './objectMeta.ts';
import type { PodTemplateSpec } from './pod.ts';
import { isWorkloadKind, type WorkloadKind, workloadKinds } from './workloadKinds.ts';

export type Workload = ObjectsByKind[WorkloadKind];

/** How far a workload is: `2/3 ready`. */
export type Progress = {
  done: number;
  wanted: number;
  /** What the Pods are when they are done. */
  word: 'ready' | 'completed';
};

interface WorkloadRow<T extends Workload> {
  selector(workload: T): LabelSelector;
  progress(workload: T): Progress;
  /** How many Pods it will have at the same time, in a cluster of so many nodes. */
  podCount(workload: T, nodes: number): number;
}

const replicas = ({ spec }: { spec: { replicas?: number } }): number => spec.replicas ?? 1;

const readyReplicas = (workload: {
  spec: { replicas?: number };
  status?: { readyReplicas?: number };
}): Progress => ({
  done: workload.status?.readyReplicas ?? 0,
  wanted: replicas(workload),
  word: 'ready',
});

const rows: { readonly [K in WorkloadKind]: WorkloadRow<ObjectsByKind[K]> } = {
  Deployment: { selector: ({ spec }) => spec.selector, progress: readyReplicas, podCount: replicas },
  ReplicaSet: { selector: ({ spec }) => spec.selector, progress: readyReplicas, podCount: replicas },
  ReplicationController: {
    selector: ({ spec }) => ({ matchLabels: spec.selector ?? {} }),
    progress: readyReplicas,
    podCount: replicas,
  },
  StatefulSet: { selector: ({ spec }) => spec.selector, progress: readyReplicas, podCount: replicas },
  DaemonSet: {
    selector: ({ spec }) => spec.selector,
    progress: ({ status }) => ({
      done: status?.numberReady ?? 0,
      wanted: status?.desiredNumberScheduled ?? 0,
      word: 'ready',
    }),
    podCount: (_set, nodes) => nodes,
  },
  Job: {
    selector: ({ spec }) => spec.selector ?? {},
    progress: ({ spec, status }) => ({
      done: status?.succeeded ?? 0,
      wanted: spec.completions ?? 1,
      word: 'completed',
    }),
    podCount: ({ spec }) => Math.min(spec.parallelism ?? 1, spec.completions ?? 1),
  },
};

const rowOf = (workload: Workload) => rows[workload.kind] as WorkloadRow<Workload>;

export function isWorkload(object: KubernetesObject): object is Workload {
  return isWorkloadKind(object.kind) && kinds[object.kind].apiVersion === object.apiVersion;
}

/** A workload that nobody but a person made: not the ReplicaSet of a Deployment. */
export function isTopWorkload(object: KubernetesObject): object is Workload {
  return isWorkload(object) && controllerOf(object) === undefined;
}

/** By which labels it finds its own Pods. */
export function selectorOf(workload: Workload): LabelSelector {
  return rowOf(workload).selector(workload);
}

export function progressOf(workload: Workload): Progress {
  return rowOf(workload).progress(workload);
}

export function podCountOf(workload: Workload, nodes: number): number {
  return rowOf(workload).podCount(workload, nodes);
}

/** All that nobody but a person made, kind by kind. */
export function topWorkloads(objects: ReadonlyMap<string, KubernetesObject>): Workload[] {
  const found = [...objects.values()].filter(isTopWorkload);
  return workloadKinds.flatMap((kind) => found.filter((workload) => workload.kind === kind));
}

export function templateOf(workload: Workload): PodTemplateSpec {
  return workload.spec.template;
}
