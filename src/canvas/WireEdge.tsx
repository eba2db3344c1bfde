/** One wire. Its curve is the one that packets travel on. */
import { memo } from 'react';
import { serviceForms } from '../ui/serviceForms.ts';
import type { FlowEdge } from './flowTypes.ts';
import { useWireEnds } from './rects.ts';
import { svgPath, wireCurve } from './wirePath.ts';

type WireEdgeProps = Pick<FlowEdge, 'source' | 'target' | 'selectable' | 'data'>;

export const WireEdge = memo(function WireEdge({ source, target, data, selectable }: WireEdgeProps) {
  const { from, to, isMoving } = useWireEnds(source, target);
  const { wire } = data;
  if (from === null || to === null) return null;
  const path = svgPath(wireCurve(from, to));
  const color = wire.form === null ? 'var(--ink-3)' : serviceForms[wire.form].color;
  const look = `kh-wire kh-wire-${wire.look}`;
  return (
    <>
      <path className={isMoving ? `${look} kh-wire-moving` : look} d={path} style={{ stroke: color }} />
      {selectable && <path className="react-flow__edge-interaction kh-wire-touch" d={path} />}
    </>
  );
});
