/** One line to type commands in, below the step of an embedded lesson that wants something done; above it what was printed. */
import { CornerDownLeft, Square } from 'lucide-react';
import { type FormEvent, type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { t } from '../messages/learn.ts';
import { IconButton } from '../ui/Button.tsx';
import styles from './LessonPrompt.module.css';
import type { LessonConsole } from './lessonConsole.ts';

/** More is not scrolled back to. */
const MOST_TRANSCRIPT = 200_000;

export function LessonPrompt({ console }: { console: LessonConsole }) {
  const [transcript, setTranscript] = useState('');
  const [text, setText] = useState('');
  const [isRunning, setRunning] = useState(false);
  const lines = useRef<string[]>([]);
  const at = useRef(0);
  const log = useRef<HTMLPreElement>(null);

  const print = (printed: string) => setTranscript((before) => (before + printed).slice(-MOST_TRANSCRIPT));

  // biome-ignore lint/correctness/useExhaustiveDependencies: what was printed last is in view
  useEffect(() => {
    log.current?.scrollTo({ top: log.current.scrollHeight });
  }, [transcript]);

  async function run(event: FormEvent) {
    event.preventDefault();
    const line = text.trim();
    if (line === '' || isRunning) return;
    lines.current.push(line);
    at.current = lines.current.length;
    setText('');
    setRunning(true);
    print(`${console.prompt()}${line}\n`);
    await console.run([line], print).finally(() => setRunning(false));
  }

  function onKeyDown(event: KeyboardEvent) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    at.current = Math.max(0, Math.min(lines.current.length, at.current + by));
    setText(lines.current[at.current] ?? '');
  }

  return (
    <form className={styles.prompt} onSubmit={(event) => void run(event)}>
      {transcript !== '' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <pre ref={log} translate="no" role="log" tabIndex={0} aria-label={t('printed')}>
          {transcript}
        </pre>
      )}
      <div className={styles.line} dir="ltr">
        <span aria-hidden className={styles.sign}>
          $
        </span>
        <input
          value={text}
          aria-label={t('command')}
          placeholder="kubectl get pods"
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="go"
          maxLength={2000}
          onChange={({ target }) => setText(target.value)}
          onKeyDown={onKeyDown}
        />
        {isRunning ? (
          <IconButton label={t('stopCommand')} icon={Square} iconSize={13} onClick={console.interrupt} />
        ) : (
          <IconButton type="submit" label={t('enter')} icon={CornerDownLeft} iconSize={14} />
        )}
      </div>
    </form>
  );
}
