/**
 * Clients that try again what failed, as `curl --retry` and HTTP libraries do: at once, or after a pause that doubles. Each
 * try is a request of its own, with its own time to wait, that looks for its address and its connection anew: where
 * connections are kept it may find the same one. Simplified: also what is not idempotent is tried again, and names that
 * do not exist are not.
 */
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { RetryCause, TrafficRetry } from '../../kubernetes/trafficPattern.ts';
import { push } from '../eventQueue.ts';
import type { PlaceKey, RequestEnd } from '../events.ts';
import type { Simulation } from '../state.ts';
import type { ConnectionMode } from './connections.ts';
import type { Target } from './target.ts';

/** One of several tries at the same request. Immutable. */
export interface Try {
  readonly policy: TrafficRetry;
  readonly mode: ConnectionMode;
  /** 1 for the first. */
  readonly number: number;
  /** The request that was the first try, and when it was sent; null while it is that one itself. */
  readonly first: { readonly requestId: number; readonly at: number } | null;
}

/** The next try is due. */
export interface RetryDue {
  readonly type: 'RetryDue';
  readonly from: PlaceKey;
  readonly target: Target;
  readonly traffic: ObjectKey | null;
  readonly timeoutSeconds: number;
  readonly nextTry: Try;
}

export function firstTry(policy: TrafficRetry | undefined, mode: ConnectionMode): Try | null {
  return policy === undefined || (policy.attempts ?? 0) <= 0
    ? null
    : { policy, mode, number: 1, first: null };
}

/** How a request ended, as far as clients ask before they try again. */
function causeOf({
  outcome,
  reason,
  status,
}: Pick<RequestEnd, 'outcome' | 'reason' | 'status'>): RetryCause | null {
  if (outcome === 'refused') return reason === 'ConnectionReset' ? 'Reset' : 'Refused';
  if (outcome === 'timedOut' || reason === 'DnsUnavailable') return 'TimedOut';
  return status === 503 ? 'Unavailable' : null;
}

interface TriedRequest {
  readonly id: number;
  readonly from: PlaceKey;
  readonly target: Target;
  readonly traffic: ObjectKey | null;
  readonly startedAt: number;
  readonly timeoutMs: number;
  readonly attempt: Try;
}

/** Sees to the next try, if there is to be one. */
export function tryAgain(
  simulation: Simulation,
  { id, from, target, traffic, startedAt, timeoutMs, attempt }: TriedRequest,
  end: Pick<RequestEnd, 'outcome' | 'reason' | 'status'>,
): boolean {
  const { attempts = 0, backoffSeconds = 0, on } = attempt.policy;
  const cause = causeOf(end);
  if (cause === null || attempt.number > attempts || on?.includes(cause) === false) return false;
  const pauseMs = Math.round(backoffSeconds * 1000 * 2 ** (attempt.number - 1));
  const first = attempt.first ?? { requestId: id, at: startedAt };
  const nextTry: Try = { ...attempt, number: attempt.number + 1, first };
  const timeoutSeconds = timeoutMs / 1000;
  const due: RetryDue = { type: 'RetryDue', from, target, traffic, timeoutSeconds, nextTry };
  push(simulation.queue, simulation.now + pauseMs, due);
  return true;
}
