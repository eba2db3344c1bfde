/**
 * What people wrote for their objects, between the browser's memory and `objectTexts.ts`: that one reads YAML and is
 * loaded only when a text is looked at, typed or to be brought up to date.
 */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type { Playground } from './playground.ts';
import { haveSameContent } from './sameContent.ts';

export type SavedTexts = Readonly<Record<ObjectKey, string>>;

export interface RestoredText {
  readonly text: string;
  /** The stored object that the text stood for when it was kept. */
  readonly stands: KubernetesObject;
}

interface Keeping {
  readonly restored: Map<ObjectKey, RestoredText>;
  /** The texts as they are now; null while nobody looked at one. */
  current: (() => SavedTexts) | null;
  readonly listeners: Set<() => void>;
}

const keepings = new WeakMap<Playground, Keeping>();

function keepingOf(playground: Playground): Keeping {
  let keeping = keepings.get(playground);
  if (keeping === undefined) {
    keeping = { restored: new Map(), current: null, listeners: new Set() };
    keepings.set(playground, keeping);
  }
  return keeping;
}

/** Gives the objects of the scene that was just opened the texts that were kept with it. */
export function restoreTexts(playground: Playground, texts: SavedTexts): void {
  const { restored } = keepingOf(playground);
  const { objects } = playground.store.getState();
  for (const [key, text] of Object.entries(texts)) {
    const stands = objects.get(key);
    if (stands !== undefined) restored.set(key, { text, stands });
  }
  // Whatever changes from now on changes the texts too.
  if (restored.size > 0)
    void import('./objectTexts.ts').then(({ objectTextsOf }) => objectTextsOf(playground));
}

export function restoredTexts(playground: Playground): ReadonlyMap<ObjectKey, RestoredText> {
  return keepingOf(playground).restored;
}

export function offerTexts(playground: Playground, current: () => SavedTexts): void {
  keepingOf(playground).current = current;
}

/** Tells that somebody wrote a text: it may be the only thing that changed. */
export function tellOfText(playground: Playground): void {
  for (const listener of keepingOf(playground).listeners) listener();
}

export function onText(playground: Playground, listener: () => void): () => void {
  const { listeners } = keepingOf(playground);
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** All that was written for objects that are there now. */
export function textsToSave(playground: Playground): SavedTexts {
  const { current, restored } = keepingOf(playground);
  if (current !== null) return current();
  const { objects } = playground.store.getState();
  const texts: Record<ObjectKey, string> = {};
  for (const [key, { text, stands }] of restored) {
    const object = objects.get(key);
    // Rather none than one that says something else: it is brought up to date as soon as that can be done.
    if (object !== undefined && haveSameContent(object, stands)) texts[key] = text;
  }
  return texts;
}

/** In characters, all texts together. Browsers keep some five million of a site. */
const MOST_SAVED = 1_000_000;

/** The short ones first, as many as fit; `leftOut`: for how many objects there was no room. */
export function textsThatFit(texts: SavedTexts): { texts: SavedTexts; leftOut: number } {
  const entries = Object.entries(texts).sort(([, a], [, b]) => a.length - b.length);
  let size = 0;
  const fitting = entries.filter(([key, text]) => {
    size += key.length + text.length;
    return size <= MOST_SAVED;
  });
  return { texts: Object.fromEntries(fitting), leftOut: entries.length - fitting.length };
}
