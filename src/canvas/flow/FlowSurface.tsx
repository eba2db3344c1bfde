/** Cards and wires by React Flow, where they can be dragged, connected, renamed and caught with a box. */
import { ConnectionMode, type EdgeTypes, ReactFlow, SelectionMode, ViewportPortal } from '@xyflow/react';
import { useMemo } from 'react';
import './flow.css';
import { t } from '../../messages/canvas.ts';
import { cards } from '../cards/cards.ts';
import type { FlowEdge } from '../flowTypes.ts';
import { canConnect } from '../gestures.ts';
import { type SurfaceProps, useStage } from '../stage.ts';
import { FARTHEST, NEAREST } from '../viewport.ts';
import { WireEdge } from '../WireEdge.tsx';
import { PulledWire } from './PulledWire.tsx';
import type { FlowEditing } from './useEditing.tsx';
import { useFlowChanges } from './useFlowChanges.ts';
import { toXyCard, type XyCard } from './xyCards.ts';

/** Its wires have what ours have, as far as React Flow can know. */
const edgeTypes = { wire: WireEdge } as unknown as EdgeTypes;
const multiSelectionKeys = ['Meta', 'Control'];

export function FlowSurface(props: SurfaceProps<FlowEditing>) {
  const { flow, nodes, hidesUnseen, label, describedBy, children } = props;
  const { editing, onCardClick, onMoveCamera } = props;
  const stage = useStage();
  const { onNodesChange, onEdgesChange, endDrag } = useFlowChanges(props);
  const xyCards = useMemo(() => nodes.map(toXyCard), [nodes]);
  const setPulling = (isPulling: boolean) => stage.element()?.toggleAttribute('data-pulling', isPulling);

  const ariaLabels = useMemo(
    () => ({
      'node.a11yDescription.default': t('flow.node'),
      'edge.a11yDescription.default': t('flow.edge'),
    }),
    [],
  );

  return (
    <ReactFlow<XyCard, FlowEdge>
      ariaLabelConfig={ariaLabels}
      nodes={xyCards}
      edges={flow.edges}
      nodeTypes={cards}
      edgeTypes={edgeTypes}
      connectionLineComponent={PulledWire}
      onNodesChange={onNodesChange}
      onEdgesChange={onEdgesChange}
      onNodeDragStop={(event, _node, moved) => void endDrag(event, moved)}
      onSelectionDragStop={(event, moved) => void endDrag(event, moved)}
      onNodeClick={onCardClick}
      onNodeContextMenu={(event, { type, data }) => {
        if (type === 'Tray') return;
        event.preventDefault();
        editing.openMenu(data.object, { x: event.clientX, y: event.clientY });
      }}
      onNodeDoubleClick={(_event, { type, data }) => {
        if (type !== 'Tray' && type !== 'LoadBalancer') editing.rename(data.object);
      }}
      onConnect={({ source, target }) => void editing.perform({ type: 'connect', from: source, to: target })}
      onConnectStart={() => setPulling(true)}
      onConnectEnd={() => setPulling(false)}
      isValidConnection={({ source, target }) => canConnect(source, target)}
      onMoveStart={(event) => {
        if (event !== null) onMoveCamera();
      }}
      minZoom={FARTHEST}
      maxZoom={NEAREST}
      connectionMode={ConnectionMode.Strict}
      connectionRadius={0}
      zIndexMode="manual"
      onlyRenderVisibleElements={hidesUnseen}
      disableKeyboardA11y
      deleteKeyCode={null}
      panActivationKeyCode={null}
      multiSelectionKeyCode={multiSelectionKeys}
      selectionMode={SelectionMode.Partial}
      edgesFocusable={false}
      zoomOnDoubleClick={false}
      nodeDragThreshold={2}
      attributionPosition="bottom-left"
      aria-label={label}
      aria-describedby={describedBy}
    >
      <ViewportPortal>{children}</ViewportPortal>
    </ReactFlow>
  );
}
