/** When somebody last changed the cluster, and when goals are worth judging again: at once after that, else a few times a second. */
import type { Playground } from '../playground/playground.ts';
import type { SimulationEvent } from '../simulation/events.ts';

export interface Changes {
  /** Simulated ms. Requests that began before say nothing of what was changed. */
  readonly changedAt: number;
  /** Objects have changed since goals were judged. */
  readonly areGoalsStale: boolean;
  /** Goals are being judged now. */
  judged(): void;
  /** What was changed until now is how it begins. */
  beginNow(): void;
  stop(): void;
}

/** On the simulated clock. Controllers change objects in almost every frame. */
const JUDGE_EVERY_MS = 100;

/** `judge` is called after the state is up to date; `look` sees every event. */
export function watchChanges(
  playground: Playground,
  judge: () => void,
  look: (event: SimulationEvent) => void,
): Changes {
  let changedAt = 0;
  let judgedAt = 0;
  let areGoalsStale = false;
  const stop = playground.onEvents((events, reset) => {
    if (reset) changedAt = 0;
    let isOwnChange = reset;
    for (const event of events) {
      look(event);
      if (event.type !== 'ObjectChange') continue;
      areGoalsStale = true;
      if (event.author !== 'user') continue;
      isOwnChange = true;
      changedAt = event.at;
    }
    const isDue = Math.abs(playground.now() - judgedAt) >= JUDGE_EVERY_MS;
    if (isOwnChange || (areGoalsStale && isDue)) judge();
  });
  return {
    get changedAt() {
      return changedAt;
    },
    get areGoalsStale() {
      return areGoalsStale;
    },
    judged() {
      areGoalsStale = false;
      judgedAt = playground.now();
    },
    beginNow() {
      changedAt = Math.floor(playground.now());
    },
    stop,
  };
}
