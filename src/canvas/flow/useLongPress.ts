/** A finger that rests on a card: what a right click is for a mouse, also where browsers make none of it. */
import { type PointerEvent, useEffect, useRef } from 'react';

const HELD_MS = 500;
const MOVES_LESS_THAN = 8;

export function useLongPress(onHeld: (target: Element, x: number, y: number) => void) {
  const held = useRef({ timer: 0, x: 0, y: 0 });
  useEffect(() => () => clearTimeout(held.current.timer), []);
  const end = () => clearTimeout(held.current.timer);
  return {
    onPointerDown({ pointerType, isPrimary, target, clientX: x, clientY: y }: PointerEvent) {
      end();
      if (pointerType !== 'touch' || !isPrimary) return;
      held.current = { x, y, timer: window.setTimeout(() => onHeld(target as Element, x, y), HELD_MS) };
    },
    onPointerMove({ clientX, clientY }: PointerEvent) {
      const { x, y } = held.current;
      if (Math.hypot(clientX - x, clientY - y) >= MOVES_LESS_THAN) end();
    },
    onPointerUp: end,
    onPointerCancel: end,
  };
}
