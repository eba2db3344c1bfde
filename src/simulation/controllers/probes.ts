/**
 * What probes of a container find out, and when. Models pkg/kubelet/prober/worker.go: a probe is made every
 * `periodSeconds` from the container's start on, and counts after `successThreshold` or `failureThreshold` equal answers
 * in a row. The answers are what the Pod's annotations say about its application. Only probes whose answer could change
 * something are made.
 */
import {
  ALIVE_ANNOTATION,
  type Container,
  LISTENS_ANNOTATION,
  type Pod,
  type Probe,
  startupMs,
} from '../../kubernetes/pod.ts';
import { msOfTimestamp } from '../clockTime.ts';
import { listenersOf, listensOn } from '../network/podServer.ts';
import type { Simulation } from '../state.ts';
import { saysReady } from './podStatus.ts';
import { enqueue } from './workQueue.ts';

export type ProbeKind = 'startup' | 'liveness' | 'readiness';

export const probeFields = {
  startup: 'startupProbe',
  liveness: 'livenessProbe',
  readiness: 'readinessProbe',
} as const satisfies Record<ProbeKind, keyof Container>;

/** Since when the container runs; timestamps have whole seconds. */
export function startedAt(simulation: Simulation, pod: Pod, container: string): number {
  const status = pod.status?.containerStatuses?.find(({ name }) => name === container);
  const text = status?.state?.running?.startedAt;
  return text === undefined ? simulation.now : msOfTimestamp(text);
}

/** When the application has come up. What began at rest, at 0, has: otherwise nothing starts before a second is over. */
function upAt(pod: Pod, started: number): number {
  return started === 0 ? 0 : started + startupMs(pod);
}

function isAlive(pod: Pod): boolean {
  return pod.metadata.annotations?.[ALIVE_ANNOTATION] !== 'false';
}

/** What is wrong with the application: nobody listens, it hangs, or it says that it is not ready. */
type Trouble = 'closed' | 'hangs' | 'unready';

/** The port that a probe asks, by number; 0 for one that runs a command. */
function portOf({ httpGet, tcpSocket, grpc }: Probe, container: Container): number {
  const port = httpGet?.port ?? tcpSocket?.port ?? grpc?.port ?? 0;
  if (typeof port === 'number') return port;
  return container.ports?.find(({ name }) => name === port)?.containerPort ?? Number(port);
}

/**
 * Where an application listens is only known when it says so itself; else it is taken to listen where its probes ask. One
 * that hangs still has a kernel, which accepts TCP connections: only a probe that waits for an answer notices.
 */
function troubleOf(simulation: Simulation, key: string, pod: Pod, asked: Asked, up: number): Trouble | null {
  const { kind, probe, container } = asked;
  const place = simulation.network.places.get(key);
  const isStopping = place?.kind === 'Pod' && place.isStopping;
  if (simulation.now < up || (isStopping && !probe.exec)) return 'closed';
  const port = portOf(probe, container);
  const saysWhere = pod.metadata.annotations?.[LISTENS_ANNOTATION] !== undefined;
  if (saysWhere && port > 0 && !listensOn(listenersOf(pod), port, 'TCP')) return 'closed';
  if (!isAlive(pod) && !probe.tcpSocket) return 'hangs';
  return kind === 'readiness' && !saysReady(pod) ? 'unready' : null;
}

/** What a probe that fails says, by how it asks and what is wrong. */
function failureMessage({ kind, probe, container }: Asked, pod: Pod, trouble: Trouble): string {
  const { httpGet, tcpSocket, grpc, exec } = probe;
  const subject = `${kind.replace(/^./, (letter) => letter.toUpperCase())} probe failed`;
  const address = `${pod.status?.podIP ?? ''}:${portOf(probe, container)}`;
  const seconds = probe.timeoutSeconds ?? 1;
  const refused = `dial tcp ${address}: connect: connection refused`;
  if (httpGet) {
    if (trouble === 'unready') return `${subject}: HTTP probe failed with statuscode: 503`;
    const url = `Get "${(httpGet.scheme ?? 'HTTP').toLowerCase()}://${address}${httpGet.path ?? '/'}"`;
    return `${subject}: ${url}: ${trouble === 'closed' ? refused : 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)'}`;
  }
  if (tcpSocket) return `${subject}: ${refused}`;
  if (grpc)
    return trouble === 'unready'
      ? `${subject}: service unhealthy (responded with "NOT_SERVING")`
      : `${subject}: timeout: failed to connect service "${address}" within ${seconds}s: context deadline exceeded`;
  const command = (exec?.command ?? []).join(' ');
  return trouble === 'hangs'
    ? `${subject}: command timed out: "${command}" timed out after ${seconds}s`
    : `${subject}: `;
}

export interface Asked {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly container: Container;
  /** Which answers would change something. */
  readonly matters: { readonly success: boolean; readonly failure: boolean };
  /** Called with the first failure of a row. */
  onFailure(message: string): void;
}

/** The probe's answer when it has been the same often enough; undefined while nothing is decided. */
export function askProbe(
  simulation: Simulation,
  key: string,
  pod: Pod,
  asked: Asked,
): 'success' | 'failure' | undefined {
  const { kind, probe, container, matters } = asked;
  const { waits, isSettling } = simulation.controllers;
  const { now } = simulation;
  const started = startedAt(simulation, pod, container.name);
  const up = upAt(pod, started);
  const trouble = troubleOf(simulation, key, pod, asked, up);
  const answer = trouble === null ? 'success' : 'failure';
  if (isSettling) {
    if (answer === 'success') return matters.success ? answer : undefined;
    return kind === 'readiness' && matters.failure ? answer : undefined;
  }
  const entry = `kubelet ${key} ${kind} ${container.name}`;
  const wait = waits.get(entry);
  const willComeUp = answer === 'failure' && now < up && matters.success;
  if (!matters[answer] && !willComeUp) {
    waits.delete(entry);
    return undefined;
  }
  const periodMs = (probe.periodSeconds || 10) * 1000;
  const first = started + Math.ceil(((probe.initialDelaySeconds ?? 0) * 1000) / periodMs) * periodMs;
  // The first probe comes with the start, which its timestamp puts up to a second too early.
  const elapsed = now - started < 1000 ? 0 : now - started;
  const until = wait?.until ?? Math.max(first, started + Math.ceil(elapsed / periodMs) * periodMs);
  if (now < until) {
    waits.set(entry, wait ?? { step: 'none 0', until });
    enqueue(simulation, 'kubelet', key, until - now);
    return undefined;
  }
  const [word, count] = (wait?.step ?? 'none 0').split(' ');
  const times = word === answer ? Number(count) + 1 : 1;
  if (trouble !== null && times === 1 && matters.failure)
    asked.onFailure(failureMessage(asked, pod, trouble));
  const threshold = answer === 'success' ? (probe.successThreshold ?? 1) : (probe.failureThreshold ?? 3);
  if (matters[answer] && times >= threshold) {
    waits.delete(entry);
    return answer;
  }
  waits.set(entry, { step: `${answer} ${times}`, until: until + periodMs });
  enqueue(simulation, 'kubelet', key, until + periodMs - now);
  return undefined;
}

/** A container that is restarted is asked anew. */
export function forgetProbes(simulation: Simulation, key: string, container: string): void {
  for (const kind of Object.keys(probeFields))
    simulation.controllers.waits.delete(`kubelet ${key} ${kind} ${container}`);
}
