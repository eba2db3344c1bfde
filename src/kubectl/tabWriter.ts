/** Columns under each other: models Go's text/tabwriter as kubectl sets it up, cells ended by tabs. */

export interface TabOptions {
  readonly minWidth: number;
  readonly padding: number;
}

/** Of `kubectl get` and its like. */
export const TABLE_TABS: TabOptions = { minWidth: 6, padding: 3 };
/** Of `kubectl describe`. */
export const DESCRIBE_TABS: TabOptions = { minWidth: 0, padding: 2 };

/** A column is a run of lines that have a cell there which is ended by a tab; each run has its own width. */
export function alignTabs(text: string, { minWidth, padding }: TabOptions): string {
  const lines = text.split('\n').map((line) => line.split('\t'));
  const widths = lines.map((cells) => new Array<number>(Math.max(0, cells.length - 1)).fill(0));
  const measure = (from: number, to: number, column: number): void => {
    for (let at = from; at < to; at++) {
      if (column >= lines[at]!.length - 1) continue;
      let end = at;
      let width = minWidth;
      while (end < to && column < lines[end]!.length - 1) {
        width = Math.max(width, widthOf(lines[end]![column]!) + padding);
        end += 1;
      }
      // A column of nothing takes no room when nothing is its least.
      const isEmpty = lines.slice(at, end).every((cells) => cells[column] === '');
      for (let line = at; line < end; line++)
        widths[line]![column] = isEmpty && minWidth === 0 ? padding : width;
      measure(at, end, column + 1);
      at = end - 1;
    }
  };
  measure(0, lines.length, 0);
  return lines
    .map((cells, line) =>
      cells
        .map((cell, column) =>
          column < cells.length - 1 ? cell + ' '.repeat(widths[line]![column]! - widthOf(cell)) : cell,
        )
        .join(''),
    )
    .join('\n');
}

/** In characters, not in UTF-16 units. */
function widthOf(text: string): number {
  for (let at = 0; at < text.length; at++) if (text.charCodeAt(at) > 0xd7ff) return [...text].length;
  return text.length;
}
