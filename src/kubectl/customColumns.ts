/** `-o custom-columns=NAME:.metadata.name,…`: models cli-runtime's custom column printer. */
import { KubectlError, type Loose } from './client.ts';
import { valuesAt } from './jsonPath.ts';
import { alignTabs, TABLE_TABS } from './tabWriter.ts';

export function customColumns(spec: string, hasHeader = true): (object: Loose) => string {
  if (spec === '') throw new KubectlError('custom-columns format specified but no custom columns given');
  const columns = spec.split(',').map((part) => {
    const colon = part.indexOf(':');
    if (colon < 0)
      throw new KubectlError(`unexpected custom-columns spec: ${part}, expected <header>:<json-path-expr>`);
    return { header: part.slice(0, colon), path: part.slice(colon + 1) };
  });
  return (object) => {
    const items = (object as { items?: Loose[] }).items ?? [object];
    const rows = items.map((item) => columns.map(({ path }) => cell(path, item)).join('\t'));
    const lines = [...(hasHeader ? [columns.map(({ header }) => header).join('\t')] : []), ...rows];
    return alignTabs(lines.map((line) => `${line}\n`).join(''), TABLE_TABS);
  };
}

function cell(path: string, item: Loose): string {
  const values = path === '' ? [] : valuesAt(path, item);
  if (values.length === 0) return '<none>';
  return values.map((value) => goValue(value)).join(',');
}

/** As `fmt.Print` shows it. */
function goValue(value: unknown): string {
  if (value === null || value === undefined) return '<nil>';
  if (Array.isArray(value)) return `[${value.map(goValue).join(' ')}]`;
  if (typeof value !== 'object') return String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, each]) => `${key}:${goValue(each)}`).join(' ')}]`;
}
