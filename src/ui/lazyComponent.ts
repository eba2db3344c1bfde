/** Components that are loaded when they are first shown, or before, once the page has nothing else to do. */
import { type ComponentType, type LazyExoticComponent, lazy } from 'react';

const loaders: (() => Promise<unknown>)[] = [];

export function lazyComponent<Props>(
  load: () => Promise<ComponentType<Props>>,
): LazyExoticComponent<ComponentType<Props>> {
  loaders.push(load);
  return lazy(async () => ({ default: await load() }));
}

/** Fetches what is still missing, one after another, so that opening a panel never waits. */
export function loadTheRestWhenIdle(): void {
  const idle = globalThis.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 500));
  const next = () => {
    const load = loaders.shift();
    if (load === undefined) return;
    // Offline or out of date: it is tried again when it is needed, and its panel says so.
    void load()
      .catch(() => {})
      .then(() => idle(next));
  };
  idle(next);
}
