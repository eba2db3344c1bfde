/** The keys of a presenter; a clicker sends PageDown and PageUp, and some have a key for a dark screen. */
import type { PresenterDeed } from './notesChannel.ts';

export type PresenterKey = PresenterDeed | 'spotlight' | 'leave';

const KEYS: Readonly<Record<string, PresenterKey>> = {
  PageDown: 'forth',
  PageUp: 'back',
  r: 'reveal',
  b: 'dark',
  s: 'spotlight',
  Escape: 'leave',
};

/** null: it means something else, or somebody is writing. */
export function presenterKey({ key, target, altKey, ctrlKey, metaKey }: KeyboardEvent): PresenterKey | null {
  const deed = KEYS[key.length === 1 ? key.toLowerCase() : key] ?? null;
  if (deed === null || altKey || ctrlKey || metaKey) return null;
  const isClicker = key.startsWith('Page');
  const isWriting =
    target instanceof HTMLElement &&
    target.closest('input:not([type=radio]), textarea, [contenteditable=true], dialog');
  return isWriting && !isClicker ? null : deed;
}
