/** A shell: reads lines, runs what they name where its prompt stands, and prints. How text comes onto a screen is not its business. */
import type { Client } from '../kubectl/client.ts';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import { closest } from '../playground/closest.ts';
import { builtins, exitCodeOf } from './builtins.ts';
import { filters } from './filters.ts';
import { type Ground, sleepOn } from './ground.ts';
import { LAPTOP, promptOf, type ShellPlace } from './place.ts';
import { NoSuchProgram } from './startError.ts';
import { tools } from './tools.ts';
import { type Pipeline, readLine, type SimpleCommand } from './words.ts';

export interface Screen {
  print(text: string): void;
  /** What goes to the standard error; `print` when absent. */
  printError?(text: string): void;
  clear(): void;
  /** The place or the prompt may have changed. */
  onPlace(place: ShellPlace): void;
  edit?(object: ObjectKey): void;
}

export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
}

/** What a running program finds around itself. */
export interface Surroundings extends Output {
  readonly stdin: string | null;
  readonly signal: AbortSignal;
  /** The simulated clock in ms since 1970. */
  now(): number;
  /** Waits for this much of the simulated clock; rejects when interrupted. */
  sleep(ms: number): Promise<void>;
}

/** As the laptop has it. */
export interface ShellKubectl {
  readonly client: Client;
  /** Of the context. */
  readonly namespace: string;
  run(args: readonly string[], surroundings: Surroundings): number | Promise<number>;
}

export interface Shell {
  readonly ground: Ground;
  readonly variables: Map<string, string>;
  /** What was entered, oldest first. */
  readonly lines: string[];
  readonly screen: Screen;
  readonly kubectl: ShellKubectl | null;
  place: ShellPlace;
  /** Where `exit` leads back to; when there is nothing left, the shell has ended. */
  placesBefore: ShellPlace[];
  /** How many lines were run. */
  readonly lineNumber: number;
  /** Runs what was entered; `waitsFor` when more lines are needed. */
  run(text: string): Promise<{ readonly waitsFor: string } | null>;
  /** Runs what `sh -c` or the container's runtime is given; throws `NoSuchProgram` when there is none of that name. */
  runProgram(
    words: readonly string[],
    place: ShellPlace,
    surroundings: Pick<Surroundings, 'stdin' | keyof Output>,
  ): number | Promise<number>;
  /** Ctrl+C. */
  interrupt(): void;
  prompt(): string;
  goTo(place: ShellPlace): void;
}

export interface ShellOptions {
  readonly ground: Ground;
  readonly screen: Screen;
  readonly place?: ShellPlace;
  readonly kubectl?: ShellKubectl;
}

const MOST_LINES = 500;
const BEGINNING = Date.parse('2026-01-01T00:00:00Z');

export function isShell(program: string | undefined): boolean {
  return /^(?:\/(?:usr\/)?bin\/)?(?:ba|a|da)?sh$/.test(program ?? '');
}

export function openShell({ ground, screen, place = LAPTOP, kubectl }: ShellOptions): Shell {
  const printed: Output = {
    stdout: screen.print,
    stderr: screen.printError ?? screen.print,
  };
  let lineNumber = 0;
  /** How many texts of `sh -c` run, one within the other, and whether the innermost has come to its `exit`. */
  let depth = 0;
  let hasExited = false;
  let controller = new AbortController();

  const shell: Shell = {
    ground,
    variables: new Map(),
    lines: [],
    screen,
    kubectl: kubectl ?? null,
    place,
    placesBefore: [],
    get lineNumber() {
      return lineNumber;
    },
    run,
    runProgram,
    interrupt: () => controller.abort(),
    prompt: () => promptOf(shell.place),
    goTo(next) {
      shell.place = next;
      screen.onPlace(next);
    },
  };

  async function run(text: string): Promise<{ readonly waitsFor: string } | null> {
    const reading = readLine(text, shell.variables);
    if (reading.waitsFor !== undefined) return { waitsFor: reading.waitsFor };
    remember(text);
    if (reading.error !== undefined) {
      printed.stderr(`sh: ${reading.error}\n`);
      shell.variables.set('?', '2');
      return null;
    }
    lineNumber += 1;
    controller = new AbortController();
    await runAll(text, reading.pipelines, printed, null);
    return null;
  }

  function remember(text: string): void {
    const line = text.trim();
    if (line === '' || shell.lines.at(-1) === line) return;
    shell.lines.push(line);
    if (shell.lines.length > MOST_LINES) shell.lines.shift();
  }

  async function runAll(
    text: string,
    pipelines: readonly Pipeline[],
    output: Output,
    stdin: string | null,
  ): Promise<number> {
    let exitCode = 0;
    for (const [index, asRead] of pipelines.entries()) {
      // What ran before it may have changed the variables.
      const isFixed = index === 0 || !text.includes('$');
      const pipeline = isFixed ? asRead : (readLine(text, shell.variables).pipelines?.[index] ?? asRead);
      if (controller.signal.aborted || hasExited) break;
      if ((pipeline.after === '&&' && exitCode !== 0) || (pipeline.after === '||' && exitCode === 0))
        continue;
      exitCode = await runPipeline(pipeline, output, stdin);
      shell.variables.set('?', String(exitCode));
    }
    return exitCode;
  }

  async function runPipeline({ commands }: Pipeline, output: Output, stdin: string | null): Promise<number> {
    let input = stdin;
    let exitCode = 0;
    for (const [index, command] of commands.entries()) {
      const isLast = index === commands.length - 1;
      const collected: string[] = [];
      const stdout = isLast ? output.stdout : (text: string) => void collected.push(text);
      const result = runCommand(command, { stdout, stderr: output.stderr }, command.heredoc ?? input);
      exitCode = typeof result === 'number' ? result : await result;
      input = collected.join('');
    }
    return exitCode;
  }

  function runCommand(
    { words, assignments }: SimpleCommand,
    output: Output,
    stdin: string | null,
  ): number | Promise<number> {
    const [name, ...args] = words;
    if (name === undefined) {
      for (const [variable, value] of assignments) shell.variables.set(variable, value);
      return 0;
    }
    const surroundings = surroundingsOf(output, stdin);
    if (name === 'kubectl' || name === 'k') {
      if (shell.place.type === 'laptop' && kubectl !== undefined) return kubectl.run(args, surroundings);
      output.stderr(`sh: ${name}: not found here; it is on the laptop (type exit)\n`);
      return 127;
    }
    if (name === 'exit' && depth > 0) {
      hasExited = true;
      return exitCodeOf(shell, args);
    }
    if (name === 'watch') return watch(args, output, stdin);
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin !== undefined) return builtin.run({ ...surroundings, shell, args });
    const result = start(words, shell.place, surroundings);
    if (result !== null) return result;
    output.stderr(notFound(name, shell.place));
    return 127;
  }

  /** A filter or tool; null when there is none of that name at this place. */
  function start(
    [name = '', ...args]: readonly string[],
    at: ShellPlace,
    surroundings: Surroundings,
  ): number | Promise<number> | null {
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (filter !== undefined) {
      const { stdout, stderr, exitCode } = filter(args, surroundings.stdin ?? '');
      surroundings.stdout(stdout);
      if (stderr !== '') surroundings.stderr(stderr);
      return exitCode;
    }
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    if (tool === undefined || !(tool.places ?? ['laptop', 'Node', 'Pod']).includes(at.type)) return null;
    const onError = (error: unknown): number => {
      if (surroundings.signal.aborted) return 130;
      throw error;
    };
    try {
      const result = tool.run({ ...surroundings, shell, place: at, args, name });
      return result instanceof Promise ? result.catch(onError) : result;
    } catch (error) {
      return onError(error);
    }
  }

  function runProgram(
    words: readonly string[],
    at: ShellPlace,
    { stdin, ...output }: Pick<Surroundings, 'stdin' | keyof Output>,
  ): number | Promise<number> {
    const [program = '', ...args] = words;
    if (isShell(program))
      return runText(args[0] === '-c' ? (args[1] ?? '') : (stdin ?? ''), at, output, stdin);
    const name = program.replace(/^\/(?:usr\/)?s?bin\//, '');
    const surroundings = surroundingsOf(output, stdin);
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin?.isProgram === true)
      return standingAt(at, () => builtin.run({ ...surroundings, shell, args }));
    const result = start([name, ...args], at, surroundings);
    if (result === null) throw new NoSuchProgram(program);
    return result;
  }

  /** What `sh -c` is given, or a script that comes in. */
  function runText(
    text: string,
    at: ShellPlace,
    output: Output,
    stdin: string | null,
  ): number | Promise<number> {
    const reading = readLine(text, shell.variables);
    if (reading.pipelines !== undefined) {
      const { pipelines } = reading;
      depth += 1;
      return standingAt(at, () =>
        runAll(text, pipelines, output, stdin === text ? null : stdin).finally(() => {
          depth -= 1;
          hasExited = false;
        }),
      );
    }
    output.stderr(`sh: ${reading.error ?? 'syntax error: unexpected end of file'}\n`);
    return 2;
  }

  function standingAt(at: ShellPlace, work: () => number | Promise<number>): number | Promise<number> {
    const before = shell.place;
    shell.place = at;
    const goBack = () => {
      shell.place = before;
    };
    const result = work();
    if (result instanceof Promise) return result.finally(goBack);
    goBack();
    return result;
  }

  async function watch(args: readonly string[], output: Output, stdin: string | null): Promise<number> {
    let seconds = 2;
    const rest = [...args];
    if (rest[0] === '-n') {
      seconds = Math.max(0.5, Number(rest[1]) || 2);
      rest.splice(0, 2);
    }
    if (rest.length === 0) {
      output.stderr('Usage: watch [-n seconds] command\n');
      return 1;
    }
    const command: SimpleCommand = { words: rest, assignments: [], heredoc: null };
    const { signal } = controller;
    while (!signal.aborted) {
      screen.clear();
      output.stdout(`Every ${seconds.toFixed(1)}s: ${rest.join(' ')}\n\n`);
      await runCommand(command, output, stdin);
      await sleepOn(ground, seconds * 1000, signal).catch(() => {});
    }
    return 130;
  }

  function surroundingsOf(output: Output, stdin: string | null): Surroundings {
    const { signal } = controller;
    return {
      stdin,
      stdout: output.stdout,
      stderr: output.stderr,
      signal,
      now: () => BEGINNING + ground.now(),
      sleep: (ms) => sleepOn(ground, ms, signal),
    };
  }

  return shell;
}

function notFound(name: string, place: ShellPlace): string {
  if (Object.hasOwn(tools, name)) {
    const [where] = tools[name]!.places ?? [];
    return `sh: ${name}: not found here; it is on a ${where}${place.type === 'laptop' ? '. Choose one above, or use kubectl exec' : ''}\n`;
  }
  const known = ['kubectl', ...Object.keys(tools), ...Object.keys(filters), ...Object.keys(builtins)];
  const similar = closest(name, known);
  return `sh: ${name}: not found${similar === undefined || similar === null ? '' : `. Did you mean ${similar}?`}\n`;
}
