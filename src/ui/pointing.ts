/** What a text beside the canvas points at, and the question that can be answered there: the text writes it, the canvas draws it. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground } from '../playground/react.ts';

/** A question whose answers are cards, for as long as it is open. */
export interface CardQuestion {
  readonly text: string;
  readonly cards: readonly ObjectKey[];
  readonly chosen: readonly ObjectKey[];
  choose(card: ObjectKey): void;
}

interface Pointing {
  /** Cards that stand out now. */
  readonly cards: readonly ObjectKey[];
  readonly question: CardQuestion | null;
}

const NO_CARDS: readonly ObjectKey[] = [];

/** A page can hold several playgrounds: each is pointed at by its own text. */
const stores = new WeakMap<Playground, StoreApi<Pointing>>();

function pointingOf(playground: Playground): StoreApi<Pointing> {
  const known = stores.get(playground);
  if (known !== undefined) return known;
  const store = createStore<Pointing>(() => ({ cards: NO_CARDS, question: null }));
  stores.set(playground, store);
  return store;
}

export function pointAt(playground: Playground, cards: readonly ObjectKey[]): void {
  pointingOf(playground).setState({ cards });
}

export function stopPointing(playground: Playground): void {
  pointingOf(playground).setState({ cards: NO_CARDS });
}

/** null: nothing is asked any more. */
export function askOnCanvas(playground: Playground, question: CardQuestion | null): void {
  pointingOf(playground).setState({ question });
}

export function usePointing(): Pointing {
  return useStore(pointingOf(usePlayground()));
}
