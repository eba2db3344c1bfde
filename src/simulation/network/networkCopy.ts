/** Copies the network's state, so that a checkpoint and what goes on from it leave each other alone. */
import type { EndpointSlice } from '../../kubernetes/endpointSlice.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { createAnswerMemory } from './answerMemory.ts';
import { type Connection, cloneConnection, cloneConnections } from './connections.ts';
import { cloneConntrack } from './conntrack.ts';
import { modesOf } from './kubeProxy.ts';
import type { Network } from './network.ts';
import type { Place } from './places.ts';
import type { Request } from './requestState.ts';
import type { TrafficState } from './traffic.ts';

/**
 * A copy for a checkpoint: running one leaves the other alone. Immutable parts (objects, rules, headers) may be shared.
 * Queued tasks are shared between the copies, so they are immutable and name packets and requests by id.
 */
export function cloneNetwork(network: Network): Network {
  const copies = new Map<Place, Place>();
  for (const place of network.places.values()) copies.set(place, clonePlace(place));
  const copiedConnections = new Map<Connection, Connection>();
  const connections = cloneConnections(network.connections, copiedConnections);
  const requests = new Map<number, Request>();
  for (const [id, request] of network.requests)
    requests.set(id, { ...request, connection: cloneConnection(request.connection, copiedConnections) });
  const traffic = new Map<ObjectKey, TrafficState>();
  for (const [key, state] of network.traffic) traffic.set(key, { ...state });
  const slices = new Map<ObjectKey, Map<ObjectKey, EndpointSlice>>();
  for (const [key, own] of network.slices) slices.set(key, new Map(own));
  return {
    ...network,
    places: mapValues(network.places, copies),
    nodes: mapValues(network.nodes, copies),
    addresses: mapValues(network.addresses, copies),
    contestedAddresses: new Set(network.contestedAddresses),
    hostnames: new Map(network.hostnames),
    slices,
    changedServices: new Set(network.changedServices),
    requests,
    connections,
    traffic,
    nextPorts: new Map(network.nextPorts),
    proxyTurns: new Map(network.proxyTurns),
    answers: createAnswerMemory(),
    latency: { ...network.latency },
    dnsRandom: { ...network.dnsRandom },
    syncRandom: { ...network.syncRandom },
    senderRandom: { ...network.senderRandom },
    routeRandom: { ...network.routeRandom },
  };
}

function mapValues<P extends Place>(map: Map<string, P>, copies: Map<Place, Place>): Map<string, P> {
  const result = new Map<string, P>();
  for (const [key, place] of map) result.set(key, copies.get(place) as P);
  return result;
}

function clonePlace(place: Place): Place {
  if (place.kind === 'Node')
    return {
      ...place,
      pendingServices: new Set(place.pendingServices),
      hostPods: new Set(place.hostPods),
      conntrack: cloneConntrack(place.conntrack),
      ipvs: place.ipvs.size === 0 ? new Map() : modesOf(place.rules).cloneIpvsTable(place.ipvs),
      affinity: new Map([...place.affinity].map(([key, sources]) => [key, new Map(sources)])),
      random: { ...place.random },
    };
  if (place.kind === 'LoadBalancer')
    return {
      ...place,
      health: new Map(place.health),
      relayed: cloneConntrack(place.relayed),
      flows: new Map([...place.flows].map(([source, ports]) => [source, new Map(ports)])),
      random: { ...place.random },
    };
  return place;
}
