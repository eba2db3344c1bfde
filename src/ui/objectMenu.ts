/** Of which object the menu is open, and where: cards open it, the page draws it. */
import { useStore } from 'zustand';
import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Playground } from '../playground/playground.ts';
import { usePlayground } from '../playground/react.ts';

export interface OpenMenu {
  object: ObjectKey;
  x: number;
  y: number;
}

type MenuStore = StoreApi<{ open: OpenMenu | null }>;

const stores = new WeakMap<Playground, MenuStore>();

function menuOf(playground: Playground): MenuStore {
  const known = stores.get(playground);
  if (known !== undefined) return known;
  const store: MenuStore = createStore(() => ({ open: null }));
  stores.set(playground, store);
  return store;
}

export function openObjectMenu(playground: Playground, open: OpenMenu | null): void {
  const store = menuOf(playground);
  const { open: before } = store.getState();
  // A finger that rests is a right click too, in some browsers.
  if (open === null || before?.object !== open.object) store.setState({ open });
}

export function useObjectMenu(): OpenMenu | null {
  return useStore(menuOf(usePlayground()), ({ open }) => open);
}
