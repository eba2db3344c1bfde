/** Whom a Traffic object addresses, read from its URL or Service as its sender would resolve them. */
import type { Traffic } from '../kubernetes/kubehop.ts';
import { keyOf, type ObjectKey } from '../kubernetes/objectMeta.ts';
import type { PlaceKey } from '../simulation/events.ts';
import { isNodePlace, nodePlace, type World } from './world.ts';

export type Target =
  | {
      type: 'service';
      service: ObjectKey;
      /** The address that is used. */
      via: 'clusterIP' | 'nodePort' | 'loadBalancer';
      /** The Node whose address was given, null when any. */
      node: PlaceKey | null;
    }
  | { type: 'place'; place: PlaceKey };

/** null when nobody on the canvas is meant. */
export function targetOf(world: World, traffic: Traffic, sender: PlaceKey): Target | null {
  const { service, url } = traffic.spec;
  const isOutside = world.clients.has(sender);
  const senderNamespace = world.pods.get(sender)?.metadata.namespace ?? 'default';
  if (service !== undefined) {
    const key = keyOf('v1', 'Service', service.namespace ?? senderNamespace, service.name);
    return addressedService(
      world,
      key,
      isOutside,
      service.node === undefined ? null : nodePlace(service.node),
    );
  }
  if (url === undefined) return null;
  const authority = /^(?:[a-z]+:\/\/)?([^/?#]+)/i.exec(url)?.[1];
  if (authority === undefined) return null;
  const [host = '', port] = authority.split(':');
  return (
    byAddress(world, host, port, isOutside) ??
    byName(world, host.replace(/\.$/, ''), senderNamespace, isOutside)
  );
}

function addressedService(
  world: World,
  key: ObjectKey,
  isOutside: boolean,
  node: PlaceKey | null,
): Target | null {
  const service = world.services.get(key);
  if (service === undefined) return null;
  const { type } = service.spec;
  if (!isOutside && node === null) return { type: 'service', service: key, via: 'clusterIP', node: null };
  if (type === 'LoadBalancer') return { type: 'service', service: key, via: 'loadBalancer', node: null };
  if (type === 'NodePort') return { type: 'service', service: key, via: 'nodePort', node };
  return { type: 'service', service: key, via: 'clusterIP', node: null };
}

function byAddress(world: World, host: string, port: string | undefined, isOutside: boolean): Target | null {
  const place = world.placeOfAddress.get(host);
  if (place !== undefined && isNodePlace(place)) {
    for (const [service, { spec }] of world.services)
      if (spec.ports?.some((row) => row.nodePort !== undefined && String(row.nodePort) === port))
        return { type: 'service', service, via: 'nodePort', node: place };
    return { type: 'place', place };
  }
  const service = world.serviceOfAddress.get(host);
  if (service !== undefined)
    return {
      type: 'service',
      service,
      // From inside, kube-proxy takes the load balancer's address for its own: the packet never gets there.
      via: place !== undefined && isOutside ? 'loadBalancer' : 'clusterIP',
      node: null,
    };
  return place === undefined ? null : { type: 'place', place };
}

/** `shop`, `shop.data`, `shop.data.svc`, `shop.data.svc.cluster.local`, or a name of the internet. */
function byName(world: World, host: string, namespace: string, isOutside: boolean): Target | null {
  for (const [place, { spec }] of world.outsideServers)
    if (spec.hostname === host) return { type: 'place', place };
  const [name = '', given, svc, ...zone] = host.split('.');
  const isClusterName =
    (svc === undefined || svc === 'svc') && ['', 'cluster.local'].includes(zone.join('.'));
  if (isOutside || !isClusterName) return null;
  return addressedService(world, keyOf('v1', 'Service', given ?? namespace, name), false, null);
}
