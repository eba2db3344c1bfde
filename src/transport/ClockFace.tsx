/** The simulated time, brought up to date with every frame without rendering anything else. */
import { useEffect, useRef } from 'react';
import { t } from '../messages/transport.ts';
import { usePlayground } from '../playground/react.ts';
import { formatClock } from '../ui/formats.ts';
import styles from './Transport.module.css';

export function ClockFace() {
  const playground = usePlayground();
  const face = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    let shown = '';
    let frame = requestAnimationFrame(function show() {
      frame = requestAnimationFrame(show);
      const text = formatClock(playground.now());
      if (text === shown || face.current === null) return;
      shown = text;
      face.current.textContent = text;
    });
    return () => cancelAnimationFrame(frame);
  }, [playground]);

  return (
    <span className={styles.clock} role="timer" aria-label={t('simulatedTime')} aria-live="off" ref={face}>
      {formatClock(playground.now())}
    </span>
  );
}
