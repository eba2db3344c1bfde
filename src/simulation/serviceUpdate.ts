/**
 * What becomes of a Service that somebody changes. Models pkg/registry/core/service strategy.go: `patchAllocatedValues`,
 * `dropTypeDependentFields`.
 */
import { isSame } from '../kubernetes/equality.ts';
import type { Service, ServicePort, ServiceSpec } from '../kubernetes/service.ts';
import { needsClusterIP, needsHealthCheckNodePort, needsNodePort } from './serviceStrategy.ts';

function portKey(port: ServicePort): string {
  return `${port.protocol ?? 'TCP'}/${port.nodePort}`;
}

/** Before validation (`PrepareForUpdate`): values that the writer left out or that have lost their meaning. */
export function prepareServiceUpdate(service: Service, before: Service): Service {
  const spec: ServiceSpec = { ...service.spec };
  keepAllocated(spec, before.spec);
  alignClusterIPs(spec, before.spec);
  dropTypeDependent(spec, before.spec);
  return { ...service, spec };
}

/** `normalizeClusterIPs`: whoever changes only `clusterIP` means `clusterIPs` too. */
function alignClusterIPs(spec: ServiceSpec, old: ServiceSpec): void {
  const isSameAddress = (spec.clusterIP ?? '') === (old.clusterIP ?? '');
  const isSameList = isSame(spec.clusterIPs, old.clusterIPs);
  if (isSameAddress && !spec.clusterIPs?.length && old.clusterIPs !== undefined)
    spec.clusterIPs = old.clusterIPs;
  if (isSameAddress || !isSameList) return;
  if (spec.clusterIP) spec.clusterIPs = [spec.clusterIP];
  else delete spec.clusterIPs;
}

/** `patchAllocatedValues`: who updates without reading first keeps what was allocated on their behalf. */
function keepAllocated(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIP(old) && needsClusterIP(spec)) {
    if (!spec.clusterIP && old.clusterIP !== undefined) spec.clusterIP = old.clusterIP;
    if (!spec.clusterIPs?.length && spec.clusterIP === old.clusterIP && old.clusterIPs !== undefined)
      spec.clusterIPs = old.clusterIPs;
    if (!spec.ipFamilies?.length && old.ipFamilies !== undefined) spec.ipFamilies = old.ipFamilies;
    if (!spec.ipFamilyPolicy && old.ipFamilyPolicy !== undefined) spec.ipFamilyPolicy = old.ipFamilyPolicy;
  }
  if (needsNodePort(old) && needsNodePort(spec) && spec.ports) {
    const wanted = new Set(spec.ports.map((port) => port.nodePort));
    const keep = new Map(
      (old.ports ?? [])
        .filter((port) => !wanted.has(port.nodePort))
        .map((port) => [port.name ?? '', port.nodePort]),
    );
    spec.ports = spec.ports.map((port) => {
      const nodePort = keep.get(port.name ?? '');
      return port.nodePort || nodePort === undefined ? port : { ...port, nodePort };
    });
  }
  if (needsHealthCheckNodePort(old) && needsHealthCheckNodePort(spec) && !spec.healthCheckNodePort)
    if (old.healthCheckNodePort !== undefined) spec.healthCheckNodePort = old.healthCheckNodePort;
}

/** `dropTypeDependentFields`: after a change of type, unchanged fields that the new type has no use for are cleared. */
function dropTypeDependent(spec: ServiceSpec, old: ServiceSpec): void {
  if (needsClusterIP(old) && !needsClusterIP(spec)) {
    const isUntouched = (now: unknown, then: unknown) => isSame(now, then) || isSame(now, undefined);
    if (isUntouched(spec.clusterIPs, old.clusterIPs) && isUntouched(spec.clusterIP, old.clusterIP)) {
      delete spec.clusterIP;
      delete spec.clusterIPs;
    }
    if (isSame(spec.ipFamilies, old.ipFamilies)) delete spec.ipFamilies;
    if (spec.ipFamilyPolicy === old.ipFamilyPolicy) delete spec.ipFamilyPolicy;
    if (spec.internalTrafficPolicy === old.internalTrafficPolicy) delete spec.internalTrafficPolicy;
  }
  if (needsNodePort(old) && !needsNodePort(spec)) {
    const used = (ports: readonly ServicePort[] | undefined) =>
      (ports ?? [])
        .filter((port) => port.nodePort)
        .map(portKey)
        .sort();
    if (isSame(used(spec.ports), used(old.ports)) && spec.ports)
      spec.ports = spec.ports.map(({ nodePort: _, ...port }) => port);
  }
  if (needsHealthCheckNodePort(old) && !needsHealthCheckNodePort(spec))
    if (spec.healthCheckNodePort === old.healthCheckNodePort) delete spec.healthCheckNodePort;
  if (needsNodePort(old) && !needsNodePort(spec) && !spec.externalIPs?.length)
    if (spec.externalTrafficPolicy === old.externalTrafficPolicy) delete spec.externalTrafficPolicy;
  if (old.type === 'LoadBalancer' && spec.type !== 'LoadBalancer') {
    if (spec.allocateLoadBalancerNodePorts === old.allocateLoadBalancerNodePorts)
      delete spec.allocateLoadBalancerNodePorts;
    if (spec.loadBalancerClass === old.loadBalancerClass) delete spec.loadBalancerClass;
  }
}
