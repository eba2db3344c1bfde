/** A figure as a picture that stands alone: its title, the chart as it is drawn now, and its legend with figures. */
import type { Figure } from './figureModel.ts';

const MARGIN = 24;
const TITLE_HEIGHT = 52;
const ROW_HEIGHT = 22;
const COLUMN_WIDTH = 96;
/** Of the summary, about. */
const CHARACTER_WIDTH = 6.2;

export function pictureOf(
  figure: Figure,
  chart: HTMLCanvasElement,
  done: (picture: Uint8Array<ArrayBuffer>) => void,
): void {
  const { title, summary, side, lines } = figure;
  const scale = chart.width / chart.clientWidth;
  const width = Math.max(chart.clientWidth, 480) + 2 * MARGIN;
  const summaryLines = inLines(summary, Math.floor((width - 2 * MARGIN) / CHARACTER_WIDTH));
  const chartTop = MARGIN + TITLE_HEIGHT + (summaryLines.length - 1) * 16;
  const sideTop = chartTop + chart.clientHeight + 12;
  const height = sideTop + (side.rows.length + 1) * ROW_HEIGHT + MARGIN;
  const canvas = document.createElement('canvas');
  canvas.width = width * scale;
  canvas.height = height * scale;
  const context = canvas.getContext('2d')!;
  const tokens = getComputedStyle(document.documentElement);
  const token = (name: string) => tokens.getPropertyValue(name).trim();
  const write = (
    text: string,
    x: number,
    y: number,
    color: string,
    font: string,
    align: CanvasTextAlign = 'left',
  ) => {
    context.fillStyle = token(color);
    context.font = `${font} ${token('--font')}`;
    context.textAlign = align;
    context.fillText(text, x, y);
  };

  context.scale(scale, scale);
  context.fillStyle = token('--panel');
  context.fillRect(0, 0, width, height);
  write(title, MARGIN, MARGIN + 14, '--ink', '600 16px');
  for (const [index, line] of summaryLines.entries())
    write(line, MARGIN, MARGIN + 36 + index * 16, '--ink-2', '12px');
  context.drawImage(chart, MARGIN, chartTop, chart.clientWidth, chart.clientHeight);

  const columnAt = (index: number) => MARGIN + 180 + index * COLUMN_WIDTH;
  for (const [index, column] of side.columns.entries())
    write(
      column,
      index === 0 ? MARGIN : columnAt(index),
      sideTop + 15,
      '--ink-2',
      '12px',
      index === 0 ? 'left' : 'right',
    );
  for (const [row, { line, cells }] of side.rows.entries()) {
    const y = sideTop + (row + 1) * ROW_HEIGHT + 15;
    const look = line === null ? undefined : lines[line];
    if (look !== undefined) {
      context.strokeStyle = token(look.color);
      context.lineWidth = 2.5;
      context.setLineDash([...(look.dash ?? [])]);
      context.beginPath();
      context.moveTo(MARGIN, y - 4);
      context.lineTo(MARGIN + 18, y - 4);
      context.stroke();
    }
    for (const [index, cell] of cells.entries())
      write(
        String(cell),
        index === 0 ? MARGIN + 26 : columnAt(index),
        y,
        '--ink',
        '12px',
        index === 0 ? 'left' : 'right',
      );
  }
  canvas.toBlob(async (blob) => {
    if (blob !== null) done(new Uint8Array(await blob.arrayBuffer()));
  }, 'image/png');
}

/** Broken between words, none longer than `most` characters. */
function inLines(text: string, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) lines.push(word);
    else lines[lines.length - 1] = `${last} ${word}`;
  }
  return lines;
}
