/** A copy of a cluster on which something can be tried: kubectl lines, requests, time. The cluster itself hears nothing of it. */
import { answer } from '../kubeApi/api.ts';
import { type Cluster, createCluster, letTimePass } from '../kubeApi/cluster.ts';
import type { Environment } from '../kubectl/call.ts';
import { createClient } from '../kubectl/client.ts';
import { startKubectl } from '../kubectl/runKubectl.ts';
import { write } from '../simulation/apiServer.ts';
import { advance, cloneSimulation } from '../simulation/simulation.ts';
import type { Simulation } from '../simulation/state.ts';
import { readDestination, type Trace, traceRequest } from '../simulation/trace.ts';
import { readLine } from '../terminal/words.ts';
import type { Experiment } from './asks.ts';
import type { AskedRequest, Prediction } from './lesson.ts';
import { keyNamed } from './references.ts';

/** What the control plane needs until a change has come everywhere. */
const SETTLES_MS = 10_000;
const BEGINNING = Date.parse('2026-01-01T00:00:00Z');

/** The same cluster without its traffic. */
export function quietCopy(simulation: Simulation): Simulation {
  const copy = cloneSimulation(simulation);
  for (const key of [...copy.byKind.Traffic.keys()]) write(copy, { verb: 'delete', key }, 'user');
  return copy;
}

/**
 * Runs kubectl lines on a simulation of one's own and lets it come to rest. What a line prints is thrown away but for
 * refusals, which are returned; what is no kubectl, or goes into a Pod, changes nothing and is passed over.
 */
export async function runLines(
  simulation: Simulation,
  lines: readonly string[],
  restMs = SETTLES_MS,
): Promise<string[]> {
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

/** What would happen: the lines, some time, and the requests. `simulation` stays as it is. */
export async function experiment(
  simulation: Simulation,
  { request, after, wait }: Pick<Prediction, 'request' | 'after' | 'wait'>,
): Promise<Experiment> {
  const copy = quietCopy(simulation);
  if (after.length > 0 || wait > 0) await runLines(copy, after, wait * 1000);
  const traces: Trace[] = [];
  if (request !== null)
    for (let left = Math.max(1, request.count ?? 1); left > 0; left--)
      traces.push(traceRequest(copy, requestSpec(request)));
  return { simulation: copy, objects: new Map(copy.objects), traces };
}

export function requestSpec(request: AskedRequest) {
  const { from, to, host, tls, keepAlive, http2, timeoutSeconds } = request;
  return {
    from: keyNamed(from),
    ...readDestination(to),
    ...(host === undefined ? {} : { host }),
    ...(tls === undefined ? {} : { tlsServerName: tls }),
    ...(http2 === true
      ? { connection: 'HTTP2' as const }
      : keepAlive === true
        ? { connection: 'KeepAlive' as const }
        : {}),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

/** A copy after so much time as changes need to come everywhere. */
export function settledCopy(simulation: Simulation): Simulation {
  const copy = cloneSimulation(simulation);
  advance(copy, copy.now + SETTLES_MS);
  return copy;
}

/** A copy in which chance goes another way from here on. */
export function reseeded(simulation: Simulation, by: number): Simulation {
  const copy = cloneSimulation(simulation);
  const { network } = copy;
  const { latency, dnsRandom, senderRandom, routeRandom } = network;
  const places = [...network.places.values()].flatMap((place) => ('random' in place ? [place.random] : []));
  for (const stream of [latency, dnsRandom, senderRandom, routeRandom, ...places])
    stream.state = (stream.state ^ by) | 0;
  return copy;
}
