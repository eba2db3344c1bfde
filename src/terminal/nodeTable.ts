/** A table of the node on which the prompt stands, as text. */
import { type NodeTable, proxyModeOf, readNodeTable } from '../playground/nodeTables.ts';
import type { ToolCall } from './tools.ts';

export function nodeTableText({ session, place }: ToolCall, table: NodeTable): string {
  if (place.type !== 'Node') return '';
  const rows = session.playground.inspect((simulation) => readNodeTable(simulation, place.key, table));
  return (rows ?? []).map(({ text }) => `${text}\n`).join('');
}

export function proxyMode({ session }: ToolCall): string {
  return session.playground.inspect(proxyModeOf);
}
