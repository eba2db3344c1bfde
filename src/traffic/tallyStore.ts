/** Keeps the tally of a playground from the first request on, whether or not somebody looks, and shows it about five times a second. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Playground } from '../playground/playground.ts';
import type { RequestEnd } from '../simulation/events.ts';
import { serviceOfTraffic } from '../ui/requestTarget.ts';
import { addToTally, emptyTally, type Tally } from './tally.ts';

const SHOW_EVERY_MS = 200;
const stores = new WeakMap<Playground, StoreApi<Tally>>();

/** The tally of the playground; the first call begins to count. */
export function tallyOf(playground: Playground): StoreApi<Tally> {
  const known = stores.get(playground);
  if (known !== undefined) return known;
  const store = createStore<Tally>(() => emptyTally);
  stores.set(playground, store);
  let waiting: RequestEnd[] = [];
  let timer: ReturnType<typeof setTimeout> | undefined;
  const count = () => {
    store.setState(addToTally(store.getState(), waiting), true);
    waiting = [];
  };
  playground.onEvents((events, reset) => {
    if (reset) {
      waiting = [];
      store.setState(emptyTally, true);
    }
    const { objects } = playground.store.getState();
    for (const event of events)
      if (event.type === 'RequestEnd' && !event.isTriedAgain)
        waiting.push({ ...event, service: event.service ?? serviceOfTraffic(event.traffic, objects) });
    if (waiting.length === 0 || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      count();
    }, SHOW_EVERY_MS);
  });
  playground.keepSums({
    save() {
      count();
      return store.getState();
    },
    restore: (saved) => store.setState(saved as Tally, true),
  });
  return store;
}

export function countAnew(playground: Playground): void {
  tallyOf(playground).setState(emptyTally, true);
}
