/** What a Pod that is being deleted waits for, in one sentence. */
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import { planStop } from '../kubernetes/podStopping.ts';
import { msOfTimestamp } from '../playground/clockTime.ts';

function seconds(ms: number): string {
  return `${Math.max(0, Math.ceil(ms / 1000))} s`;
}

/** `now` is simulated; null for a Pod that stays. Timestamps have whole seconds, so this is about right. */
export function stoppingText(pod: Pod, now: number): string | null {
  const { deletionTimestamp, deletionGracePeriodSeconds = 30 } = pod.metadata;
  if (!isTerminating(pod) || deletionTimestamp === undefined) return null;
  const graceMs = deletionGracePeriodSeconds * 1000;
  const killedAt = msOfTimestamp(deletionTimestamp);
  const elapsed = now - (killedAt - graceMs);
  const { signalMs, closeMs } = planStop(pod, pod.spec.containers, graceMs);
  const last = `SIGKILL in ${seconds(Math.max(killedAt, killedAt - graceMs + signalMs + 2000) - now)} at the latest`;
  if (elapsed < signalMs)
    return `Its preStop hook runs; SIGTERM in ${seconds(signalMs - elapsed)}, ${last}. Until SIGTERM it serves as before.`;
  if (elapsed < closeMs) return `SIGTERM was sent, but its application serves on; ${last}.`;
  return `SIGTERM was sent: it takes no new connections and ends; ${last}.`;
}
