/** One small process in each network namespace, driven by lines of JSON. */
import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface Question {
  readonly protocol: string;
  readonly host: string;
  readonly port: number;
  readonly timeoutMs: number;
  readonly count: number;
  readonly atOnce: number;
}

export interface Result {
  /** `answered`, `refused`, `timedOut`, or the kernel's error code. */
  readonly outcome: string;
  readonly name?: string;
  readonly source?: string;
}

export interface Agent {
  listen(name: string, ports: readonly { readonly protocol: string; readonly port: number }[]): Promise<void>;
  ask(question: Question): Promise<readonly Result[]>;
  stop(): void;
}

const AGENT = fileURLToPath(new URL('agent.mjs', import.meta.url));
const running = new Set<ChildProcess>();

export function startAgent(namespace: string): Agent {
  const child = spawn('ip', ['netns', 'exec', namespace, process.execPath, AGENT], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  running.add(child);
  const waiting = new Map<number, (results: readonly Result[]) => void>();
  let lastId = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    const { id, results } = JSON.parse(line) as { id: number; results: Result[] };
    waiting.get(id)?.(results);
    waiting.delete(id);
  });
  const send = (order: object) =>
    new Promise<readonly Result[]>((done) => {
      lastId += 1;
      waiting.set(lastId, done);
      child.stdin.write(`${JSON.stringify({ id: lastId, ...order })}\n`);
    });
  return {
    listen: async (name, ports) => {
      await send({ name, listen: ports });
    },
    ask: send,
    stop: () => {
      running.delete(child);
      child.kill();
    },
  };
}

export function stopAgents(): void {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
}
