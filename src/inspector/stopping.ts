/** What a Pod that is being deleted waits for, in one sentence. */
import { isTerminating, type Pod } from '../kubernetes/pod.ts';
import { planStop } from '../kubernetes/podStopping.ts';
import { t } from '../messages/inspector.ts';
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
  const last = t('killedIn', {
    time: seconds(Math.max(killedAt, killedAt - graceMs + signalMs + 2000) - now),
  });
  if (elapsed < signalMs) return t('preStopRuns', { time: seconds(signalMs - elapsed), last });
  if (elapsed < closeMs) return t('servesOn', { last });
  return t('ends', { last });
}
