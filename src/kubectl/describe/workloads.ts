/** `kubectl describe` of Deployments, ReplicaSets, StatefulSets, DaemonSets and Jobs: models describe.go. */

import { humanDuration } from '../age.ts';
import type { Call } from '../call.ts';
import { findType, type Loose } from '../client.ts';
import { formatLabelSelector } from '../selectors.ts';
import { goJSON } from '../yaml.ts';
import { writeEvents } from './events.ts';
import { type PodSpec, writeTemplate } from './podParts.ts';
import { longTime, type Writer, writeAnnotations, writeMap } from './writer.ts';

interface Workload {
  metadata: Loose['metadata'] & { generation?: number };
  spec: {
    replicas?: number;
    paused?: boolean;
    selector?: { matchLabels?: Record<string, string>; matchExpressions?: never[] };
    strategy?: { type?: string; rollingUpdate?: { maxUnavailable?: unknown; maxSurge?: unknown } };
    updateStrategy?: { type?: string; rollingUpdate?: { partition?: number; maxUnavailable?: unknown } };
    minReadySeconds?: number;
    template: {
      metadata?: { labels?: Record<string, string>; annotations?: Record<string, string> };
      spec: PodSpec;
    };
    parallelism?: number;
    completions?: number;
    completionMode?: string;
    suspend?: boolean;
    backoffLimit?: number;
    activeDeadlineSeconds?: number;
    volumeClaimTemplates?: unknown[];
  };
  status?: Record<string, unknown> & { conditions?: { type: string; status: string; reason?: string }[] };
}

const count = ({ status = {} }: Workload, field: string) => Number(status[field] ?? 0);

function writeHead(writer: Writer, { metadata }: Workload): void {
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
}

export function describeDeployment(call: Call, writer: Writer, object: Loose): void {
  const workload = object as unknown as Workload;
  const { metadata, spec } = workload;
  writeHead(writer, workload);
  writer.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp ?? '')}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  writer.line(
    0,
    `Replicas:\t${spec.replicas ?? 0} desired | ${count(workload, 'updatedReplicas')} updated | ${count(workload, 'replicas')} total | ${count(workload, 'availableReplicas')} available | ${count(workload, 'unavailableReplicas')} unavailable`,
  );
  writer.line(0, `StrategyType:\t${spec.strategy?.type ?? ''}`);
  writer.line(0, `MinReadySeconds:\t${spec.minReadySeconds ?? 0}`);
  const rolling = spec.strategy?.rollingUpdate;
  if (rolling !== undefined)
    writer.line(
      0,
      `RollingUpdateStrategy:\t${String(rolling.maxUnavailable)} max unavailable, ${String(rolling.maxSurge)} max surge`,
    );
  writeTemplate(writer, spec.template);
  writeConditions(writer, workload);
  const sets = call.client
    .list(findType(call.client.types, 'replicasets')!, metadata.namespace ?? 'default')
    .filter((set) =>
      set.metadata.ownerReferences?.some(({ uid }) => uid === metadata.uid),
    ) as unknown as Workload[];
  // Until the controller has seen a new template there is none for it.
  const isNewest = (set: Workload) => sameTemplate(set, workload);
  const shown = (list: readonly Workload[]) =>
    list
      .map(
        (set) =>
          `${set.metadata.name} (${count(set, 'replicas')}/${set.spec.replicas ?? 0} replicas created)`,
      )
      .join(', ') || '<none>';
  writer.line(
    0,
    `OldReplicaSets:\t${shown(sets.filter((set) => !isNewest(set) && (set.spec.replicas ?? 0) > 0))}`,
  );
  writer.line(0, `NewReplicaSet:\t${shown(sets.filter(isNewest))}`);
  writeEvents(call, writer, object);
}

function writeConditions(writer: Writer, { status: { conditions = [] } = {} }: Workload): void {
  if (conditions.length === 0) return;
  writer.line(0, 'Conditions:');
  writer.line(1, 'Type\tStatus\tReason');
  writer.line(1, '----\t------\t------');
  for (const { type, status, reason = '' } of conditions) writer.line(1, `${type} \t${status}\t${reason}`);
}

function sameTemplate({ spec: { template } }: Workload, { spec }: Workload): boolean {
  const { 'pod-template-hash': _, ...labels } = template.metadata?.labels ?? {};
  const plain = { ...template, metadata: { ...template.metadata, labels } };
  return goJSON(plain, 0) === goJSON(spec.template, 0);
}

/** How many of the Pods run, wait, ended. */
function podsText(call: Call, { metadata, spec }: Workload): string {
  const labels = spec.selector?.matchLabels ?? {};
  const labelSelector = Object.entries(labels)
    .map(([key, value]) => `${key}=${value}`)
    .join(',');
  const pods = call.client
    .list(findType(call.client.types, 'pods')!, metadata.namespace ?? 'default', { labelSelector })
    .filter((pod) =>
      pod.metadata.ownerReferences?.some(
        ({ uid, controller }) => uid === metadata.uid && controller === true,
      ),
    );
  const phases = pods.map((pod) => (pod as unknown as { status?: { phase?: string } }).status?.phase);
  const of = (phase: string) => phases.filter((each) => each === phase).length;
  return `${of('Running')} Running / ${of('Pending')} Waiting / ${of('Succeeded')} Succeeded / ${of('Failed')} Failed`;
}

function ownerLine(writer: Writer, { metadata }: Workload): void {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner !== undefined) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
}

export function describeReplicaSet(call: Call, writer: Writer, object: Loose): void {
  const workload = object as unknown as Workload;
  const { metadata, spec } = workload;
  writeHead(writer, workload);
  writer.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  ownerLine(writer, workload);
  writer.line(0, `Replicas:\t${count(workload, 'replicas')} current / ${spec.replicas ?? 0} desired`);
  writer.line(0, `Pods Status:\t${podsText(call, workload)}`);
  writeTemplate(writer, spec.template);
  writeConditions(writer, workload);
  writeEvents(call, writer, object);
}

export function describeStatefulSet(call: Call, writer: Writer, object: Loose): void {
  const workload = object as unknown as Workload;
  const { metadata, spec } = workload;
  writeHead(writer, workload);
  writer.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp ?? '')}`);
  writer.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `Replicas:\t${spec.replicas ?? 0} desired | ${count(workload, 'replicas')} total`);
  writer.line(0, `Update Strategy:\t${spec.updateStrategy?.type ?? ''}`);
  const rolling = spec.updateStrategy?.rollingUpdate;
  if (rolling?.partition !== undefined) writer.line(1, `Partition:\t${rolling.partition}`);
  if (rolling?.maxUnavailable !== undefined)
    writer.line(1, `MaxUnavailable:\t${String(rolling.maxUnavailable)}`);
  writer.line(0, `Pods Status:\t${podsText(call, workload)}`);
  writeTemplate(writer, spec.template);
  if ((spec.volumeClaimTemplates ?? []).length === 0) writer.line(0, 'Volume Claims:\t<none>');
  writeEvents(call, writer, object);
}

export function describeDaemonSet(call: Call, writer: Writer, object: Loose): void {
  const workload = object as unknown as Workload;
  const { metadata, spec } = workload;
  writeHead(writer, workload);
  writer.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  writer.line(
    0,
    `Node-Selector:\t${
      Object.entries(spec.template.spec.nodeSelector ?? {})
        .map(([key, value]) => `${key}=${value}`)
        .join(',') || '<none>'
    }`,
  );
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `Desired Number of Nodes Scheduled: ${count(workload, 'desiredNumberScheduled')}`);
  writer.line(0, `Current Number of Nodes Scheduled: ${count(workload, 'currentNumberScheduled')}`);
  writer.line(
    0,
    `Number of Nodes Scheduled with Up-to-date Pods: ${count(workload, 'updatedNumberScheduled')}`,
  );
  writer.line(0, `Number of Nodes Scheduled with Available Pods: ${count(workload, 'numberAvailable')}`);
  writer.line(0, `Number of Nodes Misscheduled: ${count(workload, 'numberMisscheduled')}`);
  writer.line(0, `Pods Status:\t${podsText(call, workload)}`);
  writeTemplate(writer, spec.template);
  writeEvents(call, writer, object);
}

export function describeJob(call: Call, writer: Writer, object: Loose): void {
  const workload = object as unknown as Workload;
  const { metadata, spec } = workload;
  const { startTime, completionTime } = status as { startTime?: string; completionTime?: string };
  writeHead(writer, workload);
  if (spec.selector !== undefined) writer.line(0, `Selector:\t${formatLabelSelector(spec.selector)}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  ownerLine(writer, workload);
  if (spec.parallelism !== undefined) writer.line(0, `Parallelism:\t${spec.parallelism}`);
  writer.line(0, `Completions:\t${spec.completions ?? '<unset>'}`);
  if (spec.completionMode !== undefined) writer.line(0, `Completion Mode:\t${spec.completionMode}`);
  if (spec.suspend !== undefined) writer.line(0, `Suspend:\t${spec.suspend}`);
  if (spec.backoffLimit !== undefined) writer.line(0, `Backoff Limit:\t${spec.backoffLimit}`);
  if (startTime !== undefined) writer.line(0, `Start Time:\t${longTime(startTime)}`);
  if (completionTime !== undefined) writer.line(0, `Completed At:\t${longTime(completionTime)}`);
  if (startTime !== undefined && completionTime !== undefined)
    writer.line(0, `Duration:\t${humanDuration(Date.parse(completionTime) - Date.parse(startTime))}`);
  if (spec.activeDeadlineSeconds !== undefined)
    writer.line(0, `Active Deadline Seconds:\t${spec.activeDeadlineSeconds}s`);
  writer.line(
    0,
    `Pods Statuses:\t${count(workload, 'active')} Active (${count(workload, 'ready')} Ready) / ${count(workload, 'succeeded')} Succeeded / ${count(workload, 'failed')} Failed`,
  );
  writeTemplate(writer, spec.template);
  writeEvents(call, writer, object);
}
