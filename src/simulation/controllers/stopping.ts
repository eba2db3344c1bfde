/** How long containers take to stop: their preStop hooks, then what the application needs after SIGTERM. */
import type { Container } from '../../kubernetes/pod.ts';

/** What an application needs after SIGTERM. */
const SHUTDOWN_MS = 2000;

/** `["sh", "-c", "sleep 5"]` → 5000; 0 for a command that does not sleep. */
export function sleepMs(command: readonly string[]): number {
  return 1000 * Number(/\bsleep\s+(\d+)/.exec(command.join(' '))?.[1] ?? 0);
}

/** A preStop hook that sleeps delays SIGTERM: `sleep: {seconds}` or `exec: ["sleep", "5"]`. */
function preStopMs(container: Container): number {
  const { lifecycle } = container as Container & {
    lifecycle?: { preStop?: { sleep?: { seconds?: number }; exec?: { command?: string[] } } };
  };
  const { sleep, exec } = lifecycle?.preStop ?? {};
  return sleep?.seconds === undefined ? sleepMs(exec?.command ?? []) : sleep.seconds * 1000;
}

/** Until the last of the containers has stopped, or is killed when the grace period is over. */
export function stopMs(containers: readonly Container[], graceMs: number): number {
  return Math.min(graceMs, SHUTDOWN_MS + Math.max(0, ...containers.map(preStopMs)));
}
