/** Runs kubectl lines on a simulation, without a page: the solution of a lesson, or what a question supposes. */
import { answer } from '../kubeApi/api.ts';
import { type Cluster, createCluster, letTimePass } from '../kubeApi/cluster.ts';
import type { Environment } from '../kubectl/call.ts';
import { createClient } from '../kubectl/client.ts';
import { startKubectl } from '../kubectl/runKubectl.ts';
import { loadScrutiny } from '../playground/parts.ts';
import type { Simulation } from '../simulation/state.ts';
import { readLine } from '../terminal/words.ts';
import { SETTLES_MS } from './copyOfCluster.ts';

const BEGINNING = Date.parse('2026-01-01T00:00:00Z');

/**
 * Runs kubectl lines on a simulation of one's own and lets it come to rest. What a line prints is thrown away but for
 * refusals, which are returned; what is no kubectl, or goes into a Pod, changes nothing and is passed over.
 */
export async function runLines(
  simulation: Simulation,
  lines: readonly string[],
  restMs = SETTLES_MS,
): Promise<string[]> {
  // What is written may ask for anything, and an embed may have begun with less.
  await loadScrutiny();
  const cluster = createCluster(simulation);
  const refusals: string[] = [];
  for (const line of lines) {
    const reading = readLine(line);
    if (!('pipelines' in reading) || reading.pipelines === undefined) {
      refusals.push(`${line}: ${'error' in reading ? reading.error : 'the line does not end'}`);
      continue;
    }
    for (const { commands } of reading.pipelines)
      for (const { words, heredoc } of commands) {
        const [name, ...args] = words;
        if (name !== 'kubectl' && name !== 'k') continue;
        refusals.push(...(await runOne(cluster, args, heredoc)));
      }
    // As long as somebody needs to type the next one.
    letTimePass(cluster, 1000);
  }
  letTimePass(cluster, restMs);
  return refusals;
}

async function runOne(cluster: Cluster, args: readonly string[], stdin: string | null): Promise<string[]> {
  let errors = '';
  const environment: Environment = {
    client: createClient((request) => answer(cluster, request)),
    stdin,
    namespace: 'default',
    now: () => BEGINNING + cluster.simulation.now,
    stdout() {},
    stderr(text) {
      errors += text;
    },
    signal: AbortSignal.timeout(10_000),
    sleep: async (ms) => letTimePass(cluster, ms),
    readFile: () => null,
    inside: null,
  };
  const exitCode = await startKubectl(args, environment);
  return exitCode === 0 ? [] : [errors.trim()];
}
