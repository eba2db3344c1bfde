/** When the card that has the focus goes, another one gets it: the keys would go to the page else, which in an embed is somebody else's. */
import { type FocusEvent, type RefObject, useEffect, useRef } from 'react';
import { focusedIn } from '../ui/pageRoot.ts';
import type { FlowNode } from './flowTypes.ts';
import { cardIdOf } from './pointer.ts';

/** What is drawn follows the nodes some frames later. */
const MOST_FRAMES = 6;

export function useKeptFocus(
  root: RefObject<HTMLElement | null>,
  nodes: readonly FlowNode[],
  focusAnother: () => void,
) {
  const held = useRef<string | null>(null);
  const latest = useRef(focusAnother);
  latest.current = focusAnother;

  useEffect(() => {
    const gone = held.current;
    if (gone === null || nodes.some(({ id }) => id === gone)) return;
    let frame = 0;
    const wait = (framesLeft: number) => {
      if (root.current === null) return;
      const focused = focusedIn(root.current);
      if (focused === null || focused === document.body) latest.current();
      else if (framesLeft > 0 && cardIdOf(focused) === gone)
        frame = requestAnimationFrame(() => wait(framesLeft - 1));
    };
    wait(MOST_FRAMES);
    return () => cancelAnimationFrame(frame);
  }, [root, nodes]);

  return {
    onFocus({ target }: FocusEvent) {
      held.current = cardIdOf(target);
    },
    onBlur({ relatedTarget }: FocusEvent) {
      // Without another element the card itself may be on its way out of the page.
      if (relatedTarget !== null) held.current = null;
    },
  };
}
