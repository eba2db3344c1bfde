/** The wire while it is being pulled out of a card, with the curve that it will have. */
import type { ConnectionLineComponentProps } from '@xyflow/react';
import { anchorOf } from '../anchors.ts';
import type { FlowNode } from '../flowTypes.ts';
import { svgPath, wireCurve } from '../wirePath.ts';

export function PulledWire({ fromNode, toNode, toX, toY }: ConnectionLineComponentProps<FlowNode>) {
  const from = anchorAt(fromNode);
  const isOver = toNode !== null && toNode.id !== fromNode.id;
  const to = isOver ? anchorAt(toNode) : { x: toX, y: toY, width: 0, height: 0 };
  return <path className="kh-hop" d={svgPath(wireCurve(from, to))} style={{ stroke: 'var(--accent)' }} />;
}

function anchorAt({
  type,
  internals,
  width = 0,
  height = 0,
}: ConnectionLineComponentProps<FlowNode>['fromNode']) {
  return anchorOf(type, { ...internals.positionAbsolute, width, height });
}
