/** One xterm.js terminal with its session: it lives as long as its playground, also while the tab is closed. */
import { FitAddon } from '@xterm/addon-fit';
import { Terminal } from '@xterm/xterm';
import '@xterm/xterm/css/xterm.css';
import type { Playground } from '../playground/playground.ts';
import { openPanel } from '../ui/panels.ts';
import { noteRanLine } from '../ui/ranLines.ts';
import { takeLine } from '../ui/typedLines.ts';
import { LAPTOP, type ShellPlace } from './place.ts';
import { createPrompt } from './prompt.ts';
import { openSession, type Session } from './session.ts';

export interface TerminalScreen {
  readonly session: Session;
  /** kubectl lines as they came, typed or of gestures, which can be explained; the latest ones. */
  readonly kubectlLines: readonly string[];
  /** Puts it into an element, and follows that element's size; returns how to take it out. */
  attach(element: HTMLElement): () => void;
  focus(): void;
  /** Types lines that somebody offers elsewhere and runs them, each when the one before has ended. */
  typeWaitingLines(): Promise<void>;
  setPlace(place: ShellPlace): void;
  showTheme(): void;
  /** Who shows where the prompt stands, and explains lines. */
  listener: { onPlace(place: ShellPlace): void; onExplain(line: string): void };
}

/** Lines that can be scrolled back to. */
const SCROLLBACK = 5000;
const MOST_KUBECTL_LINES = 200;
/** One command prints at most this much; the rest is cut off in words. */
const MOST_OUTPUT = 2_000_000;

const GREETING =
  'kubectl drives the cluster on the canvas, and what you do there appears here. Type \x1b[1mhelp\x1b[0m to see what else there is.\r\n';

const screens = new WeakMap<Playground, TerminalScreen>();

export function screenOf(playground: Playground): TerminalScreen {
  let screen = screens.get(playground);
  if (screen === undefined) {
    screen = openScreen(playground);
    screens.set(playground, screen);
  }
  return screen;
}

function openScreen(playground: Playground): TerminalScreen {
  const terminal = new Terminal({
    allowProposedApi: false,
    convertEol: true,
    cursorBlink: false,
    fontFamily: '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, Menlo, monospace',
    fontSize: 12.5,
    lineHeight: 1.3,
    // How broad the scroll bar is.
    overviewRuler: { width: 8 },
    screenReaderMode: true,
    scrollback: SCROLLBACK,
    scrollOnUserInput: true,
    theme: colours(),
  });
  const fit = new FitAddon();
  terminal.loadAddon(fit);
  let printed = 0;
  const holder = document.createElement('div');
  holder.style.height = '100%';
  let isOpen = false;
  let isTyping = false;
  const kubectlLines: string[] = [];
  const noteKubectl = (line: string) => {
    if (!/\bkubectl /.test(line) || kubectlLines.at(-1) === line) return;
    kubectlLines.push(line);
    if (kubectlLines.length > MOST_KUBECTL_LINES) kubectlLines.shift();
  };

  const screen: TerminalScreen = {
    session: openSession(playground, {
      print(text) {
        printed += text.length;
        if (printed <= MOST_OUTPUT) terminal.write(text);
        else if (printed - text.length <= MOST_OUTPUT)
          terminal.write('\r\n… more output is cut off here\r\n');
      },
      clear: () => terminal.write('\x1b[2J\x1b[3J\x1b[H'),
      onPlace: (place) => screen.listener.onPlace(place),
      edit(key) {
        void playground.dispatch([{ type: 'select', keys: [key] }], 'terminal');
        openPanel('dock', { dockTab: 'yaml' });
      },
    }),
    kubectlLines,
    attach,
    focus: () => terminal.focus(),
    async typeWaitingLines() {
      if (isTyping || !isOpen) return;
      isTyping = true;
      for (let line = takeLine(); line !== null; line = takeLine()) {
        await prompt.idle();
        await typeLine(line.text);
        line.onDone();
      }
      isTyping = false;
    },
    setPlace(place) {
      prompt.editor.hide();
      screen.session.placesBefore = [];
      screen.session.goTo(place);
      prompt.editor.show();
      terminal.focus();
    },
    showTheme() {
      terminal.options.theme = colours();
    },
    listener: { onPlace() {}, onExplain() {} },
  };
  const { session } = screen;

  const prompt = createPrompt({
    shell: session,
    write: (text) => terminal.write(text),
    columns: () => terminal.cols,
    onRun(text) {
      printed = 0;
      noteKubectl(text);
      noteRanLine(text);
    },
    // What ended without a newline keeps its line.
    freshLine: () =>
      new Promise<void>((resolve) => {
        terminal.write('', () => {
          if (terminal.buffer.active.cursorX > 0) terminal.write('\r\n');
          resolve();
        });
      }),
    clear: () => terminal.write('\x1b[2J\x1b[H'),
    onEnd() {
      if (session.place.type === 'laptop') return;
      terminal.write('\r\n');
      void prompt.run('exit');
    },
  });
  const { editor } = prompt;

  /** What was typed by hand and not entered gives way; the line comes from the laptop, where kubectl is. */
  async function typeLine(text: string): Promise<void> {
    prompt.drop();
    if (session.place.type !== 'laptop') screen.setPlace(LAPTOP);
    editor.replace('');
    editor.hide();
    terminal.write(`\x1b[32m${session.prompt()}\x1b[0m${text.replaceAll('\n', '\n> ')}\r\n`);
    await prompt.run(text);
  }

  terminal.onData(prompt.input);
  terminal.attachCustomKeyEventHandler((event) => {
    // Whoever goes by keyboard must get out again: Tab completes, Shift+Tab and Ctrl+M leave.
    if (event.key === 'Tab' && event.shiftKey) return false;
    return !(event.key === 'Tab' && editor.text === '' && !prompt.isBusy());
  });
  terminal.registerLinkProvider({
    provideLinks(row, callback) {
      const line = lineAt(terminal, row);
      if (line === null || !/^(?:≈|\$) kubectl /.test(line.text)) {
        callback(undefined);
        return;
      }
      const range = {
        start: { x: 3, y: line.from },
        end: { x: Math.max(3, ((line.text.length - 1) % terminal.cols) + 1), y: line.to },
      };
      callback([
        {
          range,
          text: line.text.slice(2),
          activate: () => screen.listener.onExplain(line.text.slice(2).trim()),
        },
      ]);
    },
  });

  let shown = playground.store.getState().commandLines;
  const printGestures = (lines: typeof shown) => {
    const known = new Set(shown);
    const fresh = lines.filter((entry) => !known.has(entry));
    shown = lines;
    if (fresh.length === 0) return;
    if (!prompt.isBusy()) editor.hide();
    for (const { line } of fresh) {
      terminal.write(`\x1b[2m≈\x1b[0m ${line}\r\n`);
      noteKubectl(line);
    }
    if (!prompt.isBusy()) editor.show();
  };
  playground.store.subscribe(({ commandLines }) => {
    if (commandLines !== shown) printGestures(commandLines);
  });

  function attach(element: HTMLElement): () => void {
    element.append(holder);
    if (!isOpen) {
      terminal.open(holder);
      isOpen = true;
      terminal.write(GREETING);
      for (const { line } of shown) {
        terminal.write(`\x1b[2m≈\x1b[0m ${line}\r\n`);
        noteKubectl(line);
      }
      fitNow();
      editor.show();
    }
    const observer = new ResizeObserver(fitNow);
    observer.observe(element);
    return () => {
      observer.disconnect();
      holder.remove();
    };
  }

  function fitNow(): void {
    if (holder.clientWidth > 40 && holder.clientHeight > 20) fit.fit();
  }

  return screen;
}

/** The whole line that a row of the screen belongs to, when it was too long for one. */
function lineAt(terminal: Terminal, row: number): { text: string; from: number; to: number } | null {
  const { active } = terminal.buffer;
  let from = row - 1;
  while (from > 0 && active.getLine(from)?.isWrapped === true) from -= 1;
  let text = '';
  let to = from;
  for (let at = from; at === from || active.getLine(at)?.isWrapped === true; at++) {
    text += active.getLine(at)?.translateToString(true) ?? '';
    to = at;
  }
  return text === '' ? null : { text, from: from + 1, to: to + 1 };
}

/** The design tokens of the page. */
function colours() {
  const styles = getComputedStyle(document.documentElement);
  const token = (name: string) => styles.getPropertyValue(name).trim();
  return {
    background: token('--panel'),
    foreground: token('--ink'),
    cursor: token('--accent'),
    cursorAccent: token('--panel'),
    selectionBackground: token('--accent-soft'),
    green: token('--ok'),
    red: token('--bad'),
    yellow: token('--warn'),
    blue: token('--accent'),
    overviewRulerBorder: token('--panel'),
    scrollbarSliderBackground: token('--line-strong'),
    scrollbarSliderHoverBackground: token('--ink-3'),
    scrollbarSliderActiveBackground: token('--ink-3'),
  };
}
