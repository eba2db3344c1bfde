/** The wire under the followed packet, also where no standing wire is drawn: inside a Node, or on its way back. */
import { serviceForms } from '../ui/serviceForms.ts';
import type { Leg } from './packets/legs.ts';
import { useAnchorRect } from './rects.ts';
import type { Spotlight } from './spotlight.ts';
import { svgPath, wireCurve } from './wirePath.ts';

export function HopWire({ spotlight }: { spotlight: Spotlight | null }) {
  const leg = spotlight?.leg;
  if (leg === null || leg === undefined) return null;
  const form = spotlight?.form ?? null;
  return <LegWire leg={leg} color={form === null ? 'var(--ink-2)' : serviceForms[form].color} />;
}

function LegWire({ leg, color }: { leg: Leg; color: string }) {
  const from = useAnchorRect(leg.from);
  const to = useAnchorRect(leg.to);
  if (from === null || to === null) return null;
  return (
    <svg className="kh-overlay-wires" aria-hidden>
      <path className="kh-hop" d={svgPath(wireCurve(from, to))} style={{ stroke: color }} />
    </svg>
  );
}
