/** What stands in the tables of a node's kernel at this moment, row by row, as the tools that list them print it. */
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Header } from '../simulation/events.ts';
import { conntrackRule, entriesOf } from '../simulation/network/conntrack.ts';
import type { NodePlace, PodPlace } from '../simulation/network/places.ts';
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
    return [node.rules, ...(node.rulesIPv6 === null ? [] : [node.rulesIPv6])]
      .flatMap((rules) => rulesetOf(rules, node.ipvs).trimEnd().split('\n'))
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
      (place): place is PodPlace => place.kind === 'Pod' && place.node === node.key && !place.isHostNetwork,
    );
    const others = [...network.nodes.values()].filter((other) => other !== node);
    const { secondRoutes } = node;
    const rules = [
      node.defaultRoute,
      ...pods.map((pod) => pod.route),
      ...others.map((other) => other.route),
      node.linkRoute,
      ...(secondRoutes === null
        ? []
        : [
            secondRoutes.defaultRoute,
            ...pods.flatMap((pod) => pod.secondRoute ?? []),
            ...others.flatMap((other) => other.secondRoutes?.route ?? []),
            secondRoutes.linkRoute,
          ]),
    ];
    return rules.map(({ text }) => ({ text }));
  },
};

/** The command that prints a table on the node itself, in each of the families that the cluster has. */
export const tableCommands: Readonly<Record<NodeTable, (mode: string, hasIPv6: boolean) => string>> = {
  rules: (mode, hasIPv6) => {
    const save = hasIPv6 ? 'iptables-save; ip6tables-save' : 'iptables-save';
    const list = `nft list table ip kube-proxy${hasIPv6 ? '; nft list table ip6 kube-proxy' : ''}`;
    return { nftables: list, ipvs: `ipvsadm -Ln; ipset list; ${save}` }[mode] ?? save;
  },
  conntrack: () => 'conntrack -L',
  routes: (_mode, hasIPv6) => (hasIPv6 ? 'ip route; ip -6 route' : 'ip route'),
};

/** Null when there is no such node. */
export function readNodeTable(simulation: Simulation, node: ObjectKey, table: NodeTable): TableRow[] | null {
  const place = simulation.network.nodes.get(node);
  return place === undefined ? null : readers[table](simulation, place);
}

export function proxyModeOf({ network }: Simulation): string {
  return network.proxyConfig.mode;
}

export function hasIPv6({ network }: Simulation): boolean {
  return network.proxyConfigIPv6 !== null;
}

/** The same text for all packets of a connection in the direction in which it was opened. */
export function connectionOf({ protocol, source, sourcePort, destination, destinationPort }: Header): string {
  return `${protocol} ${source} ${sourcePort} ${destination} ${destinationPort}`;
}
