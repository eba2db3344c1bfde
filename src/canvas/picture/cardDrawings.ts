/** Each kind of card as SVG, with the measures of `canvas.css`. */
import { type Box, CircleAlert, Info, Server, Shield, TriangleAlert, User, Zap } from 'lucide-react';
import { t } from '../../messages/canvas.ts';
import type { Problem } from '../../playground/problems.ts';
import { kindIcons } from '../../ui/kindLooks.ts';
import { serviceForms } from '../../ui/serviceForms.ts';
import { LOAD_BALANCER_BOX, ROUND_ICON } from '../anchors.ts';
import { podHealth } from '../cards/PodCard.tsx';
import { shortName } from '../cards/PodName.tsx';
import type { CardData, CardKind } from '../flowTypes.ts';
import type { Rect } from '../wirePath.ts';
import { formTokens, type Palette } from './palette.ts';
import { element, icon, line, shortened, text, widthOf } from './svg.ts';

export interface Drawing {
  palette: Palette;
  /** Part of its Service's latest answers that each Pod gave, 0 to 1. */
  shareOf: (object: string) => number;
}

type Draw<K extends CardKind> = (data: CardData<K>, rect: Rect, drawing: Drawing) => string[];

const problemIcons = {
  error: [CircleAlert, 'c-bad'],
  warning: [TriangleAlert, 'c-warn'],
  info: [Info, 'c-ink-2'],
} as const;
const PROBLEM = 13;

function problemMark(problem: Problem | null, x: number, y: number): string {
  if (problem === null) return '';
  const [of, look] = problemIcons[problem.severity];
  return icon(of, x, y, PROBLEM, look, 2.4);
}

function box(
  { x, y, width, height }: Rect,
  radius: number,
  attributes: Record<string, string | number>,
): string {
  return element('rect', { x, y, width, height, rx: radius, ...attributes });
}

type Health = (typeof podHealth)[keyof typeof podHealth];

/** Filled, hollow, dashed or half, so that colour is never alone. */
function healthDot(health: Health, x: number, y: number, { palette }: Drawing): string {
  const color = health === 'ok' ? palette.ok! : health === 'bad' ? palette.bad! : palette['ink-3']!;
  const circle = element('circle', {
    cx: x,
    cy: y,
    r: health === 'ok' ? 4 : 3.25,
    fill: health === 'ok' ? color : 'none',
    stroke: health === 'ok' ? undefined : color,
    'stroke-width': health === 'ok' ? undefined : 1.5,
    'stroke-dasharray': health === 'waiting' ? '2 2' : undefined,
  });
  if (health !== 'leaving') return circle;
  return circle + element('path', { d: `M${x},${y - 4} A4,4 0 0 0 ${x},${y + 4} Z`, fill: color });
}

function faultWords(faults: readonly string[], x: number, y: number, room: number): string {
  if (faults.length === 0) return '';
  return (
    icon(Zap, x + 5.5, y, 11, 'c-warn', 2.4) +
    text(x + 14, y, faults.join(', '), 'mono', { look: 'c-warn', room: room - 14 })
  );
}

const drawings: { readonly [K in CardKind]: Draw<K> } = {
  Node(data, rect, drawing) {
    const { x, y, width } = rect;
    const right = x + width - 12;
    const hasProblem = data.problem !== null;
    const address = right - (hasProblem ? PROBLEM + 8 : 0);
    const middle = y + 21;
    const words = [
      ...(data.isReady ? [] : [{ word: t('state.not ready'), look: 'c-bad' }]),
      ...data.faults.map((word) => ({ word, look: 'c-warn' })),
      ...(data.isCordoned ? [{ word: t('cordoned'), look: 'c-ink-2' }] : []),
    ];
    let at = x + 30 + widthOf(data.name, 'name') + 8;
    const strip = { x: x + 12, y: y + 40, width: width - 24, height: 30 };
    const rules = data.rules === null ? '' : t('rules', { count: data.rules });
    return [
      box(rect, 14, { class: 'panel', filter: 'url(#shadow)' }),
      healthDot(data.isReady ? 'ok' : 'bad', x + 18, middle, drawing),
      text(x + 30, middle, data.name, 'name', { room: address - x - 130 }),
      ...words.map(({ word, look }) => {
        const drawn = text(at, middle, word, 'mono', { look });
        at += widthOf(word, 'mono') + 8;
        return drawn;
      }),
      text(address, middle, data.address ?? '', 'mono', { look: 'c-ink-2', anchor: 'end' }),
      problemMark(data.problem, right - PROBLEM / 2, middle),
      box(strip, 8, { class: 'sunken' }),
      text(strip.x + 11.5, strip.y + 15, 'kube-proxy', 'small', { look: 'c-ink-2' }),
      text(strip.x + strip.width - 11.5, strip.y + 15, data.isProxyStopped ? t('stopped') : rules, 'mono', {
        look: data.isProxyStopped ? 'c-warn' : 'c-ink-2',
        anchor: 'end',
      }),
    ];
  },
  Pod(data, rect, drawing) {
    const { x, y, width } = rect;
    const { palette } = drawing;
    const color = data.form === null ? palette['ink-3']! : palette[formTokens[data.form]]!;
    const isCalm = data.state === 'ready';
    const right = x + width - 11;
    const name = shortName(data.name, 12);
    const marks = (data.problem === null ? 0 : PROBLEM + 6) + (data.shield === null ? 0 : 18);
    const end = x + 25 + Math.min(widthOf(name, 'small'), right - x - 25 - marks);
    const share = drawing.shareOf(data.object);
    const bar = { x: x + 11, y: y + 50, width: width - 22, height: 4 };
    const second = y + 35;
    return [
      box(rect, 10, {
        class: 'thin',
        ...(isCalm ? {} : { 'stroke-dasharray': '3 3' }),
        ...(data.isHighlighted ? { style: `stroke:${color}` } : {}),
      }),
      healthDot(podHealth[data.state], x + 15, y + 17, drawing),
      text(x + 25, y + 17, name, 'small', {
        look: isCalm ? 'strong' : 'calm c-ink-2',
        room: right - x - 22 - marks,
      }),
      problemMark(data.problem, end + 6 + PROBLEM / 2, y + 17),
      data.shield === null ? '' : icon(Shield, right - 6, y + 17, 12, 'c-ink-2', 2.2),
      ...(data.faults.length > 0
        ? [faultWords(data.faults, x + 11, second, width - 22)]
        : isCalm
          ? [text(x + 11, second, data.address ?? '', 'mono', { look: 'c-ink-2', room: width - 16 })]
          : [
              text(x + 11, second, t(`state.${data.state}`), 'mono', {
                look: podHealth[data.state] === 'bad' ? 'c-bad' : 'c-ink-2',
              }),
            ]),
      ...(isCalm
        ? [
            box(bar, 2, { fill: palette.line! }),
            share > 0 ? box({ ...bar, width: bar.width * share }, 2, { fill: color }) : '',
          ]
        : []),
    ];
  },
  SystemPod: (data, rect) => [
    box(rect, 8, { class: 'sunken' }),
    text(rect.x + 11, rect.y + 15, shortName(data.name, 24), 'small', { look: 'c-ink-2' }),
    text(
      rect.x + rect.width - 11,
      rect.y + 15,
      data.state === 'ready' ? (data.address ?? '') : t(`state.${data.state}`),
      'mono',
      { look: 'c-ink-2', anchor: 'end' },
    ),
  ],
  Service(data, rect, { palette }) {
    const token = formTokens[data.form];
    const { icon: of, label } = serviceForms[data.form];
    const { x, y, width, height } = rect;
    const isShort = data.form !== 'ExternalName' && data.ready < data.total;
    const aside = data.isPending ? 'pending' : isShort ? `${data.ready}/${data.total}` : '';
    return [
      box(rect, height / 2, {
        class: 'panel',
        style: `stroke:${palette[token]}`,
        'stroke-width': 1.5,
        filter: 'url(#shadow)',
      }),
      element('circle', { cx: x + 24.5, cy: y + height / 2, r: 16, fill: palette[`${token}-soft`] }),
      icon(of, x + 24.5, y + height / 2, 17, `c-${token}`),
      ...headline(data, rect, x + 48.5, aside, data.ready === 0 ? 'c-bad' : 'c-ink-2'),
      ...twoParts(x + 48.5, y + 31.5, label, data.line, x + width - 16),
    ];
  },
  Workload: (data, rect) => [
    ...plate(rect, kindIcons[data.kind]),
    ...headline(data, rect, rect.x + 46, '', ''),
    ...twoParts(
      rect.x + 46,
      rect.y + 31.5,
      data.kind,
      `${data.done}/${data.wanted}`,
      rect.x + rect.width - 14,
      data.done < data.wanted ? 'c-bad' : 'c-ink-2',
    ),
  ],
  Policy: (data, rect) => [
    ...plate(rect, kindIcons.NetworkPolicy),
    ...headline(data, rect, rect.x + 46, '', ''),
    text(
      rect.x + 46,
      rect.y + 31.5,
      t('picture.policy', { directions: data.directions, count: data.pods }),
      'fine',
      {
        look: data.pods === 0 ? 'c-bad' : 'c-ink-2',
        room: rect.width - 60,
      },
    ),
  ],
  Routing: (data, rect) => [
    ...plate(rect, kindIcons[data.kind]),
    ...headline(data, rect, rect.x + 46, '', ''),
    ...twoParts(
      rect.x + 46,
      rect.y + 31.5,
      data.kind,
      data.line,
      rect.x + rect.width - 14,
      data.isPending ? 'c-bad' : 'c-ink-2',
    ),
  ],
  Client: (data, rect) =>
    roundCard(rect, User, 20, ROUND_ICON / 2, data.name, data.address ?? '', data.problem),
  OutsideServer: (data, rect) => roundCard(rect, Server, 19, 16, data.name, data.hostname, data.problem),
  LoadBalancer(data, rect, { palette }) {
    const { width, height } = LOAD_BALANCER_BOX;
    const middle = rect.x + rect.width / 2;
    const isPending = data.address === null;
    const address = data.address ?? t('pending');
    const room = widthOf(address, 'mono') + 8;
    return [
      box({ x: middle - width / 2, y: rect.y, width, height }, 12, {
        class: isPending ? 'back' : 'panel',
        style: `stroke:${palette['load-balancer']}`,
        'stroke-width': 1.5,
        ...(isPending ? { 'stroke-dasharray': '4 3' } : { filter: 'url(#shadow)' }),
      }),
      icon(serviceForms.LoadBalancer.icon, middle, rect.y + height / 2, 22, 'c-load-balancer'),
      box({ x: middle - room / 2, y: rect.y + height + 4, width: room, height: 15 }, 4, { class: 'back' }),
      text(middle, rect.y + height + 11.5, address, 'mono', { look: 'c-ink-2', anchor: 'middle' }),
    ];
  },
  Tray: (data, rect, { palette }) => [
    box(rect, 14, {
      fill: palette.panel!,
      'fill-opacity': 0.55,
      stroke: palette['line-strong']!,
      'stroke-dasharray': '3 3',
    }),
    text(rect.x + 14, rect.y + 17, data.name, 'small', { look: 'strong c-ink-2' }),
  ],
};

function plate(rect: Rect, of: typeof Box): string[] {
  const { x, y, height } = rect;
  return [
    box(rect, 12, { class: 'panel firm', filter: 'url(#shadow)' }),
    box({ x: x + 8, y: y + (height - 30) / 2, width: 30, height: 30 }, 8, { class: 'sunken' }),
    icon(of, x + 23, y + height / 2, 16, 'c-ink-2'),
  ];
}

/** The name, a word beside it, and the mark of a problem. */
function headline(
  { name, problem }: CardData<CardKind>,
  rect: Rect,
  left: number,
  aside: string,
  look: string,
): string[] {
  const y = rect.y + 15.7;
  const asideWidth = aside === '' ? 0 : widthOf(aside, 'tiny') + 16;
  const room = rect.x + rect.width - 16 - left - asideWidth - (problem === null ? 0 : PROBLEM + 6);
  const end = left + Math.min(room, widthOf(name, 'name'));
  return [
    text(left, y, name, 'name', { room }),
    ...(aside === '' ? [] : pill(end + 6, y, aside, look)),
    problemMark(problem, end + asideWidth + 6 + PROBLEM / 2, y),
  ];
}

/** A word on a small plate. */
function pill(x: number, y: number, word: string, look: string): string[] {
  const width = widthOf(word, 'tiny') + 10;
  return [
    box({ x, y: y - 7, width, height: 14 }, 7, { class: 'sunken' }),
    text(x + width / 2, y, word, 'tiny', { look, anchor: 'middle' }),
  ];
}

/** `ClusterIP 10.96.0.10:80`: a word and a value, which gets the room that the word leaves. */
function twoParts(
  x: number,
  y: number,
  label: string,
  value: string,
  right: number,
  look = 'c-ink-2',
): string[] {
  const room = right - x - widthOf(`${label} `, 'fine');
  return [
    line(x, y, [
      { content: `${label} `, look: 'fine c-ink-2' },
      { content: shortened(value, 'mono', room), look: `mono ${look}` },
    ]),
  ];
}

function roundCard(
  rect: Rect,
  of: typeof Box,
  size: number,
  radius: number,
  name: string,
  line: string,
  problem: Problem | null,
): string[] {
  const middle = rect.x + rect.width / 2;
  const round = { x: middle - ROUND_ICON / 2, y: rect.y, width: ROUND_ICON, height: ROUND_ICON };
  return [
    box(round, radius, { class: 'panel firm', filter: 'url(#shadow)' }),
    icon(of, middle, rect.y + ROUND_ICON / 2, size, 'c-ink-2', 1.9),
    problemMark(problem, round.x + ROUND_ICON, rect.y + 3),
    text(middle, rect.y + 62, name, 'name', { anchor: 'middle', room: rect.width }),
    text(middle, rect.y + 78, line, 'mono', { look: 'c-ink-2', anchor: 'middle', room: rect.width }),
  ];
}

export function drawCard<K extends CardKind>(
  kind: K,
  data: CardData<K>,
  rect: Rect,
  drawing: Drawing,
): string {
  return element('g', {}, ...(drawings[kind] as Draw<K>)(data, rect, drawing));
}
