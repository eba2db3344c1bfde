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
import { entriesOf, remove } from './conntrack.ts';
import { observeSync } from './healthChecks.ts';
import { countRows, createNodeRules } from './kubeProxy.ts';
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

export function queueSync(simulation: Simulation, node: NodePlace): void {
  const { network, now } = simulation;
  if (node.isSyncQueued || !network.isSettled) return;
  node.isSyncQueued = true;
  const at = now + SYNC_DELAY_MS + nextInteger(network.syncRandom, SYNC_SPREAD_MS);
  push(simulation.queue, at, { type: 'RulesSync', node: node.key });
}

/** The table of all Services as they are now. */
export function latestTable({ byKind, network }: Simulation): ServiceTable {
  if (network.changedServices.size > 0) {
    const changes = [...network.changedServices].map((key) => ({
      key,
      service: byKind.Service.get(key) ?? null,
      slices: network.slices.get(key)?.values() ?? [],
    }));
    network.changedServices.clear();
    network.table = withServices(network.table, changes);
  }
  return network.table;
}

/** The Service that is reached under an address, by its object: what a drawing calls the connection's target. */
export function serviceAt(
  simulation: Simulation,
  address: string,
  port: number,
  protocol: string,
): ObjectKey | null {
  const table = latestTable(simulation);
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
  if (node !== undefined) syncRules(simulation, node);
}

/** kube-proxy writes the node's rules anew. */
export function syncRules(simulation: Simulation, node: NodePlace): void {
  const { network } = simulation;
  const before = node.rules;
  const table = latestTable(simulation);
  const rules = createNodeRules(network.proxyConfig, node.proxyNode, table, before);
  const changed = [...node.pendingServices];
  node.isSyncQueued = false;
  node.pendingServices.clear();
  node.rules = rules;
  if (rules.node !== before.node) {
    node.rows = 0;
    for (const infos of valuesOf(table.ports)) node.rows += countRows(rules, infos);
  } else {
    for (const key of changed)
      node.rows += countRows(rules, portsOf(table, key)) - countRows(before, portsOf(before.table, key));
  }
  cleanStaleEntries(node, changed);
  for (const key of changed) observeSync(simulation, node, key);
  simulation.events.push({ type: 'RulesSynced', at: simulation.now, node: node.key, rules: node.rows });
}

function cleanStaleEntries(node: NodePlace, changed: readonly ObjectKey[]): void {
  const { table } = node.rules;
  const udp = changed.filter((key) => portsOf(table, key).some(({ protocol }) => protocol === 'UDP'));
  if (udp.length === 0) return;
  for (const entry of entriesOf(node.conntrack)) {
    const { original, translated, service } = entry;
    if (original.protocol !== 'UDP' || service === null || !udp.includes(service)) continue;
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
