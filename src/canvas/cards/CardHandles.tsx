/** Where wires are drawn from and dropped: a dot to pull, and the whole card to let go on. */
import { Handle, Position } from '@xyflow/react';
import { memo } from 'react';

interface CardHandlesProps {
  /** Wires can start here. */
  canStart?: boolean;
  canEnd?: boolean;
  side?: Position;
}

export const CardHandles = memo(function CardHandles({
  canStart = false,
  canEnd = false,
  side = Position.Bottom,
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
        position={side}
        className={canStart ? 'kh-pull' : 'kh-pull kh-none'}
        isConnectableStart={canStart}
        isConnectableEnd={false}
      />
    </>
  );
});
