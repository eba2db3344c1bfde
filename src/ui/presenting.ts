/** Whether the page is shown to a room, and how: large type, a spotlight, a dark screen, answers kept back. */
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export interface Presenting {
  readonly isOn: boolean;
  /** Everything but what the pointer is at is dimmed. */
  readonly isSpotlight: boolean;
  readonly isDark: boolean;
  /** What came of a prediction is not shown yet. */
  readonly hidesAnswers: boolean;
}

const OFF: Presenting = { isOn: false, isSpotlight: false, isDark: false, hidesAnswers: false };

export const presenting = createStore<Presenting>(() => OFF);

export function startPresenting(): void {
  presenting.setState({ ...OFF, isOn: true, hidesAnswers: true });
}

export function stopPresenting(): void {
  presenting.setState(OFF);
}

export function usePresenting<T>(select: (state: Presenting) => T): T {
  return useStore(presenting, select);
}

/** For the style sheets: `html[data-presenting]`. */
presenting.subscribe(({ isOn }) => {
  document.documentElement.toggleAttribute('data-presenting', isOn);
});
