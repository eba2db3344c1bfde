/** Cards as React Flow takes them: with what it would measure else, so that wires can be drawn at once. */
import { type Node, Position } from '@xyflow/react';
import type { FlowNode } from '../flowTypes.ts';

export type XyCard = FlowNode & Pick<Node, 'handles' | 'measured'>;

const known = new WeakMap<FlowNode, XyCard>();

export function toXyCard(card: FlowNode): XyCard {
  let made = known.get(card);
  if (made === undefined) {
    const { width, height } = card;
    made = {
      ...card,
      measured: { width, height },
      handles: [
        { id: 'out', type: 'source', position: Position.Bottom, x: width / 2, y: height },
        { id: 'in', type: 'target', position: Position.Top, x: 0, y: 0, width, height },
      ],
    };
    known.set(card, made);
  }
  return made;
}
