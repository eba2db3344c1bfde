/** What is written in a node's kernel: kube-proxy's rules, connections and routes, with the rows that packets hit marked. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { CornerDownRight } from 'lucide-react';
import { useDeferredValue, useEffect, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { keyOfKind } from '../kubernetes/kinds.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { parseKey } from '../kubernetes/objectMeta.ts';
import {
  hasIPv6,
  type NodeTable,
  proxyModeOf,
  readNodeTable,
  tableCommands,
} from '../playground/nodeTables.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { formatCount } from '../ui/formats.ts';
import { panels, usePanels } from '../ui/panels.ts';
import { Segmented } from '../ui/Segmented.tsx';
import { hitCountsOf, hitsOn } from './hitCounts.ts';
import styles from './NodeTables.module.css';
import { followedHits, type TableLine, tableLines } from './tableLines.ts';

const tables: readonly { value: NodeTable; label: string }[] = [
  { value: 'rules', label: 'Rules' },
  { value: 'conntrack', label: 'Connections' },
  { value: 'routes', label: 'Routes' },
];

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
  if (node === undefined)
    return (
      <p className={styles.empty}>There is no Node yet. Its rules and connections will be shown here.</p>
    );
  return <TablesOf key={node} node={nodeKey(node)} nodes={nodes} />;
}

function TablesOf({ node, nodes }: { node: ObjectKey; nodes: readonly string[] }) {
  const [table, setTable] = useState<NodeTable>('rules');
  const [filter, setFilter] = useState('');
  const query = useDeferredValue(filter);
  const { lines, mode, isDual } = useLines(node, table, query);
  const found = lines ?? [];

  return (
    <div className={styles.tables}>
      <div className={styles.tools}>
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
        <Segmented label="Table" options={tables} value={table} onChange={setTable} />
        <input
          type="search"
          className={styles.filter}
          aria-label="Filter rows"
          placeholder="Filter: shop, 10.244.1.5 …"
          value={filter}
          onChange={(event) => setFilter(event.target.value)}
        />
        <span className={styles.command}>
          {query === '' ? (
            <code>{tableCommands[table](mode, isDual)}</code>
          ) : (
            formatCount(found.length, 'row')
          )}
        </span>
      </div>
      {found.length === 0 ? (
        <p className={styles.empty}>
          {query !== ''
            ? 'No row has these words.'
            : table === 'conntrack'
              ? 'No connection is open that this node has translated.'
              : 'The table is empty.'}
        </p>
      ) : (
        <Lines
          key={table}
          lines={found}
          label={`${tables.find(({ value }) => value === table)!.label} of ${parseKey(node).name}`}
        />
      )}
    </div>
  );
}

function useLines(node: ObjectKey, table: NodeTable, query: string) {
  const playground = usePlayground();
  const synced = usePlaygroundState((state) => state.rules[node]);
  const followed = usePlaygroundState((state) => state.followed);
  const time = usePlaygroundState((state) => (table === 'rules' ? null : state.clock.now));
  const { version } = useStore(hitCountsOf(playground));
  // biome-ignore lint/correctness/useExhaustiveDependencies: the simulation is read anew when it has moved on
  const read = useMemo(
    () =>
      playground.inspect((simulation) => ({
        rows: readNodeTable(simulation, node, table) ?? [],
        mode: proxyModeOf(simulation),
        isDual: hasIPv6(simulation),
      })),
    [playground, node, table, synced, time],
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: counted anew when the version goes up
  const hits = useMemo(() => hitsOn(playground, node), [playground, node, version]);
  const lines = useMemo(
    () => tableLines(read.rows, hits, followedHits(followed, node), query),
    [read, hits, followed, node, query],
  );
  return { lines, mode: read.mode, isDual: read.isDual };
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
    <div ref={list} className={styles.lines} tabIndex={0}>
      <table aria-label={label} aria-rowcount={lines.length} style={{ height: virtual.getTotalSize() }}>
        <thead className="visually-hidden">
          <tr>
            <th scope="col">Packets</th>
            <th scope="col">Row</th>
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
                      {line.hits.toLocaleString('en')}
                    </span>
                  )}
                </td>
                <td className={styles.text}>
                  {line.followed !== null && (
                    <CornerDownRight
                      size={12}
                      className={styles.mark}
                      aria-label={line.followed === 'now' ? 'Hit by the followed request' : 'Hit before'}
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
