/** The picture that a chat or a feed shows for a link: what it opens in large letters, and the cluster beside it. */
import { paletteOf } from '../canvas/picture/palette.ts';
import { element, escapeXml, short, widthOf } from '../canvas/picture/svg.ts';
import { CARD } from './cardSize.ts';

const SIDE = 392;
const PADDING = 42;
const ROOM = SIDE - 2 * PADDING;
const AROUND_CLUSTER = 22;
/** A small cluster is not blown up. */
const LARGEST_SCALE = 1.15;

export interface PreviewCard {
  /** What kind of thing it is: "Scene", "Lesson". */
  readonly label: string;
  readonly title: string;
  /** An SVG as `stillPicture` gives it. */
  readonly picture: string;
}

const palette = paletteOf('light');
const color = (name: string) => palette[name] ?? '#808080';

export function previewCard({ label, title, picture }: PreviewCard): string {
  const { lines, size } = wrappedTitle(title);
  const lineHeight = Math.round(size * 1.16);
  const block = 46 + lines.length * lineHeight;
  const top = Math.max(128, (CARD.height - block) / 2);
  return element(
    'svg',
    { xmlns: 'http://www.w3.org/2000/svg', ...CARD, viewBox: `0 0 ${CARD.width} ${CARD.height}` },
    element('rect', { ...CARD, fill: color('background') }),
    dots(),
    nested(picture),
    element('rect', { width: SIDE, height: CARD.height, fill: color('panel') }),
    element('rect', { x: SIDE, width: 2, height: CARD.height, fill: color('line') }),
    mark(PADDING, PADDING),
    words('Kubehop', PADDING + 56, PADDING + 31, 28, 600, 'ink'),
    words(label, PADDING, top + 22, 22, 600, 'accent'),
    ...lines.map((line, index) =>
      words(line, PADDING, top + 46 + index * lineHeight + size * 0.86, size, 700, 'ink'),
    ),
    words('Kubernetes Services,', PADDING, CARD.height - PADDING - 30, 21, 400, 'ink-2'),
    words('packet by packet', PADDING, CARD.height - PADDING - 2, 21, 400, 'ink-2'),
  );
}

/** As large as five lines allow. */
function wrappedTitle(title: string): { lines: string[]; size: number } {
  const sizes = [46, 42, 38, 34];
  for (const size of sizes) {
    const lines = wrap(title, size);
    if (lines.length <= 5 && lines.every((line) => fits(line, size))) return { lines, size };
  }
  const size = sizes.at(-1)!;
  const lines = wrap(title, size).map((line) => cut(line, size));
  return { size, lines: lines.length <= 6 ? lines : [...lines.slice(0, 5), cut(`${lines[5]}…`, size)] };
}

function wrap(text: string, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    const longer = `${lines.at(-1) ?? ''} ${word}`.trim();
    if (lines.length > 0 && fits(longer, size)) lines[lines.length - 1] = longer;
    else lines.push(word);
  }
  return lines;
}

function fits(text: string, size: number): boolean {
  return (widthOf(text, 'name') / 13) * size <= ROOM;
}

function cut(text: string, size: number): string {
  if (fits(text, size)) return text;
  const letters = [...text];
  while (letters.length > 1 && !fits(`${letters.join('')}…`, size)) letters.pop();
  return `${letters.join('')}…`;
}

/** A style, because the picture's own style sheet would win over attributes. */
function words(text: string, x: number, y: number, size: number, weight: number, ink: string): string {
  const spacing = size > 30 ? -0.02 * size : 0;
  const style = `font-family:Inter;font-size:${size}px;font-weight:${weight};letter-spacing:${spacing}px;fill:${color(ink)}`;
  return element('text', { x, y, style }, escapeXml(text));
}

const GRID = 22;

/** The ground of the canvas: round ends of dashes without length, which is faster than a pattern. */
function dots(): string {
  const rows = Array.from({ length: Math.floor(CARD.height / GRID) }, (_, row) => (row + 0.75) * GRID);
  return element('path', {
    d: rows.map((y) => `M${SIDE + 14} ${short(y)}H${CARD.width}`).join(''),
    stroke: color('dots'),
    'stroke-width': 2.4,
    'stroke-linecap': 'round',
    'stroke-dasharray': `0 ${GRID}`,
  });
}

/**
 * A picture within the picture, as large as its place allows, on the ground that is there. Without shadows: they take
 * longer to draw than all else, and nobody sees them at this size.
 */
function nested(picture: string): string {
  const [, , ownWidth = 1, ownHeight = 1] = (/ viewBox="([^"]*)"/.exec(picture)?.[1] ?? '')
    .split(' ')
    .map(Number);
  const room = { width: CARD.width - SIDE - 2 * AROUND_CLUSTER, height: CARD.height - 2 * AROUND_CLUSTER };
  const scale = Math.min(room.width / ownWidth, room.height / ownHeight, LARGEST_SCALE);
  const [width, height] = [ownWidth * scale, ownHeight * scale];
  const place = {
    x: (SIDE + CARD.width - width) / 2,
    y: (CARD.height - height) / 2,
    width,
    height,
  };
  const attributes = Object.entries(place).map(([name, value]) => ` ${name}="${short(value)}"`);
  return picture
    .replace(/^<svg ([^>]*)>/, (_, own: string) => {
      const kept = own.replace(/\b(?:width|height)="[^"]*"/g, '').trim();
      return `<svg ${kept}${attributes.join('')}>`;
    })
    .replace(/<rect class="back"[^>]*>/, '')
    .replaceAll(' filter="url(#shadow)"', '');
}

/** The mark of ui/Logo.tsx, 40 pixels wide. */
function mark(x: number, y: number): string {
  const drawn = { fill: 'none', stroke: color('accent-ink'), 'stroke-width': 1.8, 'stroke-linecap': 'round' };
  const ends = [
    [7, 12],
    [16.6, 7.4],
    [16.6, 16.6],
  ] as const;
  return element(
    'g',
    { transform: `translate(${x} ${y}) scale(${40 / 24})` },
    element('rect', { width: 24, height: 24, rx: 6.5, fill: color('accent') }),
    element('path', { d: 'M8.8 11.1 14.9 8.2M8.8 12.9l6.1 2.9', ...drawn }),
    ...ends.map(([cx, cy]) => element('circle', { cx, cy, r: 1.9, ...drawn })),
  );
}
