/** Drops from the palette. */
import { useReactFlow } from '@xyflow/react';
import type { DragEvent } from 'react';
import {
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  ROUTING_CARD,
  SERVICE_CARD,
  type Size,
  WORKLOAD_CARD,
} from '../../playground/cardGeometry.ts';
import { PALETTE_DRAG_TYPE } from '../../playground/paletteDrag.ts';
import type { PaletteItemId } from '../../playground/paletteItems.ts';
import { usePageRoot } from '../../ui/pageRoot.ts';
import type { Gesture } from '../gestures.ts';
import { cardAt } from '../pointer.ts';

const droppedSizes = {
  Node: nodeCardSize(0, 0),
  Pod: POD_CARD,
  Deployment: WORKLOAD_CARD,
  ClusterIP: SERVICE_CARD,
  NodePort: SERVICE_CARD,
  LoadBalancer: SERVICE_CARD,
  ExternalName: SERVICE_CARD,
  Headless: SERVICE_CARD,
  Client: OUTSIDE_CARD,
  OutsideServer: OUTSIDE_CARD,
  StatefulSet: WORKLOAD_CARD,
  DaemonSet: WORKLOAD_CARD,
  Job: WORKLOAD_CARD,
  NetworkPolicy: WORKLOAD_CARD,
  Ingress: ROUTING_CARD,
  IngressController: WORKLOAD_CARD,
  Gateway: ROUTING_CARD,
  HTTPRoute: ROUTING_CARD,
  GatewayController: WORKLOAD_CARD,
} satisfies Record<PaletteItemId, Size>;

export function usePaletteDrop(onGesture: (gesture: Gesture) => void) {
  const flowApi = useReactFlow();
  const page = usePageRoot();
  return {
    onDragOver(event: DragEvent) {
      if (event.dataTransfer.types.includes(PALETTE_DRAG_TYPE)) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      const item = event.dataTransfer.getData(PALETTE_DRAG_TYPE) as PaletteItemId | '';
      if (item === '') return;
      event.preventDefault();
      const point = { x: event.clientX, y: event.clientY };
      const { x, y } = flowApi.screenToFlowPosition(point);
      const { width, height } = droppedSizes[item];
      const at = { x: Math.round(x - width / 2), y: Math.round(y - height / 2) };
      const over = cardAt(page, point, 'Node') ?? cardAt(page, point);
      // Where there is no palette nothing is dropped, and its items need not be loaded.
      void import('../../playground/paletteItems.ts').then(({ paletteItems }) => {
        const row = paletteItems.find(({ id }) => id === item);
        if (row !== undefined) onGesture({ type: 'drop', item: row, at, over });
      });
    },
  };
}
