/**
 * What the API server does to a Service between defaulting and validation, apart from allocation. Models
 * pkg/registry/core/service: `normalizeClusterIPs`, `patchAllocatedValues`, `dropTypeDependentFields`.
 */
import { isSame } from './equality.ts';
import type { Service, ServicePort, ServiceSpec } from './service.ts';
import { isExternallyAccessible, needsClusterIP, needsHealthCheck, needsNodePort } from './serviceTraits.ts';

/**
 * On create fills `clusterIPs` from `clusterIP`. On update also keeps what was allocated before and the client left
 * out, and takes away what the new type has no use for, unless the client changed it in the same update.
 */
export function prepareService(service: Service, old?: Service): Service {
  if (old === undefined) {
    const { clusterIP, clusterIPs } = service.spec;
    return clusterIP && !clusterIPs?.length
      ? { ...service, spec: { ...service.spec, clusterIPs: [clusterIP] } }
      : service;
  }
  const prepared: Service = { ...service, spec: { ...service.spec } };
  keepAllocated(prepared, old);
  alignClusterIPs(prepared.spec, old.spec);
  dropUnusable(prepared, old);
  return prepared;
}

function keepAllocated(service: Service, old: Service): void {
  const { spec } = service;
  if (needsClusterIP(old) && needsClusterIP(service)) {
    if (!spec.clusterIP && old.spec.clusterIP) spec.clusterIP = old.spec.clusterIP;
    if (!spec.clusterIPs?.length && spec.clusterIP === old.spec.clusterIP && old.spec.clusterIPs)
      spec.clusterIPs = old.spec.clusterIPs;
  }
  if (needsNodePort(old) && needsNodePort(service) && spec.ports)
    spec.ports = keepNodePorts(spec.ports, old.spec.ports ?? []);
  if (
    needsHealthCheck(old) &&
    needsHealthCheck(service) &&
    !spec.healthCheckNodePort &&
    old.spec.healthCheckNodePort
  )
    spec.healthCheckNodePort = old.spec.healthCheckNodePort;
}

/** Ports are matched by name, because the client may have changed everything else. */
function keepNodePorts(ports: readonly ServicePort[], old: readonly ServicePort[]): ServicePort[] {
  const now = new Set(ports.map((port) => port.nodePort));
  const used = new Set(old.map((port) => port.nodePort).filter((port) => port && now.has(port)));
  const byName = new Map(old.map((port) => [port.name ?? '', port.nodePort]));
  return ports.map((port) => {
    const before = byName.get(port.name ?? '');
    if (port.nodePort || !before || used.has(before)) return port;
    used.add(before);
    return { ...port, nodePort: before };
  });
}

function alignClusterIPs(spec: ServiceSpec, old: ServiceSpec): void {
  const sameAddresses = isSame(spec.clusterIPs, old.clusterIPs);
  if ((spec.clusterIP ?? '') === (old.clusterIP ?? '')) {
    if (!spec.clusterIPs?.length && old.clusterIPs?.length) spec.clusterIPs = old.clusterIPs;
  } else if (sameAddresses) {
    if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
    else delete spec.clusterIPs;
  }
}

function dropUnusable(service: Service, old: Service): void {
  const { spec } = service;
  const drop = (field: keyof ServiceSpec): void => {
    if (isSame(spec[field], old.spec[field])) delete spec[field];
  };
  if (needsClusterIP(old) && !needsClusterIP(service)) {
    if (isSame(spec.clusterIPs, old.spec.clusterIPs)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    drop('ipFamilies');
    drop('ipFamilyPolicy');
  }
  if (needsNodePort(old) && !needsNodePort(service) && spec.ports && hasSameNodePorts(service, old))
    spec.ports = spec.ports.map(({ nodePort: _, ...port }) => port);
  if (needsHealthCheck(old) && !needsHealthCheck(service)) drop('healthCheckNodePort');
  if (old.spec.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    drop('allocateLoadBalancerNodePorts');
    drop('loadBalancerClass');
  }
  if (isExternallyAccessible(old) && !isExternallyAccessible(service)) drop('externalTrafficPolicy');
}

function hasSameNodePorts(service: Service, old: Service): boolean {
  const ports = (one: Service) => (one.spec.ports ?? []).map((port) => port.nodePort ?? 0).sort();
  return isSame(ports(service), ports(old));
}
