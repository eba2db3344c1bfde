/** `kubectl describe` of Nodes, Namespaces and ConfigMaps: models describe.go. */

import { ageOf } from '../age.ts';
import type { Call } from '../call.ts';
import { findType, type Loose, ServerError } from '../client.ts';
import { writeEvents } from './events.ts';
import { longTime, type Writer, writeAnnotations, writeMap } from './writer.ts';

interface NodeParts {
  spec: {
    podCIDR?: string;
    podCIDRs?: string[];
    providerID?: string;
    unschedulable?: boolean;
    taints?: { key: string; value?: string; effect: string }[];
  };
  status?: {
    conditions?: {
      type: string;
      status: string;
      lastHeartbeatTime?: string;
      lastTransitionTime?: string;
      reason?: string;
      message?: string;
    }[];
    addresses?: { type: string; address: string }[];
    capacity?: Record<string, string>;
    allocatable?: Record<string, string>;
    nodeInfo?: Record<string, string>;
  };
}

const INFO: readonly (readonly [string, string])[] = [
  ['Machine ID', 'machineID'],
  ['System UUID', 'systemUUID'],
  ['Boot ID', 'bootID'],
  ['Kernel Version', 'kernelVersion'],
  ['OS Image', 'osImage'],
  ['Operating System', 'operatingSystem'],
  ['Architecture', 'architecture'],
  ['Container Runtime Version', 'containerRuntimeVersion'],
  ['Kubelet Version', 'kubeletVersion'],
  ['Kube-Proxy Version', 'kubeProxyVersion'],
];

export function describeNode(call: Call, writer: Writer, object: Loose): void {
  const { metadata } = object;
  const { spec, status = {} } = object as unknown as NodeParts;
  const roles = Object.keys(metadata.labels ?? {})
    .filter((label) => label.startsWith('node-role.kubernetes.io/'))
    .map((label) => label.split('/')[1]);
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Roles:\t${roles.sort().join(',') || '<none>'}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `CreationTimestamp:\t${longTime(metadata.creationTimestamp ?? '')}`);
  const taints = (spec.taints ?? []).map(
    ({ key, value, effect }) => `${key}${value ? `=${value}` : ''}:${effect}`,
  );
  for (const [index, taint] of (taints.length === 0 ? ['<none>'] : taints).entries())
    writer.line(0, `${index === 0 ? 'Taints:' : ''}\t${taint}`);
  writer.line(0, `Unschedulable:\t${spec.unschedulable === true}`);
  writeLease(call, writer, metadata.name);
  if ((status.conditions ?? []).length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type\tStatus\tLastHeartbeatTime\tLastTransitionTime\tReason\tMessage');
    writer.line(1, '----\t------\t-----------------\t------------------\t------\t-------');
    for (const {
      type,
      status: value,
      lastHeartbeatTime,
      lastTransitionTime,
      reason = '',
      message = '',
    } of status.conditions!)
      writer.line(
        1,
        `${type} \t${value} \t${timeText(lastHeartbeatTime)} \t${timeText(lastTransitionTime)} \t${reason} \t${message}`,
      );
  }
  writer.line(0, 'Addresses:');
  for (const { type, address } of status.addresses ?? []) writer.line(1, `${type}:\t${address}`);
  for (const [title, amounts] of [
    ['Capacity', status.capacity],
    ['Allocatable', status.allocatable],
  ] as const) {
    if (amounts === undefined || Object.keys(amounts).length === 0) continue;
    writer.line(0, `${title}:`);
    for (const name of Object.keys(amounts).sort())
      writer.line(1, `${name}:\t${canonicalAmount(amounts[name]!)}`);
  }
  writer.line(0, 'System Info:');
  for (const [title, field] of INFO) writer.line(1, `${title}:\t${status.nodeInfo?.[field] ?? ''}`);
  if (spec.podCIDR) writer.line(0, `PodCIDR:\t${spec.podCIDR}`);
  if ((spec.podCIDRs ?? []).length > 0) writer.line(0, `PodCIDRs:\t${spec.podCIDRs!.join(',')}`);
  if (spec.providerID) writer.line(0, `ProviderID:\t${spec.providerID}`);
  const pods = call.client.list(findType(call.client.types, 'pods')!, '', {
    fieldSelector: `spec.nodeName=${metadata.name},status.phase!=Succeeded,status.phase!=Failed`,
  });
  writer.line(0, `Non-terminated Pods:\t(${pods.length} in total)`);
  writer.line(1, 'Namespace\tName\t\tCPU Requests\tCPU Limits\tMemory Requests\tMemory Limits\tAge');
  writer.line(1, '---------\t----\t\t------------\t----------\t---------------\t-------------\t---');
  for (const pod of pods)
    writer.line(
      1,
      `${pod.metadata.namespace}\t${pod.metadata.name}\t\t0 (0%)\t0 (0%)\t0 (0%)\t0 (0%)\t${ageOf(pod.metadata.creationTimestamp, call.now())}`,
    );
  writer.line(0, 'Allocated resources:');
  writer.line(1, '(Total limits may be over 100 percent, i.e., overcommitted.)');
  writer.line(1, 'Resource\tRequests\tLimits');
  writer.line(1, '--------\t--------\t------');
  for (const name of ['cpu', 'memory', 'ephemeral-storage']) writer.line(1, `${name}\t0 (0%)\t0 (0%)`);
  writeEvents(call, writer, object);
}

/** The heartbeat of its kubelet. */
function writeLease(call: Call, writer: Writer, name: string): void {
  const type = findType(call.client.types, 'leases');
  if (type === undefined) return;
  try {
    const { spec } = call.client.get(type, 'kube-node-lease', name) as unknown as {
      spec: { holderIdentity?: string; acquireTime?: string; renewTime?: string };
    };
    writer.line(0, 'Lease:');
    writer.line(1, `HolderIdentity:\t${spec.holderIdentity ?? '<unset>'}`);
    writer.line(
      1,
      `AcquireTime:\t${spec.acquireTime === undefined ? '<unset>' : longTime(spec.acquireTime)}`,
    );
    writer.line(1, `RenewTime:\t${spec.renewTime === undefined ? '<unset>' : longTime(spec.renewTime)}`);
  } catch (error) {
    if (!(error instanceof ServerError)) throw error;
    writer.line(0, `Lease:\tFailed to get lease: ${error.message}`);
  }
}

/** `8388608Ki` → `8Gi`, as a Quantity prints itself. */
function canonicalAmount(amount: string): string {
  const units = ['Ki', 'Mi', 'Gi', 'Ti'];
  let [, number = '', unit = ''] = /^(\d+)(Ki|Mi|Gi)$/.exec(amount) ?? [];
  if (number === '') return amount;
  while (Number(number) % 1024 === 0 && unit !== 'Ti') {
    number = String(Number(number) / 1024);
    unit = units[units.indexOf(unit) + 1]!;
  }
  return `${number}${unit}`;
}

function timeText(timestamp: string | undefined): string {
  return timestamp === undefined ? 'Mon, 01 Jan 0001 00:00:00 +0000' : longTime(timestamp);
}

export function describeNamespace(_call: Call, writer: Writer, object: Loose): void {
  const { metadata } = object;
  const { status = {} } = object as unknown as { status?: { phase?: string } };
  writer.line(0, `Name:\t${metadata.name}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `Status:\t${status.phase ?? ''}`);
  writer.line(0, '');
  writer.line(0, 'No resource quota.');
  writer.line(0, '');
  writer.line(0, 'No LimitRange resource.');
}

export function describeConfigMap(call: Call, writer: Writer, object: Loose): void {
  const { data = {} } = object as unknown as { data?: Record<string, string> };
  writer.line(0, `Name:\t${object.metadata.name}`);
  writer.line(0, `Namespace:\t${object.metadata.namespace ?? ''}`);
  writeMap(writer, 'Labels', object.metadata.labels);
  writeAnnotations(writer, object.metadata.annotations);
  writer.line(0, '\nData\n====');
  for (const key of Object.keys(data).sort()) writer.line(0, `${key}:\n----\n${data[key]}\n`);
  writer.line(0, '\nBinaryData\n====\n');
  writeEvents(call, writer, object);
}
