/** Keeps the figures of a playground from the first request on, whether or not somebody looks, and says about five times a second that they changed. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Playground } from '../playground/playground.ts';
import { hostOf } from '../ui/hostOf.ts';
import { serviceOfTraffic } from '../ui/requestTarget.ts';
import { addEvents, copyFigures, type Figures, letTimePass, type NameOf, noFigures } from './figures.ts';

export interface FiguresStore {
  /** The figures as they are now: they change in place. */
  readonly figures: () => Figures;
  /** Goes up when they have changed. */
  readonly version: StoreApi<{ count: number }>;
  /** But connections: those that are open were opened before. */
  countAnew(): void;
}

const SHOW_EVERY_MS = 200;
const stores = new WeakMap<Playground, FiguresStore>();

/** The figures of the playground; the first call begins to count. */
export function figuresOf(playground: Playground): FiguresStore {
  const known = stores.get(playground);
  if (known !== undefined) return known;
  let figures = noFigures(0);
  const version = createStore(() => ({ count: 0 }));
  let timer: ReturnType<typeof setTimeout> | undefined;
  const tell = () => {
    if (timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      letTimePass(figures, playground.now());
      version.setState(({ count }) => ({ count: count + 1 }));
    }, SHOW_EVERY_MS);
  };
  const nameOf: NameOf = (service, url, traffic) =>
    service ?? serviceOfTraffic(traffic, playground.store.getState().objects) ?? hostOf(url);

  playground.onEvents((events, reset) => {
    if (reset) figures = noFigures(0);
    addEvents(figures, events, nameOf);
    tell();
  });
  playground.keepSums({
    save: () => copyFigures(figures),
    restore(saved) {
      figures = copyFigures(saved as Figures);
      tell();
    },
  });
  const store: FiguresStore = {
    figures: () => figures,
    version,
    countAnew() {
      figures = { ...noFigures(Math.floor(playground.now())), connections: figures.connections };
      tell();
    },
  };
  stores.set(playground, store);
  return store;
}
