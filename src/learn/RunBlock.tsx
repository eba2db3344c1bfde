/** Lines that can be run with one press: the terminal opens and they are typed there, or where there is none, what they print is below them. */
import { Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../messages/learn.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import styles from './RunBlock.module.css';
import { useSurroundings } from './surroundings.ts';

export function RunBlock({ lines, label = t('run') }: { lines: readonly string[]; label?: string }) {
  const playground = usePlayground();
  const button = useRef<HTMLButtonElement>(null);
  const [isRunning, setRunning] = useState(false);
  const [printed, setPrinted] = useState<string | null>(null);
  const surroundings = useSurroundings();

  async function run() {
    setRunning(true);
    setPrinted(null);
    // What is typed may wait for an answer, which needs time to pass.
    await playground.dispatch({ type: 'play' }, 'lesson');
    await surroundings
      .run(lines, (text) => setPrinted((before) => (before ?? '') + text))
      .finally(() => setRunning(false));
    // The terminal takes the focus when it opens; whoever reads on wants it back.
    button.current?.focus({ preventScroll: true });
  }

  return (
    <div className={styles.run}>
      <pre translate="no">
        {lines.map((line) => (
          <code key={line} className={styles.line}>
            {line}
          </code>
        ))}
      </pre>
      {printed !== null && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre translate="no" role="log" tabIndex={0} className={styles.printed} aria-label={t('printed')}>
          {printed}
        </pre>
      )}
      <div className={styles.actions}>
        <Button
          ref={button}
          size="small"
          icon={Play}
          aria-disabled={isRunning}
          onClick={() => !isRunning && void run()}
        >
          {isRunning ? t('running') : label}
        </Button>
        <CopyButton text={lines.join('\n')} label={t('copyLines')} />
      </div>
    </div>
  );
}
