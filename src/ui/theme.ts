/** Light or dark: the system's choice until somebody toggles it; then theirs, remembered. `public/theme.js` sets it before the first paint. */
import { useSyncExternalStore } from 'react';

export type Theme = 'light' | 'dark';

const STORAGE_KEY = 'kubehop.theme';
const listeners = new Set<() => void>();

export function currentTheme(): Theme {
  return document.documentElement.dataset.theme === 'dark' ? 'dark' : 'light';
}

function show(theme: Theme): void {
  document.documentElement.dataset.theme = theme;
  for (const listener of listeners) listener();
}

function stored(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}

export function toggleTheme(): void {
  const theme = currentTheme() === 'dark' ? 'light' : 'dark';
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage may be forbidden: the choice then lasts as long as the page.
  }
  show(theme);
}

/** Follows the system while nobody has chosen; returns what stops it. `fixed` is a theme asked for by the URL. */
export function followSystemTheme(fixed: Theme | null): () => void {
  const system = matchMedia('(prefers-color-scheme: dark)');
  const onChange = () => {
    if (fixed === null && stored() === null) show(system.matches ? 'dark' : 'light');
  };
  system.addEventListener('change', onChange);
  return () => system.removeEventListener('change', onChange);
}

export function useTheme(): Theme {
  return useSyncExternalStore((listener) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  }, currentTheme);
}
