/** Files that were dropped on the page and wait for the dialog, which is loaded when it is first needed. */
import { createStore } from 'zustand/vanilla';

export const droppedFiles = createStore<{ files: readonly File[] }>(() => ({ files: [] }));
