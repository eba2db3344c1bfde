/** Whether a lesson is being written on this page; what it takes to write is loaded only then. */
import { createStore } from 'zustand/vanilla';

export const authorSwitch = createStore<{ readonly isOn: boolean }>(() => ({ isOn: false }));

/** For the style sheets: `html[data-authoring]`. */
authorSwitch.subscribe(({ isOn }) => {
  document.documentElement.toggleAttribute('data-authoring', isOn);
});
