/** What a page and the server of a live cluster tell each other: the scene, what was done and when, and what time it is. */
import type { Status } from '../kubernetes/status.ts';
import type { Scene } from '../simulation/scene.ts';
import type { Deed } from './deeds.ts';

/** Deeds of one moment. Done again at their times, they make the same cluster anywhere. */
export interface LiveEntry {
  readonly at: number;
  readonly deeds: readonly Deed[];
}

export type LiveMessage =
  | {
      readonly type: 'start';
      readonly scene: Scene;
      readonly entries: readonly LiveEntry[];
      readonly now: number;
    }
  /** Too much was done before: this page comes too late. */
  | { readonly type: 'tooLate'; readonly message: string }
  | { readonly type: 'entry'; readonly entry: LiveEntry }
  /** Nothing more will come that happened up to this moment. */
  | { readonly type: 'now'; readonly now: number };

/** A page asks for these to be done; it sees them happen when they come back as an entry. */
export interface LiveOrder {
  readonly deeds: readonly Deed[];
}

export interface LiveAnswer {
  readonly status: Status;
}
