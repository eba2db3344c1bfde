/** The lines of a node's table as they are shown: filtered, with the hits that were counted and those of the followed request. */
import { type ClusterRow, clusterKeyOf } from '../playground/clusterTables.ts';
import { connectionOf, type TableRow } from '../playground/nodeTables.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { PlaceKey } from '../simulation/events.ts';
import { matchesWords } from '../ui/matchesWords.ts';
import type { HitsByText } from './hitCounts.ts';

export interface TableLine {
  /** Its place in the whole table, from 1. */
  readonly number: number;
  readonly text: string;
  /** How many packets hit it. */
  readonly hits: number;
  /** `now` is the row that the followed request hit last in this table, `before` an earlier one. */
  readonly followed: 'now' | 'before' | null;
  /** Chains and tables begin with such a line. */
  readonly isHeading: boolean;
}

/** An element of an nftables map is a line of its own, with the braces and commas of the list around it. */
export function bareText(line: string): string {
  const text = line.trim().replace(/^elements = \{ |,$/g, '');
  return text.endsWith(' }') && !text.includes('{') ? text.slice(0, -2) : text;
}

/** What the followed request has hit on a node: texts of rules and connections, in the order in which it did. */
export function followedHits(record: RequestRecord | null, node: PlaceKey): readonly string[] {
  const hits: string[] = [];
  for (const step of record?.steps ?? []) {
    const place = step.type === 'Hop' ? step.from : step.place;
    if (place !== node || step.rule === null) continue;
    hits.push(step.rule.text, connectionOf(step.before));
  }
  return hits;
}

export function tableLines(
  rows: readonly TableRow[],
  hits: HitsByText,
  followed: readonly string[],
  query: string,
): TableLine[] {
  const steps = rows.map(({ text, rule, connection }) =>
    Math.max(
      followed.lastIndexOf(rule ?? bareText(text)),
      connection === undefined ? -1 : followed.lastIndexOf(connection),
    ),
  );
  const latest = Math.max(0, ...steps);
  return rows.flatMap(({ text, rule }, index) => {
    if (!matchesWords(query, text)) return [];
    const step = steps[index]!;
    return {
      number: index + 1,
      text,
      hits: hits.get(rule ?? bareText(text)) ?? 0,
      followed: step < 0 ? null : step === latest ? 'now' : 'before',
      isHeading: /^(?:\*|# |table |\t?(?:chain|map|set) |Name: |(?:TCP|UDP|SCTP) )/.test(text),
    };
  });
}

/** What the followed request has picked and asked for, in the order in which it did. */
export function followedKeys(record: RequestRecord | null): readonly string[] {
  return (record?.steps ?? []).flatMap((step) => clusterKeyOf(step) ?? []);
}

/** The lines of a table of the whole cluster; a heading stays while a row below it has the words. */
export function clusterLines(
  rows: readonly ClusterRow[],
  hits: HitsByText,
  followed: readonly string[],
  query: string,
): TableLine[] {
  const steps = rows.map(({ keys }) => Math.max(-1, ...keys.map((key) => followed.lastIndexOf(key))));
  const latest = Math.max(0, ...steps);
  const lines: TableLine[] = [];
  let heading: TableLine | null = null;
  let title = '';
  rows.forEach(({ text, keys }, index) => {
    const step = steps[index]!;
    const isHeading = text.startsWith('# ');
    const line: TableLine = {
      number: index + 1,
      text,
      hits: keys.reduce((sum, key) => sum + (hits.get(key) ?? 0), 0),
      followed: step < 0 ? null : step === latest ? 'now' : 'before',
      isHeading,
    };
    if (isHeading) [heading, title] = [line, text];
    else if (matchesWords(query, `${title} ${text}`)) {
      if (heading !== null) lines.push(heading);
      heading = null;
      lines.push(line);
    }
  });
  return lines;
}
