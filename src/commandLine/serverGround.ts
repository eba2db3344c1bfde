/** The server's cluster as a shell inside a Pod stands on it: what is sent there is seen by every page. */
import { type Cluster, letTimePass } from '../kubeApi/cluster.ts';
import type { PlaceKey, SimulationEvent } from '../simulation/events.ts';
import type { Ground } from '../terminal/ground.ts';
import { type LiveLog, sendAndTell } from './liveLog.ts';

/** When the clock stands still, it goes on for as long as a request is under way: nobody would be answered else. */
export function groundOfServer(live: LiveLog, cluster: Cluster, isFrozen = false): Ground {
  const { simulation, followers } = cluster;
  return {
    objects: () => simulation.objects,
    inspect: (read) => read(simulation),
    onEvents(listener) {
      const follower = (happened: Parameters<typeof listener>[0]) => listener(happened, false);
      followers.add(follower);
      return () => followers.delete(follower);
    },
    send(request) {
      const isEnded = isFrozen ? watchForEnd(cluster, request.from) : () => true;
      sendAndTell(live, cluster, request);
      while (!isEnded()) letTimePass(cluster, FROZEN_STEP_MS);
    },
    now: () => simulation.now,
  };
}

const FROZEN_STEP_MS = 50;

function watchForEnd({ followers }: Cluster, from: PlaceKey): () => boolean {
  let isEnded = false;
  const follower = (happened: readonly SimulationEvent[]) => {
    isEnded ||= happened.some(
      (event) => event.type === 'RequestEnd' && event.from === from && event.traffic === null,
    );
    if (isEnded) followers.delete(follower);
  };
  followers.add(follower);
  return () => isEnded;
}

export function isRunning(ground: Ground, pod: PlaceKey): boolean {
  const place = ground.inspect(({ network }) => network.places.get(pod));
  return place?.kind === 'Pod' && place.isRunning;
}

/** Calls back once, when the Pod's containers do not run any more; returns how to stop. */
export function onceStopped(ground: Ground, pod: PlaceKey, callback: () => void): () => void {
  const stop = ground.onEvents(() => {
    if (isRunning(ground, pod)) return;
    stop();
    callback();
  });
  return stop;
}
