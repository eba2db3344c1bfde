/** Pan and zoom by hand: drag, two fingers, and the wheel with Ctrl held. The wheel alone scrolls the page around. */
import { type Camera, dragged, wheelFactor, zoomedAround } from '../viewport.ts';
import type { Point } from '../wirePath.ts';

interface HandMoves {
  camera(): Camera;
  onStart(): void;
  onMove(camera: Camera): void;
}

/** What moves less is a click. */
const CLICK_MOVES_AT_MOST = 1;

/** Listens until the returned function is called. */
export function followHands(pane: HTMLElement, { camera, onStart, onMove }: HandMoves): () => void {
  /** Where fingers, or the mouse, touch the pane. */
  const touching = new Map<number, Point>();
  let pressed: Point | null = null;
  let isDragging = false;
  const listening = new AbortController();
  const passive = { signal: listening.signal, passive: true };

  function placeOf(event: MouseEvent): Point {
    const box = pane.getBoundingClientRect();
    // A deck of slides may show the canvas larger or smaller than it is laid out.
    const scale = box.width === 0 ? 1 : pane.offsetWidth / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale };
  }

  function press(event: PointerEvent): void {
    // The second button is for menus, and Ctrl with the first one is that button on some machines.
    if (event.button > 1 || (event.ctrlKey && event.pointerType === 'mouse')) return;
    if (touching.size === 0) isDragging = false;
    if (touching.size === 2) return;
    pressed = placeOf(event);
    touching.set(event.pointerId, pressed);
    if (touching.size === 2) beginDrag();
  }

  function beginDrag(): void {
    if (isDragging) return;
    isDragging = true;
    // From here on a pointer belongs to the pane, also outside of it; before that its click belongs to a card.
    for (const id of touching.keys()) pane.setPointerCapture(id);
    pane.classList.add('dragging');
    onStart();
  }

  function move(event: PointerEvent): void {
    const last = touching.get(event.pointerId);
    if (last === undefined) return;
    if (event.pointerType === 'mouse' && event.buttons === 0) {
      end(event);
      return;
    }
    const place = placeOf(event);
    if (!isDragging && pressed !== null) {
      if (Math.hypot(place.x - pressed.x, place.y - pressed.y) <= CLICK_MOVES_AT_MOST) return;
      beginDrag();
    }
    const before = [...touching.values()];
    touching.set(event.pointerId, place);
    onMove(dragged(camera(), before, [...touching.values()]));
  }

  function end({ pointerId }: PointerEvent): void {
    if (!touching.delete(pointerId) || touching.size > 0) return;
    pane.classList.remove('dragging');
  }

  pane.addEventListener('pointerdown', press, passive);
  pane.addEventListener('pointermove', move, passive);
  pane.addEventListener('pointerup', end, passive);
  pane.addEventListener('pointercancel', end, passive);
  pane.addEventListener(
    'click',
    (event) => {
      // The end of a drag is no click.
      if (isDragging) event.stopPropagation();
      isDragging = false;
    },
    { signal: listening.signal, capture: true },
  );
  pane.addEventListener(
    'wheel',
    (event) => {
      if (!event.ctrlKey) return;
      // Else the browser would magnify the page.
      event.preventDefault();
      onStart();
      const factor = wheelFactor(event.deltaY, event.deltaMode, /Mac/.test(navigator.userAgent));
      onMove(zoomedAround(camera(), placeOf(event), camera().zoom * factor));
    },
    { signal: listening.signal, passive: false },
  );
  return () => listening.abort();
}
