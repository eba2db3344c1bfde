/** Where wires are drawn from and dropped: a dot to pull, and the whole card to let go on. */
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';
import type { CardHandlesProps } from '../cards/CardHandles.tsx';

const sides = { bottom: Position.Bottom, right: Position.Right };

export const FlowHandles = memo(function FlowHandles({
  canStart = false,
  canEnd = false,
  side = 'bottom',
}: CardHandlesProps) {
  return (
    <>
      <Handle
        id="in"
        type="target"
        position={Position.Top}
        className="kh-drop"
        isConnectableEnd={canEnd}
        isConnectableStart={false}
      />
      <Handle
        id="out"
        type="source"
        position={sides[side]}
        className={canStart ? 'kh-pull' : 'kh-pull kh-none'}
        isConnectableStart={canStart}
        isConnectableEnd={false}
      />
    </>
  );
});
