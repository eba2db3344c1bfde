/** The rows of the packets table as comma-separated values. */
import { csvText } from '../playground/csv.ts';
import type { PacketRow } from './packetRows.ts';

const columns: Readonly<Record<string, (row: PacketRow) => string | number>> = {
  'time in s': ({ at }) => (at / 1000).toFixed(3),
  request: ({ requestId }) => requestId,
  from: ({ from }) => from,
  to: ({ to }) => to,
  protocol: ({ protocol }) => protocol,
  service: ({ service }) => service,
  verdict: ({ label }) => label,
  pod: ({ pod }) => pod,
  'source seen': ({ sourceSeen }) => sourceSeen,
  'latency in ms': ({ latencyMs }) => latencyMs ?? '',
  try: ({ attempt }) => attempt,
};

export function csvOf(rows: readonly PacketRow[]): string {
  return csvText([
    Object.keys(columns),
    ...rows.map((row) => Object.values(columns).map((read) => read(row))),
  ]);
}
