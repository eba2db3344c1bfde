/**
 * Counts how often each rule of each node was hit, each endpoint picked, each name asked for, and how many connections
 * each node has translated, from the first packet on; shows it about five times a second.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { clusterKeyOf, pickedKey } from '../playground/clusterTables.ts';
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

export interface Tally {
  /** A rule's text is written at its first look, so hits are counted by the rule itself. */
  readonly hits: Map<PlaceKey, Map<Rule, number>>;
  /** Those of rules that were made for one packet, by their text: there may be very many. */
  readonly texts: Map<PlaceKey, Map<string, number>>;
  /** Names that were asked for, and endpoints picked by rules that are counted by text. */
  readonly keys: Map<string, number>;
  /** New connections that a node has translated. */
  readonly translated: Map<PlaceKey, number>;
}

interface Counter {
  readonly store: StoreApi<HitCounts>;
  tally: Tally;
}

/** So many rules of a place are counted by themselves. */
const MOST_RULES = 1000;

export function emptyTally(): Tally {
  return { hits: new Map(), texts: new Map(), keys: new Map(), translated: new Map() };
}

function copyOf({ hits, texts, keys, translated }: Tally): Tally {
  return {
    hits: new Map([...hits].map(([place, own]) => [place, new Map(own)])),
    texts: new Map([...texts].map(([place, own]) => [place, new Map(own)])),
    keys: new Map(keys),
    translated: new Map(translated),
  };
}

const SHOW_EVERY_MS = 200;
const counters = new WeakMap<Playground, Counter>();

function counterOf(playground: Playground): Counter {
  const known = counters.get(playground);
  if (known !== undefined) return known;
  const counter: Counter = {
    store: createStore<HitCounts>(() => ({ version: 0, since: Math.floor(playground.now()) })),
    tally: emptyTally(),
  };
  counters.set(playground, counter);
  let timer: ReturnType<typeof setTimeout> | undefined;
  playground.onEvents((events, reset) => {
    if (reset) {
      counter.tally = emptyTally();
      counter.store.setState({ since: Math.floor(playground.now()) });
    }
    const hasHits = countHits(counter.tally, events);
    if ((!hasHits && !reset) || timer !== undefined) return;
    timer = setTimeout(() => {
      timer = undefined;
      counter.store.setState(({ version }) => ({ version: version + 1 }));
    }, SHOW_EVERY_MS);
  });
  playground.keepSums({
    save: () => ({
      since: counter.store.getState().since,
      tally: copyOf(counter.tally),
    }),
    restore(saved) {
      const { since, tally } = saved as { since: number; tally: Tally };
      counter.store.setState({ since });
      counter.tally = copyOf(tally);
    },
  });
  return counter;
}

/** The first call begins to count. */
export function hitCountsOf(playground: Playground): StoreApi<HitCounts> {
  return counterOf(playground).store;
}

export function hitsOn(playground: Playground, node: PlaceKey): HitsByText {
  return hitsByText(counterOf(playground).tally, node);
}

export function hitsByText({ hits, texts }: Tally, node: PlaceKey): HitsByText {
  const byText = new Map(texts.get(node));
  for (const [rule, count] of hits.get(node) ?? [])
    byText.set(rule.text, (byText.get(rule.text) ?? 0) + count);
  return byText;
}

/** By the keys of the cluster's tables: endpoints that were picked, names that were asked for. */
export function hitsInCluster(playground: Playground): HitsByText {
  return hitsByKey(counterOf(playground).tally);
}

export function hitsByKey({ hits, keys }: Tally): HitsByText {
  const byKey = new Map(keys);
  for (const own of hits.values())
    for (const [rule, count] of own) {
      const key = pickedKey(rule);
      if (key !== null) byKey.set(key, (byKey.get(key) ?? 0) + count);
    }
  return byKey;
}

/** New connections that a node has translated since counting began. */
export function translatedOn(playground: Playground, node: PlaceKey): number {
  return counterOf(playground).tally.translated.get(node) ?? 0;
}

/** Returns whether anything was hit. */
export function countHits(tally: Tally, events: readonly SimulationEvent[]): boolean {
  let hasHits = false;
  for (const event of events) {
    if (event.type !== 'Hop' && event.type !== 'PacketEnd') continue;
    const { rule } = event;
    if (rule === null || rule.component === 'conntrack') continue;
    hasHits = true;
    if (rule.component === 'coreDNS') {
      // Each answer has a rule of its own; what is counted is the question.
      const key = clusterKeyOf(event);
      if (key !== null) tally.keys.set(key, (tally.keys.get(key) ?? 0) + 1);
      continue;
    }
    const place = event.type === 'Hop' ? event.from : event.place;
    if (event.before !== event.after && rule.component !== 'loadBalancer')
      tally.translated.set(place, (tally.translated.get(place) ?? 0) + 1);
    let own = tally.hits.get(place);
    if (own === undefined) {
      own = new Map();
      tally.hits.set(place, own);
    }
    own.set(rule, (own.get(rule) ?? 0) + 1);
    if (own.size > MOST_RULES) fold(tally, place, own);
  }
  return hasHits;
}

/** Rules that are made anew for each packet would be more and more: from now on their texts stand for them. */
function fold(tally: Tally, place: PlaceKey, own: Map<Rule, number>): void {
  const texts = tally.texts.get(place) ?? new Map<string, number>();
  tally.texts.set(place, texts);
  for (const [rule, count] of own) {
    texts.set(rule.text, (texts.get(rule.text) ?? 0) + count);
    const key = pickedKey(rule);
    if (key !== null) tally.keys.set(key, (tally.keys.get(key) ?? 0) + count);
  }
  own.clear();
}
