/** Of which object the menu is open, and where: cards open it, the page draws it. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { ObjectKey } from '../kubernetes/objectMeta.ts';

export interface OpenMenu {
  object: ObjectKey;
  x: number;
  y: number;
}

const objectMenu = createStore<{ open: OpenMenu | null }>(() => ({ open: null }));

export function openObjectMenu(open: OpenMenu | null): void {
  const { open: before } = objectMenu.getState();
  // A finger that rests is a right click too, in some browsers.
  if (open === null || before?.object !== open.object) objectMenu.setState({ open });
}

export function useObjectMenu(): OpenMenu | null {
  return useStore(objectMenu, ({ open }) => open);
}
