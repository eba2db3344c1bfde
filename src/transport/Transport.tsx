/** The floating bar under the canvas: the clock and what drives it. */
import type { ReactNode } from 'react';
import { t } from '../messages/transport.ts';
import { usePlayground, usePlaygroundState } from '../playground/react.ts';
import { ActionButton } from '../ui/ActionButton.tsx';
import { clockActions, SPEEDS } from '../ui/clockActions.ts';
import { ClockFace } from './ClockFace.tsx';
import styles from './Transport.module.css';

interface TransportProps {
  /** For an embed. */
  isSmall?: boolean;
  reset?: ReactNode;
  /** The button for what stops the clock. */
  breakpoints?: ReactNode;
  /** How much is sent. */
  rate?: ReactNode;
  /** What shows and turns time. */
  scrubber: ReactNode;
  /** What stands beside the clock. */
  besideClock?: ReactNode;
}

export function Transport({
  isSmall = false,
  reset,
  breakpoints,
  rate,
  scrubber,
  besideClock,
}: TransportProps) {
  const playground = usePlayground();
  const speed = usePlaygroundState((state) => state.clock.speed);
  const speeds = SPEEDS.some((other) => other === speed) ? SPEEDS : [...SPEEDS, speed].sort((a, b) => a - b);

  return (
    <section
      className={isSmall ? `${styles.transport} ${styles.small}` : styles.transport}
      aria-label={t('transport')}
    >
      <div className={styles.buttons}>
        {reset}
        <ActionButton action={clockActions.stepBack} filled />
        <ActionButton action={clockActions.playOrPause} look="round" iconSize={15} filled />
        <ActionButton action={clockActions.step} filled />
        {breakpoints}
      </div>
      <div className={styles.time}>
        {scrubber}
        <ClockFace />
        {besideClock}
      </div>
      <select
        className={styles.pill}
        aria-label={t('speed')}
        value={speed}
        onChange={(event) =>
          void playground.dispatch({ type: 'setSpeed', speed: Number(event.target.value) }, 'app')
        }
      >
        {speeds.map((option) => (
          <option key={option} value={option}>
            {option}×
          </option>
        ))}
      </select>
      {rate}
    </section>
  );
}
