/** How often each latency came, in bins of a thirty-second of a decade: small, whatever happens. */

/** From 20 µs to 20 s on the wire. */
const LOWEST_MS = 0.02;
const BINS_PER_DECADE = 32;
const BINS = 6 * BINS_PER_DECADE;

export interface Histogram {
  readonly counts: Uint32Array;
  total: number;
  longestMs: number;
}

export function emptyHistogram(): Histogram {
  return { counts: new Uint32Array(BINS), total: 0, longestMs: 0 };
}

export function copyHistogram({ counts, total, longestMs }: Histogram): Histogram {
  return { counts: counts.slice(), total, longestMs };
}

export function addLatency(histogram: Histogram, ms: number): void {
  const bin = Math.floor(Math.log10(Math.max(ms, LOWEST_MS) / LOWEST_MS) * BINS_PER_DECADE + 1e-9);
  histogram.counts[Math.min(BINS - 1, bin)]! += 1;
  histogram.total += 1;
  histogram.longestMs = Math.max(histogram.longestMs, ms);
}

/** The middle of a bin, on the scale of logarithms. */
export function middleOfBin(bin: number): number {
  return LOWEST_MS * 10 ** ((bin + 0.5) / BINS_PER_DECADE);
}

/** The latency that this share of all stays below, as exact as the bins are. */
export function quantile({ counts, total, longestMs }: Histogram, share: number): number {
  let seen = 0;
  for (let bin = 0; bin < BINS; bin++) {
    seen += counts[bin]!;
    if (seen > 0 && seen >= share * total) return Math.min(longestMs, middleOfBin(bin));
  }
  return longestMs;
}

/** The first and the last bin with something in it, with one empty one around. */
export function binsInUse(histograms: readonly Histogram[]): { from: number; to: number } {
  let from = BINS;
  let to = -1;
  for (const { counts } of histograms)
    for (let bin = 0; bin < BINS; bin++)
      if (counts[bin]! > 0) {
        from = Math.min(from, bin);
        to = Math.max(to, bin);
      }
  return to < 0 ? { from: 0, to: 0 } : { from: Math.max(0, from - 1), to: Math.min(BINS - 1, to + 1) };
}
