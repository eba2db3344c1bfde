/** `kubectl describe pod`: models describe.go's describePod. */
import { humanDuration } from '../age.ts';
import type { Call } from '../call.ts';
import type { Loose } from '../client.ts';
import { writeEvents } from './events.ts';
import {
  type ContainerStatus,
  type PodSpec,
  writeContainers,
  writeTolerations,
  writeVolumes,
} from './podParts.ts';
import { labelPairs, longTime, type Writer, writeAnnotations, writeMap } from './writer.ts';

interface Status {
  phase?: string;
  reason?: string;
  message?: string;
  hostIP?: string;
  podIP?: string;
  podIPs?: { ip: string }[];
  startTime?: string;
  qosClass?: string;
  nominatedNodeName?: string;
  containerStatuses?: ContainerStatus[];
  initContainerStatuses?: ContainerStatus[];
  conditions?: { type: string; status: string }[];
}

export function describePod(call: Call, writer: Writer, object: Loose): void {
  const { metadata } = object;
  const { spec, status = {} } = object as unknown as {
    spec: PodSpec & { readinessGates?: { conditionType: string }[] };
    status?: Status;
  };
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  if (spec.priority !== undefined) writer.line(0, `Priority:\t${spec.priority}`);
  if (spec.priorityClassName) writer.line(0, `Priority Class Name:\t${spec.priorityClassName}`);
  if (spec.serviceAccountName) writer.line(0, `Service Account:\t${spec.serviceAccountName}`);
  writer.line(0, spec.nodeName ? `Node:\t${spec.nodeName}/${status.hostIP ?? ''}` : 'Node:\t<none>');
  if (status.startTime) writer.line(0, `Start Time:\t${longTime(status.startTime)}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  if (metadata.deletionTimestamp !== undefined && status.phase !== 'Failed' && status.phase !== 'Succeeded') {
    const since = call.now() - Date.parse(metadata.deletionTimestamp);
    writer.line(0, `Status:\tTerminating (lasts ${humanDuration(since)})`);
    writer.line(0, `Termination Grace Period:\t${metadata.deletionGracePeriodSeconds ?? 0}s`);
  } else writer.line(0, `Status:\t${status.phase ?? ''}`);
  if (status.reason) writer.line(0, `Reason:\t${status.reason}`);
  if (status.message) writer.line(0, `Message:\t${status.message}`);
  writer.line(0, `IP:\t${status.podIP ?? ''}`);
  if ((status.podIPs ?? []).length === 0) writer.line(0, 'IPs:\t<none>');
  else {
    writer.line(0, 'IPs:');
    for (const { ip } of status.podIPs!) writer.line(1, `IP:\t${ip}`);
  }
  const owner = metadata.ownerReferences?.find(({ controller }) => controller === true);
  if (owner !== undefined) writer.line(0, `Controlled By:\t${owner.kind}/${owner.name}`);
  if (status.nominatedNodeName) writer.line(0, `NominatedNodeName:\t${status.nominatedNodeName}`);
  if ((spec.initContainers ?? []).length > 0)
    writeContainers(writer, 'Init Containers', spec.initContainers!, status.initContainerStatuses ?? [], 0);
  writeContainers(writer, 'Containers', spec.containers, status.containerStatuses ?? [], 0);
  const conditions = status.conditions ?? [];
  if (conditions.length > 0) {
    writer.line(0, 'Conditions:');
    writer.line(1, 'Type\tStatus');
    for (const { type, status: value } of conditions) writer.line(1, `${type} \t${value} `);
  }
  writeVolumes(writer, spec.volumes, 0);
  writer.line(0, `QoS Class:\t${status.qosClass ?? 'BestEffort'}`);
  writer.line(0, `Node-Selectors:\t${labelPairs(spec.nodeSelector)}`);
  writeTolerations(writer, spec.tolerations, 0);
  writeEvents(call, writer, object);
}
