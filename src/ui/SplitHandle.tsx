/** The edge between two panels: drag it, or move it with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import styles from './SplitHandle.module.css';

interface SplitHandleProps {
  label: string;
  /** Size of the panel below the handle, in pixels. */
  size: number;
  smallest: number;
  largest: number;
  onResize: (size: number) => void;
}

const KEY_STEP = 24;

export function SplitHandle({ label, size, smallest, largest, onResize }: SplitHandleProps) {
  const drag = useRef<{ y: number; size: number } | null>(null);
  const resize = (to: number) => onResize(Math.round(Math.min(largest, Math.max(smallest, to))));

  function onPointerDown(event: PointerEvent<HTMLElement>) {
    event.currentTarget.setPointerCapture(event.pointerId);
    drag.current = { y: event.clientY, size };
  }

  function onKeyDown(event: KeyboardEvent) {
    const target = { ArrowUp: size + KEY_STEP, ArrowDown: size - KEY_STEP, Home: smallest, End: largest }[
      event.key
    ];
    if (target === undefined) return;
    event.preventDefault();
    resize(target);
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a movable separator is a widget, which <hr> is not
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={label}
      aria-valuenow={size}
      aria-valuemin={smallest}
      aria-valuemax={largest}
      tabIndex={0}
      className={styles.handle}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (drag.current !== null) resize(drag.current.size + drag.current.y - event.clientY);
      }}
      onPointerUp={() => {
        drag.current = null;
      }}
      onKeyDown={onKeyDown}
    />
  );
}
