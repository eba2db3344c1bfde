/** The zones behind the cards, as large as what they hold. */
import type { CardKind, FlowNode } from './flowTypes.ts';
import type { Rect } from './wirePath.ts';

export interface Zone extends Rect {
  title: 'Internet' | 'Cluster';
}

const ZONE_PADDING = { side: 26, top: 26, bottom: 26 };

const INTERNET_KINDS: readonly CardKind[] = ['Client', 'OutsideServer'];

/** Both zones share top and bottom, so that they read as one map. */
export function zonesOf(nodes: readonly FlowNode[]): Zone[] {
  const roots = nodes.filter((node) => node.parentId === undefined && node.type !== 'LoadBalancer');
  const internet = boundsOf(roots.filter((node) => INTERNET_KINDS.includes(node.type)));
  const cluster = boundsOf(roots.filter((node) => !INTERNET_KINDS.includes(node.type)));
  const both = [internet, cluster].filter((rect) => rect !== null);
  const top = Math.min(...both.map((rect) => rect.y)) - ZONE_PADDING.top;
  const bottom = Math.max(...both.map((rect) => rect.y + rect.height)) + ZONE_PADDING.bottom;
  const zone = (title: Zone['title'], rect: Rect | null): Zone[] =>
    rect === null
      ? []
      : [
          {
            title,
            x: rect.x - ZONE_PADDING.side,
            y: top,
            width: rect.width + 2 * ZONE_PADDING.side,
            height: bottom - top,
          },
        ];
  return [...zone('Internet', internet), ...zone('Cluster', cluster)];
}

function boundsOf(nodes: readonly FlowNode[]): Rect | null {
  if (nodes.length === 0) return null;
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { position, width = 0, height = 0 } of nodes) {
    left = Math.min(left, position.x);
    top = Math.min(top, position.y);
    right = Math.max(right, position.x + width);
    bottom = Math.max(bottom, position.y + height);
  }
  return { x: left, y: top, width: right - left, height: bottom - top };
}
