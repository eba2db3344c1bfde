/** Clicks that mean a packet, Shift-clicks that add to the selection, and drops from the palette. */
import { type DragEvent, type MouseEvent, type PointerEvent, type RefObject, useRef } from 'react';
import {
  nodeCardSize,
  OUTSIDE_CARD,
  POD_CARD,
  ROUTING_CARD,
  SERVICE_CARD,
  type Size,
  WORKLOAD_CARD,
} from '../playground/cardGeometry.ts';
import { PALETTE_DRAG_TYPE } from '../playground/paletteDrag.ts';
import type { PaletteItemId } from '../playground/paletteItems.ts';
import { usePageRoot } from '../ui/pageRoot.ts';
import type { Gesture } from './gestures.ts';
import type { PacketLayer } from './packets/packetLayer.ts';
import { cardAt, cardIdOf } from './pointer.ts';
import type { Stage } from './stage.ts';

/** CSS pixels around a packet in which a click means it; less over a card, which wants clicks itself. */
const REACH = 12;
const REACH_OVER_CARD = 7;
const CLICK_MOVES_LESS_THAN = 4;

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

interface CanvasPointerOptions {
  stage: Stage;
  root: RefObject<HTMLElement | null>;
  packets: RefObject<PacketLayer | null>;
  editable: boolean;
  /** A card was clicked; whether that answers what is asked. */
  onChoose(id: string): boolean;
  onFollow(requestId: number): void;
  /** A card was clicked with Shift. */
  onToggle(id: string): void;
  onGesture(gesture: Gesture): void;
}

export function useCanvasPointer(options: CanvasPointerOptions) {
  const { stage, root, packets, editable, onChoose, onFollow, onToggle, onGesture } = options;
  const page = usePageRoot();
  const pressedAt = useRef({ x: 0, y: 0 });

  return {
    onPointerDownCapture({ clientX, clientY }: PointerEvent) {
      pressedAt.current = { x: clientX, y: clientY };
    },
    onClickCapture(event: MouseEvent) {
      const target = event.target as Element;
      const { clientX: x, clientY: y } = event;
      const isDrag = Math.hypot(x - pressedAt.current.x, y - pressedAt.current.y) >= CLICK_MOVES_LESS_THAN;
      if (isDrag || target.closest('button, input') !== null || root.current === null) return;
      const card = cardIdOf(target);
      if (event.shiftKey && card !== null) {
        // React Flow takes Shift for the box only.
        event.stopPropagation();
        onToggle(card);
        return;
      }
      if (card !== null && onChoose(card)) {
        event.stopPropagation();
        return;
      }
      const box = root.current.getBoundingClientRect();
      const reach = card === null ? REACH : REACH_OVER_CARD;
      // A deck of slides may show the canvas larger or smaller than it is laid out.
      const shrink = root.current.offsetWidth / box.width;
      const [atX, atY] = [(x - box.left) * shrink, (y - box.top) * shrink];
      const requestId = packets.current?.requestAt(atX, atY, reach * shrink) ?? null;
      if (requestId === null) return;
      event.stopPropagation();
      onFollow(requestId);
    },
    onDragOver(event: DragEvent) {
      if (editable && event.dataTransfer.types.includes(PALETTE_DRAG_TYPE)) event.preventDefault();
    },
    onDrop(event: DragEvent) {
      const item = event.dataTransfer.getData(PALETTE_DRAG_TYPE) as PaletteItemId | '';
      if (item === '' || !editable) return;
      event.preventDefault();
      const point = { x: event.clientX, y: event.clientY };
      const { x, y } = stage.pointUnder(point);
      const { width, height } = droppedSizes[item];
      const at = { x: Math.round(x - width / 2), y: Math.round(y - height / 2) };
      const over = cardAt(page, point, 'Node') ?? cardAt(page, point);
      // Where there is no palette nothing is dropped, and its items need not be loaded.
      void import('../playground/paletteItems.ts').then(({ paletteItems }) => {
        const row = paletteItems.find(({ id }) => id === item);
        if (row !== undefined) onGesture({ type: 'drop', item: row, at, over });
      });
    },
  };
}
