/**
 * How a Pod stops: its preStop hooks first, then SIGTERM, then SIGKILL when the grace period is over. The hooks count
 * against the period, but at least two seconds are always left after SIGTERM. How applications take SIGTERM is said by the
 * annotation `kubehop.dev/stop-seconds`.
 */
import type { Container, Pod } from './pod.ts';

/** How many seconds after SIGTERM the application goes on taking connections: 0 unless it says so, `never` to ignore SIGTERM. */
export const STOP_ANNOTATION = 'kubehop.dev/stop-seconds';

/** What an application needs to end once it takes no more connections. */
const SHUTDOWN_MS = 2000;
/** The least that the kubelet leaves between SIGTERM and SIGKILL. */
const LEAST_GRACE_MS = 2000;
/** kubeadm's Corefile: `health { lameduck 5s }`. */
const LAMEDUCK_MS = 5000;

/** In ms from the beginning of the termination. */
export interface StopPlan {
  /** When the hook has ended and SIGTERM comes. */
  readonly signalMs: number;
  /** When the application takes no new connections any more. */
  readonly closeMs: number;
  readonly endMs: number;
  /** Whether SIGKILL ends it. */
  readonly isKilled: boolean;
}

interface Lifecycle {
  preStop?: {
    sleep?: { seconds?: number };
    exec?: { command?: string[] };
    httpGet?: unknown;
  };
}

/** `["sh", "-c", "sleep 5"]` → 5000; 0 for a command that does not sleep. */
export function sleepMs(command: readonly string[]): number {
  return 1000 * Number(/\bsleep\s+(\d+(?:\.\d+)?)/.exec(command.join(' '))?.[1] ?? 0);
}

/** A hook that sleeps delays SIGTERM: `sleep: {seconds}` or `exec: ["sleep", "5"]`. Others are over at once. */
function preStopMs(container: Container): number {
  const { sleep, exec } = (container.lifecycle as Lifecycle | undefined)?.preStop ?? {};
  return sleep?.seconds === undefined ? sleepMs(exec?.command ?? []) : sleep.seconds * 1000;
}

function servesMs(pod: Pod): number {
  const text = pod.metadata.annotations?.[STOP_ANNOTATION];
  if (text === 'never') return Number.POSITIVE_INFINITY;
  if (text !== undefined) return Math.max(0, Number(text) * 1000 || 0);
  return pod.spec.containers.some(({ image = '' }) => /(^|\/)coredns(:|@|$)/.test(image)) ? LAMEDUCK_MS : 0;
}

function planOf(pod: Pod, container: Container, graceMs: number): StopPlan {
  const signalMs = Math.min(graceMs, preStopMs(container));
  const leftMs = Math.max(LEAST_GRACE_MS, graceMs - signalMs);
  const serving = servesMs(pod);
  return {
    signalMs,
    closeMs: signalMs + Math.min(serving, leftMs),
    endMs: signalMs + Math.min(serving + SHUTDOWN_MS, leftMs),
    isKilled: serving + SHUTDOWN_MS > leftMs,
  };
}

/** All containers stop side by side; the first of those with ports to close is the one that traffic misses. */
export function planStop(pod: Pod, containers: readonly Container[], graceMs: number): StopPlan {
  const plans = containers.map((container) => ({ container, plan: planOf(pod, container, graceMs) }));
  const withPorts = plans.filter(({ container }) => container.ports?.length);
  const serving = (withPorts.length > 0 ? withPorts : plans).map(({ plan }) => plan);
  return {
    signalMs: Math.min(...serving.map(({ signalMs }) => signalMs)),
    closeMs: Math.min(...serving.map(({ closeMs }) => closeMs)),
    endMs: Math.max(...plans.map(({ plan }) => plan.endMs)),
    isKilled: plans.some(({ plan }) => plan.isKilled),
  };
}
