/** Clicks that mean a packet, and Shift-clicks that add to the selection. */
import { type MouseEvent, type PointerEvent, type RefObject, useRef } from 'react';
import type { PacketLayer } from './packets/packetLayer.ts';
import { cardIdOf } from './pointer.ts';

/** CSS pixels around a packet in which a click means it; less over a card, which wants clicks itself. */
const REACH = 12;
const REACH_OVER_CARD = 7;
const CLICK_MOVES_LESS_THAN = 4;

interface CanvasPointerOptions {
  root: RefObject<HTMLElement | null>;
  packets: RefObject<PacketLayer | null>;
  /** A card was clicked; whether that answers what is asked. */
  onChoose(id: string): boolean;
  onFollow(requestId: number): void;
  /** A card was clicked with Shift. */
  onToggle(id: string): void;
}

export function useCanvasPointer(options: CanvasPointerOptions) {
  const { root, packets, onChoose, onFollow, onToggle } = options;
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
  };
}
