/** Which field the cursor is at, told from indentation alone, so that it is known in text that is not finished too. */

export interface CursorPlace {
  /** The kind of the document; '' while it says none. */
  kind: string;
  apiVersion: string;
  /** What is around the cursor; list items are 0, because all items of a list are alike. */
  path: readonly (string | number)[];
  /** The field whose value is being written; null when a field's name (or a list's item) is. */
  field: string | null;
  /** Fields of the same map that are there already, with what they say on their line. */
  siblings: ReadonlyMap<string, string>;
  /** What is written already of what is being written, and where it begins in the line. */
  written: string;
  column: number;
  /** Whether something else follows on the line. */
  isFollowed: boolean;
}

interface Line {
  /** Where its first dash stands; -1 without one. */
  dash: number;
  dashes: number;
  /** Where what comes after the dashes stands. */
  column: number;
  key: string | null;
  value: string;
}

const LINE = /^(\s*)((?:-(?:\s+|$))*)(.*)$/;
const KEY = /^("(?:[^"\\]|\\.)*"|'[^']*'|[^\s#"'{}[\],:][^:]*?|[^\s#"'{}[\],]*):(?:\s+(.*))?$/;

function parseLine(text: string): Line | null {
  const [, indent = '', dashes = '', rest = ''] = LINE.exec(text) ?? [];
  if (rest.startsWith('#') || (rest.trim() === '' && dashes === '')) return null;
  const column = indent.length + dashes.length;
  const match = KEY.exec(rest.replace(/\s+#.*$/, '').trimEnd());
  return {
    dash: dashes === '' ? -1 : indent.length,
    dashes: dashes.split('-').length - 1,
    column,
    key: match === null ? null : unquoted(match[1]!),
    value: match?.[2] ?? '',
  };
}

function unquoted(text: string): string {
  return /^(["']).*\1$/.test(text) ? text.slice(1, -1) : text;
}

/** `line` counts from 0; `column` is the cursor's. The lines are those of the whole text; documents end at `---`. */
export function cursorPlace(lines: readonly string[], line: number, column: number): CursorPlace | null {
  const current = lines[line] ?? '';
  const before = current.slice(0, column);
  if (/(^|\s)#/.test(before) || before.startsWith('---')) return null;
  let first = line;
  while (first > 0 && !lines[first - 1]!.startsWith('---')) first--;
  let last = line;
  while (last + 1 < lines.length && !lines[last + 1]!.startsWith('---')) last++;

  const [, indent = '', dashes = '', rest = ''] = LINE.exec(before) ?? [];
  const start = indent.length + dashes.length;
  const colon = /^((?:[^\s:"'{}[\]#]|:(?=\S))+|"[^"]*"|'[^']*'):\s+/.exec(rest);
  const path: (string | number)[] = Array.from({ length: dashes.split('-').length - 1 }, () => 0);
  let limit = start;
  let inList = false;
  if (dashes !== '') {
    limit = indent.length;
    inList = true;
  }
  const siblings = siblingsOf(lines, line, start, dashes !== '', first, last);
  for (let at = line - 1; at >= first; at--) {
    const parsed = parseLine(lines[at]!);
    if (parsed === null) continue;
    const { dash, column: own, key } = parsed;
    const isParent = inList ? own <= limit && dash !== limit : own < limit;
    const isStartOfItem = !inList && own === limit && dash >= 0;
    if (!isParent && !isStartOfItem) continue;
    if (isParent) {
      if (key === null) return null;
      path.unshift(key);
    }
    if (dash >= 0) {
      for (let count = 0; count < parsed.dashes; count++) path.unshift(0);
      limit = dash;
      inList = true;
    } else {
      limit = own;
      inList = false;
    }
  }
  const head = new Map<string, string>();
  for (let at = first; at <= last; at++) {
    const parsed = parseLine(lines[at]!);
    if (parsed?.column === 0 && parsed.dash < 0 && parsed.key !== null && at !== line)
      head.set(parsed.key, parsed.value);
  }
  const written = colon === null ? rest : rest.slice(colon[0].length);
  return {
    kind: unquoted(head.get('kind') ?? ''),
    apiVersion: unquoted(head.get('apiVersion') ?? ''),
    path,
    field: colon === null ? null : unquoted(colon[1]!),
    siblings,
    written,
    column: column - written.length,
    isFollowed: /[^\s#]/.test(current.slice(column).replace(/\s+#.*$/, '')),
  };
}

/** The other lines of the map that the line belongs to. */
function siblingsOf(
  lines: readonly string[],
  line: number,
  column: number,
  beginsItem: boolean,
  first: number,
  last: number,
): Map<string, string> {
  const siblings = new Map<string, string>();
  const take = (parsed: Line) => {
    if (parsed.key !== null) siblings.set(parsed.key, unquoted(parsed.value));
  };
  for (let at = line - 1; at >= first && !beginsItem; at--) {
    const parsed = parseLine(lines[at]!);
    if (parsed === null || parsed.column > column) continue;
    if (parsed.column < column) break;
    take(parsed);
    if (parsed.dash >= 0) break;
  }
  for (let at = line + 1; at <= last; at++) {
    const parsed = parseLine(lines[at]!);
    if (parsed === null || (parsed.column > column && parsed.dash < 0)) continue;
    if (parsed.dash >= 0 && parsed.dash >= column) continue;
    if (parsed.column < column || parsed.dash >= 0) break;
    take(parsed);
  }
  return siblings;
}
