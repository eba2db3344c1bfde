/** The simulated time, brought up to date with every frame without rendering anything else. */
import { useCallback, useRef } from 'react';
import { t } from '../messages/transport.ts';
import { usePlayground } from '../playground/react.ts';
import { formatClock } from '../ui/formats.ts';
import { usePlayingFrames } from '../ui/usePlayingFrames.ts';
import styles from './Transport.module.css';

export function ClockFace() {
  const playground = usePlayground();
  const face = useRef<HTMLSpanElement>(null);
  const shown = useRef('');

  usePlayingFrames(
    useCallback(() => {
      const text = formatClock(playground.now());
      if (text === shown.current || face.current === null) return;
      shown.current = text;
      face.current.textContent = text;
    }, [playground]),
  );

  return (
    <span className={styles.clock} role="timer" aria-label={t('simulatedTime')} aria-live="off" ref={face}>
      {formatClock(playground.now())}
    </span>
  );
}
