/** The lesson that somebody writes on this page: its text, kept in the browser, and what is recorded for it. */
import { createStore } from 'zustand/vanilla';
import { type GoalOffer, goalOffers, stepAt, stepsOf, withSolution } from '../../lessons/authoring.ts';
import { endedSince } from '../../lessons/evidence.ts';
import type { Objects } from '../../lessons/references.ts';
import { pageStorage } from '../../playground/autosave.ts';
import type { Playground } from '../../playground/playground.ts';
import { onRanLine } from '../../ui/ranLines.ts';

interface Recording {
  readonly step: string;
  readonly lines: readonly string[];
}

export interface Authoring {
  readonly text: string;
  /** null: nothing is being recorded. */
  readonly recording: Recording | null;
  /** Of the step that was recorded last: what may count as its goals. */
  readonly offers: { readonly step: string; readonly goals: readonly GoalOffer[] } | null;
}

const KEY = 'kubehop.authored';
/** What a terminal line must begin with to be part of a solution. */
const OF_A_SOLUTION = /^\s*(?:kubectl|k|curl)\s/;

function keptText(): string {
  try {
    return pageStorage()?.getItem(KEY) ?? '';
  } catch {
    return '';
  }
}

export const authoring = createStore<Authoring>(() => ({
  text: keptText(),
  recording: null,
  offers: null,
}));

authoring.subscribe(({ text }, before) => {
  if (text === before.text) return;
  try {
    pageStorage()?.setItem(KEY, text);
  } catch {
    // Full or forbidden: the text is there as long as the page is.
  }
});

let stopRecorder: (() => Objects) | null = null;
let recordedSince = 0;

/** Everything that is done from now on belongs to the solution of the step at this offset, or of the first one. */
export function startRecording(playground: Playground, offset: number): void {
  const { text } = authoring.getState();
  const step = (stepAt(text, offset) ?? stepsOf(text)[0])?.id ?? '';
  const before = playground.store.getState().objects;
  recordedSince = playground.now();
  authoring.setState({ recording: { step, lines: [] }, offers: null });
  const add = (lines: readonly string[]) => {
    const { recording } = authoring.getState();
    if (recording !== null && lines.length > 0)
      authoring.setState({ recording: { ...recording, lines: [...recording.lines, ...lines] } });
  };
  let known = new Set(playground.store.getState().commandLines);
  const stops = [
    playground.store.subscribe(({ commandLines }) => {
      const fresh = commandLines.filter((line) => !known.has(line));
      known = new Set(commandLines);
      add(fresh.map(({ line }) => line));
    }),
    onRanLine((line) => {
      if (OF_A_SOLUTION.test(line)) add([line.trim()]);
    }),
  ];
  stopRecorder = () => {
    for (const stop of stops) stop();
    return before;
  };
}

/** Writes the lines into the text, and offers what has become true. */
export function stopRecording(playground: Playground): void {
  const { recording, text } = authoring.getState();
  const before = stopRecorder?.();
  stopRecorder = null;
  if (recording === null || before === undefined) return;
  const { objects, requests } = playground.store.getState();
  const goals = goalOffers(before, objects, endedSince(requests, recordedSince));
  authoring.setState({
    recording: null,
    text: withSolution(text, recording.step, recording.lines),
    offers: goals.length === 0 ? null : { step: recording.step, goals },
  });
}
