/** Lines that somebody wants typed in the terminal: whoever offers them puts them here, the terminal takes them one after another. */
import { createStore } from 'zustand/vanilla';
import { openPanel } from './panels.ts';

interface TypedLine {
  readonly text: string;
  onDone(): void;
}

export const typedLines = createStore<{ readonly waiting: readonly TypedLine[] }>(() => ({ waiting: [] }));

/** Opens the terminal and has the lines run there, each when the one before it has ended. */
export async function typeInTerminal(lines: readonly string[]): Promise<void> {
  openPanel('dock', { dockTab: 'terminal' });
  await Promise.all(lines.map(waitForLine));
}

function waitForLine(text: string): Promise<void> {
  return new Promise((onDone) =>
    typedLines.setState(({ waiting }) => ({ waiting: [...waiting, { text, onDone }] })),
  );
}

/** For the terminal: the line that is next. */
export function takeLine(): TypedLine | null {
  const [next, ...waiting] = typedLines.getState().waiting;
  if (next === undefined) return null;
  typedLines.setState({ waiting });
  return next;
}

/** What waits was meant for a cluster that is no longer there. */
export function forgetLines(): void {
  const { waiting } = typedLines.getState();
  typedLines.setState({ waiting: [] });
  for (const { onDone } of waiting) onDone();
}
