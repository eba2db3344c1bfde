/** What the page and its window of notes tell each other: the lesson and where it stands, and what was pressed there. */
import type { Lesson } from '../../lessons/lesson.ts';
import type { PlayerState } from '../../lessons/playerState.ts';

export type PresenterDeed = 'forth' | 'back' | 'reveal' | 'dark';

/** What the notes need to know. */
export interface Shown {
  readonly lesson: Lesson | null;
  readonly step: number;
  readonly predictions: PlayerState['predictions'];
  readonly hidesAnswers: boolean;
}

export type NotesMessage =
  | { readonly type: 'shown'; readonly shown: Shown }
  | { readonly type: 'hello' }
  | { readonly type: 'deed'; readonly deed: PresenterDeed };

export interface NotesChannel {
  send(message: NotesMessage): void;
  close(): void;
}

/** `id` keeps pages apart that are open at the same time. Only pages of the same origin hear each other. */
export function openNotesChannel(id: string, onMessage: (message: NotesMessage) => void): NotesChannel {
  const channel = new BroadcastChannel(`kubehop-notes-${id}`);
  channel.onmessage = ({ data }) => onMessage(data as NotesMessage);
  return { send: (message) => channel.postMessage(message), close: () => channel.close() };
}

export function notesAddress(id: string): string {
  const address = new URL(location.href);
  const lang = address.searchParams.get('lang');
  address.search = lang === null ? '' : `?lang=${encodeURIComponent(lang)}`;
  address.searchParams.set('notes', id);
  address.hash = '';
  return address.href;
}
