/** Reads the three figures out of what was added up. */
import { parseKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/traffic.ts';
import { placeName } from '../playground/narrate.ts';
import { timeInWords } from '../playground/words.ts';
import type { PlaceKey } from '../simulation/events.ts';
import { formatLatency, formatPercent, formatRate } from '../ui/formats.ts';
import { openByServer } from './connectionCount.ts';
import { type Figure, lookOfLine } from './figureModel.ts';
import { addCounts, type Bucket, type Counts, type Figures } from './figures.ts';
import { binsInUse, copyHistogram, type Histogram, middleOfBin, quantile } from './latencyHistogram.ts';
import { inOrder, partLabel, WHOLE } from './latencyParts.ts';

/** A success rate is read over at least so long: in one second there may be a single request. */
const RATE_OVER_MS = 5000;

/** `name` is a Service's key or a host; null stands for all of them. */
export type FigureOf = (figures: Figures, name: string | null) => Figure;

/** All that something was sent to, Services first. */
export function namesIn({ closed, current }: Figures): string[] {
  const names = new Set<string>();
  for (const { ends } of [...closed, current]) for (const name of ends.keys()) names.add(name);
  const rank = (name: string) => `${name.startsWith('Service/') ? 0 : 1}${name}`;
  return [...names].sort((a, b) => rank(a).localeCompare(rank(b)));
}

export function shownName(name: string): string {
  return name.startsWith('Service/') ? parseKey(name).name : name;
}

function noCounts(): Counts {
  return { answered: 0, errors: 0, failed: 0, triedAgain: 0 };
}

function countsIn({ ends }: Bucket, name: string | null): Counts {
  const sum = noCounts();
  if (name !== null) addCounts(sum, ends.get(name) ?? sum);
  else for (const counts of ends.values()) addCounts(sum, counts);
  return sum;
}

/** In percent: answers that are no HTTP errors, of all requests that ended; null when none did. */
function successOf({ answered, errors, failed }: Counts): number | null {
  const all = answered + failed;
  return all === 0 ? null : (100 * (answered - errors)) / all;
}

const percent = (value: number) => formatPercent(value / 100);
const perSecond = (value: number) => t('perSecondRate', { rate: formatRate(value) });

export const successFigure: FigureOf = (figures, name) => {
  const { closed, current, since, bucketMs } = figures;
  const each = closed.map((bucket) => countsIn(bucket, name));
  const total = countsIn(current, name);
  for (const counts of each) addCounts(total, counts);
  const window = Math.max(1, Math.round(RATE_OVER_MS / bucketMs));
  const rates = each.map((_, index) => {
    const sum = noCounts();
    for (const counts of each.slice(Math.max(0, index - window + 1), index + 1)) addCounts(sum, counts);
    return successOf(sum);
  });
  const rate = (count: number) => (count === 0 ? null : (count * 1000) / bucketMs);
  const inSeconds = (index: number) => (since + index * bucketMs) / 1000;
  const success = successOf(total);
  const all = total.answered + total.failed;
  return {
    title: name === null ? t('successRate') : t('title.success', { name: shownName(name) }),
    summary:
      success === null
        ? t('noRequestHasEnded')
        : t('successSummary', {
            percent: percent(success),
            all,
            failed: total.failed,
            errors: total.errors,
            tries: total.triedAgain,
          }),
    across: 'time',
    x: each.map((_, index) => inSeconds(index + 0.5)),
    lines: [
      { label: t('successRate'), color: '--ok', side: 'left', kind: 'area', values: rates, format: percent },
      {
        label: t('failed'),
        color: '--bad',
        side: 'right',
        kind: 'bars',
        values: each.map(({ failed, errors }) => rate(failed + errors)),
        format: perSecond,
      },
      {
        label: t('triedAgain'),
        color: '--warn',
        side: 'right',
        kind: 'steps',
        dash: [4, 3],
        values: each.map(({ triedAgain }) => rate(triedAgain)),
        format: perSecond,
      },
    ],
    leftAxis: { label: t('success'), highest: 100 },
    rightAxis: { label: t('perSecond') },
    side: {
      columns: [t('requests'), t('count'), t('share')],
      rows: [
        {
          line: 0,
          cells: [t('succeeded'), total.answered - total.errors, shareOf(total.answered - total.errors, all)],
        },
        { line: 1, cells: [t('failed'), total.failed, shareOf(total.failed, all)] },
        { line: 1, cells: [t('httpErrors'), total.errors, shareOf(total.errors, all)] },
        { line: 2, cells: [t('triesBeforeAnother'), total.triedAgain, ''] },
      ],
    },
    table: {
      columns: [
        t('column.from'),
        t('column.to'),
        t('column.answered'),
        t('httpErrors'),
        t('column.failed'),
        t('column.triedAgain'),
        t('column.success'),
      ],
      rows: each.map((counts, index) => [
        inSeconds(index),
        inSeconds(index + 1),
        counts.answered,
        counts.errors,
        counts.failed,
        counts.triedAgain,
        rounded(successOf(counts)),
      ]),
    },
    empty: all + total.triedAgain === 0 ? t('noRequestHasEndedYet') : null,
  };
};

function shareOf(count: number, all: number): string {
  return all === 0 ? '' : formatPercent(count / all);
}

function rounded(value: number | null): number | string {
  return value === null ? '' : Number(value.toFixed(1));
}

function partsOf({ latencies }: Figures, name: string | null): Map<string, Histogram> {
  if (name !== null) return latencies.get(name) ?? new Map();
  const all = new Map<string, Histogram>();
  for (const parts of latencies.values())
    for (const [part, histogram] of parts) {
      const sum = all.get(part);
      if (sum === undefined) {
        all.set(part, copyHistogram(histogram));
        continue;
      }
      for (const [bin, count] of histogram.counts.entries()) sum.counts[bin]! += count;
      sum.total += histogram.total;
      sum.longestMs = Math.max(sum.longestMs, histogram.longestMs);
    }
  return all;
}

export const latencyFigure: FigureOf = (figures, name) => {
  const parts = partsOf(figures, name);
  const names = inOrder(parts.keys());
  const histograms = names.map((part) => parts.get(part)!);
  const { from, to } = binsInUse(histograms);
  const bins =
    histograms.length === 0 ? [] : Array.from({ length: to - from + 1 }, (_, index) => from + index);
  const whole = parts.get(WHOLE);
  return {
    title: name === null ? t('latency') : t('title.latency', { name: shownName(name) }),
    summary:
      whole === undefined
        ? t('noRequestHasBeenAnswered')
        : t('halfOfAll', {
            median: formatLatency(quantile(whole, 0.5)),
            high: formatLatency(quantile(whole, 0.95)),
          }),
    across: 'latency',
    x: bins.map(middleOfBin),
    lines: names.map((part, index) => ({
      label: partLabel(part),
      ...(part === WHOLE ? { color: '--ink', dash: [] } : lookOfLine(index)),
      side: 'left',
      kind: 'hump',
      values: bins.map((bin) => {
        const { counts, total } = histograms[index]!;
        const isNear = (counts[bin - 1] ?? 0) + counts[bin]! + (counts[bin + 1] ?? 0) > 0;
        return isNear ? (100 * counts[bin]!) / total : null;
      }),
      format: percent,
    })),
    leftAxis: { label: t('ofAll') },
    side: {
      columns: [t('part'), t('median'), t('percent95'), t('longest')],
      rows: names.map((part, line) => ({
        line,
        cells: [
          partLabel(part),
          formatLatency(quantile(histograms[line]!, 0.5)),
          formatLatency(quantile(histograms[line]!, 0.95)),
          formatLatency(histograms[line]!.longestMs),
        ],
      })),
    },
    table: {
      columns: [t('aboutMs'), ...names.map(partLabel)],
      rows: bins.map((bin) => [
        Number(middleOfBin(bin).toPrecision(3)),
        ...histograms.map(({ counts }) => counts[bin]!),
      ]),
    },
    empty: names.length === 0 ? t('noRequestHasBeenAnsweredYet') : null,
  };
};

export const connectionsFigure: FigureOf = (figures, name) => {
  const { closed, connections, since, bucketMs } = figures;
  const opened = new Map<PlaceKey, number>();
  for (const [service, own] of connections.opened)
    if (name === null || service === name)
      for (const [pod, count] of own) opened.set(pod, (opened.get(pod) ?? 0) + count);
  const openNow = openByServer(connections);
  const pods = [...opened.keys()].sort((a, b) => a.localeCompare(b));
  const inSeconds = (index: number) => (since + index * bucketMs) / 1000;
  const most = pods.reduce<PlaceKey | null>(
    (best, pod) => (best === null || (openNow.get(pod) ?? 0) > (openNow.get(best) ?? 0) ? pod : best),
    null,
  );
  const open = pods.reduce((sum, pod) => sum + (openNow.get(pod) ?? 0), 0);
  return {
    title: name === null ? t('connections') : t('title.connections', { name: shownName(name) }),
    summary:
      most === null
        ? t('noConnectionHasBeenOpened')
        : t(open === 0 ? 'openSummary' : 'openSummaryMost', {
            open,
            pods: pods.length,
            most: openNow.get(most) ?? 0,
            place: placeName(most),
          }),
    across: 'time',
    x: closed.map((_, index) => inSeconds(index + 1)),
    lines: pods.map((pod, index) => ({
      label: placeName(pod),
      ...lookOfLine(index),
      side: 'left',
      kind: 'steps',
      values: closed.map(({ open }) => open.get(pod) ?? 0),
      format: String,
    })),
    leftAxis: { label: t('axis.open') },
    side: {
      columns: ['Pod', t('openNow'), t('opened')],
      rows: pods.map((pod, line) => ({
        line,
        cells: [placeName(pod), openNow.get(pod) ?? 0, opened.get(pod)!],
      })),
    },
    table: {
      columns: [t('column.at'), ...pods.map(placeName)],
      rows: closed.map(({ open }, index) => [inSeconds(index + 1), ...pods.map((pod) => open.get(pod) ?? 0)]),
    },
    empty: pods.length === 0 ? t('noConnectionHasBeenOpenedTo') : null,
  };
};

/** A moment in seconds as the clock shows it. */
export function clockText(seconds: number): string {
  return timeInWords(Math.round(seconds * 1000));
}
