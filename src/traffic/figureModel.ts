/** What a figure is made of, whatever it shows: lines over time or latency, the same in numbers, and a sentence. */

export type LineKind = 'area' | 'hump' | 'steps' | 'bars';

export interface Line {
  readonly label: string;
  /** A design token: `--ok`. */
  readonly color: string;
  /** Which of the two axes it is read at. */
  readonly side: 'left' | 'right';
  readonly kind: LineKind;
  readonly dash?: readonly number[];
  readonly values: readonly (number | null)[];
  readonly format: (value: number) => string;
}

export type Cell = string | number;

export interface SideRow {
  /** Of which line it is the legend. */
  readonly line: number | null;
  readonly cells: readonly Cell[];
}

export interface Figure {
  /** `Success rate of shop`: also the name of its files. */
  readonly title: string;
  /** What it shows just now, for who cannot see it. */
  readonly summary: string;
  readonly across: 'time' | 'latency';
  /** In seconds of the clock, or in milliseconds on the wire. */
  readonly x: readonly number[];
  readonly lines: readonly Line[];
  readonly leftAxis: { readonly label: string; readonly highest?: number };
  readonly rightAxis?: { readonly label: string };
  /** Beside the chart: its legend and the figures that matter most. */
  readonly side: { readonly columns: readonly string[]; readonly rows: readonly SideRow[] };
  /** All of it in numbers. */
  readonly table: { readonly columns: readonly string[]; readonly rows: readonly (readonly Cell[])[] };
  /** What to say instead while there is nothing to draw. */
  readonly empty: string | null;
}

export interface Mark {
  readonly at: number;
  readonly label: string;
}

const palette = ['--accent', '--node-port', '--cluster-ip', '--external-name', '--load-balancer', '--ink-2'];
const dashes: readonly (readonly number[])[] = [[], [6, 3], [2, 3], [10, 3, 2, 3]];

/** Lines that stand for things without a colour of their own: told apart by colour, then by dashes. */
export function lookOfLine(index: number): { color: string; dash: readonly number[] } {
  return {
    color: palette[index % palette.length]!,
    dash: dashes[Math.floor(index / palette.length) % dashes.length]!,
  };
}
