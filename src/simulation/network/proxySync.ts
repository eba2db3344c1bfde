/**
 * When kube-proxy on each node learns of a change: Services and EndpointSlices are compiled once for the whole cluster,
 * and each node takes the table over after a delay of its own. Afterwards it clears the UDP connections that still lead
 * to endpoints that no longer serve (pkg/proxy/conntrack `CleanStaleEntries`).
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import { push } from '../eventQueue.ts';
import type { PlaceKey } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import { isIPv6 } from './addressFamilies.ts';
import { entriesOf, remove } from './conntrack.ts';
import { observeSync } from './healthChecks.ts';
import { countRows, createNodeRules, type NodeRules } from './kubeProxy.ts';
import type { NodePlace } from './places.ts';
import {
  findNodePort,
  findPortal,
  portsOf,
  type ServicePortInfo,
  type ServiceTable,
  withServices,
} from './serviceTable.ts';
import { lookUp, valuesOf } from './shardedMap.ts';

export interface RulesSync {
  readonly type: 'RulesSync';
  readonly node: PlaceKey;
}

/** The watch, and kube-proxy's own pause between syncs (`minSyncPeriod`). */
const SYNC_DELAY_MS = 100;
const SYNC_SPREAD_MS = 400;

/** A Service or one of its slices has changed: every node will sync. */
export function serviceChanged(simulation: Simulation, key: ObjectKey): void {
  const { network } = simulation;
  network.changedServices.add(key);
  for (const node of network.nodes.values()) {
    node.pendingServices.add(key);
    queueSync(simulation, node);
  }
}

/** Whether the node's kube-proxy runs and hears of changes. */
export function followsRules({ breakage, isProxyStopped }: NodePlace): boolean {
  return breakage === null && !isProxyStopped;
}

export function queueSync(simulation: Simulation, node: NodePlace): void {
  const { network, now } = simulation;
  if (node.isSyncQueued || !network.isSettled || !followsRules(node)) return;
  node.isSyncQueued = true;
  const at = now + SYNC_DELAY_MS + nextInteger(network.syncRandom, SYNC_SPREAD_MS);
  push(simulation.queue, at, { type: 'RulesSync', node: node.key });
}

/** The tables of all Services as they are now, compiled anew where they changed. */
export function latestTables({ byKind, network }: Simulation): {
  readonly table: ServiceTable;
  readonly tableIPv6: ServiceTable | null;
} {
  if (network.changedServices.size > 0) {
    const changes = [...network.changedServices].map((key) => ({
      key,
      service: byKind.Service.get(key) ?? null,
      slices: [...(network.slices.get(key)?.values() ?? [])],
    }));
    network.changedServices.clear();
    network.table = withServices(network.table, changes);
    if (network.tableIPv6 !== null) network.tableIPv6 = withServices(network.tableIPv6, changes);
  }
  return network;
}

/** The Service that is reached under an address, by its object: what a drawing calls the connection's target. */
export function serviceAt(
  simulation: Simulation,
  address: string,
  port: number,
  protocol: string,
): ObjectKey | null {
  const tables = latestTables(simulation);
  const table = tables.tableIPv6 !== null && isIPv6(address) ? tables.tableIPv6 : tables.table;
  const portal = findPortal(table, address, port, protocol) ?? lookUp(table.portals, address)?.[0];
  if (portal !== undefined) return portal.info.service;
  const info =
    simulation.network.addresses.get(address)?.kind === 'Node'
      ? findNodePort(table, port, protocol)
      : undefined;
  return info?.service ?? null;
}

export function syncWhenDue(simulation: Simulation, task: RulesSync): void {
  const node = simulation.network.nodes.get(task.node);
  if (node === undefined) return;
  node.isSyncQueued = false;
  if (followsRules(node)) syncRules(simulation, node);
}

/** kube-proxy writes the node's rules anew. */
export function syncRules(simulation: Simulation, node: NodePlace): void {
  const { network } = simulation;
  const { proxyModes } = simulation.features;
  const { rules: before, rulesIPv6: beforeIPv6 } = node;
  const { table, tableIPv6 } = latestTables(simulation);
  const changed = [...node.pendingServices];
  node.isSyncQueued = false;
  node.pendingServices.clear();
  node.rules = createNodeRules(network.proxyConfig, node.proxyNode, table, proxyModes, before);
  node.rows = rowsAfter(node.rules, before, changed, node.rows);
  cleanStaleEntries(node, node.rules, changed);
  if (network.proxyConfigIPv6 === null || tableIPv6 === null) node.rulesIPv6 = null;
  else {
    node.rulesIPv6 = createNodeRules(
      network.proxyConfigIPv6,
      node.proxyNode,
      tableIPv6,
      proxyModes,
      beforeIPv6 ?? undefined,
    );
    node.rowsIPv6 = rowsAfter(node.rulesIPv6, beforeIPv6, changed, node.rowsIPv6);
    cleanStaleEntries(node, node.rulesIPv6, changed);
  }
  for (const key of changed) observeSync(simulation, node, key);
  const rows = node.rows + (node.rulesIPv6 === null ? 0 : node.rowsIPv6);
  simulation.events.push({ type: 'RulesSynced', at: simulation.now, node: node.key, rules: rows });
}

/** How many rows there are, counting only what changed if the node is the same. */
function rowsAfter(
  rules: NodeRules,
  before: NodeRules | null,
  changed: readonly ObjectKey[],
  rows: number,
): number {
  const { table } = rules;
  let count = 0;
  if (before === null || rules.node !== before.node || rules.config.mode !== before.config.mode) {
    for (const infos of valuesOf(table.ports)) count += countRows(rules, infos);
    return count;
  }
  for (const key of changed)
    count += countRows(rules, portsOf(table, key)) - countRows(before, portsOf(before.table, key));
  return rows + count;
}

function cleanStaleEntries(node: NodePlace, { table }: NodeRules, changed: readonly ObjectKey[]): void {
  const udp = changed.filter((key) => portsOf(table, key).some(({ protocol }) => protocol === 'UDP'));
  if (udp.length === 0) return;
  for (const entry of entriesOf(node.conntrack)) {
    const { original, translated, service } = entry;
    if (original.protocol !== 'UDP' || (service !== null && !udp.includes(service))) continue;
    const { destination, destinationPort } = original;
    const info =
      findPortal(table, destination, destinationPort, 'UDP')?.info ??
      findNodePort(table, destinationPort, 'UDP');
    if (info !== undefined && isStale(info, translated.destination, translated.destinationPort))
      remove(node.conntrack, entry);
  }
}

/** Entries of a Service without any serving endpoint are left alone. */
function isStale({ endpoints }: ServicePortInfo, ip: string, port: number): boolean {
  const serving = endpoints.filter((endpoint) => endpoint.serving);
  return serving.length > 0 && !serving.some((endpoint) => endpoint.ip === ip && endpoint.port === port);
}
