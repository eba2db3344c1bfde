import { describe, expect, it } from 'vitest';
import { ariaShortcut, matchesShortcut, shortcutKeys, shortcutText } from './shortcuts.ts';

const press = (
  key: string,
  held: Partial<Record<'ctrlKey' | 'metaKey' | 'shiftKey' | 'altKey', boolean>> = {},
) => ({
  key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...held,
});

describe('shortcuts', () => {
  it('takes Mod as Command on a Mac and as Control elsewhere', () => {
    expect(matchesShortcut(press('z', { metaKey: true }), 'Mod+Z', true)).toBe(true);
    expect(matchesShortcut(press('z', { ctrlKey: true }), 'Mod+Z', true)).toBe(false);
    expect(matchesShortcut(press('z', { ctrlKey: true }), 'Mod+Z', false)).toBe(true);
    expect(matchesShortcut(press('z', { metaKey: true }), 'Mod+Z', false)).toBe(false);
  });

  it('tells undo from redo', () => {
    const redo = press('Z', { ctrlKey: true, shiftKey: true });
    expect(matchesShortcut(redo, 'Mod+Shift+Z', false)).toBe(true);
    expect(matchesShortcut(redo, 'Mod+Z', false)).toBe(false);
  });

  it('leaves letters with a modifier to the browser', () => {
    expect(matchesShortcut(press('f', { ctrlKey: true }), 'F', false)).toBe(false);
    expect(matchesShortcut(press('f', { altKey: true }), 'F', false)).toBe(false);
  });

  it('takes signs with or without Shift, because keyboards differ', () => {
    expect(matchesShortcut(press('?', { shiftKey: true }), '?', false)).toBe(true);
    expect(matchesShortcut(press('?'), '?', false)).toBe(true);
    expect(matchesShortcut(press(' '), 'Space', false)).toBe(true);
  });

  it('prints them for people and for screen readers', () => {
    expect(shortcutKeys('Mod+Shift+Z', true)).toEqual(['⌘', '⇧', 'Z']);
    expect(shortcutText('Mod+Shift+Z', false)).toBe('Ctrl+Shift+Z');
    expect(ariaShortcut('Mod+K', false)).toBe('Control+K');
    expect(ariaShortcut('Esc', true)).toBe('Escape');
  });
});
