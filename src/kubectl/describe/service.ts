/** `kubectl describe service`: models describe.go's describeService. */

import type { Call } from '../call.ts';
import { findType, type Loose } from '../client.ts';
import { joinHostPort } from '../lists.ts';
import { writeEvents } from './events.ts';
import { labelPairs, type Writer, writeAnnotations, writeMap } from './writer.ts';

interface Port {
  name?: string;
  protocol?: string;
  port: number;
  targetPort?: number | string;
  nodePort?: number;
}
interface Spec {
  type?: string;
  selector?: Record<string, string>;
  clusterIP?: string;
  clusterIPs?: string[];
  ipFamilyPolicy?: string;
  ipFamilies?: string[];
  externalIPs?: string[];
  externalName?: string;
  loadBalancerIP?: string;
  ports?: Port[];
  sessionAffinity?: string;
  externalTrafficPolicy?: string;
  internalTrafficPolicy?: string;
  trafficDistribution?: string;
  healthCheckNodePort?: number;
  loadBalancerSourceRanges?: string[];
}
export interface Slice {
  ports?: { name?: string; port?: number }[];
  endpoints?: { addresses: string[]; conditions?: { ready?: boolean } }[];
}

const MOST_ENDPOINTS = 3;

export function describeService(call: Call, writer: Writer, object: Loose): void {
  const { metadata } = object;
  const { spec, status = {} } = object as unknown as {
    spec: Spec;
    status?: { loadBalancer?: { ingress?: { ip?: string; hostname?: string; ipMode?: string }[] } };
  };
  const slices = call.client.list(
    findType(call.client.types, 'endpointslices')!,
    metadata.namespace ?? 'default',
    {
      labelSelector: `kubernetes.io/service-name=${metadata.name}`,
    },
  ) as unknown as Slice[];
  writer.line(0, `Name:\t${metadata.name}`);
  writer.line(0, `Namespace:\t${metadata.namespace ?? ''}`);
  writeMap(writer, 'Labels', metadata.labels);
  writeAnnotations(writer, metadata.annotations);
  writer.line(0, `Selector:\t${labelPairs(spec.selector)}`);
  writer.line(0, `Type:\t${spec.type ?? ''}`);
  if (spec.ipFamilyPolicy !== undefined) writer.line(0, `IP Family Policy:\t${spec.ipFamilyPolicy}`);
  if ((spec.ipFamilies ?? []).length > 0) writer.line(0, `IP Families:\t${spec.ipFamilies!.join(',')}`);
  else writer.line(0, 'IP Families:\t<none>');
  writer.line(0, `IP:\t${spec.clusterIP ?? ''}`);
  writer.line(0, `IPs:\t${(spec.clusterIPs ?? []).join(',') || '<none>'}`);
  if ((spec.externalIPs ?? []).length > 0) writer.line(0, `External IPs:\t${spec.externalIPs!.join(',')}`);
  if (spec.loadBalancerIP) writer.line(0, `Desired LoadBalancer IP:\t${spec.loadBalancerIP}`);
  if (spec.externalName) writer.line(0, `External Name:\t${spec.externalName}`);
  const ingress = status.loadBalancer?.ingress ?? [];
  if (ingress.length > 0)
    writer.line(
      0,
      `LoadBalancer Ingress:\t${ingress.map(({ ip, hostname, ipMode }) => (ip ? `${ip}${ipMode === undefined ? '' : ` (${ipMode})`}` : hostname)).join(', ')}`,
    );
  for (const port of spec.ports ?? []) {
    const name = port.name || '<unset>';
    const { protocol = 'TCP', targetPort = 0, nodePort = 0 } = port;
    writer.line(0, `Port:\t${name}\t${port.port}/${protocol}`);
    writer.line(0, `TargetPort:\t${targetPort}/${protocol}`);
    if (nodePort !== 0) writer.line(0, `NodePort:\t${name}\t${nodePort}/${protocol}`);
    writer.line(0, `Endpoints:\t${endpointsOf(slices, port.name ?? '')}`);
  }
  writer.line(0, `Session Affinity:\t${spec.sessionAffinity ?? ''}`);
  if (spec.externalTrafficPolicy) writer.line(0, `External Traffic Policy:\t${spec.externalTrafficPolicy}`);
  if (spec.internalTrafficPolicy) writer.line(0, `Internal Traffic Policy:\t${spec.internalTrafficPolicy}`);
  if (spec.trafficDistribution) writer.line(0, `TrafficDistribution:\t${spec.trafficDistribution}`);
  if (spec.healthCheckNodePort) writer.line(0, `HealthCheck NodePort:\t${spec.healthCheckNodePort}`);
  if ((spec.loadBalancerSourceRanges ?? []).length > 0)
    writer.line(0, `LoadBalancer Source Ranges:\t${spec.loadBalancerSourceRanges!.join(',')}`);
  writeEvents(call, writer, object);
}

export function endpointsOf(slices: readonly Slice[], name: string): string {
  if (slices.length === 0) return '<none>';
  const all = slices.flatMap(({ ports = [], endpoints = [] }) =>
    ports
      .filter((port) => (port.name ?? '') === name)
      .flatMap(({ port = 0 }) =>
        endpoints
          .filter(({ conditions }) => conditions?.ready !== false)
          .flatMap(({ addresses }) => addresses.map((address) => joinHostPort(address, port))),
      ),
  );
  if (all.length === 0) return '';
  const shown = all.slice(0, MOST_ENDPOINTS).join(',');
  return all.length > MOST_ENDPOINTS ? `${shown} + ${all.length - MOST_ENDPOINTS} more...` : shown;
}
