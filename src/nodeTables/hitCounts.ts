/** Counts how often each rule of each node was hit, from the first packet on, and shows it about five times a second. */
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Playground } from '../playground/playground.ts';
import type { PlaceKey, Rule, SimulationEvent } from '../simulation/events.ts';

/** Hits by the text of the row. */
export type HitsByText = ReadonlyMap<string, number>;

export interface HitCounts {
  /** Goes up when something was counted since. */
  readonly version: number;
  /** When counting began, in simulated ms. */
  readonly since: number;
}

interface Counter {
  readonly store: StoreApi<HitCounts>;
  /** A rule's text is written at its first look, so hits are counted by the rule itself. */
  readonly hits: Map<PlaceKey, Map<Rule, number>>;
}

const SHOW_EVERY_MS = 200;
const counters = new WeakMap<Playground, Counter>();

function counterOf(playground: Playground): Counter {
  const known = counters.get(playground);
  if (known !== undefined) return known;
  const counter: Counter = {
    store: createStore<HitCounts>(() => ({ version: 0, since: Math.floor(playground.now()) })),
    hits: new Map(),
  };
  counters.set(playground, counter);
  let timer: ReturnType<typeof setTimeout> | undefined;
  playground.onEvents((events, reset) => {
    if (reset) {
      counter.hits.clear();
      counter.store.setState({ since: Math.floor(playground.now()) });
    }
    const hasHits = countHits(counter.hits, events);
    if ((!hasHits && !reset) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      counter.store.setState(({ version }) => ({ version: version + 1 }));
    }, SHOW_EVERY_MS);
  });
  playground.keepSums({
    save: () => ({
      since: counter.store.getState().since,
      hits: new Map([...counter.hits].map(([place, own]) => [place, new Map(own)])),
    }),
    restore(saved) {
      const { since, hits } = saved as { since: number; hits: Counter['hits'] };
      counter.store.setState({ since });
      for (const [place, own] of hits) counter.hits.set(place, new Map(own));
    },
  });
  return counter;
}

/** The first call begins to count. */
export function hitCountsOf(playground: Playground): StoreApi<HitCounts> {
  return counterOf(playground).store;
}

export function hitsOn(playground: Playground, node: PlaceKey): HitsByText {
  const byText = new Map<string, number>();
  for (const [rule, count] of counterOf(playground).hits.get(node) ?? [])
    byText.set(rule.text, (byText.get(rule.text) ?? 0) + count);
  return byText;
}

/** Returns whether anything was hit. */
export function countHits(
  hits: Map<PlaceKey, Map<Rule, number>>,
  events: readonly SimulationEvent[],
): boolean {
  let hasHits = false;
  for (const event of events) {
    if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
    const { rule } = event;
    if (rule === null || rule.component === 'conntrack') continue;
    const place = event.type === 'Hop' ? event.from : event.place;
    let own = hits.get(place);
    if (own === undefined) {
      own = new Map();
      hits.set(place, own);
    }
    own.set(rule, (own.get(rule) ?? 0) + 1);
    hasHits = true;
  }
  return hasHits;
}
