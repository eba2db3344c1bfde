/** The only bridge between the playground and React. */
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Playground } from './playground.ts';
import type { PlaygroundState } from './state.ts';

export const PlaygroundContext = createContext<Playground | null>(null);

export function usePlayground(): Playground {
  const playground = useContext(PlaygroundContext);
  if (playground === null) throw new Error('No PlaygroundContext around this component');
  return playground;
}

/** Subscribes to a part of the state; `select` must return the same reference while nothing changed. */
export function usePlaygroundState<T>(select: (state: PlaygroundState) => T): T {
  return useStore(usePlayground().store as Parameters<typeof useStore>[0], select as never) as T;
}
