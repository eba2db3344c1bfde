/** Traffic objects as a schedule: each sends its requests by its pattern, from a start of its own within the first moment. */

import { keyOfReference } from '../../kubernetes/kinds.ts';
import type { ObjectKey } from '../../kubernetes/objectMeta.ts';
import type { Traffic } from '../../kubernetes/traffic.ts';
import { isWorkloadKind } from '../../kubernetes/workloadKinds.ts';
import { push } from '../eventQueue.ts';
import type { PlaceKey } from '../events.ts';
import { nextInteger } from '../random.ts';
import type { Simulation } from '../state.ts';
import type { Place } from './places.ts';
import { startRequest, targetOf } from './request.ts';
import { firstTry } from './retries.ts';
import { findSender, pickPod, readyPodsOf } from './sender.ts';
import { parseTarget, type Target } from './target.ts';
import { type Schedule, scheduleOf } from './trafficPattern.ts';

/** What the network keeps about one Traffic object; made anew when the object changes. */
export interface TrafficState {
  readonly key: ObjectKey;
  readonly traffic: Traffic;
  readonly from: ObjectKey;
  readonly isFromWorkload: boolean;
  /** Ticks of an older generation are no longer due. */
  readonly generation: number;
  readonly firstAt: number;
  readonly dueAfter: Schedule;
  /** The URL, read once; null for a Service, whose address may change. */
  readonly target: Target | null;
  sent: number;
  /** A workload's ready Pods, as of this version of all Pods. */
  pods: readonly PlaceKey[];
  podsVersion: number;
}

export interface TrafficTick {
  readonly type: 'TrafficTick';
  readonly key: ObjectKey;
  readonly generation: number;
}

/** The first request leaves within this time, so that not all leave at once. */
const FIRST_WITHIN_MS = 400;

/** Starts, changes or stops the schedule of a Traffic object. */
export function scheduleTraffic(simulation: Simulation, key: ObjectKey, traffic: Traffic | null): void {
  const { network, now } = simulation;
  network.traffic.delete(key);
  const rate = traffic?.spec.requestsPerSecond ?? 1;
  if (traffic === null || rate <= 0) return;
  const state: TrafficState = {
    key,
    traffic,
    from: keyOfReference(traffic.spec.from),
    isFromWorkload: isWorkloadKind(traffic.spec.from.kind),
    generation: network.nextTrafficGeneration++,
    firstAt: now + nextInteger(network.senderRandom, Math.ceil(Math.min(1000 / rate, FIRST_WITHIN_MS))),
    dueAfter: scheduleOf(traffic.spec),
    target: traffic.spec.url === undefined ? null : parseTarget(traffic.spec.url, traffic.spec),
    sent: 0,
    pods: [],
    podsVersion: -1,
  };
  network.traffic.set(key, state);
  push(simulation.queue, dueAt(state), { type: 'TrafficTick', key, generation: state.generation });
}

/** One request is due. It is left out while nobody can send. */
export function sendTraffic(simulation: Simulation, tick: TrafficTick): void {
  const state = simulation.network.traffic.get(tick.key);
  if (state === undefined || state.generation !== tick.generation) return;
  state.sent += 1;
  push(simulation.queue, dueAt(state), tick);
  const sender = senderOf(simulation, state);
  if (sender === null) return;
  const { spec } = state.traffic;
  const target = state.target ?? targetOf(simulation, sender, spec);
  const attempt = firstTry(spec.retry, spec.connection ?? 'PerRequest');
  startRequest(simulation, sender, target, state.key, spec.connection, spec.timeoutSeconds, attempt);
}

/** When its next request is due. */
function dueAt({ firstAt, dueAfter, sent }: TrafficState): number {
  return firstAt + Math.round(dueAfter(sent) * 1000);
}

function senderOf(simulation: Simulation, state: TrafficState): Place | null {
  if (!state.isFromWorkload) return findSender(simulation, state.from);
  if (state.podsVersion !== simulation.network.podsVersion) {
    state.pods = readyPodsOf(simulation, state.from);
    state.podsVersion = simulation.network.podsVersion;
  }
  return pickPod(simulation, state.pods);
}
