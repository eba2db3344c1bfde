/** Which rows of the palette are of use now: a lesson's step narrows them, and one press shows all again. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PaletteItemId } from '../playground/paletteItems.ts';

interface ShownTools {
  /** null: all of them. */
  readonly needed: readonly PaletteItemId[] | null;
  readonly showsAll: boolean;
}

const shownTools = createStore<ShownTools>(() => ({ needed: null, showsAll: false }));

export function needTools(needed: readonly PaletteItemId[] | null): void {
  shownTools.setState({ needed, showsAll: false });
}

export function showAllTools(showsAll: boolean): void {
  shownTools.setState({ showsAll });
}

export function useShownTools(): ShownTools {
  return useStore(shownTools);
}
