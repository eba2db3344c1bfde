/** A figure drawn on a canvas by uPlot: it follows the clock at every frame, the size of its place and the theme. */
import { type Ref, useEffect, useImperativeHandle, useRef } from 'react';
import uPlot from 'uplot';
import { t } from '../messages/traffic.ts';
import 'uplot/dist/uPlot.min.css';
import { formatLatency } from '../ui/formats.ts';
import { useTheme } from '../ui/theme.ts';
import styles from './Chart.module.css';
import type { Figure, Line, Mark } from './figureModel.ts';
import { clockText } from './figureViews.ts';

export interface ChartHandle {
  /** The canvas as it is drawn now. */
  readonly canvas: HTMLCanvasElement | null;
}

interface ChartProps {
  figure: Figure;
  marks: readonly Mark[];
  /** Where the time axis begins and ends now, in seconds. */
  span: () => { from: number; to: number };
  onMark: (mark: Mark) => void;
  ref?: Ref<ChartHandle>;
}

/** The transparency of areas, as the end of a hexadecimal colour. */
const FILL = '1f';
const MIN_SPAN_SECONDS = 30;

export function Chart({ figure, marks, span, onMark, ref }: ChartProps) {
  const place = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLParagraphElement>(null);
  const markList = useRef<HTMLUListElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef({ figure, marks, span });
  latest.current = { figure, marks, span };
  const theme = useTheme();
  // A plot cannot change its lines: others are another plot.
  const shape = [figure.across, theme, ...figure.lines.map((line) => `${line.label} ${line.color}`)].join(
    '|',
  );

  useImperativeHandle(ref, () => ({
    get canvas() {
      return plot.current?.ctx.canvas ?? null;
    },
  }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: `shape` says when another plot is needed
  useEffect(() => {
    const box = place.current!;
    const placeMarks = (made: uPlot) => {
      const isTime = latest.current.figure.across === 'time';
      const shown = isTime ? latest.current.marks : [];
      const items = markList.current?.children ?? [];
      for (const [index, mark] of shown.entries()) {
        const at = made.valToPos(mark.at / 1000, 'x');
        const isInside = at >= 0 && at <= made.over.clientWidth;
        if (isInside) drawMark(made, mark);
        const item = items[index];
        if (!(item instanceof HTMLElement)) continue;
        item.style.transform = `translateX(${made.over.offsetLeft + at}px)`;
        item.hidden = !isInside;
      }
    };
    const tell = (made: uPlot) => {
      if (readout.current !== null)
        readout.current.textContent = readingAt(latest.current.figure, made.cursor.idx);
    };
    const made = new uPlot(
      optionsFor(latest.current.figure, box, { draw: placeMarks, setCursor: tell }),
      dataOf(latest.current.figure),
      box,
    );
    plot.current = made;
    const sizes = new ResizeObserver(() =>
      made.setSize({ width: box.clientWidth, height: box.clientHeight }),
    );
    sizes.observe(box);
    let shownTo = Number.NaN;
    let frame = requestAnimationFrame(function follow() {
      frame = requestAnimationFrame(follow);
      if (latest.current.figure.across !== 'time') return;
      const { from, to } = latest.current.span();
      if (to === shownTo) return;
      shownTo = to;
      made.setScale('x', { min: from, max: Math.max(to, from + MIN_SPAN_SECONDS) });
    });
    return () => {
      cancelAnimationFrame(frame);
      sizes.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape]);

  useEffect(() => {
    plot.current?.setData(dataOf(figure), figure.across !== 'time');
    if (figure.across === 'time') plot.current?.redraw();
  }, [figure]);

  return (
    <div dir="ltr" className={styles.chart}>
      <p ref={readout} className={styles.readout} aria-hidden />
      <div
        ref={place}
        className={styles.place}
        role="img"
        aria-label={`${figure.title}. ${figure.summary}`}
      />
      {figure.across === 'time' && (
        <ul ref={markList} className={styles.marks} aria-label={t('changes')}>
          {marks.map((mark) => (
            <li key={`${mark.at} ${mark.label}`}>
              <button
                type="button"
                className={styles.mark}
                aria-label={`${clockText(mark.at / 1000)}: ${mark.label}`}
                data-tooltip={`${clockText(mark.at / 1000)}: ${mark.label}`}
                onClick={() => onMark(mark)}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** On the canvas, so that it is in pictures too; above it is a button. */
function drawMark({ ctx, bbox, valToPos }: uPlot, { at }: Mark): void {
  const x = valToPos(at / 1000, 'x', true);
  ctx.save();
  ctx.strokeStyle = tokenReader()('--accent');
  ctx.lineWidth = 1.5 * uPlot.pxRatio;
  ctx.setLineDash([4 * uPlot.pxRatio, 3 * uPlot.pxRatio]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.restore();
}

function dataOf({ x, lines }: Figure): uPlot.AlignedData {
  return [x as number[], ...lines.map(({ values }) => values as (number | null)[])];
}

/** `0:42.5   Success rate 98 %   Failed 0.2/s` */
function readingAt({ x, lines, across }: Figure, index: number | null | undefined): string {
  const at = index === null || index === undefined ? undefined : x[index];
  if (at === undefined) return '';
  const values = lines.flatMap(({ label, values, format }) => {
    const value = values[index!];
    return value === null || value === undefined || (across === 'latency' && value === 0)
      ? []
      : [`${label} ${format(value)}`];
  });
  return [across === 'time' ? clockText(at) : formatLatency(at), ...values].join('   ');
}

interface Hooks {
  draw: (plot: uPlot) => void;
  setCursor: (plot: uPlot) => void;
}

function optionsFor(figure: Figure, box: HTMLElement, hooks: Hooks): uPlot.Options {
  const token = tokenReader();
  const font = `11px ${token('--font')}`;
  const axis = (options: uPlot.Axis): uPlot.Axis => ({
    stroke: token('--ink-2'),
    font,
    grid: { stroke: token('--line'), width: 1 },
    ticks: { show: false },
    gap: 6,
    ...options,
  });
  const isTime = figure.across === 'time';
  const { leftAxis, rightAxis } = figure;
  return {
    width: box.clientWidth,
    height: box.clientHeight,
    padding: [12, rightAxis === undefined ? 26 : 4, 0, 4],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false }, points: { size: 6 } },
    scales: {
      x: isTime ? { time: false, auto: false } : { time: false, distr: 3 },
      left: {
        range: (_plot, _lowest, highest) => [0, leftAxis.highest ?? Math.max(1, (highest || 0) * 1.1)],
      },
      // What goes wrong stays in the lower part, below the rate.
      right: { range: (_plot, _lowest, highest) => [0, Math.max(2, (highest || 0) * 2.5)] },
    },
    axes: [
      axis({
        size: 26,
        space: 60,
        grid: { show: false },
        // A scale of logarithms would else be labelled at powers of ten only.
        filter: (_plot, splits) => splits,
        values: (_plot, splits) =>
          splits.map((split) => (isTime ? clockText(split) : isRound(split) ? formatLatency(split) : '')),
      }),
      axis({
        scale: 'left',
        size: 46,
        space: 34,
        values: (_plot, splits) =>
          splits.map((split) =>
            leftAxis.label === 'open' ? wholeOnly(split) : `${Number(split.toFixed(1))} %`,
          ),
      }),
      ...(rightAxis === undefined
        ? []
        : [
            axis({
              scale: 'right',
              side: 1,
              size: 40,
              space: 34,
              grid: { show: false },
              values: (_plot: uPlot, splits: number[]) =>
                splits.map((split) => `${Number(split.toFixed(2))}/s`),
            }),
          ]),
    ],
    series: [{}, ...figure.lines.map((line) => seriesFor(line, token))],
    hooks: { draw: [hooks.draw], setCursor: [hooks.setCursor] },
  };
}

/** 1, 2 or 5 times a power of ten. */
function isRound(value: number): boolean {
  return /^[125]$/.test(
    Number(value.toPrecision(3))
      .toExponential()
      .replace(/e[+-]\d+$/, ''),
  );
}

function wholeOnly(value: number): string {
  return Number.isInteger(value) ? String(value) : '';
}

function seriesFor(
  { label, color, side, kind, dash = [] }: Line,
  token: (name: string) => string,
): uPlot.Series {
  const stroke = token(color);
  const steps = uPlot.paths.stepped?.({ align: 1 });
  const bars = uPlot.paths.bars?.({ size: [0.7, 10], radius: 0.2 });
  const paths = { area: undefined, hump: uPlot.paths.spline?.(), steps, bars }[kind];
  return {
    label,
    scale: side,
    stroke,
    width: kind === 'bars' ? 0 : 1.75,
    dash: [...dash],
    points: { show: false },
    spanGaps: false,
    ...(kind === 'area' || kind === 'hump'
      ? { fill: `${stroke}${FILL}` }
      : kind === 'bars'
        ? { fill: stroke }
        : {}),
    ...(paths === undefined ? {} : { paths }),
  };
}

function tokenReader(): (name: string) => string {
  const tokens = getComputedStyle(document.documentElement);
  return (name) => tokens.getPropertyValue(name).trim();
}
