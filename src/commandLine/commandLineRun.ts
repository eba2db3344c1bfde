/** Runs the steps of a session by some kubectl and keeps what it printed, without what differs from run to run. */
import { spawn } from 'node:child_process';
import type { Session, Typed } from '../testing/kubectl/lines.ts';

export interface Printed {
  readonly line: string;
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** A kubectl: the real one, or one that wants to be like it. */
export interface Kubectl {
  run(words: readonly string[], stdin: string | null): Promise<Omit<Printed, 'line'>>;
  /** Lets simulated time pass. */
  wait(ms: number): Promise<void> | void;
}

export async function runSession({ steps }: Session, kubectl: Kubectl): Promise<Printed[]> {
  const printed: Printed[] = [];
  for (const step of steps) {
    if (typeof step === 'number') {
      await kubectl.wait(step);
      continue;
    }
    const { line, stdin } = typeof step === 'string' ? { line: step, stdin: null } : (step as Typed);
    const [, ...words] = wordsOf(line);
    printed.push({ line, ...(await kubectl.run(words, stdin)) });
  }
  return printed;
}

/** As a shell splits them, with single quotes. */
export function wordsOf(line: string): string[] {
  return [...line.matchAll(/(?:[^\s']|'[^']*')+/g)].map(([word]) => word.replaceAll("'", ''));
}

/** The real one, on a server. */
export function realKubectl(
  program: string,
  environment: Readonly<Record<string, string>>,
  wait: (ms: number) => void,
): Kubectl {
  return {
    wait,
    run(words, stdin) {
      const child = spawn(program, words, { env: { PATH: process.env.PATH ?? '', ...environment } });
      const printed = { stdout: '', stderr: '' };
      for (const stream of ['stdout', 'stderr'] as const)
        child[stream].setEncoding('utf8').on('data', (text: string) => {
          printed[stream] += text;
        });
      child.stdin.on('error', () => {});
      child.stdin.end(stdin ?? '');
      return new Promise((resolve, reject) => {
        child.on('error', reject);
        child.on('close', (exitCode) =>
          resolve({
            exitCode: exitCode ?? 1,
            stdout: withoutTimes(printed.stdout),
            stderr: withoutTimes(printed.stderr),
          }),
        );
      });
    },
  };
}

/** What clock and machine add: dates, addresses of the server, names of temporary files. */
export function withoutTimes(text: string): string {
  return text
    .replace(/\b\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z| \+0000)/g, '<time>')
    .replace(/\b[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d \+0000/g, '<time>')
    .replace(/http:\/\/127\.0\.0\.1:\d+\/\w+/g, '<server>')
    .replace(/\/tmp\/\S*?(LIVE|MERGED)-\d+/g, '<$1>');
}
