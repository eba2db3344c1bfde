/** The cluster that a shell stands on: what it looks at, and where its requests go out. A page's playground, or a server's cluster. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Playground } from '../playground/playground.ts';
import type { SimulationEvent } from '../simulation/events.ts';
import type { RequestSpec } from '../simulation/network/request.ts';
import type { Simulation } from '../simulation/state.ts';

export interface Ground {
  objects(): ReadonlyMap<ObjectKey, KubernetesObject>;
  /** `read` must not change anything. */
  inspect<T>(read: (simulation: Simulation) => T): T;
  /** After a `reset`, nothing of before is true any more. */
  onEvents(listener: (events: readonly SimulationEvent[], reset: boolean) => void): () => void;
  /** Everything that follows is told by events. */
  send(request: RequestSpec): void;
  /** Simulated ms. */
  now(): number;
}

export function groundOf(playground: Playground): Ground {
  const { store, inspect, onEvents, dispatch, now } = playground;
  return {
    objects: () => store.getState().objects,
    inspect,
    onEvents,
    send: (request) => void dispatch([{ type: 'send', request, follow: true }, { type: 'play' }], 'terminal'),
    now,
  };
}

/** Ends when so much simulated time is over, however fast that goes; rejects when interrupted. */
export function sleepOn(ground: Ground, ms: number, signal: AbortSignal): Promise<void> {
  const until = ground.now() + ms;
  return new Promise((resolve, reject) => {
    const look = () => {
      if (signal.aborted) reject(new Error('interrupted'));
      else if (ground.now() >= until) resolve();
      else setTimeout(look, 20);
    };
    look();
  });
}
