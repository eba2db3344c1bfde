/** One kubectl command line while it runs, and how a verb is described. */
import type { Client } from './client.ts';
import type { FlagTable, ParsedArguments } from './flags.ts';

/** What kubectl finds around itself: where it writes, what it reads, what time it is. */
export interface Environment {
  readonly client: Client;
  readonly stdin: string | null;
  /** The context's namespace; `config set-context` changes it. */
  namespace: string;
  /** The simulated clock, in ms since 1970. */
  now(): number;
  stdout(text: string): void;
  stderr(text: string): void;
  /** Pressed Ctrl+C: whoever waits ends. */
  readonly signal: AbortSignal;
  /** Waits for this much of the simulated clock; rejects when interrupted. */
  sleep(ms: number): Promise<void>;
  /** Files that can be named by `-f`. */
  readFile(path: string): string | null;
  /** What is beyond the API: a shell or a command inside a Pod, and the YAML view. Null when there is none. */
  readonly inside: Inside | null;
}

export interface Inside {
  exec(
    pod: { readonly namespace: string; readonly name: string },
    container: string,
    command: readonly string[],
    isInteractive: boolean,
  ): number | Promise<number>;
  /** Opens the object where it can be written; false when there is no such place. */
  edit(object: {
    readonly namespace: string;
    readonly name: string;
    readonly kind: string;
    readonly group: string;
  }): boolean;
}

export interface Call extends Environment, ParsedArguments {
  readonly environment: Environment;
  /** Of this call: `-n`, else the context's. */
  readonly namespace: string;
  readonly isNamespaceGiven: boolean;
  readonly verb: string;
}

export interface Verb {
  /** `kubectl get [(-o|--output=)…] …` */
  readonly usage: string;
  readonly short: string;
  readonly flags: FlagTable;
  /** Verbs below it: `rollout status`. */
  readonly verbs?: Readonly<Record<string, Verb>>;
  readonly aliases?: readonly string[];
  /** With which code it ends when it fails; 1 unless it says something else by that. */
  readonly failureCode?: number;
  run?(call: Call): number | Promise<number> | undefined;
}
