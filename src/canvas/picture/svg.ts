/** SVG as text: elements, escaped texts that fit into their room, and the shapes of icons. */
import type { LucideIcon } from 'lucide-react';

export type Attributes = Readonly<Record<string, string | number | undefined>>;

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** What XML 1.0 does not allow at all, not even escaped: control characters and halves of letters. */
const FORBIDDEN = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu;

export function escapeXml(text: string): string {
  return text.replace(FORBIDDEN, '\ufffd').replace(/[&<>"']/g, (letter) => entities[letter]!);
}

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .map(([key, value]) =>
      value === undefined ? '' : ` ${key}="${typeof value === 'number' ? short(value) : escapeXml(value)}"`,
    )
    .join('');
  const content = children.join('');
  return content === '' ? `<${name}${written}/>` : `<${name}${written}>${content}</${name}>`;
}

/** Two digits behind the point are finer than any screen. */
export function short(value: number): number {
  return Math.round(value * 100) / 100;
}

/** Kinds of text, as the style sheet of the picture names them, with the size of their letters. */
export const textSizes = { name: 13, small: 12, fine: 11, mono: 11, tiny: 10.5 } as const;
export type TextKind = keyof typeof textSizes;

/** About how wide the letters of the page's font are, in parts of its size: a picture cannot measure before it is shown. */
const widths: readonly (readonly [letters: RegExp, width: number])[] = [
  [/[ijl.,:;|!'’]/, 0.26],
  [/[ ]/, 0.28],
  [/[ftr()[\]-]/, 0.4],
  [/[mwMW@%]/, 0.88],
  [/[A-Z…]/, 0.67],
  [/[\u2e80-\uffff]/, 1],
];

function letterWidth(letter: string): number {
  return widths.find(([letters]) => letters.test(letter))?.[1] ?? 0.59;
}

const MONO_WIDTH = 0.6;
const BOLD = 1.05;

export function widthOf(text: string, kind: TextKind): number {
  const size = textSizes[kind];
  if (kind === 'mono' || kind === 'tiny') return [...text].length * size * MONO_WIDTH;
  const letters = [...text].reduce((sum, letter) => sum + letterWidth(letter), 0);
  return letters * size * (kind === 'name' ? BOLD : 1);
}

/** With an ellipsis where it would not fit. */
export function shortened(text: string, kind: TextKind, room: number): string {
  if (widthOf(text, kind) <= room) return text;
  const letters = [...text];
  while (letters.length > 0 && widthOf(`${letters.join('')}…`, kind) > room) letters.pop();
  return `${letters.join('')}…`;
}

interface TextOptions {
  /** Class names beside that of the kind. */
  look?: string;
  anchor?: 'middle' | 'end';
  room?: number;
}

/** `y` is the middle of the line. */
export function text(
  x: number,
  y: number,
  content: string,
  kind: TextKind,
  { look, anchor, room }: TextOptions = {},
): string {
  const shown = room === undefined ? content : shortened(content, kind, room);
  const className = look === undefined ? kind : `${kind} ${look}`;
  const baseline = y + textSizes[kind] * 0.36;
  return element('text', { class: className, x, y: baseline, 'text-anchor': anchor }, escapeXml(shown));
}

/** Pieces of one line, each with its own look: they follow each other however wide the letters turn out to be. */
export function line(x: number, y: number, pieces: readonly { content: string; look: string }[]): string {
  const drawn = pieces.map(({ content, look }) => element('tspan', { class: look }, escapeXml(content)));
  return element('text', { x, y: y + textSizes.fine * 0.36 }, ...drawn);
}

type IconNode = readonly (readonly [name: string, attributes: Record<string, string>])[];

/** The same shapes that the cards show. An icon is a component around them, and lends them when it is called. */
export function shapesOf(icon: LucideIcon): IconNode {
  const { render } = icon as unknown as {
    render(props: object, ref: null): { props: { icon: { node: IconNode } } };
  };
  return render({}, null).props.icon.node;
}

/** An icon of this size around a middle, in the colour of the class. */
export function icon(of: LucideIcon, x: number, y: number, size: number, look: string, stroke = 2): string {
  const scale = short(size / 24);
  const shapes = shapesOf(of).map(([name, { key: _, ...attributes }]) => element(name, attributes));
  return element(
    'g',
    {
      class: `icon ${look}`,
      transform: `translate(${short(x - size / 2)} ${short(y - size / 2)}) scale(${scale})`,
      'stroke-width': stroke,
    },
    ...shapes,
  );
}
