/**
 * What is written in a node's kernel: kube-proxy's rules, connections and routes; and what the whole cluster knows: its
 * EndpointSlices and names. The rows that packets hit are marked and counted.
 */

import { useVirtualizer } from '@tanstack/react-virtual';
import { CornerDownRight } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import { formatNumber } from '../messages/messages.ts';
import { t } from '../messages/nodeTables.ts';
import { type ClusterTable, clusterTableCommands, readClusterTable } from '../playground/clusterTables.ts';
import {
  hasIPv6,
  type NodeTable,
  proxyModeOf,
  readNodeTable,
  tableCommands,
} from '../playground/nodeTables.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { panels, usePanels } from '../ui/panels.ts';
import { rich } from '../ui/rich.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { hitCountsOf, hitsInCluster, hitsOn, translatedOn } from './hitCounts.ts';
import styles from './NodeTables.module.css';
import { clusterLines, followedHits, followedKeys, type TableLine, tableLines } from './tableLines.ts';

type TableName = NodeTable | ClusterTable;

const tables: readonly { value: TableName; label: string }[] = [
  {
    value: 'rules',
    get label() {
      return t('table.rules');
    },
  },
  {
    value: 'conntrack',
    get label() {
      return t('table.conntrack');
    },
  },
  {
    value: 'routes',
    get label() {
      return t('table.routes');
    },
  },
  {
    value: 'endpoints',
    get label() {
      return t('table.endpoints');
    },
  },
  { value: 'dns', label: 'DNS' },
];

function isOfCluster(table: TableName): table is ClusterTable {
  return table in clusterTableCommands;
}

const LINE_HEIGHT = 22;
/** Drawn beyond the edges, so that scrolling shows no gap. */
const OVERSCAN = 12;

const nodeKey = (name: string) => keyOfKind('Node', '', name);

export function NodeTables() {
  const objects = usePlaygroundState((state) => state.objects);
  const nodes = useMemo(
    () => [...objects.values()].filter(({ kind }) => kind === 'Node').map(({ metadata }) => metadata.name),
    [objects],
  );
  const wanted = usePanels((state) => state.shownNode);
  const node = nodes.find((name) => nodeKey(name) === wanted) ?? nodes[0];
  if (node === undefined) return <p className={styles.empty}>{t('thereIsNoNodeYetIts')}</p>;
  return <TablesOf key={node} node={nodeKey(node)} nodes={nodes} />;
}

function TablesOf({ node, nodes }: { node: ObjectKey; nodes: readonly string[] }) {
  const [table, setTable] = useState<TableName>('rules');
  const [filter, setFilter] = useState('');
  const query = useDeferredValue(filter);

  const shown = {
    query,
    label: isOfCluster(table) ? t(`ofCluster.${table}`) : t(`ofNode.${table}`, { node: parseKey(node).name }),
  };

  return (
    <div className={styles.tables}>
      <div className={styles.tools}>
        <Segmented label={t('table')} options={tables} value={table} onChange={setTable} />
        {!isOfCluster(table) && (
          <select
            className={styles.node}
            aria-label="Node"
            value={parseKey(node).name}
            onChange={(event) => panels.setState({ shownNode: nodeKey(event.target.value) })}
          >
            {nodes.map((name) => (
              <option key={name}>{name}</option>
            ))}
          </select>
        )}
        <input
          type="search"
          className={styles.filter}
          aria-label={t('filterRows')}
          placeholder={t('filterShop1024415')}
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <Source node={node} table={table} />
      </div>
      {isOfCluster(table) ? (
        <ClusterLines key={table} table={table} {...shown} />
      ) : (
        <NodeLines key={table} node={node} table={table} {...shown} />
      )}
    </div>
  );
}

/** The command that would print it, and for connections how many there have been. */
function Source({ node, table }: { node: ObjectKey; table: TableName }) {
  const playground = usePlayground();
  const { version } = useStore(hitCountsOf(playground));
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew when something was counted
  const text = useMemo(
    () =>
      playground.inspect((simulation) =>
        isOfCluster(table)
          ? clusterTableCommands[table]
          : tableCommands[table](proxyModeOf(simulation), hasIPv6(simulation)),
      ),
    [playground, table, version],
  );
  const made = table === 'conntrack' ? translatedOn(playground, node) : null;
  return (
    <span className={styles.command}>
      {made === null ? (
        <code>{text}</code>
      ) : (
        rich(t.rich('translated', { count: made, command: () => <code>{text}</code> }))
      )}
    </span>
  );
}

interface ShownLines {
  query: string;
  label: string;
}

function NodeLines({ node, table, query, label }: ShownLines & { node: ObjectKey; table: NodeTable }) {
  const playground = usePlayground();
  const synced = usePlaygroundState((state) => state.rules[node]);
  const followed = usePlaygroundState((state) => state.followed);
  const time = usePlaygroundState((state) => (table === 'rules' ? null : state.clock.now));
  const { version } = useStore(hitCountsOf(playground));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the simulation is read anew when it has moved on
  const rows = useMemo(
    () => playground.inspect((simulation) => readNodeTable(simulation, node, table) ?? []),
    [playground, node, table, synced, time],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew when the version goes up
  const hits = useMemo(() => hitsOn(playground, node), [playground, node, version]);
  const lines = useMemo(
    () => tableLines(rows, hits, followedHits(followed, node), query),
    [rows, hits, followed, node, query],
  );
  const nothing = table === 'conntrack' ? t('noConnectionIsOpenThatThis') : t('theTableIsEmpty');
  return <FoundLines lines={lines} query={query} label={label} nothing={nothing} />;
}

function ClusterLines({ table, query, label }: ShownLines & { table: ClusterTable }) {
  const playground = usePlayground();
  const objects = usePlaygroundState((state) => state.objects);
  const followed = usePlaygroundState((state) => state.followed);
  const { version } = useStore(hitCountsOf(playground));
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew when the version goes up
  const hits = useMemo(() => hitsInCluster(playground), [playground, version]);
  const asked = useMemo(() => [...hits.keys()].filter((key) => / A+$/.test(key)), [hits]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the simulation is read anew when objects have changed
  const rows = useMemo(
    () => playground.inspect((simulation) => readClusterTable(simulation, table, asked)),
    [playground, table, objects, asked],
  );
  const lines = useMemo(
    () => clusterLines(rows, hits, followedKeys(followed), query),
    [rows, hits, followed, query],
  );
  const nothing = table === 'dns' ? t('thereIsNoNameYet') : t('thereIsNoEndpointSliceYet');
  return <FoundLines lines={lines} query={query} label={label} nothing={nothing} />;
}

function FoundLines({ lines, query, label, nothing }: ShownLines & { lines: TableLine[]; nothing: string }) {
  if (lines.length === 0)
    return <p className={styles.empty}>{query === '' ? nothing : t('noRowHasTheseWords')}</p>;
  return <Lines lines={lines} label={label} />;
}

function Lines({ lines, label }: { lines: readonly TableLine[]; label: string }) {
  const list = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => list.current,
    estimateSize: () => LINE_HEIGHT,
    overscan: OVERSCAN,
  });
  const current = lines.findIndex(({ followed }) => followed === 'now');
  const currentText = lines[current]?.text;
  // biome-ignore lint/correctness/useExhaustiveDependencies: goes to the row when another one is hit, not when rows come and go
  useEffect(() => {
    if (current >= 0) virtual.scrollToIndex(current, { align: 'center' });
  }, [currentText]);

  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <div ref={list} dir="ltr" className={styles.lines} tabIndex={0}>
      <table aria-label={label} aria-rowcount={lines.length} style={{ height: virtual.getTotalSize() }}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">{t('packets')}</th>
            <th scope="col">{t('row')}</th>
          </tr>
        </thead>
        <tbody>
          {virtual.getVirtualItems().map(({ index, start }) => {
            const line = lines[index]!;
            return (
              <tr
                key={line.number}
                className={styles.line}
                aria-rowindex={index + 1}
                aria-current={line.followed === 'now' || undefined}
                data-followed={line.followed ?? undefined}
                data-heading={line.isHeading || undefined}
                style={{ transform: `translateY(${start}px)` }}
              >
                <td className={styles.hits}>
                  {line.hits > 0 && (
                    <span key={line.hits} className={styles.lit}>
                      {formatNumber(line.hits)}
                    </span>
                  )}
                </td>
                <td className={styles.text}>
                  {line.followed !== null && (
                    <CornerDownRight
                      size={12}
                      className={styles.mark}
                      aria-label={line.followed === 'now' ? t('hitByTheFollowedRequest') : t('hitBefore')}
                    />
                  )}
                  <code>{line.text}</code>
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
