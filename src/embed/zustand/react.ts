/** zustand as an embed has it: its own half for React takes all of React as one object, which would keep all of Preact. */
import { useCallback, useSyncExternalStore } from 'react';
import type { StoreApi } from 'zustand/vanilla';

export { createStore } from 'zustand/vanilla';

type Readable<State> = Pick<StoreApi<State>, 'getState' | 'subscribe'>;

const itself = (state: unknown) => state;

export function useStore<State, Selection = State>(
  store: Readable<State>,
  select = itself as (state: State) => Selection,
): Selection {
  return useSyncExternalStore(
    store.subscribe,
    useCallback(() => select(store.getState()), [store, select]),
  );
}
