/** What is under the pointer. */
import type { Position } from '../simulation/scene.ts';
import type { CardKind } from './flowTypes.ts';

export type PointerLike = MouseEvent | TouchEvent | React.MouseEvent | React.TouchEvent;

/** Where on the screen it happened; null when no finger is known. */
export function pointOf(event: PointerLike): Position | null {
  const source = 'changedTouches' in event ? event.changedTouches[0] : event;
  return source === undefined ? null : { x: source.clientX, y: source.clientY };
}

/** Id of the topmost card under a point of the screen, of one kind or of any; the document does not see into an embed. */
export function cardAt(page: Document | ShadowRoot, { x, y }: Position, kind?: CardKind): string | null {
  const selector = kind === undefined ? '.react-flow__node' : `.react-flow__node-${kind}`;
  for (const element of page.elementsFromPoint(x, y)) {
    // Some browsers also name what is behind the embed.
    if (!page.contains(element)) continue;
    const id = cardIdOf(element, selector);
    if (id !== null) return id;
  }
  return null;
}

/** Id of the card that holds an element. */
export function cardIdOf(element: Element, selector = '.react-flow__node'): string | null {
  return element.closest(selector)?.getAttribute('data-id') ?? null;
}
