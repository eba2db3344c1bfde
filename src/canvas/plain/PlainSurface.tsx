/** Cards and wires where they are only looked at: with the classes and names that they have on React Flow, so that style and keys are the same. */
import { type ComponentType, type MouseEvent, memo, useLayoutEffect, useRef } from 'react';
import { cards } from '../cards/cards.ts';
import type { CardProps, FlowEdge, FlowNode } from '../flowTypes.ts';
import type { SurfaceProps } from '../stage.ts';
import { WireEdge } from '../WireEdge.tsx';
import type { PlainStage } from './plainStage.tsx';

const WIRE = '.react-flow__edge.selectable';

export function PlainSurface(props: SurfaceProps & { stage: PlainStage }) {
  const { stage, flow, nodes, label, describedBy, onSelect, onCardClick, onMoveCamera, children } = props;
  const pane = useRef<HTMLDivElement>(null);
  const viewport = useRef<HTMLDivElement>(null);
  const onHand = useRef(onMoveCamera);
  onHand.current = onMoveCamera;

  const places = stage.lay(nodes);
  useLayoutEffect(() => {
    if (places.size > 0) stage.tellOfCards();
  }, [stage, places]);
  useLayoutEffect(
    () => stage.attach({ pane: pane.current!, viewport: viewport.current! }, () => onHand.current()),
    [stage],
  );

  function click(event: MouseEvent): void {
    const target = event.target as Element;
    const adds = event.ctrlKey || event.metaKey;
    const id = target.closest('.react-flow__node')?.getAttribute('data-id');
    const card = nodes.find((node) => node.id === id);
    if (card !== undefined) {
      if (card.selectable) onSelect(card.data.object, adds);
      onCardClick(event, card);
      return;
    }
    const wireId = target.closest(WIRE)?.getAttribute('data-id');
    onSelect(flow.edges.find((edge) => edge.id === wireId)?.data.wire.object ?? null, adds);
  }

  return (
    <div className="react-flow" role="application" aria-label={label} aria-describedby={describedBy}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is clicked are the cards inside */}
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are the canvas's, useCanvasKeys.ts */}
      <div ref={pane} className="react-flow__container react-flow__pane draggable" onClick={click}>
        <div ref={viewport} className="react-flow__container react-flow__viewport">
          <div className="react-flow__edges">
            {flow.edges.map((edge) => (
              <PlainWire key={edge.id} edge={edge} />
            ))}
          </div>
          <div className="react-flow__nodes">
            {nodes.map((card) => {
              const place = places.get(card.id)!;
              return <PlainCard key={card.id} card={card} x={place.x} y={place.y} />;
            })}
          </div>
          <div className="react-flow__viewport-portal">{children}</div>
        </div>
      </div>
    </div>
  );
}

const PlainWire = memo(function PlainWire({ edge }: { edge: FlowEdge }) {
  const { id, source, target, selected, selectable, zIndex, className, ariaRole, domAttributes, data } = edge;
  const classes = ['react-flow__edge', className];
  if (selected) classes.push('selected');
  if (selectable) classes.push('selectable');
  return (
    <svg style={{ zIndex }} aria-hidden>
      <g className={classes.join(' ')} role={ariaRole} data-id={id} {...domAttributes}>
        <WireEdge source={source} target={target} selectable={selectable} data={data} />
      </g>
    </svg>
  );
});

interface PlainCardProps {
  card: FlowNode;
  x: number;
  y: number;
}

const PlainCard = memo(function PlainCard({ card, x, y }: PlainCardProps) {
  const { id, type, data, selected, selectable, zIndex, width, height, className } = card;
  const Card = cards[type] as ComponentType<CardProps<typeof type>>;
  const classes = ['react-flow__node', `react-flow__node-${type}`, className];
  if (selected) classes.push('selected');
  if (selectable) classes.push('selectable');
  return (
    // biome-ignore lint/a11y/useAriaPropsSupportedByRole: its role is group or button
    <div
      className={classes.join(' ')}
      style={{ zIndex, transform: `translate(${x}px, ${y}px)`, width, height }}
      data-id={id}
      role={card.ariaRole}
      aria-label={card.ariaLabel}
      {...card.domAttributes}
    >
      <Card id={id} data={data} />
    </div>
  );
});
