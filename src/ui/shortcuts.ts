/** Key combinations written as `Mod+Shift+Z`; `Mod` is Command on a Mac and Control elsewhere. */

type PressedKey = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey'>;

const isMac = typeof navigator !== 'undefined' && /Mac|iPhone|iPad/.test(navigator.userAgent);

const NAMES: Record<string, string> = { ' ': 'Space', Escape: 'Esc' };
const MAC_SYMBOLS: Record<string, string> = { Mod: '⌘', Shift: '⇧', Alt: '⌥' };
const WORDS: Record<string, string> = { Mod: 'Ctrl' };

export function matchesShortcut(event: PressedKey, shortcut: string, mac = isMac): boolean {
  const parts = shortcut.split('+');
  const key = parts.at(-1)!;
  const pressed = NAMES[event.key] ?? event.key;
  if (pressed.toLowerCase() !== key.toLowerCase()) return false;
  const mod = mac ? event.metaKey : event.ctrlKey;
  const other = mac ? event.ctrlKey : event.metaKey;
  if (mod !== parts.includes('Mod') || other || event.altKey !== parts.includes('Alt')) return false;
  // `?` and the like need Shift on some keyboards and not on others: only letters and named keys say it.
  return key.length === 1 && !/[a-z]/i.test(key) ? true : event.shiftKey === parts.includes('Shift');
}

/** The keys of a combination as they are printed on the keyboard: `['⌘', 'K']` or `['Ctrl', 'K']`. */
export function shortcutKeys(shortcut: string, mac = isMac): string[] {
  return shortcut.split('+').map((key) => (mac ? MAC_SYMBOLS[key] : WORDS[key]) ?? key);
}

export function shortcutText(shortcut: string, mac = isMac): string {
  return shortcutKeys(shortcut, mac).join(mac ? '' : '+');
}

/** The same for assistive technology (`aria-keyshortcuts`). */
export function ariaShortcut(shortcut: string, mac = isMac): string {
  return shortcut.replace('Mod', mac ? 'Meta' : 'Control').replace('Esc', 'Escape');
}

/** Whether a key belongs to the element that has the focus: text being typed, a choice being made, a button being pressed. */
export function keyBelongsTo(target: EventTarget | null, key: string): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target.matches('textarea, select')) return true;
  if (target instanceof HTMLInputElement) {
    const isText = !['checkbox', 'radio', 'button', 'range', 'file'].includes(target.type);
    return isText || key === ' ';
  }
  return (key === ' ' || key === 'Enter') && target.closest('button, a, summary') !== null;
}
