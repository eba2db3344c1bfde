/** Keeps the scene in the browser's storage, so that a reload goes on where it was. Storage that is full, forbidden or absent is no error. */
import { t } from '../messages/autosave.ts';
import { SCENE_VIEWS, type Scene } from '../simulation/scene.ts';
import { download } from './download.ts';
import { onText, type SavedTexts, textsThatFit, textsToSave } from './keptTexts.ts';
import type { Playground } from './playground.ts';
import { isObject, isRecord } from './sharedEntries.ts';

export const AUTOSAVE_KEY = 'kubehop.scene';
/** A lesson's cluster is kept apart, so that one's own scene is there when the lesson is left. */
export const LESSON_AUTOSAVE_KEY = 'kubehop.lesson.scene';
/** How the id of a lesson's scene begins. */
export const LESSON_SCENE = 'lesson:';
const VERSION = 1;
const SAVE_AFTER_MS = 400;

export type SaveStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface Saved {
  scene: Scene;
  /** Which of the ready-made scenes it began as. */
  id: string | null;
  /** What people wrote for its objects: comments, order and quotes. */
  texts?: SavedTexts;
}

export type Restored =
  | { type: 'nothing' }
  | { type: 'saved'; saved: Saved }
  /** Something is there but cannot be read; the text is what to offer as a download. */
  | { type: 'damaged'; text: string };

/** The page's storage; null where it is forbidden. */
export function pageStorage(): SaveStorage | null {
  try {
    return globalThis.localStorage ?? null;
  } catch {
    return null;
  }
}

export function readAutosave(storage: SaveStorage | null, key: string = AUTOSAVE_KEY): Restored {
  let text: string | null = null;
  try {
    text = storage?.getItem(key) ?? null;
  } catch {
    return { type: 'nothing' };
  }
  if (text === null) return { type: 'nothing' };
  const saved = parseSaved(text);
  return saved === null ? { type: 'damaged', text } : { type: 'saved', saved };
}

function parseSaved(text: string): Saved | null {
  try {
    const { version, scene, id, texts } = JSON.parse(text) as Record<string, unknown>;
    if (version !== VERSION || !isScene(scene)) return null;
    const saved = { scene, id: typeof id === 'string' ? id : null };
    return isTexts(texts) ? { ...saved, texts } : saved;
  } catch {
    return null;
  }
}

function isPosition(value: unknown): boolean {
  return isRecord(value) && Number.isFinite(value.x) && Number.isFinite(value.y);
}

function isScene(value: unknown): value is Scene {
  return (
    isRecord(value) &&
    typeof value.title === 'string' &&
    typeof value.lookAt === 'string' &&
    Number.isInteger(value.seed) &&
    SCENE_VIEWS.some((view) => view === value.view) &&
    Array.isArray(value.objects) &&
    value.objects.every(isObject) &&
    isRecord(value.layout) &&
    Object.values(value.layout).every(isPosition)
  );
}

function isTexts(value: unknown): value is SavedTexts {
  return isRecord(value) && Object.values(value).every((text) => typeof text === 'string');
}

function write(storage: SaveStorage, key: string, saved: Saved): boolean {
  try {
    storage.setItem(key, JSON.stringify({ version: VERSION, ...saved }));
    return true;
  } catch {
    // Full or forbidden: the playground works on, it only will not survive a reload.
    return false;
  }
}

/** Saves the scene with its texts, without those for which there is no room; returns for how many there was none. */
function save(storage: SaveStorage, key: string, saved: Saved, playground: Playground): number {
  const { texts, leftOut } = textsThatFit(textsToSave(playground));
  const count = Object.keys(texts).length;
  if (count === 0) {
    write(storage, key, saved);
    return leftOut;
  }
  if (write(storage, key, { ...saved, texts })) return leftOut;
  return write(storage, key, saved) ? leftOut + count : 0;
}

/** At once, before a lesson takes its place. */
export function saveOwnScene(storage: SaveStorage | null, own: Saved, playground: Playground): void {
  if (storage !== null) save(storage, AUTOSAVE_KEY, own, playground);
}

/** Saves shortly after each change and when the page goes; returns how to stop. */
export function startAutosave(playground: Playground, storage: SaveStorage | null): () => void {
  if (storage === null) return () => {};
  let timer: ReturnType<typeof setTimeout> | null = null;
  let isToldOfRoom = false;
  const saveNow = () => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    // Who only looks at the past wants to find the present again.
    if (playground.store.getState().timeline.isInPast) return;
    const { id } = playground.store.getState().scene;
    const key = id?.startsWith(LESSON_SCENE) === true ? LESSON_AUTOSAVE_KEY : AUTOSAVE_KEY;
    const leftOut = save(storage, key, { id, scene: playground.scene() }, playground);
    if (leftOut > 0 && !isToldOfRoom) tellOfRoom(playground, leftOut);
    isToldOfRoom = leftOut > 0;
  };
  const saveSoon = () => {
    timer ??= setTimeout(saveNow, SAVE_AFTER_MS);
  };
  const unsubscribe = playground.store.subscribe((state, before) => {
    const isSame =
      state.history === before.history &&
      state.layout === before.layout &&
      state.view === before.view &&
      state.scene === before.scene;
    if (!isSame) saveSoon();
  });
  const stopListening = onText(playground, saveSoon);
  const onLeave = () => {
    if (timer !== null) saveNow();
  };
  globalThis.addEventListener?.('pagehide', onLeave);
  return () => {
    onLeave();
    unsubscribe();
    stopListening();
    globalThis.removeEventListener?.('pagehide', onLeave);
  };
}

function tellOfRoom(playground: Playground, count: number): void {
  const text = t('noRoomForTexts', { count });
  void playground.dispatch({ type: 'notify', severity: 'info', text }, 'app');
}

/** Lets the person keep what could not be read. */
export function offerDownload(playground: Playground, text: string): void {
  void playground.dispatch(
    {
      type: 'notify',
      severity: 'error',
      text: t('theSavedPlaygroundCouldNotBe'),
      action: { label: t('downloadTheOldText'), run: () => download('kubehop-saved.json', text) },
    },
    'app',
  );
}
