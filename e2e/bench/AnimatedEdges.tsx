/** The documented way to animate packets with React Flow, for comparison: an SVG circle with `animateMotion` per packet, on its edges. */
import '@xyflow/react/dist/base.css';
import '../../src/canvas/canvas.css';
import { BaseEdge, type Edge, type EdgeProps, getBezierPath, ReactFlow, useReactFlow } from '@xyflow/react';
import { memo, useMemo } from 'react';
import { CanvasControls } from '../../src/canvas/CanvasControls.tsx';
import { cards } from '../../src/canvas/cards/cards.ts';
import { toXyCard } from '../../src/canvas/flow/xyCards.ts';
import { createToFlow } from '../../src/canvas/toFlow.ts';
import type { Cluster } from './cluster.ts';

type PacketEdge = Edge<{ packets: number }, 'packets'>;

const AnimatedEdge = memo(function AnimatedEdge(props: EdgeProps<PacketEdge>) {
  const [path] = getBezierPath(props);
  return (
    <>
      <BaseEdge id={props.id} path={path} />
      {packetNumbers(props.data?.packets ?? 0).map((index) => (
        <circle key={index} r="4.5" fill="var(--cluster-ip)">
          <animateMotion
            dur={`${0.6 + (index % 7) / 10}s`}
            begin={`${-(index % 9) / 10}s`}
            repeatCount="indefinite"
            path={path}
          />
        </circle>
      ))}
    </>
  );
});

function packetNumbers(count: number): number[] {
  return [...Array(count).keys()];
}

const edgeTypes = { packets: AnimatedEdge };

/** The same buttons as on the canvas. */
function CameraButtons() {
  const flow = useReactFlow();
  return (
    <CanvasControls
      onZoomIn={() => void flow.zoomIn()}
      onZoomOut={() => void flow.zoomOut()}
      onFit={() => void flow.fitView()}
    />
  );
}

export function AnimatedEdges({ packets, cluster }: { packets: number; cluster: Cluster }) {
  const { nodes, edges } = useMemo(() => {
    const flow = createToFlow()({
      ...cluster,
      view: 'PacketPath',
      problems: new Map(),
      selection: [],
      rules: {},
      spotlight: null,
      tabStop: null,
      editable: true,
    });
    const wires = flow.edges.filter((edge) => edge.data.wire.relation === 'selects');
    return {
      nodes: flow.nodes.map(toXyCard),
      edges: wires.map((edge, index): PacketEdge => {
        const share = Math.floor(packets / wires.length) + (index < packets % wires.length ? 1 : 0);
        return { ...edge, type: 'packets', data: { packets: share } } as PacketEdge;
      }),
    };
  }, [packets, cluster]);
  return (
    <div className="kh-canvas">
      <ReactFlow
        defaultNodes={nodes}
        defaultEdges={edges}
        nodeTypes={cards}
        edgeTypes={edgeTypes}
        minZoom={0.1}
        zIndexMode="manual"
      >
        <CameraButtons />
      </ReactFlow>
    </div>
  );
}
