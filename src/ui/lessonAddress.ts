/** Where in the course the page is: part of its address, so that a step can be linked to and a reload goes on there. */
import { createStore } from 'zustand/vanilla';
import { openPanel } from './panels.ts';
import { pageForOthers } from './site.ts';

export interface LessonPlace {
  /** Its id in the course, or where its file is. */
  readonly lesson: string;
  /** null: where one had come to, else the first one. */
  readonly step: string | null;
}

/** The lesson that somebody wants to see, until it is opened. */
export const wantedLesson = createStore<{ readonly place: LessonPlace | null }>(() => ({ place: null }));

let seedOfClass: number | null = null;

/** A class can have a seed of its own, by `?seed=`: then its completion codes differ from those of others. */
export function setSeedOfClass(seed: number | null): void {
  seedOfClass = seed;
}

export function theSeedOfClass(): number | null {
  return seedOfClass;
}

/** Opens the Learn panel at a lesson. */
export function wantLesson(place: LessonPlace): void {
  wantedLesson.setState({ place });
  openPanel('learn');
}

/** For the Learn panel. */
export function takeWantedLesson(): LessonPlace | null {
  const { place } = wantedLesson.getState();
  if (place !== null) wantedLesson.setState({ place: null });
  return place;
}

/** The address of this page at a lesson's step; without what belongs to another beginning. */
export function addressOf({ lesson, step }: LessonPlace): string {
  const address = new URL(location.href);
  for (const name of ['scene', 'seed', 'view', 'test', 'print', 'notes']) address.searchParams.delete(name);
  address.searchParams.set('lesson', lesson);
  if (step === null) address.searchParams.delete('step');
  else address.searchParams.set('step', step);
  return address.href;
}

/** The same for somebody else; null when this page is a file that they have not. */
export function addressForOthers(place: LessonPlace): string | null {
  const page = pageForOthers();
  if (page === null) return null;
  const address = new URL(page);
  address.search = new URL(addressOf(place)).search;
  return address.href;
}

/** Keeps the address at where the page is; null: in no lesson. */
export function showInAddress(place: LessonPlace | null): void {
  const address = new URL(location.href);
  for (const [name, value] of [
    ['lesson', place?.lesson ?? null],
    ['step', place?.step ?? null],
  ] as const) {
    if (value === null) address.searchParams.delete(name);
    else address.searchParams.set(name, value);
  }
  if (address.href !== location.href) history.replaceState(null, '', address);
}
