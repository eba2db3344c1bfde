/** The name of something that is on the canvas: pointing at it shows the card, pressing it selects the card. */
import { type ReactNode, useEffect, useRef } from 'react';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { isNarrowScreen, openPanel } from '../ui/panels.ts';
import { pointAt, stopPointing } from '../ui/pointing.ts';
import styles from './LessonText.module.css';
import { cardsOf } from './namedCards.ts';

/** A load balancer is a place of its own, but its Service's object. */
function objectBehind(key: ObjectKey): ObjectKey {
  return key.replace(/^LoadBalancer\//, 'Service/');
}

export function ObjectLink({ object, children }: { object: ObjectKey; children: ReactNode }) {
  const playground = usePlayground();
  const isThere = usePlaygroundState((state) => state.objects.has(objectBehind(object)));
  const isPointing = useRef(false);

  function point(isOn: boolean): void {
    if (isOn === isPointing.current) return;
    isPointing.current = isOn;
    if (isOn) pointAt(playground, cardsOf(object, playground.store.getState().objects));
    else stopPointing(playground);
  }

  // What is gone from the page points at nothing.
  useEffect(
    () => () => {
      if (isPointing.current) stopPointing(playground);
    },
    [playground],
  );

  if (!isThere) return children;
  return (
    // A link, because a button would not break into lines as text does.
    <a
      href={`#${object}`}
      className={styles.object}
      onPointerEnter={() => point(true)}
      onPointerLeave={() => point(false)}
      onFocus={() => point(true)}
      onBlur={() => point(false)}
      onClick={(event) => {
        event.preventDefault();
        void playground.dispatch({ type: 'select', keys: [objectBehind(object)] }, 'lesson');
        // On a narrow screen it would cover the text.
        if (!isNarrowScreen()) openPanel('inspector', { inspectorTab: 'object' });
      }}
    >
      {children}
    </a>
  );
}
