/** One run of the clock with all that was done in it. An edit in the past starts another one, and the old future is kept. */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import { t } from '../messages/playground.ts';
import type { ClusterEvent } from '../simulation/events.ts';
import { type Checkpoint, MOST_ASIDE, thinOut } from './checkpoints.ts';
import type { Deed } from './deeds.ts';
import { type Failures, failuresUntil, noFailures } from './failures.ts';
import type { Step } from './history.ts';
import type { PlaygroundState } from './state.ts';

/** What the playground itself remembers at a moment, beside the cluster: undo, `kubectl apply`, the log of commands. */
export interface Notebook {
  readonly done: readonly Step[];
  readonly undone: readonly Step[];
  readonly lastApplied: ReadonlyMap<ObjectKey, KubernetesObject>;
  readonly commandLines: PlaygroundState['commandLines'];
}

/** One dispatch, as it can be done again. */
export interface Entry {
  readonly at: number;
  readonly deeds: readonly Deed[];
  /** `Delete Pod shop-7x2`; null for what was taken back at once. */
  readonly label: string | null;
  /** What was remembered after it. */
  readonly notebook: Notebook;
}

export interface Branch {
  readonly id: number;
  name: string;
  /** Whether the name was given, by a person or because another branch left it here. */
  isNamed: boolean;
  /** Where it left another branch; null for the first. */
  readonly forkedAt: number | null;
  /** The latest moment that was computed. */
  end: number;
  /** In the order in which it was done. */
  readonly entries: Entry[];
  readonly checkpoints: Checkpoint[];
  readonly failures: Failures;
  /** What controllers and components told of. */
  readonly news: ClusterEvent[];
  /** The notebook of before the first entry. */
  notebook: Notebook;
}

export const MOST_BRANCHES = 6;
/** Older ones are forgotten as marks; near their time they are still shown as cluster events. */
const MOST_NEWS = 5000;

export function firstBranch(id: number, now: number, notebook: Notebook): Branch {
  return {
    id,
    name: t('firstRun'),
    isNamed: false,
    forkedAt: null,
    end: now,
    entries: [],
    checkpoints: [],
    failures: noFailures(),
    news: [],
    notebook,
  };
}

/** A branch that has in common with the old one what lies before `at`, where `label` is done to it. */
export function fork(branch: Branch, id: number, at: number, carriedOut: number, label: string): Branch {
  const done = inThePast(label);
  const forked: Branch = {
    ...branch,
    id,
    name: t('since', { done }),
    isNamed: false,
    forkedAt: at,
    end: at,
    entries: branch.entries.slice(0, carriedOut),
    checkpoints: branch.checkpoints.filter(
      (checkpoint) => checkpoint.at <= at && checkpoint.carriedOut <= carriedOut,
    ),
    failures: failuresUntil(branch.failures, at),
    news: branch.news.filter((event) => event.at <= at),
  };
  if (!branch.isNamed) Object.assign(branch, { name: t('before', { done }), isNamed: true });
  return forked;
}

/** The branch is left: it is computed anew from fewer checkpoints when somebody comes back. */
export function putAside(branch: Branch): void {
  thinOut(branch.checkpoints, MOST_ASIDE, Number.POSITIVE_INFINITY);
}

export function addNews(branch: Branch, event: ClusterEvent): void {
  branch.news.push(event);
  if (branch.news.length > MOST_NEWS) branch.news.splice(0, MOST_NEWS / 5);
}

const PAST_TENSE: Readonly<Record<string, string>> = {
  Create: 'created',
  Change: 'changed',
  Delete: 'deleted',
  Move: 'moved',
  Rename: 'renamed',
  Duplicate: 'duplicated',
  Send: 'sent',
  Let: 'let',
  Label: 'labelled',
  Point: 'pointed',
  Undo: 'undid',
  Redo: 'redid',
};

/** `Delete Pod shop-7x2` → `you deleted Pod shop-7x2`. */
function inThePast(label: string): string {
  const [verb = '', ...rest] = label.split(' ');
  const past = PAST_TENSE[verb];
  return past === undefined ? `“${label}”` : `you ${past} ${rest.join(' ')}`;
}
