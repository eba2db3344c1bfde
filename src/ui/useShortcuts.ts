/** Listens for the shortcuts of actions, unless the key belongs to what has the focus; in an embed only while that has the focus. */
import { useEffect } from 'react';
import { usePlayground } from '../playground/react.ts';
import type { Action } from './action.ts';
import { usePageRoot } from './pageRoot.ts';
import { keyBelongsTo, matchesShortcut } from './shortcuts.ts';

/** `isOff`: whether something else has the keys just now. Both must be the same at every call. */
export function useShortcuts(actions: readonly Action[], isOff?: () => boolean): void {
  const playground = usePlayground();
  const root = usePageRoot();

  useEffect(() => {
    function onKeyDown(given: Event) {
      const event = given as KeyboardEvent;
      if (event.defaultPrevented || event.isComposing || isOff?.() === true) return;
      const withMod = event.ctrlKey || event.metaKey;
      if (!withMod && keyBelongsTo(event.target, event.key)) return;
      const action = actions.find(
        (row) =>
          (row.isEnabled?.(playground.store.getState()) ?? true) &&
          row.shortcuts?.some((shortcut) => matchesShortcut(event, shortcut)),
      );
      if (action === undefined) return;
      // Text fields have an undo of their own.
      if (withMod && action.group === 'Edit' && keyBelongsTo(event.target, event.key)) return;
      event.preventDefault();
      action.run(playground);
    }
    root.addEventListener('keydown', onKeyDown);
    return () => root.removeEventListener('keydown', onKeyDown);
  }, [playground, actions, isOff, root]);
}
