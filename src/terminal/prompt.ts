/**
 * A shell with a line editor in front: what is typed or pasted runs line after line, each when the one before has ended.
 * Knows no screen but `write`.
 */
import { complete } from './complete.ts';
import { createLineEditor, type LineEditor } from './lineEditor.ts';
import type { Shell } from './shell.ts';
import { LONGEST_HEREDOC, LONGEST_LINE } from './words.ts';

export interface Prompt {
  readonly editor: LineEditor;
  /** What the keyboard sent, or a paste. */
  input(data: string): void;
  /** Runs a line that nobody typed here; resolves when it has ended. */
  run(text: string): Promise<void>;
  /** Resolves when no command runs. */
  idle(): Promise<void>;
  isBusy(): boolean;
  /** Forgets lines that wait for more. */
  drop(): void;
}

export interface PromptOptions {
  readonly shell: Shell;
  write(text: string): void;
  columns(): number;
  /** Before a line runs. */
  onRun?(text: string): void;
  /** Moves to the beginning of a line, unless it is there; resolves when all is on the screen. */
  freshLine(): Promise<void> | void;
  clear(): void;
  /** Ctrl+D on an empty line. */
  onEnd(): void;
  /** The shell has ended: nothing more is asked. */
  isOver?(): boolean;
}

const MOST_PASTED_LINES = 10_000;
/** Control characters but the tab, and what stands for bytes that are no letters. */
const NOT_TEXT = /(?!\t)[\p{Cc}\ufffd]/u;

export function createPrompt(options: PromptOptions): Prompt {
  const { shell, write } = options;
  /** Lines that are not a whole command yet, and what they wait for. */
  let pending: string[] = [];
  let pendingLength = 0;
  let waitsFor = '';
  let isRunning = false;
  /** What was typed while a command ran. */
  let ahead: string[] = [];
  let waiting: (() => void)[] = [];

  const editor = createLineEditor({
    write,
    columns: options.columns,
    prompt: () => (pending.length === 0 ? shell.prompt() : '> '),
    history: () => shell.lines,
    complete: (text, cursor) => complete(shell, text, cursor),
    onLine,
    onInterrupt() {
      drop();
      if (isRunning) shell.interrupt();
      else editor.show();
    },
    onEnd: options.onEnd,
    onClear: options.clear,
    isBusy: () => isRunning,
  });

  function onLine(line: string): void {
    pending.push(line);
    pendingLength += line.length + 1;
    if (pendingLength > LONGEST_HEREDOC) {
      drop();
      refuse(`this text has no end: ${waitsFor} did not come within ${LONGEST_HEREDOC / 1024 / 1024} MiB`);
    } else if (pending.length > 1 && !mayEnd(line)) editor.show();
    else void run(pending.join('\n'));
  }

  /** Reading everything again after each line would take for ever. */
  function mayEnd(line: string): boolean {
    if (/^(?:\||&&|\|\|)$/.test(waitsFor)) return true;
    return /^['"]$/.test(waitsFor) ? line.includes(waitsFor) : line.replace(/^\t+/, '') === waitsFor;
  }

  async function run(text: string): Promise<void> {
    isRunning = true;
    options.onRun?.(text);
    try {
      const reading = await shell.run(text);
      if (reading === null) drop();
      else waitsFor = reading.waitsFor;
    } catch (error) {
      drop();
      write(`sh: ${error instanceof Error ? error.message : String(error)}\r\n`);
    }
    await options.freshLine();
    isRunning = false;
    if (options.isOver?.() === true) return;
    editor.show();
    feed();
    const freed = waiting;
    waiting = [];
    for (const goOn of freed) goOn();
  }

  function drop(): void {
    pending = [];
    pendingLength = 0;
  }

  function refuse(why: string): void {
    write(`${editor.text === '' ? '\r' : '\r\n'}sh: ${why}\r\n`);
    editor.show();
  }

  function input(data: string): void {
    if (data === '\x03') {
      ahead = [];
      editor.input(data);
      return;
    }
    const keys = keysOf(data);
    const why = reasonAgainst(keys, ahead.length);
    if (why !== null) {
      refuse(why);
      return;
    }
    ahead.push(...keys);
    feed();
  }

  function feed(): void {
    let at = 0;
    while (!isRunning && at < ahead.length) editor.input(ahead[at++]!);
    ahead = ahead.slice(at);
  }

  return {
    editor,
    input,
    run,
    idle: () => (isRunning ? new Promise((resolve) => waiting.push(resolve)) : Promise.resolve()),
    isBusy: () => isRunning,
    drop,
  };
}

/** A paste as lines and the Enter keys between them. */
function keysOf(data: string): string[] {
  if (data.length === 1 || data.startsWith('\x1b')) return [data];
  return data
    .split(/(\r\n|\r|\n)/)
    .flatMap((part) => (part === '' ? [] : /^[\r\n]/.test(part) ? '\r' : part));
}

function reasonAgainst(keys: readonly string[], waiting: number): string | null {
  const lines = keys.filter((key) => key === '\r').length;
  if (lines + waiting > MOST_PASTED_LINES)
    return `${lines.toLocaleString('en')} lines are more than a terminal takes at once (${MOST_PASTED_LINES.toLocaleString('en')}): import them as a file`;
  const longest = keys.reduce((length, key) => Math.max(length, key.length), 0);
  if (longest > LONGEST_LINE) return `line too long: ${longest} characters, the limit is ${LONGEST_LINE}`;
  if (keys.some((key) => key.length > 1 && !key.startsWith('\x1b') && NOT_TEXT.test(key)))
    return 'this is not text: paste commands or YAML';
  return null;
}
