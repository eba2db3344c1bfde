/** The kubectl lines that equal what was done by hand: every gesture teaches the command. */
import { useEffect, useRef } from 'react';
import { usePlaygroundState } from '../playground/react.ts';
import { CopyButton } from '../ui/CopyButton.tsx';
import { identityKey } from '../ui/identityKey.ts';
import styles from './CommandLog.module.css';

export function CommandLog() {
  const lines = usePlaygroundState((state) => state.commandLines);
  const end = useRef<HTMLDivElement>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line scrolls into view
  useEffect(() => {
    end.current?.scrollIntoView({ block: 'nearest' });
  }, [lines]);

  if (lines.length === 0) {
    return (
      <p className={styles.empty}>
        Place, move or change something: the kubectl line that does the same appears here.
      </p>
    );
  }
  return (
    <>
      <ol className={styles.lines} aria-label="Equal kubectl lines">
        {lines.map((entry) => (
          <li key={identityKey(entry)} className={styles.line}>
            <span className={styles.prompt} aria-hidden>
              $
            </span>
            <code className={styles.text}>{entry.line}</code>
            <CopyButton text={entry.line} className={styles.copy} />
          </li>
        ))}
      </ol>
      <div ref={end} />
    </>
  );
}
