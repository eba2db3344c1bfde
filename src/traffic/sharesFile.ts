/** The shares to take away: as comma-separated values, and as a picture with what theory expects of them. */
import { t } from '../messages/traffic.ts';
import { csvText } from '../playground/csv.ts';
import { download } from '../playground/download.ts';
import { placeName } from '../playground/narrate.ts';
import type { Cell } from './figureModel.ts';
import type { ShownShares } from './shownShares.ts';

export function saveShares(all: readonly ShownShares[], type: 'csv' | 'png'): void {
  if (type === 'csv') download('kubehop-shares.csv', csvText(shareLines(all)), 'text/csv');
  else sharesPicture(all, (picture) => download('kubehop-shares.png', picture, 'image/png'));
}

export function shareLines(all: readonly ShownShares[]): Cell[][] {
  const head = ['service', 'endpoint', 'answers', 'share', 'expected', 'from', 'to', 'deviation'];
  const rows = all.flatMap(({ name, shares, expected }) =>
    shares.map(({ place, count, share, isExpected, deviation }): Cell[] => {
      const { share: equal = null, band = null } = isExpected ? (expected ?? {}) : {};
      const theory = [equal, band?.low ?? null, band?.high ?? null].map((each) => rounded(each));
      return [name, placeName(place), count, rounded(share), ...theory, deviation ?? ''];
    }),
  );
  return [head, ...rows];
}

function rounded(value: number | null): Cell {
  return value === null ? '' : Number(value.toFixed(4));
}

const WIDTH = 640;
const MARGIN = 24;
const ROW = 24;
const BAR_FROM = 200;
const BAR_WIDTH = WIDTH - BAR_FROM - 120;
const SCALE = 2;

/** `shop-7x2: 10 % more than chance explains` */
function deviationsIn(shares: ShownShares['shares']): string[] {
  return shares.flatMap(({ place, deviation }) =>
    deviation === null ? [] : [`${placeName(place)}: ${deviation}`],
  );
}

function sharesPicture(all: readonly ShownShares[], done: (picture: Uint8Array<ArrayBuffer>) => void): void {
  const shown = all.filter(({ shares }) => shares.length > 0);
  const rows = shown.reduce((sum, { shares }) => sum + shares.length + deviationsIn(shares).length + 2, 0);
  const canvas = document.createElement('canvas');
  canvas.width = WIDTH * SCALE;
  canvas.height = (2 * MARGIN + rows * ROW) * SCALE;
  const context = canvas.getContext('2d')!;
  const tokens = getComputedStyle(document.documentElement);
  const colorOf = (color: string) => {
    const name = /^var\((.+)\)$/.exec(color)?.[1];
    return name === undefined ? color : tokens.getPropertyValue(name).trim();
  };
  const fill = (color: string, x: number, y: number, width: number, height: number) => {
    context.fillStyle = colorOf(color);
    context.fillRect(x, y, width, height);
  };
  const write = (text: string, x: number, y: number, color: string, weight = 400) => {
    context.fillStyle = colorOf(color);
    context.font = `${weight} 12px ${tokens.getPropertyValue('--font').trim()}`;
    context.fillText(text, x, y + 16);
  };
  context.scale(SCALE, SCALE);
  fill('var(--panel)', 0, 0, WIDTH, canvas.height);
  let y = MARGIN;
  for (const { name, color, answered, shares, expected } of shown) {
    write(t('answersOf', { name, answered }), MARGIN, y, 'var(--ink)', 650);
    y += ROW;
    for (const { place, count, share, isExpected } of shares) {
      write(placeName(place), MARGIN, y, 'var(--ink)');
      fill('var(--sunken)', BAR_FROM, y + 6, BAR_WIDTH, 12);
      if (isExpected && expected?.band)
        fill(
          'var(--line-strong)',
          BAR_FROM + expected.band.low * BAR_WIDTH,
          y + 6,
          (expected.band.high - expected.band.low) * BAR_WIDTH,
          12,
        );
      fill(color, BAR_FROM, y + 8, share * BAR_WIDTH, 8);
      if (isExpected && expected?.share != null)
        fill('var(--ink)', BAR_FROM + expected.share * BAR_WIDTH - 1, y + 6, 2, 12);
      write(`${Math.round(share * 100)} %  (${count})`, BAR_FROM + BAR_WIDTH + 12, y, 'var(--ink-2)');
      y += ROW;
    }
    for (const deviation of deviationsIn(shares)) {
      write(deviation, MARGIN, y, 'var(--warn)');
      y += ROW;
    }
    y += ROW;
  }
  canvas.toBlob(async (blob) => {
    if (blob !== null) done(new Uint8Array(await blob.arrayBuffer()));
  }, 'image/png');
}
