/**
 * Services and EndpointSlices as kube-proxy keeps them: one entry per Service port with its endpoints, found by address
 * and by nodePort. Models pkg/proxy `ServiceChangeTracker` and `EndpointSliceCache`. A table is immutable; a change of
 * one Service makes a new table that shares every other entry, so that all nodes that are up to date share one table.
 * Simplified: an address that two slices list is taken once, with what the first slice says of it.
 */
import { type EndpointSlice, SERVICE_NAME_LABEL } from '../../kubernetes/endpointSlice.ts';
import {
  familyOf,
  formatIP,
  type IPFamily,
  ipv4ToNumber,
  parseIPSloppy,
  rangeMatcher,
} from '../../kubernetes/ip.ts';
import { type ObjectKey, objectKey } from '../../kubernetes/objectMeta.ts';
import type { Protocol } from '../../kubernetes/pod.ts';
import type { Service, ServicePort } from '../../kubernetes/service.ts';
import type { ProxyConfig, ProxyNode, ServiceChains } from './kubeProxy.ts';
import {
  editMap,
  emptyShardedMap,
  type Key,
  lookUp,
  type ShardedMap,
  type ShardedMapEditor,
  setEntry,
} from './shardedMap.ts';
import { type EndpointConditionsAndHints, type TrafficPolicies, usesLocalEndpoints } from './topology.ts';

/** Another proxy than kube-proxy cares for Services with this label (`--service-proxy-name`). */
const SERVICE_PROXY_NAME_LABEL = 'service.kubernetes.io/service-proxy-name';
const DEFAULT_AFFINITY_SECONDS = 10800;
const NO_PORTS: readonly ServicePortInfo[] = [];

/** One address and port behind a Service port. */
export interface EndpointInfo extends EndpointConditionsAndHints {
  readonly ip: string;
  readonly port: number;
  /** `10.244.1.5:8080`, `[fd00::5]:8080` */
  readonly address: string;
  /** What stands there: `default/shop-7x2`, else the IP. */
  readonly target: string;
  readonly nodeName: string | null;
}

/** Chains that were made for a Service port: for all nodes, or for each one. Made anew when the settings change. */
export interface ChainsMemory {
  config: ProxyConfig | null;
  everywhere: ServiceChains | null;
  byNode: Map<ProxyNode, ServiceChains> | null;
}

/** A Service port as kube-proxy knows it, with the endpoints of all nodes. */
export interface ServicePortInfo {
  readonly service: ObjectKey;
  readonly namespace: string;
  readonly serviceName: string;
  readonly portName: string;
  /** `default/shop:http`, without the colon for a port without a name. */
  readonly name: string;
  /** Unique among all ports: two ports may share a name when their protocols differ. */
  readonly key: string;
  readonly protocol: Protocol;
  readonly port: number;
  readonly clusterIP: string;
  readonly externalIPs: readonly string[];
  readonly loadBalancerIPs: readonly string[];
  /** 0 when there is none. */
  readonly nodePort: number;
  readonly healthCheckNodePort: number;
  /** 0: no session affinity. */
  readonly affinitySeconds: number;
  readonly sourceRanges: readonly string[];
  readonly policies: TrafficPolicies;
  readonly endpoints: readonly EndpointInfo[];
  /** No Local policy, no hints, no source ranges: all nodes have the same chains. */
  readonly isSameOnAllNodes: boolean;
  /** Where `chainsOf` keeps what it has made of this. */
  readonly chains: ChainsMemory;
}

/** What an address of a Service is: traffic to a ClusterIP is internal, to the others external. */
export type PortalKind = 'clusterIP' | 'externalIP' | 'loadBalancerIP';

export interface Portal {
  readonly kind: PortalKind;
  readonly ip: string;
  readonly info: ServicePortInfo;
}

export interface ServiceTable {
  readonly ipFamily: IPFamily;
  readonly ports: ShardedMap<ObjectKey, readonly ServicePortInfo[]>;
  readonly portals: ShardedMap<string, readonly Portal[]>;
  /** By port number; more than one when they differ in protocol. */
  readonly nodePorts: ShardedMap<number, readonly ServicePortInfo[]>;
  readonly healthCheckNodePorts: ShardedMap<number, readonly ServicePortInfo[]>;
}

export function emptyServiceTable(ipFamily: IPFamily): ServiceTable {
  return {
    ipFamily,
    ports: emptyShardedMap(),
    portals: emptyShardedMap(),
    nodePorts: emptyShardedMap(),
    healthCheckNodePorts: emptyShardedMap(),
  };
}

/** What changed for one Service: its object (null when it is gone) and all slices that carry its name. */
export interface ServiceChange {
  readonly key: ObjectKey;
  readonly service: Service | null;
  readonly slices: Iterable<EndpointSlice>;
}

/** The table with these Services as they are now; every other entry is taken over as it is. */
export function withServices(table: ServiceTable, changes: Iterable<ServiceChange>): ServiceTable {
  const ports = editMap(table.ports);
  const portals = editMap(table.portals);
  const nodePorts = editMap(table.nodePorts);
  const healthCheckNodePorts = editMap(table.healthCheckNodePorts);
  for (const { key, service, slices } of changes) {
    for (const info of lookUp(ports.shards, key) ?? []) {
      for (const ip of addressesOf(info)) removeFrom(portals, ip, (portal) => portal.info === info);
      removeFrom(nodePorts, info.nodePort, (other) => other === info);
      removeFrom(healthCheckNodePorts, info.healthCheckNodePort, (other) => other === info);
    }
    const infos = service === null ? [] : servicePortInfos(key, service, slices, table.ipFamily);
    setEntry(ports, key, infos.length === 0 ? undefined : infos);
    for (const info of infos) {
      addTo(portals, info.clusterIP, { kind: 'clusterIP', ip: info.clusterIP, info }, info, infoOfPortal);
      for (const ip of info.externalIPs)
        addTo(portals, ip, { kind: 'externalIP', ip, info }, info, infoOfPortal);
      for (const ip of info.loadBalancerIPs)
        addTo(portals, ip, { kind: 'loadBalancerIP', ip, info }, info, infoOfPortal);
      if (info.nodePort !== 0) addTo(nodePorts, info.nodePort, info, info, itself);
      if (info.healthCheckNodePort !== 0)
        addTo(healthCheckNodePorts, info.healthCheckNodePort, info, info, itself);
    }
  }
  return {
    ipFamily: table.ipFamily,
    ports: ports.shards,
    portals: portals.shards,
    nodePorts: nodePorts.shards,
    healthCheckNodePorts: healthCheckNodePorts.shards,
  };
}

/** The table of whole lists, for tests and first starts. */
export function createServiceTable(
  ipFamily: IPFamily,
  services: Iterable<Service>,
  slices: Iterable<EndpointSlice>,
): ServiceTable {
  const slicesOf = new Map<string, EndpointSlice[]>();
  for (const slice of slices) {
    const owner = serviceOfSlice(slice) ?? '';
    const siblings = slicesOf.get(owner);
    if (siblings === undefined) slicesOf.set(owner, [slice]);
    else siblings.push(slice);
  }
  const changes: ServiceChange[] = [];
  for (const service of services) {
    const key = objectKey(service);
    changes.push({ key, service, slices: slicesOf.get(key) ?? [] });
  }
  return withServices(emptyServiceTable(ipFamily), changes);
}

export function findHealthCheck(table: ServiceTable, port: number): ServicePortInfo | undefined {
  return lookUp(table.healthCheckNodePorts, port)?.[0];
}

export function portsOf(table: ServiceTable, service: ObjectKey): readonly ServicePortInfo[] {
  return lookUp(table.ports, service) ?? NO_PORTS;
}

/** The key of the Service that a slice belongs to. */
export function serviceOfSlice(slice: EndpointSlice): ObjectKey | undefined {
  const name = slice.metadata.labels?.[SERVICE_NAME_LABEL];
  return name === undefined ? undefined : `Service/${slice.metadata.namespace ?? ''}/${name}`;
}

export function findPortal(
  table: ServiceTable,
  ip: string,
  port: number,
  protocol: string,
): Portal | undefined {
  const portals = lookUp(table.portals, ip);
  if (portals !== undefined)
    for (const portal of portals)
      if (portal.info.port === port && portal.info.protocol === protocol) return portal;
  return undefined;
}

export function findNodePort(
  table: ServiceTable,
  port: number,
  protocol: string,
): ServicePortInfo | undefined {
  const infos = lookUp(table.nodePorts, port);
  if (infos !== undefined) for (const info of infos) if (info.protocol === protocol) return info;
  return undefined;
}

function addressesOf(info: ServicePortInfo): Set<string> {
  return new Set([info.clusterIP, ...info.externalIPs, ...info.loadBalancerIPs]);
}

/** In the order of the ports' names, so that of two that claim the same it does not matter who came first. */
function addTo<K extends Key, V>(
  map: ShardedMapEditor<K, readonly V[]>,
  key: K,
  value: V,
  { key: name }: ServicePortInfo,
  infoOf: (value: V) => ServicePortInfo,
): void {
  const values = [...(lookUp(map.shards, key) ?? [])];
  let index = values.length;
  while (index > 0 && name < infoOf(values[index - 1]!).key) index -= 1;
  values.splice(index, 0, value);
  setEntry(map, key, values);
}

const infoOfPortal = (portal: Portal) => portal.info;
const itself = (info: ServicePortInfo) => info;

function removeFrom<K extends Key, V>(
  map: ShardedMapEditor<K, readonly V[]>,
  key: K,
  isOut: (value: V) => boolean,
): void {
  const rest = lookUp(map.shards, key)?.filter((value) => !isOut(value));
  if (rest !== undefined) setEntry(map, key, rest.length === 0 ? undefined : rest);
}

/** `pkg/proxy/util` `ShouldSkipService`: no ClusterIP, or none of kube-proxy's business. */
function isSkipped({ spec, metadata }: Service): boolean {
  return (
    spec.clusterIP === undefined ||
    spec.clusterIP === '' ||
    spec.clusterIP === 'None' ||
    spec.type === 'ExternalName' ||
    metadata.labels?.[SERVICE_PROXY_NAME_LABEL] !== undefined
  );
}

/** The address in canonical text, null when it is none of this family. Blanks and leading zeros are forgiven. */
function canonicalIP(text: string, family: IPFamily): string | null {
  if (family === 'IPv4' && ipv4ToNumber(text) >= 0) return text;
  const address = parseIPSloppy(text.trim());
  return address?.family === family ? formatIP(address) : null;
}

function ofFamily(addresses: readonly (string | undefined)[], family: IPFamily): string[] {
  return addresses.flatMap((text) => canonicalIP(text ?? '', family) ?? []);
}

function servicePortInfos(
  key: ObjectKey,
  service: Service,
  slices: Iterable<EndpointSlice>,
  family: IPFamily,
): ServicePortInfo[] {
  if (isSkipped(service)) return [];
  const { spec, metadata } = service;
  const [clusterIP] = ofFamily([...(spec.clusterIPs ?? []), spec.clusterIP], family);
  if (clusterIP === undefined) return [];
  const namespace = metadata.namespace ?? 'default';
  const ownSlices = [...slices].filter((slice) => slice.addressType === family);
  const externalIPs = ofFamily(spec.externalIPs ?? [], family);
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const isLoadBalancer = spec.type === 'LoadBalancer';
  const loadBalancerIPs = isLoadBalancer
    ? ofFamily(
        ingress.flatMap(({ ip, ipMode }) => (ipMode === 'Proxy' ? [] : [ip])),
        family,
      )
    : [];
  const sourceRanges = isLoadBalancer
    ? (spec.loadBalancerSourceRanges ?? [])
        .map((range) => range.trim())
        .filter((range) => familyOf(range.split('/')[0]!) === family)
    : [];
  const isExternal = isLoadBalancer || spec.type === 'NodePort' || externalIPs.length > 0;
  const externalPolicyLocal = isExternal && spec.externalTrafficPolicy === 'Local';
  return (spec.ports ?? []).map((port) => {
    const protocol = port.protocol ?? 'TCP';
    const portName = port.name ?? '';
    const name = `${namespace}/${metadata.name}${portName === '' ? '' : `:${portName}`}`;
    const nodePort = port.nodePort ?? 0;
    const policies: TrafficPolicies = {
      internalPolicyLocal: spec.internalTrafficPolicy === 'Local',
      externalPolicyLocal,
      externallyAccessible: nodePort !== 0 || externalIPs.length > 0 || loadBalancerIPs.length > 0,
    };
    const endpoints = endpointInfos(ownSlices, port, family);
    return {
      service: key,
      namespace,
      serviceName: metadata.name,
      portName,
      name,
      key: `${name}/${protocol}`,
      protocol,
      port: port.port,
      clusterIP,
      externalIPs,
      loadBalancerIPs,
      nodePort,
      healthCheckNodePort: isLoadBalancer && externalPolicyLocal ? (spec.healthCheckNodePort ?? 0) : 0,
      affinitySeconds:
        spec.sessionAffinity === 'ClientIP'
          ? (spec.sessionAffinityConfig?.clientIP?.timeoutSeconds ?? DEFAULT_AFFINITY_SECONDS)
          : 0,
      sourceRanges,
      policies,
      endpoints,
      isSameOnAllNodes:
        !usesLocalEndpoints(policies) &&
        sourceRanges.length === 0 &&
        endpoints.every(({ zoneHints, nodeHints }) => zoneHints.length === 0 && nodeHints.length === 0),
      chains: { config: null, everywhere: null, byNode: null },
    };
  });
}

/** The endpoints that slices list under this port's name and protocol, in the order of their addresses as text. */
function endpointInfos(
  slices: readonly EndpointSlice[],
  servicePort: ServicePort,
  family: IPFamily,
): EndpointInfo[] {
  const byAddress = new Map<string, EndpointInfo>();
  for (const slice of slices) {
    for (const { name, port, protocol } of slice.ports ?? []) {
      if ((name ?? '') !== (servicePort.name ?? '')) continue;
      if ((protocol ?? 'TCP') !== (servicePort.protocol ?? 'TCP') || !port) continue;
      for (const endpoint of slice.endpoints ?? []) {
        const ip = canonicalIP(endpoint.addresses[0] ?? '', family);
        if (ip === null) continue;
        const address = family === 'IPv6' ? `[${ip}]:${port}` : `${ip}:${port}`;
        if (byAddress.has(address)) continue;
        const { conditions, hints, targetRef } = endpoint;
        const ready = conditions?.ready ?? true;
        byAddress.set(address, {
          ip,
          port,
          address,
          target:
            targetRef?.name === undefined
              ? ip
              : `${targetRef.namespace ?? slice.metadata.namespace ?? ''}/${targetRef.name}`,
          nodeName: endpoint.nodeName ?? null,
          ready,
          serving: conditions?.serving ?? ready,
          terminating: conditions?.terminating ?? false,
          zoneHints: hints?.forZones?.map((zone) => zone.name) ?? [],
          nodeHints: hints?.forNodes?.map((node) => node.name) ?? [],
        });
      }
    }
  }
  return [...byAddress.values()].sort((a, b) => (a.address < b.address ? -1 : a.address > b.address ? 1 : 0));
}

/** Ranges and addresses that may call the load balancer's addresses. */
export function acceptedSources(info: ServicePortInfo, nodeIP: string | undefined): readonly string[] {
  // A node that may call the balancer may do so from the balancer's own address, which some clouds put on the node.
  const nodeMay = nodeIP !== undefined && rangeMatcher(info.sourceRanges)(nodeIP);
  return nodeMay ? [...info.sourceRanges, ...info.loadBalancerIPs] : info.sourceRanges;
}

/** Whether the load balancer's addresses accept this source; always when no ranges are given. */
export function sourceMatcher(
  info: ServicePortInfo,
  nodeIP: string | undefined,
): (source: string) => boolean {
  const accepted = new Set(acceptedSources(info, nodeIP));
  const inRanges = rangeMatcher(info.sourceRanges);
  return (source) => inRanges(source) || accepted.has(source);
}
