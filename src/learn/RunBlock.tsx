/** Lines that can be run with one press: the terminal opens and they are typed there. */
import { Play } from 'lucide-react';
import { useRef, useState } from 'react';
import { t } from '../messages/learn.ts';
import { usePlayground } from '../playground/react.ts';
import { Button } from '../ui/Button.tsx';
import { CopyButton } from '../ui/CopyButton.tsx';
import { typeInTerminal } from '../ui/typedLines.ts';
import styles from './RunBlock.module.css';

export function RunBlock({ lines, label = t('run') }: { lines: readonly string[]; label?: string }) {
  const playground = usePlayground();
  const button = useRef<HTMLButtonElement>(null);
  const [isRunning, setRunning] = useState(false);

  async function run() {
    setRunning(true);
    // What is typed may wait for an answer, which needs time to pass.
    await playground.dispatch({ type: 'play' }, 'lesson');
    await typeInTerminal(lines);
    setRunning(false);
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
