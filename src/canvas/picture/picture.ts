/** The canvas as one SVG file: the same cards, wires and packets, for whoever has no Kubehop at hand. */
import { t } from '../../messages/picture.ts';
import { sceneText } from '../../messages/scenes.ts';
import type { PlaygroundState } from '../../playground/state.ts';
import type { PlaceKey } from '../../simulation/events.ts';
import { anchorOf } from '../anchors.ts';
import { answerShares } from '../answerShares.ts';
import type { FlowEdge, FlowNode } from '../flowTypes.ts';
import type { PacketColor } from '../packets/tokenColors.ts';
import { createToFlow, type Flow } from '../toFlow.ts';
import { type Anchor, type Rect, svgPath, wireCurve } from '../wirePath.ts';
import { type World, worldOf } from '../world.ts';
import type { Zone } from '../zones.ts';
import { drawCard } from './cardDrawings.ts';
import { outlineOf, PACKET_RADIUS, type PacketInAir } from './packetShapes.ts';
import { formTokens, type Palette, type PictureTheme, paletteOf, styleSheet } from './palette.ts';
import { element, escapeXml, short, text, widthOf } from './svg.ts';

export type PictureState = Pick<
  PlaygroundState,
  'objects' | 'layout' | 'view' | 'problems' | 'rules' | 'requests'
> & { scene: Pick<PlaygroundState['scene'], 'title'> };

/** Everything of a picture that stands still, and what places packets on it. */
export interface Stage {
  view: PlaygroundState['view'];
  world: World;
  flow: Flow;
  bounds: Rect;
  rectOf: (place: PlaceKey) => Anchor | null;
}

const MARGIN = 24;

export function stageOf(state: PictureState): Stage {
  const flow = createToFlow()({
    ...state,
    selection: [],
    spotlight: null,
    tabStop: null,
    editable: false,
  });
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const rects = new Map(flow.nodes.map((node) => [node.id, rectOf(node, nodes)]));
  return {
    view: state.view,
    world: worldOf(state.objects),
    flow,
    bounds: boundsOf([...flow.zones, ...rects.values()]),
    rectOf(place) {
      const rect = rects.get(place);
      return rect === undefined ? null : anchorOf(nodes.get(place)!.type, rect);
    },
  };
}

function rectOf(node: FlowNode, nodes: ReadonlyMap<string, FlowNode>): Rect {
  const parent = node.parentId === undefined ? undefined : nodes.get(node.parentId);
  const { x, y } = node.position;
  const { width = 0, height = 0 } = node;
  return { x: x + (parent?.position.x ?? 0), y: y + (parent?.position.y ?? 0), width, height };
}

function boundsOf(rects: readonly Rect[]): Rect {
  if (rects.length === 0) return { x: 0, y: 0, width: 480, height: 240 };
  const x = Math.min(...rects.map((rect) => rect.x)) - MARGIN;
  const y = Math.min(...rects.map((rect) => rect.y)) - MARGIN;
  const right = Math.max(...rects.map((rect) => rect.x + rect.width)) + MARGIN;
  const bottom = Math.max(...rects.map((rect) => rect.y + rect.height)) + MARGIN;
  return { x: Math.floor(x), y: Math.floor(y), width: Math.ceil(right - x), height: Math.ceil(bottom - y) };
}

export interface PictureOptions {
  theme: PictureTheme;
  packets?: readonly PacketInAir[];
  /** A style sheet with fonts, for a picture that becomes pixels. */
  fonts?: string;
}

export function drawPicture(state: PictureState, options: PictureOptions, stage = stageOf(state)): string {
  const { theme, packets = [], fonts = '' } = options;
  const palette = paletteOf(theme);
  const { flow, bounds } = stage;
  const nodes = new Map(flow.nodes.map((node) => [node.id, node]));
  const shares = answerShares(state.requests);
  const drawing = { palette, shareOf: (object: string) => shares.get(object) ?? 0 };
  const card = (node: FlowNode) => drawCard(node.type, node.data as never, rectOf(node, nodes), drawing);
  const isInside = ({ parentId }: FlowNode) => parentId !== undefined;
  const isRaised = ({ data }: FlowEdge) => data?.wire.isRaised === true;
  const wire = (edge: FlowEdge) => drawWire(edge, stage, palette);
  const { x, y, width, height } = bounds;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `${x} ${y} ${width} ${height}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': 'title desc',
    },
    element('title', { id: 'title' }, escapeXml(sceneText(state.scene.title) || t('aClusterInKubehop'))),
    element('desc', { id: 'desc' }, escapeXml(describe(stage, packets.length))),
    element('style', {}, fonts + styleSheet(palette)),
    element(
      'defs',
      {},
      element(
        'filter',
        { id: 'shadow', x: '-10%', y: '-20%', width: '120%', height: '150%' },
        element('feDropShadow', {
          dx: 0,
          dy: 3,
          stdDeviation: 5,
          'flood-color': theme === 'dark' ? '#000000' : palette.ink,
          'flood-opacity': theme === 'dark' ? 0.35 : 0.08,
        }),
      ),
    ),
    element('rect', { class: 'back', x, y, width, height }),
    ...flow.zones.map(drawZone),
    ...flow.edges.filter((edge) => !isRaised(edge)).map(wire),
    ...flow.nodes.filter((node) => !isInside(node)).map(card),
    ...flow.edges.filter(isRaised).map(wire),
    ...flow.nodes.filter(isInside).map(card),
    drawPackets(packets, palette),
  );
}

function drawZone({ title, x, y, width, height }: Zone): string {
  const room = widthOf(title, 'small') + 12;
  return element(
    'g',
    {},
    element('rect', { class: 'zone', x, y, width, height, rx: 16 }),
    element('rect', { class: 'back', x: x + 18, y: y - 9, width: room, height: 18 }),
    text(x + 24, y, title, 'small', { look: 'strong c-ink-2' }),
  );
}

function drawWire({ source, target, data }: FlowEdge, stage: Stage, palette: Palette): string {
  const [from, to] = [stage.rectOf(source), stage.rectOf(target)];
  const wire = data?.wire;
  if (from === null || to === null || wire === undefined) return '';
  const curve = wireCurve(from, to).map(short) as unknown as Parameters<typeof svgPath>[0];
  const stroke = wire.form === null ? palette['ink-3'] : palette[formTokens[wire.form]];
  return element('path', { class: `wire ${wire.look}`, d: svgPath(curve), stroke });
}

/** The colour of a packet, by the token that it has on the canvas. */
export function packetColor(color: PacketColor, palette: Palette): string {
  if (color === 'neutral') return palette['ink-2']!;
  if (color === 'bad' || color === 'panel') return palette[color]!;
  return palette[formTokens[color]]!;
}

function drawPackets(packets: readonly PacketInAir[], palette: Palette): string {
  if (packets.length === 0) return '';
  const drawn = packets.map(({ x, y, shape, color, opacity }) => {
    const { path, isHollow } = outlineOf(shape);
    const ink = packetColor(color, palette);
    return element('path', {
      d: path,
      transform: `translate(${short(x)} ${short(y)}) scale(${isHollow ? PACKET_RADIUS - 1 : PACKET_RADIUS})`,
      fill: isHollow ? palette.panel : ink,
      stroke: isHollow ? ink : palette.panel,
      'stroke-width': isHollow ? 0.48 : 0.25,
      'paint-order': isHollow ? undefined : 'stroke',
      opacity: opacity < 1 ? opacity : undefined,
    });
  });
  return element('g', {}, ...drawn);
}

/** For those who hear the picture. */
function describe({ world, view }: Stage, packets: number): string {
  const counts = {
    'picture.nodes': world.nodes.size,
    'picture.pods': world.pods.size,
    'picture.services': world.services.size,
    'picture.workloads': world.workloads.size,
    'picture.clients': world.clients.size,
    'picture.packets': packets,
  } as const;
  const parts = (Object.keys(counts) as (keyof typeof counts)[]).flatMap((key) =>
    counts[key] === 0 ? [] : t(key, { count: counts[key] }),
  );
  const name = t(`view.${view}`);
  return parts.length === 0
    ? t('picture.nothing', { view: name })
    : t('picture.summary', { view: name, parts: parts.join(', ') });
}
