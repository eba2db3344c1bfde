/** What a text beside the canvas points at, and the question that can be answered there: the text writes it, the canvas draws it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';

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

const pointing = createStore<Pointing>(() => ({ cards: NO_CARDS, question: null }));

export function pointAt(cards: readonly ObjectKey[]): void {
  pointing.setState({ cards });
}

export function stopPointing(): void {
  pointing.setState({ cards: NO_CARDS });
}

/** null: nothing is asked any more. */
export function askOnCanvas(question: CardQuestion | null): void {
  pointing.setState({ question });
}

export function usePointing(): Pointing {
  return useStore(pointing);
}
