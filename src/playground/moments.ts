/** What a link keeps of a playground, and how a playground comes to the moment that a link tells of. */
import type { Scene } from '../simulation/scene.ts';
import type { Clock } from './clock.ts';
import type { Shared } from './share.ts';
import type { PlaygroundState } from './state.ts';
import type { Publisher } from './store.ts';
import type { TimeTravel } from './timeTravel.ts';

/** What there is of a link beside the scene as it began. */
export type Moment = Pick<Shared, 'entries' | 'at' | 'followed' | 'selection'>;

/** Long enough for everything to be up and for packets to be under way: what still pictures show, and where embeds begin. */
export const SETTLED: Moment = { entries: [], at: 5_000, followed: null, selection: [] };

/** `began`: the scene as it was opened. Cards are where they are now, for that is no matter of time. */
export function shareOf(began: Scene, state: PlaygroundState, time: TimeTravel): Shared {
  const { scene, view, layout, clock, followed, selection } = state;
  const { title, lookAt, id } = scene;
  return {
    scene: { ...began, title, lookAt, layout: { ...began.layout, ...layout } },
    id,
    entries: time.entries(),
    at: time.simulation.now,
    view,
    isPaused: !clock.playing,
    followed: followed?.start.requestId ?? null,
    selection,
  };
}

interface Surroundings {
  time: TimeTravel;
  publisher: Publisher;
  clock: Clock;
  /** Lets time pass, and shows what happened. */
  run(at: number): void;
}

/** Does again what was done up to the moment. */
export function goToMoment(
  { entries, at, followed, selection }: Moment,
  { time, publisher, clock, run }: Surroundings,
): void {
  entries.forEach(time.receive);
  clock.setNow(at);
  run(at);
  publisher.follow(followed);
  const { objects } = publisher.store.getState();
  publisher.set({ selection: selection.filter((key) => objects.has(key)) });
}
