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
import { lowestFree } from '../allocation.ts';
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

function addressOf(service: Service): string | undefined {
  return service.status?.loadBalancer?.ingress?.[0]?.ip;
}

/** The address that the Service asks for, else the lowest free one; undefined when there is none. */
function chooseAddress(simulation: Simulation, service: Service, pool: string): string | undefined {
  const range = parseRange(pool);
  if (range === undefined) return undefined;
  const inUse = new Set<string>();
  for (const other of simulation.byKind.Service.values()) inUse.add(addressOf(other) ?? '');
  const wanted = service.spec.loadBalancerIP ?? '';
  const number = ipv4ToNumber(wanted);
  if (isInRange(range, number)) return inUse.has(wanted) ? undefined : wanted;
  const isFree = (address: string) => !inUse.has(address);
  const hosts = range.size < 4 ? range : { first: range.first + 1, size: range.size - 2 };
  const offset = range.size >= 64 ? POOL_OFFSET - 1 : 0;
  return lowestFree(hosts, offset, isFree) ?? lowestFree(hosts, 0, isFree);
}

function emit(simulation: Simulation, key: ObjectKey, reason: string, message: string): void {
  const severity = reason.startsWith('Ensur') ? 'Normal' : 'Warning';
  emitEvent(simulation, 'service-controller', key, severity, reason, message);
}

function setIngress(simulation: Simulation, service: Service, ip: string, cloud: CloudProvider): void {
  const loadBalancer = { ingress: [{ ip, ipMode: cloud.spec.ipMode ?? 'VIP' }] };
  writeStatus(simulation, service, { ...service.status, loadBalancer }, 'cloudController');
}

function isOfOtherMode({ ipMode }: LoadBalancerIngress, cloud: CloudProvider): boolean {
  return (ipMode ?? 'VIP') !== (cloud.spec.ipMode ?? 'VIP');
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
  if (service === undefined || cloud === undefined || given?.ip !== undefined) {
    stopWaiting(simulation, 'cloudController', key);
    if (
      service !== undefined &&
      cloud !== undefined &&
      given?.ip !== undefined &&
      isOfOtherMode(given, cloud)
    )
      setIngress(simulation, service, given.ip, cloud);
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
  setIngress(simulation, service, address, cloud);
  emit(simulation, key, 'EnsuredLoadBalancer', 'Ensured load balancer');
}
