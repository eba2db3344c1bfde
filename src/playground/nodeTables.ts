/** What stands in the tables of a node's kernel at this moment, row by row, as the tools that list them print it. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Header } from '../simulation/events.ts';
import { conntrackRule, entriesOf } from '../simulation/network/conntrack.ts';
import type { NodePlace } from '../simulation/network/places.ts';
import { rulesetOf } from '../simulation/network/rulesets.ts';
import type { Simulation } from '../simulation/state.ts';

export type NodeTable = 'rules' | 'conntrack' | 'routes';

export interface TableRow {
  readonly text: string;
  /** What the rule of a packet says that hits the row, where that is not the row's text. */
  readonly rule?: string;
  /** The connection that a row of conntrack is about, see `connectionOf`. */
  readonly connection?: string;
}

const readers: Readonly<Record<NodeTable, (simulation: Simulation, node: NodePlace) => TableRow[]>> = {
  rules: (_simulation, node) => {
    let virtualServer = '';
    return rulesetOf(node.rules, node.ipvs)
      .trimEnd()
      .split('\n')
      .map((text) => {
        if (/^(?:TCP|UDP|SCTP) /.test(text)) virtualServer = text;
        // The counters of a real server move, and it may stand under several virtual servers.
        return text.startsWith('  -> ')
          ? { text, rule: `${virtualServer}\n${text.replace(/( +\d+){2}$/, '')}` }
          : { text };
      });
  },
  conntrack: ({ now }, { conntrack }) =>
    [...entriesOf(conntrack)]
      .filter(({ expiresAt }) => expiresAt > now)
      .map((entry) => ({
        text: conntrackRule(entry, now).text,
        connection: connectionOf(entry.original),
      })),
  routes: ({ network }, node) => {
    const pods = [...network.places.values()].filter(
      (place) => place.kind === 'Pod' && place.node === node.key && !place.isHostNetwork,
    );
    const others = [...network.nodes.values()].filter((other) => other !== node);
    const rules = [
      node.defaultRoute,
      ...pods.map((pod) => (pod as { route: NodePlace['route'] }).route),
      ...others.map((other) => other.route),
      node.linkRoute,
    ];
    return rules.map(({ text }) => ({ text }));
  },
};

/** The command that prints a table on the node itself. */
export const tableCommands: Readonly<Record<NodeTable, (mode: string) => string>> = {
  rules: (mode) =>
    ({ nftables: 'nft list table ip kube-proxy', ipvs: 'ipvsadm -Ln; ipset list; iptables-save' })[mode] ??
    'iptables-save',
  conntrack: () => 'conntrack -L',
  routes: () => 'ip route',
};

/** Null when there is no such node. */
export function readNodeTable(simulation: Simulation, node: ObjectKey, table: NodeTable): TableRow[] | null {
  const place = simulation.network.nodes.get(node);
  return place === undefined ? null : readers[table](simulation, place);
}

export function proxyModeOf({ network }: Simulation): string {
  return network.proxyConfig.mode;
}

/** The same text for all packets of a connection in the direction in which it was opened. */
export function connectionOf({ protocol, source, sourcePort, destination, destinationPort }: Header): string {
  return `${protocol} ${source} ${sourcePort} ${destination} ${destinationPort}`;
}
