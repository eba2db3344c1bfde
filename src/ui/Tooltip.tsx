/** One tooltip for the whole page: shows the `data-tooltip` of what is pointed at or focused. The name itself is in `aria-label`. */
import { useEffect, useRef, useState } from 'react';
import { usePageRoot } from './pageRoot.ts';
import styles from './Tooltip.module.css';

interface Shown {
  text: string;
  keys: string | undefined;
  x: number;
  y: number;
  isAbove: boolean;
}

const DELAY_MS = 450;
const EDGE = 8;

export function TooltipHost() {
  const [shown, setShown] = useState<Shown | null>(null);
  const box = useRef<HTMLDivElement>(null);
  const root = usePageRoot();

  useEffect(() => {
    let timer = 0;
    const hide = () => {
      clearTimeout(timer);
      setShown(null);
    };
    const show = (anchor: HTMLElement) => {
      const { left, width, top, bottom } = anchor.getBoundingClientRect();
      const isAbove = bottom > innerHeight - 60;
      setShown({
        text: anchor.dataset.tooltip!,
        keys: anchor.dataset.tooltipKeys,
        x: left + width / 2,
        y: isAbove ? top - 6 : bottom + 6,
        isAbove,
      });
    };
    const anchorOf = (event: Event) =>
      event.target instanceof Element ? event.target.closest<HTMLElement>('[data-tooltip]') : null;
    const onPointerOver = (event: Event) => {
      clearTimeout(timer);
      const anchor = anchorOf(event);
      if (anchor === null) setShown(null);
      else if ((event as PointerEvent).pointerType === 'mouse')
        timer = window.setTimeout(() => show(anchor), DELAY_MS);
    };
    const onFocusIn = (event: Event) => {
      const anchor = anchorOf(event);
      if (anchor?.matches(':focus-visible')) show(anchor);
    };
    const onKeyDown = (event: Event) => {
      if ((event as KeyboardEvent).key === 'Escape') hide();
    };
    root.addEventListener('pointerover', onPointerOver);
    root.addEventListener('pointerdown', hide);
    root.addEventListener('focusin', onFocusIn);
    root.addEventListener('focusout', hide);
    root.addEventListener('keydown', onKeyDown);
    return () => {
      hide();
      root.removeEventListener('pointerover', onPointerOver);
      root.removeEventListener('pointerdown', hide);
      root.removeEventListener('focusin', onFocusIn);
      root.removeEventListener('focusout', hide);
      root.removeEventListener('keydown', onKeyDown);
    };
  }, [root]);

  useEffect(() => {
    const element = box.current;
    if (element === null || shown === null) return;
    const half = element.offsetWidth / 2;
    const x = Math.min(innerWidth - half - EDGE, Math.max(half + EDGE, shown.x));
    element.style.translate = `${Math.round(x - half)}px ${Math.round(shown.y - (shown.isAbove ? element.offsetHeight : 0))}px`;
    element.style.visibility = 'visible';
  }, [shown]);

  if (shown === null) return null;
  return (
    <div ref={box} className={styles.tooltip} aria-hidden style={{ visibility: 'hidden' }}>
      {shown.text}
      {shown.keys && <span className={styles.keys}>{shown.keys}</span>}
    </div>
  );
}
