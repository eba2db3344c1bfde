/** The stage that React Flow keeps: what it knows of cards and camera, in the canvas's own words. */
import { ReactFlowProvider, type ReactFlowState, useReactFlow, useStoreApi } from '@xyflow/react';
import { type ReactNode, useState } from 'react';
import type { CardKind, PlaceKey } from '../flowTypes.ts';
import type { PlacedCard, SceneStage } from '../stage.ts';
import { FlowHandles } from './FlowHandles.tsx';
import { FlowSurface } from './FlowSurface.tsx';
import { type FlowEditing, useEditing } from './useEditing.tsx';

interface FlowStageProps {
  children(stage: SceneStage<FlowEditing>): ReactNode;
}

export function FlowStage({ children }: FlowStageProps) {
  return (
    <ReactFlowProvider>
      <Known>{children}</Known>
    </ReactFlowProvider>
  );
}

function Known({ children }: FlowStageProps) {
  return children(useFlowStage());
}

function useFlowStage(): SceneStage<FlowEditing> {
  const api = useReactFlow();
  const store = useStoreApi();
  const [stage] = useState(
    (): SceneStage<FlowEditing> => ({
      camera() {
        const [x, y, zoom] = store.getState().transform;
        return { x, y, zoom };
      },
      size: () => store.getState(),
      element: () => store.getState().domNode,
      cardOf: (place) => placedCard(store.getState(), place),
      arrangement: () => store.getState().nodes,
      moveTo: (camera, duration) => void api.setViewport(camera, { duration }),
      onMove: (listener) =>
        store.subscribe((state, before) => {
          if (state.nodes !== before.nodes) listener('cards');
          if (state.transform !== before.transform) listener('camera');
          if (state.width !== before.width || state.height !== before.height) listener('size');
        }),
      Handles: FlowHandles,
      Surface: FlowSurface,
      useEditing,
    }),
  );
  return stage;
}

function placedCard({ nodeLookup }: ReactFlowState, place: PlaceKey): PlacedCard | null {
  const node = nodeLookup.get(place);
  if (node === undefined) return null;
  const { x, y } = node.internals.positionAbsolute;
  const parent = node.parentId === undefined ? undefined : nodeLookup.get(node.parentId);
  return {
    kind: node.type as CardKind,
    x,
    y,
    width: node.width ?? 0,
    height: node.height ?? 0,
    isDragged: node.dragging === true || parent?.dragging === true,
  };
}
