/** The way of a request without motion: every hop drawn, every stop numbered in order. */
import { t } from '../messages/canvas.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { Hop } from '../simulation/events.ts';
import type { SceneView } from '../simulation/scene.ts';
import { type Leg, legOf } from './packets/legs.ts';
import { anchorRect } from './rects.ts';
import { type Stage, useOnStage, useStage } from './stage.ts';
import { pointOnCurve, svgPath, wireCurve } from './wirePath.ts';
import type { World } from './world.ts';

interface NumberedPathProps {
  request: RequestRecord;
  view: SceneView;
  world: World;
}

const arrangementOf = (stage: Stage) => stage.arrangement();

/** Each stop once, with all its numbers: a packet passes some places on its way there and back. */
export function NumberedPath({ request, view, world }: NumberedPathProps) {
  const stage = useStage();
  useOnStage(stage, 'cards', arrangementOf);
  const hops = request.steps.filter((step): step is Hop => step.type === 'Hop');
  const ofRequest = hops.filter(({ packetKind }) => !packetKind.startsWith('dns'));
  const legs = (ofRequest.length > 0 ? ofRequest : hops).map((hop) =>
    legOf(hop, view, world, () => request.start.from),
  );
  const stops = new Map<string, { x: number; y: number; numbers: number[] }>();
  const paths: string[] = [];
  legs.forEach((leg, index) => {
    const curve = curveOf(leg);
    if (curve === null) return;
    const path = svgPath(curve);
    if (!paths.includes(path)) paths.push(path);
    const point = pointOnCurve(curve, leg.end);
    const key = leg.end === 1 ? leg.to : `${leg.from} ${leg.to} ${leg.end}`;
    const stop = stops.get(key);
    if (stop === undefined) stops.set(key, { ...point, numbers: [index + 1] });
    else stop.numbers.push(index + 1);
  });

  function curveOf({ from, to }: Leg) {
    const [a, b] = [anchorRect(stage, from), anchorRect(stage, to)];
    return a === null || b === null ? null : wireCurve(a, b);
  }

  return (
    <svg
      className="kh-overlay-wires kh-stops"
      role="img"
      aria-label={t('hopsOf', { count: legs.length, url: request.start.url })}
    >
      {paths.map((path) => (
        <path key={path} d={path} />
      ))}
      {[...stops].map(([key, { x, y, numbers }]) => {
        const text = numbers.join(' · ');
        const width = Math.max(20, text.length * 6.5 + 10);
        return (
          <g key={key} transform={`translate(${x},${y})`}>
            <rect x={-width / 2} y={-10} width={width} height={20} rx={10} />
            <text>{text}</text>
          </g>
        );
      })}
    </svg>
  );
}
