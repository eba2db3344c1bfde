/** A copy of a cluster on which something can be tried: kubectl lines, requests, time. The cluster itself hears nothing of it. */
import { loadScrutiny } from '../playground/parts.ts';
import { write } from '../simulation/apiServer.ts';
import { advance, cloneSimulation } from '../simulation/engine.ts';
import type { Simulation } from '../simulation/state.ts';
import { readDestination, type Trace, traceRequest } from '../simulation/trace.ts';
import type { Experiment } from './asks.ts';
import type { AskedRequest, Prediction } from './lesson.ts';
import { keyNamed } from './references.ts';

/** What the control plane needs until a change has come everywhere. */
export const SETTLES_MS = 10_000;

/** The same cluster without its traffic. */
function quietCopy(simulation: Simulation): Simulation {
  const copy = cloneSimulation(simulation);
  for (const key of [...copy.byKind.Traffic.keys()]) write(copy, { verb: 'delete', key }, 'user');
  return copy;
}

/** What would happen: the lines, some time, and the requests. `simulation` stays as it is. */
export async function experiment(
  simulation: Simulation,
  { request, after, wait }: Pick<Prediction, 'request' | 'after' | 'wait'>,
): Promise<Experiment> {
  // What is tried may ask for anything, and an embed may have begun with less.
  await loadScrutiny();
  const copy = quietCopy(simulation);
  if (after.length > 0 || wait > 0) {
    // kubectl and its API are large, and few questions need them.
    const { runLines } = await import('./runLines.ts');
    await runLines(copy, after, wait * 1000);
  }
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
