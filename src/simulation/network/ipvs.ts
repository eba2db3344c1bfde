/**
 * What a node in ipvs mode does with the first packet of a connection: ipsets and a handful of iptables rows that never
 * change filter and mark it, virtual servers in the kernel pick a real server. Models pkg/proxy/ipvs `syncProxyRules`,
 * `syncEndpoint` and `writeIptablesRules` (v1.35) and the kernel's ip_vs. Simplified: the address of a load balancer or an
 * external address is always on kube-ipvs0, unless it is the node's own.
 */
import type { Header, Rule } from '../events.ts';
import { type Choice, choiceAmong, noChoice } from './candidates.ts';
import { ipvsRows, VIRTUAL_SERVERS } from './ipvsRows.ts';
import { ipvsSchedulers } from './ipvsSchedulers.ts';
import { type IpvsTable, openConnection, type VirtualServer, virtualServerOf } from './ipvsTable.ts';
import { chainsOf, type EndpointChain, type NodeRules } from './kubeProxy.ts';
import type { Verdict } from './netfilter.ts';
import { isOnDummyInterface } from './ownAddresses.ts';
import { choosingRule, lazyRule, type Row } from './rule.ts';
import {
  type EndpointInfo,
  findHealthCheck,
  findNodePort,
  findPortal,
  type Portal,
  type ServicePortInfo,
} from './serviceTable.ts';
import { lookUp } from './shardedMap.ts';

const NONE: Verdict = {
  verdict: 'NONE',
  endpoint: null,
  masquerade: false,
  rule: null,
  reason: 'NoServiceRule',
  service: null,
  details: undefined,
};

export function matchIpvs(rules: NodeRules, header: Header, table: IpvsTable, now: number): Verdict {
  const { destination, destinationPort, protocol, source } = header;
  const portal = findPortal(rules.table, destination, destinationPort, protocol);
  const info = portal?.info ?? nodePortAt(rules, header);
  if (info === undefined) return filterAccess(rules, header);
  if (portal?.kind === 'loadBalancerIP' && !chainsOf(rules, info).acceptsSource(source))
    return stopped(rules, header, info, 'DROP', 'SourceRangeRefused', () =>
      source === destination ? ipvsRows.noNodeAccess(destination, info) : ipvsRows.sourceRange(),
    );
  const endpoints = realServersOf(rules, info, portal?.kind === 'clusterIP' ? 'internal' : 'external');
  if (endpoints.length === 0)
    return stopped(rules, header, info, 'REJECT', 'NoReadyEndpoints', () => ipvsRows.noServer(rules, header));
  const isMasqueraded = isMarked(rules, info, portal, header);
  return schedule(rules, info, endpoints, isMasqueraded, header, virtualServerOf(table, header, now), now);
}

/**
 * The real servers that get new connections. With a Local policy and no endpoint here kube-proxy takes those of other
 * nodes, so that Pods can call external addresses from everywhere; strangers get an answer that they cannot use.
 */
export function realServersOf(
  rules: NodeRules,
  info: ServicePortInfo,
  traffic: 'internal' | 'external',
): readonly EndpointInfo[] {
  const { cluster, local } = chainsOf(rules, info);
  const { internalPolicyLocal, externalPolicyLocal } = info.policies;
  const isLocal = traffic === 'internal' ? internalPolicyLocal : externalPolicyLocal;
  const chain: EndpointChain | null = isLocal ? (local ?? cluster) : cluster;
  return chain?.endpoints ?? [];
}

/** A connection through a virtual server ends with it: the kernel no longer knows whom its packets are for. */
export function hasVirtualServer(
  rules: NodeRules,
  { destination, destinationPort, protocol }: Header,
): boolean {
  return (
    findPortal(rules.table, destination, destinationPort, protocol) !== undefined ||
    findNodePort(rules.table, destinationPort, protocol) !== undefined
  );
}

function nodePortAt(rules: NodeRules, header: Header): ServicePortInfo | undefined {
  return rules.acceptsNodePorts(header.destination)
    ? findNodePort(rules.table, header.destinationPort, header.protocol)
    : undefined;
}

/** Chains KUBE-IPVS-FILTER and KUBE-NODE-PORT of the filter table: what is no virtual server must not reach the host. */
function filterAccess(rules: NodeRules, header: Header): Verdict {
  const { destination, destinationPort, protocol, source } = header;
  const isVirtual = isOnDummyInterface(rules, destination);
  const healthCheck = protocol === 'TCP' ? findHealthCheck(rules.table, destinationPort) : undefined;
  if (healthCheck !== undefined && (isVirtual || rules.isLocal(destination)))
    return {
      ...NONE,
      verdict: 'ACCEPT',
      reason: 'NodeAnswers',
      rule: lazyRule('kubeProxy', () => ipvsRows.healthCheck(destination)),
    };
  if (!isVirtual) return NONE;
  const [owner] = lookUp(rules.table.portals, destination)!;
  return {
    ...NONE,
    verdict: 'REJECT',
    reason: protocol === 'ICMP' ? 'PingRefused' : 'PortNotServed',
    service: owner!.info.service,
    rule: lazyRule('kubeProxy', () => ipvsRows.accessFilter(destination)),
    details: { destination, port: destinationPort, source, serviceName: owner!.info.serviceName },
  };
}

/** Which packets the nat table marks for masquerading. */
function isMarked(
  { config, isPod, table }: NodeRules,
  { policies }: ServicePortInfo,
  portal: Portal | null | undefined,
  { source, destinationPort, protocol }: Header,
): boolean {
  if (source.startsWith('127.')) return false;
  const isOfClusterIP =
    portal?.kind === 'clusterIP' && (config.masqueradeAll || (config.clusterCIDR !== null && !isPod(source)));
  const isOfOthers = portal?.kind !== 'clusterIP' && !policies.externalPolicyLocal;
  if (isOfClusterIP || isOfOthers) return true;
  // The addresses of Services are the node's own too, so the sets of nodePorts, which hold no addresses, match them.
  const sharesNumber = portal?.kind !== 'externalIP' && protocol !== 'SCTP';
  const nodePort = sharesNumber ? findNodePort(table, destinationPort, protocol) : undefined;
  return nodePort !== undefined && !nodePort.policies.externalPolicyLocal;
}

function schedule(
  rules: NodeRules,
  info: ServicePortInfo,
  endpoints: readonly EndpointInfo[],
  isMarked: boolean,
  header: Header,
  server: VirtualServer,
  now: number,
): Verdict {
  const { ipvsScheduler } = rules.config;
  const template = info.affinitySeconds === 0 ? undefined : server.templates.get(header.source);
  const isAlive = template !== undefined && now - template.at < info.affinitySeconds * 1000;
  const kept = isAlive ? endpoints.findIndex(({ address }) => address === template.server) : -1;
  const index = kept >= 0 ? kept : ipvsSchedulers[ipvsScheduler](server, endpoints, header);
  const endpoint = endpoints[index]!;
  if (kept < 0) server.last = endpoint.address;
  if (info.affinitySeconds > 0) server.templates.set(header.source, { server: endpoint.address, at: now });
  openConnection(server, header, endpoint.address, now);
  const masquerade = isMarked || header.source === endpoint.ip;
  return {
    verdict: 'DNAT',
    endpoint,
    masquerade,
    rule: rowOf(server, ipvsRows.picked(rules, info, header, endpoint), { rules, info, endpoints, endpoint }),
    reason: kept >= 0 ? 'AffinityKept' : masquerade ? 'EndpointPickedMasqueraded' : 'EndpointPicked',
    service: info.service,
    details: {
      endpoints: endpoints.length,
      picked: endpoint.target,
      pickedNode: endpoint.nodeName ?? '',
      scheduler: ipvsScheduler,
      ...(endpoint.terminating ? { isTerminating: true } : {}),
      ...(info.affinitySeconds === 0 ? {} : { affinitySeconds: info.affinitySeconds }),
    },
  };
}

/** What a real server was picked from. */
interface Pick {
  readonly rules: NodeRules;
  readonly info: ServicePortInfo;
  readonly endpoints: readonly EndpointInfo[];
  readonly endpoint: EndpointInfo;
}

/** Made anew when the endpoints have changed: it tells who else there was. */
function rowOf({ rows }: VirtualServer, text: string, pick: Pick): Rule {
  const known = rows.get(text);
  if (known?.from === pick.endpoints) return known.rule;
  const rule = choosingRule('kubeProxy', writePick, choicePicked, text, pick);
  rows.set(text, { rule, from: pick.endpoints });
  return rule;
}

function writePick(text: string): Row {
  return { chain: VIRTUAL_SERVERS, text };
}

function choicePicked(_text: string, { rules, info, endpoints, endpoint }: Pick): Choice {
  const isLocal = chainsOf(rules, info).local?.endpoints === endpoints;
  return choiceAmong(info, rules.node, isLocal ? 'Local' : 'Cluster', endpoints, endpoint);
}

function stopped(
  rules: NodeRules,
  { source }: Header,
  info: ServicePortInfo,
  verdict: 'REJECT' | 'DROP',
  reason: 'SourceRangeRefused' | 'NoReadyEndpoints',
  write: () => { chain: string; text: string },
): Verdict {
  return {
    ...NONE,
    verdict,
    reason,
    rule:
      reason === 'NoReadyEndpoints'
        ? choosingRule('kubeProxy', write, () => noChoice(info, rules.node, 'Cluster'), undefined, undefined)
        : lazyRule('kubeProxy', write),
    service: info.service,
    details: {
      serviceName: info.serviceName,
      node: rules.node.name,
      source,
      endpoints: info.endpoints.length,
      ready: info.endpoints.filter((endpoint) => endpoint.ready).length,
    },
  };
}
