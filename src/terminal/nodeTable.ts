/** A table of the node on which the prompt stands, as text. */
import { type NodeTable, proxyModeOf, readNodeTable } from '../playground/nodeTables.ts';
import type { ToolCall } from './tools.ts';

export function nodeTableText({ shell, place }: ToolCall, table: NodeTable): string {
  if (place.type !== 'Node') return '';
  const rows = shell.ground.inspect((simulation) => readNodeTable(simulation, place.key, table));
  return (rows ?? []).map(({ text }) => `${text}\n`).join('');
}

export function proxyMode({ shell }: ToolCall): string {
  return shell.ground.inspect(proxyModeOf);
}
