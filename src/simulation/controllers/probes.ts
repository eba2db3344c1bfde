/**
 * What probes of a container find out, and when. Models pkg/kubelet/prober/worker.go: a probe is made every
 * `periodSeconds` from the container's start on, and counts after `successThreshold` or `failureThreshold` equal answers
 * in a row. The answers are what the Pod's annotations say about its application. Only probes whose answer could change
 * something are made.
 */
import {
  ALIVE_ANNOTATION,
  type Container,
  type Pod,
  type Probe,
  READY_ANNOTATION,
  startupMs,
} from '../../kubernetes/pod.ts';
import { msOfTimestamp } from '../clockTime.ts';
import type { Simulation } from '../state.ts';
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

/** Whether the application says that it is ready: all that its readiness probe adds to being alive. */
export function saysReady(pod: Pod): boolean {
  return pod.metadata.annotations?.[READY_ANNOTATION] !== 'false';
}

function isAlive(pod: Pod): boolean {
  return pod.metadata.annotations?.[ALIVE_ANNOTATION] !== 'false';
}

/** What a probe that fails says, by how it asks and what is wrong. */
export function failureMessage(kind: ProbeKind, probe: Probe, pod: Pod): string {
  const subject = `${kind.replace(/^./, (letter) => letter.toUpperCase())} probe failed`;
  const { httpGet, tcpSocket } = probe;
  const address = `${pod.status?.podIP ?? ''}:${httpGet?.port ?? tcpSocket?.port ?? ''}`;
  const url = `Get "${(httpGet?.scheme ?? 'HTTP').toLowerCase()}://${address}${httpGet?.path ?? '/'}"`;
  if (tcpSocket) return `${subject}: dial tcp ${address}: i/o timeout`;
  if (!httpGet) return `${subject}: command timed out`;
  return isAlive(pod)
    ? `${subject}: HTTP probe failed with statuscode: 503`
    : `${subject}: ${url}: context deadline exceeded (Client.Timeout exceeded while awaiting headers)`;
}

export interface Asked {
  readonly kind: ProbeKind;
  readonly probe: Probe;
  readonly container: string;
  /** Which answers would change something. */
  readonly matters: { readonly success: boolean; readonly failure: boolean };
  /** Called with the first failure of a row. */
  onFailure(): void;
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
  const started = startedAt(simulation, pod, container);
  const up = upAt(pod, started);
  const answer =
    now >= up && isAlive(pod) && (kind !== 'readiness' || saysReady(pod)) ? 'success' : 'failure';
  if (isSettling) {
    if (answer === 'success') return matters.success ? answer : undefined;
    return kind === 'readiness' && matters.failure ? answer : undefined;
  }
  const entry = `kubelet ${key} ${kind} ${container}`;
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
  if (answer === 'failure' && times === 1 && matters.failure) asked.onFailure();
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
