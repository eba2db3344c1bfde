/**
 * What the API server does to a Service between defaulting and storing. Models pkg/registry/core/service: strategy.go and
 * storage/alloc.go; what it does to one that is changed is in serviceUpdate.ts.
 */
import { invalidValue } from '../kubernetes/fieldError.ts';
import { objectKey } from '../kubernetes/objectMeta.ts';
import type { Service, ServiceSpec } from '../kubernetes/service.ts';
import { failure, invalid, type Status, type StatusCause } from '../kubernetes/status.ts';
import { chooseNodePort, refuseNodePort } from './allocation.ts';
import { clusterFamilies } from './clusterFamilies.ts';
import { chooseClusterIP, refuseClusterIP } from './clusterIPs.ts';
import type { Simulation } from './state.ts';
import type { Allocated } from './strategies.ts';

const TAKEN = 'provided port is already allocated';

export function needsClusterIP(spec: ServiceSpec): boolean {
  return spec.type !== 'ExternalName';
}

export function needsNodePort(spec: ServiceSpec): boolean {
  return spec.type === 'NodePort' || spec.type === 'LoadBalancer';
}

/** Whether node ports are given to ports that ask for none. */
function getsNodePorts(spec: ServiceSpec): boolean {
  return (
    spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && spec.allocateLoadBalancerNodePorts !== false)
  );
}

export function needsHealthCheckNodePort(spec: ServiceSpec): boolean {
  return spec.type === 'LoadBalancer' && spec.externalTrafficPolicy === 'Local';
}

/** Before validation (`PrepareForCreate`): values that the writer left out. */
export function prepareService(service: Service): Service {
  const spec: ServiceSpec = { ...service.spec };
  if (spec.clusterIP && !spec.clusterIPs?.length) spec.clusterIPs = [spec.clusterIP];
  return { ...service, spec };
}

/** Families, cluster IP and node ports. Nothing is taken yet; that is done when the Service is stored. */
export function allocateService(
  simulation: Simulation,
  service: Service,
  before: Service | null,
): Allocated<Service> {
  const object: Service = { ...service, spec: { ...service.spec } };
  const causes = fillFamilies(simulation, object, before);
  if (causes.length > 0) return { object, status: invalid(service, causes) };
  for (const allocateOne of [allocateClusterIPs, allocateNodePorts, allocateHealthCheckNodePort]) {
    const status = allocateOne(simulation, object, before?.spec);
    if (status !== undefined) return { object, status };
  }
  const isFormerLoadBalancer = before?.spec.type === 'LoadBalancer' && object.spec.type !== 'LoadBalancer';
  if (isFormerLoadBalancer) object.status = { loadBalancer: {} };
  return { object };
}

function fillFamilies(simulation: Simulation, service: Service, before: Service | null): StatusCause[] {
  const { families } = clusterFamilies(simulation);
  const { ipFamilies } = simulation.features;
  if (ipFamilies !== null)
    return ipFamilies.fillIPFamilies(service, before ?? undefined, families, simulation.checks.scrutiny);
  // Nobody asks for any: there is one.
  if (service.spec.type !== 'ExternalName')
    Object.assign(service.spec, { ipFamilyPolicy: 'SingleStack', ipFamilies: [...families] });
  return [];
}

function internalError(error: string): Status {
  return failure(500, 'InternalError', `Internal error occurred: ${error}`);
}

/** One address for each family; one that is set cannot be changed (validation says so), a second may come later. */
function allocateClusterIPs(
  simulation: Simulation,
  service: Service,
  old: ServiceSpec | undefined,
): Status | undefined {
  const { spec } = service;
  if (!needsClusterIP(spec) || spec.clusterIP === 'None') return undefined;
  const { serviceCIDRs } = clusterFamilies(simulation);
  const key = objectKey(service);
  const clusterIPs: string[] = [];
  for (const [index, family] of (spec.ipFamilies ?? []).entries()) {
    const range = serviceCIDRs[family];
    const wanted = spec.clusterIPs?.[index];
    if (range === undefined || (wanted && wanted === old?.clusterIPs?.[index])) {
      if (wanted) clusterIPs.push(wanted);
      continue;
    }
    const status = wanted ? refuseWanted(simulation, service, range, wanted) : undefined;
    if (status !== undefined) return status;
    const address = wanted ?? chooseClusterIP(simulation.allocations, simulation.seed, key, range);
    if (address === undefined) return internalError('failed to allocate a serviceIP: range is full');
    clusterIPs.push(address);
  }
  if (clusterIPs.length === 0) return undefined;
  spec.clusterIP = clusterIPs[0]!;
  spec.clusterIPs = clusterIPs;
  return undefined;
}

function refuseWanted(
  { allocations }: Simulation,
  service: Service,
  range: string,
  address: string,
): Status | undefined {
  const reason = refuseClusterIP(allocations, objectKey(service), range, address);
  if (reason === undefined) return undefined;
  const detail = `failed to allocate IP ${address}: ${reason}`;
  return invalid(service, [invalidValue('spec.clusterIPs', service.spec.clusterIPs, detail)]);
}

/** alloc.go `initNodePorts`, `updateNodePorts`: in a new Service ports of one number share a node port. */
function allocateNodePorts(
  simulation: Simulation,
  service: Service,
  old: ServiceSpec | undefined,
): Status | undefined {
  const { spec } = service;
  if (!needsNodePort(spec) || !spec.ports) return undefined;
  const { allocations, seed } = simulation;
  const key = objectKey(service);
  const taken = new Set<number>();
  const byPort = new Map<number, number>();
  for (const [index, { port, nodePort }] of spec.ports.entries()) {
    if (!nodePort) continue;
    const isTwice = old === undefined && taken.has(nodePort) && byPort.get(port) !== nodePort;
    const reason = isTwice ? TAKEN : refuseNodePort(allocations, key, nodePort);
    if (reason !== undefined)
      return invalid(service, [invalidValue(`spec.ports[${index}].nodePort`, nodePort, reason)]);
    taken.add(nodePort);
    if (!byPort.has(port)) byPort.set(port, nodePort);
  }
  if (!getsNodePorts(spec)) return undefined;
  spec.ports = spec.ports.map((port) => {
    if (port.nodePort) return port;
    const shared = old === undefined ? byPort.get(port.port) : undefined;
    const label = `${key}:${port.name ?? ''}:${port.port}:${port.protocol}`;
    const nodePort = shared ?? chooseNodePort(allocations, seed, label, taken);
    if (nodePort === undefined) return port;
    taken.add(nodePort);
    byPort.set(port.port, nodePort);
    return { ...port, nodePort };
  });
  return spec.ports.every((port) => port.nodePort)
    ? undefined
    : internalError('failed to allocate a nodePort: range is full');
}

function allocateHealthCheckNodePort(simulation: Simulation, service: Service): Status | undefined {
  const { spec } = service;
  if (!needsHealthCheckNodePort(spec)) return undefined;
  const { allocations, seed } = simulation;
  const key = objectKey(service);
  const taken = new Set((spec.ports ?? []).map((port) => port.nodePort ?? 0));
  const wanted = spec.healthCheckNodePort;
  if (wanted) {
    const reason = taken.has(wanted) ? TAKEN : refuseNodePort(allocations, key, wanted);
    return reason === undefined
      ? undefined
      : internalError(`failed to allocate requested HealthCheck NodePort ${wanted}: ${reason}`);
  }
  const nodePort = chooseNodePort(allocations, seed, `${key}:healthCheck`, taken);
  if (nodePort === undefined)
    return internalError('failed to allocate a HealthCheck NodePort 0: range is full');
  spec.healthCheckNodePort = nodePort;
  return undefined;
}
