/** Which rows of the palette are of use now: a lesson's step narrows them, and one press shows all again. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { PaletteItemId } from '../playground/paletteItems.ts';

interface ShownTools {
  /** null: all of them. */
  readonly needed: readonly PaletteItemId[] | null;
  readonly showsAll: boolean;
  /** The rest cannot be had. */
  readonly isLocked: boolean;
}

const shownTools = createStore<ShownTools>(() => ({ needed: null, showsAll: false, isLocked: false }));

export function needTools(needed: readonly PaletteItemId[] | null, isLocked = false): void {
  shownTools.setState({ needed, showsAll: false, isLocked });
}

export function showAllTools(showsAll: boolean): void {
  shownTools.setState({ showsAll });
}

export function useShownTools(): ShownTools {
  return useStore(shownTools);
}
