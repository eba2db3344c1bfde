/**
 * Gives addresses to Services of type LoadBalancer. Models the service controller of cloud-provider
 * (staging/src/k8s.io/cloud-provider/controllers/service) with a simple cloud: the CloudProvider object. Without one
 * nothing happens, so Services stay pending, as on bare metal. Simplified: no finalizer, no health of the machines here.
 */
import type { CloudProvider } from '../../kubernetes/cloudProvider.ts';
import { ipv4ToNumber } from '../../kubernetes/ip.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { LoadBalancerIngress, Service } from '../../kubernetes/service.ts';
import { isInRange, parseRange } from '../addressRange.ts';
import { ipv6Counterpart, lowestFree } from '../allocation.ts';
import { write, writeStatus } from '../apiServer.ts';
import { cloudOf } from '../cloud.ts';
import type { Simulation } from '../state.ts';
import { emitEvent } from './clusterEvents.ts';
import { hasWaited, stopWaiting } from './workQueue.ts';

const DEFAULT_POOL = '192.0.2.0/24';
const DEFAULT_PROVISIONING_SECONDS = 3;
/** Where a pool of at least 64 addresses begins; smaller ones begin with their first. */
const POOL_OFFSET = 40;
const CLEANUP_FINALIZER = 'service.kubernetes.io/load-balancer-cleanup';

function addressesOf(service: Service): string[] {
  return (service.status?.loadBalancer?.ingress ?? []).flatMap(({ ip }) => ip ?? []);
}

function isIPv4(address: string): boolean {
  return ipv4ToNumber(address) >= 0;
}

/** An IPv4 address of the pool, the IPv6 address with the same digits, or both, as the Service's families are. */
function inFamilies({ spec }: Service, address: string): string[] {
  return (spec.ipFamilies ?? ['IPv4']).map((family) =>
    family === 'IPv4' ? address : ipv6Counterpart('LoadBalancer', address),
  );
}

/**
 * The IPv4 address that the Service has already or asks for, else the lowest free one; undefined when there is none. Also
 * a Service of IPv6 only takes one, for its IPv6 address goes with it.
 */
function chooseAddress(simulation: Simulation, service: Service, pool: string): string | undefined {
  const range = parseRange(pool);
  if (range === undefined) return undefined;
  const own = addressesOf(service).find(isIPv4);
  if (own !== undefined) return own;
  const inUse = new Set<string>();
  for (const other of simulation.byKind.Service.values())
    if (other !== service) for (const address of addressesOf(other)) inUse.add(address);
  const wanted = service.spec.loadBalancerIP ?? '';
  const number = ipv4ToNumber(wanted);
  if (isInRange(range, number)) return inUse.has(wanted) ? undefined : wanted;
  const isFree = (address: string) =>
    !inUse.has(address) && !inUse.has(ipv6Counterpart('LoadBalancer', address));
  const hosts = range.size < 4 ? range : { first: range.first + 1, size: range.size - 2 };
  const offset = range.size >= 64 ? POOL_OFFSET - 1 : 0;
  return lowestFree(hosts, offset, isFree) ?? lowestFree(hosts, 0, isFree);
}

function emit(simulation: Simulation, key: ObjectKey, reason: string, message: string): void {
  const severity = reason.startsWith('Ensur') ? 'Normal' : 'Warning';
  emitEvent(simulation, 'service-controller', key, severity, reason, message);
}

function setIngress(
  simulation: Simulation,
  service: Service,
  ips: readonly string[],
  cloud: CloudProvider,
): void {
  const ipMode = cloud.spec.ipMode ?? 'VIP';
  const loadBalancer = { ingress: ips.map((ip) => ({ ip, ipMode })) };
  writeStatus(simulation, service, { ...service.status, loadBalancer }, 'cloudController');
}

function isOfOtherMode({ ipMode }: LoadBalancerIngress, cloud: CloudProvider): boolean {
  return (ipMode ?? 'VIP') !== (cloud.spec.ipMode ?? 'VIP');
}

/** Whether the Service has got an address of each of its families, and no other. */
function isComplete(service: Service): boolean {
  const families = addressesOf(service).map((address) => (isIPv4(address) ? 'IPv4' : 'IPv6'));
  return [...families].sort().join() === [...(service.spec.ipFamilies ?? ['IPv4'])].sort().join();
}

function letGo(simulation: Simulation, service: Service): void {
  const finalizers = service.metadata.finalizers?.filter((each) => each !== CLEANUP_FINALIZER);
  if (finalizers === undefined || finalizers.length === service.metadata.finalizers?.length) return;
  const object: Service = { ...service, metadata: { ...service.metadata, finalizers } };
  write(simulation, { verb: 'update', object }, 'cloudController');
}

export function reconcileCloudController(simulation: Simulation, key: ObjectKey): void {
  const service = simulation.byKind.Service.get(key);
  if (service?.metadata.deletionTimestamp !== undefined) {
    letGo(simulation, service);
    return;
  }
  const cloud = service?.spec.type === 'LoadBalancer' ? cloudOf(simulation, service) : undefined;
  const given = service?.status?.loadBalancer?.ingress?.[0];
  if (service === undefined || cloud === undefined || (given?.ip !== undefined && isComplete(service))) {
    stopWaiting(simulation, 'cloudController', key);
    if (
      service !== undefined &&
      cloud !== undefined &&
      given?.ip !== undefined &&
      isOfOtherMode(given, cloud)
    )
      setIngress(simulation, service, addressesOf(service), cloud);
    return;
  }
  const isNew = !simulation.controllers.waits.has(`cloudController ${key}`);
  const ms = (cloud.spec.provisioningSeconds ?? DEFAULT_PROVISIONING_SECONDS) * 1000;
  if (isNew) {
    emit(simulation, key, 'EnsuringLoadBalancer', 'Ensuring load balancer');
    if (simulation.byKind.Node.size === 0)
      emit(simulation, key, 'UnAvailableLoadBalancer', 'There are no available nodes for LoadBalancer');
  }
  if (!hasWaited(simulation, 'cloudController', key, 'provision', ms)) return;
  const pool = cloud.spec.addressPool ?? DEFAULT_POOL;
  const address = chooseAddress(simulation, service, pool);
  if (address === undefined) {
    const message = `Error syncing load balancer: failed to ensure load balancer: no address is left in the pool ${pool}`;
    emit(simulation, key, 'SyncLoadBalancerFailed', message);
    return;
  }
  setIngress(simulation, service, inFamilies(service, address), cloud);
  emit(simulation, key, 'EnsuredLoadBalancer', 'Ensured load balancer');
}
