/** The line that is being typed: cursor, history, Ctrl keys and completion, drawn with ANSI codes on any screen. Pure but for `write`. */
import { LONGEST_LINE } from './words.ts';

export interface LineEditor {
  /** A key, or letters of one line. */
  input(data: string): void;
  /** Shows the prompt and what is typed so far. */
  show(): void;
  /** Erases what is typed, so that other text can be printed; `show` brings it back. */
  hide(): void;
  /** Puts text in place of what is typed. */
  replace(text: string): void;
  readonly text: string;
}

export interface LineEditorOptions {
  write(text: string): void;
  columns(): number;
  prompt(): string;
  history(): readonly string[];
  complete(text: string, cursor: number): { readonly from: number; readonly candidates: readonly string[] };
  onLine(text: string): void;
  onInterrupt(): void;
  onEnd(): void;
  onClear(): void;
  /** Whether keys are for the command that runs, not for a new line. */
  isBusy(): boolean;
}

const MOST_SHOWN = 60;

export function createLineEditor(options: LineEditorOptions): LineEditor {
  let text = '';
  let cursor = 0;
  let historyAt: number | null = null;
  let draft = '';
  /** Rows between the prompt's first row and the cursor's, as drawn last. */
  let drawnRow = 0;
  let searched: string | null = null;

  function draw(): void {
    const prompt = searched === null ? options.prompt() : `(reverse-i-search)'${searched}': `;
    const columns = Math.max(10, options.columns());
    const up = drawnRow > 0 ? `\x1b[${drawnRow}A` : '';
    const all = prompt.length + text.length;
    const endRow = Math.floor(all / columns);
    const at = prompt.length + cursor;
    const row = Math.floor(at / columns);
    const back = endRow - row;
    const wrap = all > 0 && all % columns === 0 ? '\r\n' : '';
    options.write(
      `${up}\r\x1b[0J\x1b[32m${prompt}\x1b[0m${text}${wrap}${back > 0 ? `\x1b[${back}A` : ''}\r${at % columns > 0 ? `\x1b[${at % columns}C` : ''}`,
    );
    drawnRow = row;
  }

  function hide(): void {
    options.write(`${drawnRow > 0 ? `\x1b[${drawnRow}A` : ''}\r\x1b[0J`);
    drawnRow = 0;
  }

  function set(value: string, at = value.length): void {
    text = value.slice(0, LONGEST_LINE);
    cursor = Math.min(at, text.length);
    draw();
  }

  function insert(letters: string): void {
    if (text.length + letters.length > LONGEST_LINE) {
      options.write('\x07');
      return;
    }
    if (cursor < text.length || searched !== null) {
      set(text.slice(0, cursor) + letters + text.slice(cursor), cursor + letters.length);
      return;
    }
    // Only what is new: a screen reader would read the whole line again for each letter.
    text += letters;
    cursor = text.length;
    const columns = Math.max(10, options.columns());
    const end = options.prompt().length + text.length;
    options.write(end % columns === 0 ? `${letters}\r\n` : letters);
    drawnRow = Math.floor(end / columns);
  }

  function enter(): void {
    searched = null;
    cursor = text.length;
    draw();
    options.write('\r\n');
    const line = text;
    text = '';
    cursor = 0;
    drawnRow = 0;
    historyAt = null;
    options.onLine(line);
  }

  function goThroughHistory(direction: 1 | -1): void {
    const lines = options.history();
    const at = (historyAt ?? lines.length) + direction;
    if (at < 0 || at > lines.length) return;
    if (historyAt === null) draft = text;
    historyAt = at === lines.length ? null : at;
    set(historyAt === null ? draft : lines[historyAt]!);
  }

  function complete(): void {
    const { from, candidates } = options.complete(text, cursor);
    if (candidates.length === 0) return;
    const shared = sharedStart(candidates);
    const typed = text.slice(from, cursor);
    const isOnly = candidates.length === 1;
    if (isOnly || shared.length > typed.length) {
      const end = isOnly && !/[/=,]$/.test(shared) ? ' ' : '';
      const rest = text.slice(cursor);
      set(text.slice(0, from) + shared + end + rest, from + shared.length + end.length);
      return;
    }
    const shown = candidates.slice(0, MOST_SHOWN);
    const more = candidates.length - shown.length;
    options.write(`\r\n${shown.join('  ')}${more > 0 ? `  … ${more} more` : ''}\r\n`);
    drawnRow = 0;
    draw();
  }

  function search(letters: string): void {
    searched = (searched ?? '') + letters;
    const found = [...options.history()].reverse().find((line) => line.includes(searched!));
    set(found ?? text);
  }

  const keys: Readonly<Record<string, () => void>> = {
    '\r': enter,
    '\n': enter,
    '\x7f': () => {
      if (cursor > 0) set(text.slice(0, cursor - 1) + text.slice(cursor), cursor - 1);
    },
    '\x1b[3~': () => set(text.slice(0, cursor) + text.slice(cursor + 1), cursor),
    '\x1b[A': () => goThroughHistory(-1),
    '\x1b[B': () => goThroughHistory(1),
    '\x1b[C': () => set(text, Math.min(text.length, cursor + 1)),
    '\x1b[D': () => set(text, Math.max(0, cursor - 1)),
    '\x1b[H': () => set(text, 0),
    '\x1b[F': () => set(text),
    '\x01': () => set(text, 0),
    '\x05': () => set(text),
    '\x15': () => set(text.slice(cursor), 0),
    '\x0b': () => set(text.slice(0, cursor)),
    '\x17': () => {
      const start = text.slice(0, cursor).replace(/\S*\s*$/, '').length;
      set(text.slice(0, start) + text.slice(cursor), start);
    },
    '\x0c': () => {
      options.onClear();
      drawnRow = 0;
      draw();
    },
    '\x12': () => search(''),
    '\x04': () => {
      if (text === '') options.onEnd();
    },
    '\t': complete,
  };

  return {
    input(data) {
      if (data === '\x03') {
        options.write('^C\r\n');
        text = '';
        cursor = 0;
        drawnRow = 0;
        searched = null;
        options.onInterrupt();
        return;
      }
      if (options.isBusy()) return;
      if (data === '\x1b' || (searched !== null && data.startsWith('\x1b'))) {
        searched = null;
        draw();
        return;
      }
      const key = keys[data];
      if (key !== undefined) {
        if (searched !== null && data !== '\r' && data !== '\x12') searched = null;
        key();
        return;
      }
      if (data.startsWith('\x1b')) return;
      if (searched !== null) {
        search(data);
        return;
      }
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
      const printable = data.replaceAll('\t', '  ').replaceAll(/[\x00-\x1f\x7f]/g, '');
      if (printable !== '') insert(printable);
    },
    show: draw,
    hide,
    replace: (value) => set(value),
    get text() {
      return text;
    },
  };
}

function sharedStart(words: readonly string[]): string {
  let shared = words[0] ?? '';
  for (const word of words) while (!word.startsWith(shared)) shared = shared.slice(0, -1);
  return shared;
}
