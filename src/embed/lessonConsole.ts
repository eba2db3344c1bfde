/** The shell of a lesson that is embedded: what a terminal would run is run on the same cluster, and printed as plain text. */
import { takingTurns } from '../lessons/turns.ts';
import { loadWorkbench, sharedParts } from '../playground/parts.ts';
import type { Playground } from '../playground/playground.ts';
import type { Session } from '../terminal/session.ts';

export interface LessonConsole {
  /** Runs lines, each when the one before has ended. */
  run(lines: readonly string[], print: (text: string) => void): Promise<void>;
  /** Ends what runs. */
  interrupt(): void;
  /** What stands before a line; a shell in a Pod has another. */
  prompt(): string;
  close(): void;
}

/** More than this of one command is cut off. */
const MOST_OUTPUT = 100_000;
/** Colours and the like. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: this is how they begin
const ESCAPES = /\x1b\[[0-9;?]*[A-Za-z]/g;

export function createLessonConsole(playground: Playground): LessonConsole {
  let opening: Promise<Session> | null = null;
  let session: Session | null = null;
  let print: (text: string) => void = () => {};
  let isClosed = false;
  const inTurn = takingTurns();

  /** With kubectl, the API server and what it takes to write it is large: it comes with the first line that is run. */
  function open(): Promise<Session> {
    opening ??= Promise.all([import('../terminal/session.ts'), loadWorkbench(sharedParts)]).then(
      ([{ openSession }]) => {
        session = openSession(playground, {
          print: (text) => print(text.replace(ESCAPES, '')),
          clear() {},
          onPlace() {},
        });
        return session;
      },
    );
    return opening;
  }

  return {
    run: inTurn(async (lines, printed) => {
      const shell = await open();
      let length = 0;
      print = (text) => {
        const room = MOST_OUTPUT - length;
        length += text.length;
        if (room > 0) printed(text.length > room ? `${text.slice(0, room)}\n…\n` : text);
      };
      // What is asked of a Pod takes time, and needs it to pass.
      await playground.dispatch({ type: 'play' }, 'lesson');
      for (const line of lines) {
        if (isClosed) return;
        const incomplete = await shell.run(line);
        if (incomplete !== null) print('sh: syntax error: unexpected end of file\n');
      }
    }),
    interrupt: () => session?.interrupt(),
    prompt: () => session?.prompt() ?? '$ ',
    close() {
      isClosed = true;
      session?.close();
    },
  };
}
