/** The rows of the packets table as comma-separated values (RFC 4180), with plain numbers. */
import type { PacketRow } from './packetRows.ts';

const columns: Readonly<Record<string, (row: PacketRow) => string | number>> = {
  'time in s': ({ at }) => (at / 1000).toFixed(3),
  request: ({ requestId }) => requestId,
  try: ({ attempt }) => attempt,
  from: ({ from }) => from,
  to: ({ to }) => to,
  protocol: ({ protocol }) => protocol,
  service: ({ service }) => service,
  verdict: ({ label }) => label,
  pod: ({ pod }) => pod,
  'source seen': ({ sourceSeen }) => sourceSeen,
  'latency in ms': ({ latencyMs }) => latencyMs ?? '',
};

export function csvOf(rows: readonly PacketRow[]): string {
  const lines = [Object.keys(columns), ...rows.map((row) => Object.values(columns).map((read) => read(row)))];
  return lines.map((line) => `${line.map(field).join(',')}\r\n`).join('');
}

/** Quoted where it must be. Names may come from anywhere, so none may begin as a formula of a spreadsheet. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
