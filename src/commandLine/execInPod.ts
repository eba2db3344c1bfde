/**
 * `kubectl exec`: a command or a shell of the terminal inside a simulated Pod, its streams carried as channels of a
 * WebSocket (v4 and v5.channel.k8s.io). Nothing of what is typed runs on this machine.
 */
import type { WebSocket } from 'ws';
import { LARGEST_BODY } from '../kubeApi/api.ts';
import type { PodSession } from '../kubeApi/podSessions.ts';
import type { Ground } from '../terminal/ground.ts';
import { createPrompt } from '../terminal/prompt.ts';
import { isShell, openShell, type Screen, type Shell } from '../terminal/shell.ts';
import { NoSuchProgram, startError } from '../terminal/startError.ts';
import { readLine } from '../terminal/words.ts';
import { isRunning, onceStopped } from './serverGround.ts';

type Exec = PodSession & { readonly type: 'exec' };

const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
const RESIZE = 4;
/** v5: the sender closes the channel that is named. */
const CLOSE = 255;

export const EXEC_PROTOCOLS = ['v5.channel.k8s.io', 'v4.channel.k8s.io'];

/** Killed by SIGKILL, as when its Pod goes. */
const KILLED = 137;

/** What a client sends over its channels. */
interface Input {
  onText(listener: (text: string) => void): void;
  onClose(listener: () => void): void;
  columns(): number;
}

export function execInPod(socket: WebSocket, asked: Exec, ground: Ground): void {
  const state = { isOver: false, isMidLine: false };
  const send = (channel: number, text: string) => {
    if (state.isOver || text === '') return;
    socket.send(Buffer.concat([Buffer.of(channel), Buffer.from(text)]));
    state.isMidLine = !text.endsWith('\n');
  };
  const end = (status: object) => {
    if (state.isOver) return;
    send(ERROR, JSON.stringify({ metadata: {}, ...status }));
    state.isOver = true;
    stopWatching();
    socket.close(1000);
  };
  const crlf = (text: string) => (asked.tty ? text.replaceAll(/\r?\n/g, '\r\n') : text);
  const shell = openShell({
    ground,
    place: { type: 'Pod', key: asked.pod },
    screen: screenOf(asked, {
      print: (text) => send(STDOUT, crlf(text)),
      // A terminal has only one stream.
      printError: (text) => send(asked.tty ? STDOUT : STDERR, crlf(text)),
      onExit: () => end(exitStatus(Number(shell.variables.get('?') ?? 0))),
    }),
  });
  const stopWatching = onceStopped(ground, asked.pod, () => end(exitStatus(KILLED)));
  socket.on('close', () => {
    state.isOver = true;
    stopWatching();
    shell.interrupt();
  });
  if (!isRunning(ground, asked.pod)) {
    end(
      internalError(`unable to upgrade connection: container not found (${JSON.stringify(asked.container)})`),
    );
    return;
  }
  const input = readChannels(socket);
  if (asked.tty && asked.stdin && isInteractive(asked.command)) {
    talk(shell, input, (text) => send(STDOUT, text), state);
    return;
  }
  run(shell, asked, input).then(
    (exitCode) => end(exitStatus(exitCode)),
    (error: unknown) => {
      if (error instanceof NoSuchProgram) end(internalError(startError(error, asked.pod)));
      else end(internalError(String(error)));
    },
  );
}

function screenOf(
  { pod, tty }: Exec,
  {
    print,
    printError,
    onExit,
  }: { print(text: string): void; printError(text: string): void; onExit(): void },
): Screen {
  return {
    print,
    printError,
    clear() {
      if (tty) print('\x1b[2J\x1b[3J\x1b[H');
    },
    onPlace(place) {
      if (place.type === 'laptop' || place.key !== pod) onExit();
    },
  };
}

function isInteractive([program, ...args]: readonly string[]): boolean {
  return isShell(program) && args.every((word) => word.startsWith('-') && word !== '-c');
}

/** A prompt, for who sits at a terminal. */
function talk(
  shell: Shell,
  input: Input,
  write: (text: string) => void,
  state: { readonly isOver: boolean; readonly isMidLine: boolean },
): void {
  const prompt = createPrompt({
    shell,
    write,
    columns: input.columns,
    freshLine() {
      if (state.isMidLine) write('\r\n');
    },
    clear: () => write('\x1b[2J\x1b[H'),
    onEnd() {
      write('\r\n');
      void prompt.run('exit');
    },
    isOver: () => state.isOver,
  });
  input.onText(prompt.input);
  prompt.editor.show();
}

async function run(shell: Shell, { command, stdin, tty, pod }: Exec, input: Input): Promise<number> {
  const text = stdin && readsInput(command) ? await allOf(input) : null;
  if (tty)
    input.onText((key) => {
      if (key.includes('\x03')) shell.interrupt();
    });
  const { print, printError = print } = shell.screen;
  return shell.runProgram(
    command,
    { type: 'Pod', key: pod },
    { stdin: text, stdout: print, stderr: printError },
  );
}

const READERS = ['cat', 'grep', 'head', 'tail', 'wc', 'sort', 'uniq'];

/** Whether the command waits for what comes in; the others leave it where it is. */
function readsInput([program = '', ...args]: readonly string[]): boolean {
  if (!isShell(program)) return READERS.includes(program.split('/').at(-1)!);
  if (args[0] !== '-c') return true;
  const first = readLine(args[1] ?? '').pipelines?.[0]?.commands[0];
  return first !== undefined && first.heredoc === null && readsInput(first.words);
}

function allOf(input: Input): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    input.onText((more) => {
      text += more;
      if (text.length > LARGEST_BODY) reject(new Error(`more than ${LARGEST_BODY} bytes came in`));
    });
    input.onClose(() => resolve(text));
  });
}

function readChannels(socket: WebSocket): Input {
  const decoder = new TextDecoder();
  let onText = (_text: string) => {};
  let onClose = () => {};
  /** What came before anybody listened. */
  let early = '';
  let isClosed = false;
  let columns = 80;
  onText = (text) => {
    early += text;
  };
  socket.on('message', (data: Buffer) => {
    const [channel, closed] = data;
    if (channel === STDIN) onText(decoder.decode(data.subarray(1), { stream: true }));
    else if (channel === RESIZE) columns = widthIn(data.subarray(1).toString()) ?? columns;
    else if (channel === CLOSE && closed === STDIN) {
      isClosed = true;
      onClose();
    }
  });
  return {
    onText(listener) {
      onText = listener;
      if (early !== '') listener(early);
      early = '';
    },
    onClose(listener) {
      onClose = listener;
      if (isClosed) listener();
    },
    columns: () => columns,
  };
}

function widthIn(text: string): number | null {
  try {
    const { Width } = JSON.parse(text) as { Width?: unknown };
    return typeof Width === 'number' && Width > 0 ? Width : null;
  } catch {
    return null;
  }
}

/** Models the kubelet's `ServeExec`: an exit code that is not 0 is a cause of the failure. */
function exitStatus(code: number): object {
  if (code === 0) return { status: 'Success' };
  return {
    status: 'Failure',
    message: `command terminated with non-zero exit code: exit status ${code}`,
    reason: 'NonZeroExitCode',
    details: { causes: [{ reason: 'ExitCode', message: String(code) }] },
  };
}

function internalError(why: string): object {
  return {
    status: 'Failure',
    message: `Internal error occurred: ${why}`,
    reason: 'InternalError',
    details: { causes: [{ message: why }] },
    code: 500,
  };
}
