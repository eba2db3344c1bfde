/** What React Flow takes of zustand, where an embed may be changed: a selection that equals the one before stays the same object. */
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react';
import { createStore, type StateCreator, type StoreApi } from 'zustand/vanilla';

type Equality<Selection> = (a: Selection, b: Selection) => boolean;

export function useStoreWithEqualityFn<State, Selection>(
  store: StoreApi<State>,
  select: (state: State) => Selection,
  isEqual: Equality<Selection> = Object.is,
): Selection {
  const shown = useRef<{ selection: Selection } | null>(null);
  const getSelection = useMemo(() => {
    let known: { state: State; selection: Selection } | null = null;
    return () => {
      const state = store.getState();
      if (known !== null && Object.is(known.state, state)) return known.selection;
      const selection = select(state);
      const before = known ?? shown.current;
      const kept = before !== null && isEqual(before.selection, selection) ? before.selection : selection;
      known = { state, selection: kept };
      return kept;
    };
  }, [store, select, isEqual]);
  const selection = useSyncExternalStore(store.subscribe, getSelection);
  useEffect(() => {
    shown.current = { selection };
  }, [selection]);
  return selection;
}

export function createWithEqualityFn<State>(create: StateCreator<State>, equality: Equality<unknown>) {
  const store = createStore(create);
  const useBoundStore = <Selection>(
    select: (state: State) => Selection,
    isEqual: Equality<Selection> = equality,
  ) => useStoreWithEqualityFn(store, select, isEqual);
  return Object.assign(useBoundStore, store);
}
