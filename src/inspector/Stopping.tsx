/** Counts down while a Pod stops, without rendering anything else. */
import { Hourglass } from 'lucide-react';
import { useEffect, useRef } from 'react';
import type { Pod } from '../kubernetes/pod.ts';
import { usePlayground } from '../playground/react.ts';
import styles from './Inspector.module.css';
import { stoppingText } from './stopping.ts';

export function Stopping({ pod }: { pod: Pod }) {
  const playground = usePlayground();
  const line = useRef<HTMLSpanElement>(null);

  useEffect(() => {
    let shown = '';
    let frame = requestAnimationFrame(function show() {
      frame = requestAnimationFrame(show);
      const text = stoppingText(pod, playground.now()) ?? '';
      if (text === shown || line.current === null) return;
      shown = text;
      line.current.textContent = text;
    });
    return () => cancelAnimationFrame(frame);
  }, [playground, pod]);

  return (
    <p className={styles.stopping}>
      <Hourglass size={14} aria-hidden />
      <span ref={line}>{stoppingText(pod, playground.now())}</span>
    </p>
  );
}
