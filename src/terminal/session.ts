/** A shell session: reads lines, runs what they name, and prints. Knows nothing of how text comes onto the screen. */
import type { Environment, Inside } from '../kubectl/call.ts';
import { type Client, createClient } from '../kubectl/client.ts';
import { startKubectl } from '../kubectl/runKubectl.ts';
import { type ObjectKey, parseKey } from '../kubernetes/objectMeta.ts';
import { closest } from '../playground/closest.ts';
import type { Playground } from '../playground/playground.ts';
import { builtins } from './builtins.ts';
import { filters } from './filters.ts';
import { type LiveCluster, openLiveCluster } from './liveCluster.ts';
import { LAPTOP, promptOf, type ShellPlace } from './place.ts';
import { type ToolCall, tools } from './tools.ts';
import { type Pipeline, readLine, type SimpleCommand } from './words.ts';

export interface Screen {
  print(text: string): void;
  clear(): void;
  /** The place or the prompt may have changed. */
  onPlace(place: ShellPlace): void;
  edit?(object: ObjectKey): string;
}

export interface Session {
  readonly playground: Playground;
  readonly client: Client;
  readonly variables: Map<string, string>;
  readonly lines: string[];
  readonly screen: Screen;
  place: ShellPlace;
  /** Of the kubectl context. */
  namespace: string;
  /** Where `exit` leads back to. */
  placesBefore: ShellPlace[];
  now(): number;
  /** Runs what was entered; `waitsFor` when more lines are needed. */
  run(text: string): Promise<{ readonly waitsFor: string } | null>;
  /** Ctrl+C. */
  interrupt(): void;
  isBusy(): boolean;
  prompt(): string;
  goTo(place: ShellPlace): void;
  close(): void;
}

const MOST_LINES = 500;

export interface Output {
  stdout(text: string): void;
  stderr(text: string): void;
}

export function openSession(playground: Playground, screen: Screen): Session {
  const live: LiveCluster = openLiveCluster(playground);
  let lineNumber = 0;
  let controller = new AbortController();
  let isBusy = false;
  let output: Output = { stdout: screen.print, stderr: screen.print };

  const session: Session = {
    playground,
    client: createClient(
      (request) => live.answer(request, `terminal line ${lineNumber}`),
      (warning) => output.stderr(`Warning: ${warning}\n`),
    ),
    variables: new Map(),
    lines: [],
    screen,
    place: LAPTOP,
    namespace: 'default',
    placesBefore: [],
    now: live.now,
    run,
    interrupt: () => controller.abort(),
    isBusy: () => isBusy,
    prompt: () => promptOf(session.place),
    goTo(place) {
      session.place = place;
      screen.onPlace(place);
    },
    close() {
      controller.abort();
      live.close();
    },
  };

  async function run(text: string): Promise<{ readonly waitsFor: string } | null> {
    const reading = readLine(text, session.variables);
    if ('waitsFor' in reading && reading.waitsFor !== undefined) return { waitsFor: reading.waitsFor };
    remember(text);
    if ('error' in reading && reading.error !== undefined) {
      screen.print(`sh: ${reading.error}\n`);
      session.variables.set('?', '2');
      return null;
    }
    lineNumber += 1;
    controller = new AbortController();
    isBusy = true;
    try {
      let exitCode = 0;
      for (const pipeline of (reading as { pipelines: readonly Pipeline[] }).pipelines) {
        if (controller.signal.aborted) break;
        if ((pipeline.after === '&&' && exitCode !== 0) || (pipeline.after === '||' && exitCode === 0))
          continue;
        exitCode = await runPipeline(pipeline);
        session.variables.set('?', String(exitCode));
      }
    } finally {
      isBusy = false;
      output = { stdout: screen.print, stderr: screen.print };
    }
    return null;
  }

  function remember(text: string): void {
    const line = text.trim();
    if (line === '' || session.lines.at(-1) === line) return;
    session.lines.push(line);
    if (session.lines.length > MOST_LINES) session.lines.shift();
  }

  async function runPipeline({ commands }: Pipeline): Promise<number> {
    let input: string | null = null;
    let exitCode = 0;
    for (const [index, command] of commands.entries()) {
      const isLast = index === commands.length - 1;
      const collected: string[] = [];
      output = { stdout: isLast ? screen.print : (text) => collected.push(text), stderr: screen.print };
      const result = runCommand(command, command.heredoc ?? input);
      exitCode = typeof result === 'number' ? result : await result;
      input = collected.join('');
    }
    return exitCode;
  }

  function runCommand({ words, assignments }: SimpleCommand, stdin: string | null): number | Promise<number> {
    const [name, ...args] = words;
    if (name === undefined) {
      for (const [variable, value] of assignments) session.variables.set(variable, value);
      return 0;
    }
    const environment = environmentOf(stdin);
    if (name === 'kubectl' || name === 'k') {
      if (session.place.type === 'laptop') {
        const result = playground.transact(`terminal line ${lineNumber}`, () =>
          startKubectl(args, environment),
        );
        return result instanceof Promise
          ? result.finally(() => keepNamespace(environment))
          : done(result, environment);
      }
      environment.stderr(`sh: ${name}: not found here; it is on the laptop (type exit)\n`);
      return 127;
    }
    if (name === 'watch' || name === 'time') return watch(name, args, stdin);
    const filter = Object.hasOwn(filters, name) ? filters[name] : undefined;
    if (filter !== undefined) {
      const { stdout, stderr, exitCode } = filter(args, stdin ?? '');
      environment.stdout(stdout);
      environment.stderr(stderr);
      return exitCode;
    }
    const builtin = Object.hasOwn(builtins, name) ? builtins[name] : undefined;
    if (builtin !== undefined) return builtin.run({ ...environment, session, args });
    return runTool(name, args, environment, session.place);
  }

  function done(exitCode: number, environment: Environment): number {
    keepNamespace(environment);
    return exitCode;
  }

  function keepNamespace({ namespace }: Environment): void {
    session.namespace = namespace;
  }

  function runTool(
    name: string,
    args: readonly string[],
    environment: Environment,
    place: ShellPlace,
  ): number | Promise<number> {
    const tool = Object.hasOwn(tools, name) ? tools[name] : undefined;
    const isHere = tool !== undefined && (tool.places ?? ['laptop', 'Node', 'Pod']).includes(place.type);
    if (!isHere) {
      environment.stderr(notFound(name, place));
      return 127;
    }
    const call: ToolCall = { ...environment, session, place, args, name };
    try {
      const result = tool.run(call);
      return result instanceof Promise ? result.catch(onError(environment)) : result;
    } catch (error) {
      return onError(environment)(error);
    }
  }

  const onError =
    ({ signal }: Environment) =>
    (error: unknown): number => {
      if (signal.aborted) return 130;
      throw error;
    };

  async function watch(name: string, args: readonly string[], stdin: string | null): Promise<number> {
    let seconds = 2;
    const rest = [...args];
    if (rest[0] === '-n') {
      seconds = Math.max(0.5, Number(rest[1]) || 2);
      rest.splice(0, 2);
    }
    if (rest.length === 0) {
      output.stderr(`Usage: ${name} [-n seconds] command\n`);
      return 1;
    }
    const command: SimpleCommand = { words: rest, assignments: [], heredoc: null };
    const { signal } = controller;
    while (!signal.aborted) {
      screen.clear();
      output.stdout(`Every ${seconds.toFixed(1)}s: ${rest.join(' ')}\n\n`);
      await runCommand(command, stdin);
      if (name === 'time') break;
      await sleep(seconds * 1000, signal).catch(() => {});
    }
    return 130;
  }

  function environmentOf(stdin: string | null): Environment {
    const { signal } = controller;
    return {
      client: session.client,
      stdin,
      namespace: session.namespace,
      now: live.now,
      stdout: output.stdout,
      stderr: output.stderr,
      signal,
      sleep: (ms) => sleep(ms, signal),
      readFile: () => null,
      inside,
    };
  }

  /** Follows the simulated clock, however fast that goes. */
  function sleep(ms: number, signal: AbortSignal): Promise<void> {
    const until = playground.now() + ms;
    return new Promise((resolve, reject) => {
      const look = () => {
        if (signal.aborted) reject(new Error('interrupted'));
        else if (playground.now() >= until) resolve();
        else setTimeout(look, 20);
      };
      look();
    });
  }

  const inside: Inside = {
    exec({ namespace, name }, _container, command, isInteractive) {
      const place: ShellPlace = { type: 'Pod', key: `Pod/${namespace}/${name}` };
      const [program = 'sh', ...args] = command;
      const environment = environmentOf(null);
      if (/^(?:\/bin\/)?(?:ba|a)?sh$/.test(program) && args[0] === '-c') {
        const before = session.place;
        session.place = place;
        const reading = readLine(args[1] ?? '', session.variables);
        const pipelines = 'pipelines' in reading ? (reading.pipelines ?? []) : [];
        return (async () => {
          let exitCode = 0;
          try {
            for (const pipeline of pipelines) exitCode = await runPipeline(pipeline);
          } finally {
            session.place = before;
          }
          return exitCode;
        })();
      }
      if (/^(?:\/bin\/)?(?:ba|a)?sh$/.test(program)) {
        if (!isInteractive) return 0;
        session.placesBefore.push(session.place);
        session.goTo(place);
        return 0;
      }
      const builtin = Object.hasOwn(builtins, program) ? builtins[program] : undefined;
      if (builtin?.isProgram === true) return builtin.run({ ...environment, session, args });
      return runTool(program, args, environment, place);
    },
    edit: ({ namespace, name, kind, group }) =>
      screen.edit?.(`${kind}${group === '' ? '' : `.${group}`}/${namespace}/${name}`) ??
      'Edit cancelled, no changes made.\n',
  };

  function notFound(name: string, place: ShellPlace): string {
    if (tools[name] !== undefined) {
      const [where] = tools[name].places ?? [];
      return `sh: ${name}: not found here; it is on a ${where}${place.type === 'laptop' ? '. Choose one above, or use kubectl exec' : ''}\n`;
    }
    const known = ['kubectl', ...Object.keys(tools), ...Object.keys(filters), ...Object.keys(builtins)];
    const similar = closest(name, known);
    return `sh: ${name}: not found${similar === undefined || similar === null ? '' : `. Did you mean ${similar}?`}\n`;
  }

  void parseKey;
  return session;
}
