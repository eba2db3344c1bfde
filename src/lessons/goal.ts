/** What a step can want, as data: the fields of each kind of goal. `goals.ts` is the table that judges them. */
import type { Outcome } from '../simulation/events.ts';
import type { Reason } from '../simulation/reasons.ts';

/** How a request can end, as a lesson writes it. */
export const OUTCOMES = [
  'answered',
  'refused',
  'timedOut',
  'nameNotFound',
  'noAddress',
  'tlsFailed',
] as const satisfies readonly Outcome[];

type Scalar = string | number | boolean;

/** What each kind of goal says, by the field that names the kind. */
export interface GoalFields {
  object: { readonly object: string; readonly exists?: boolean };
  field: {
    readonly field: string;
    readonly path: string;
    readonly is?: Scalar;
    readonly isNot?: Scalar;
    readonly matches?: string;
    readonly atLeast?: number;
    readonly atMost?: number;
  };
  requests: {
    readonly requests: Outcome;
    readonly from?: string;
    readonly to?: string;
    readonly last: number;
    /** All that began since the last change, at least `last`: none that failed is forgotten. */
    readonly since?: 'change';
    readonly atLeast?: string;
    readonly atMost?: string;
    readonly status?: number;
  };
  sourceSeen: {
    readonly sourceSeen: string;
    readonly by: string;
    readonly from?: string;
    readonly last: number;
  };
  share: {
    readonly share: string;
    readonly of: string;
    readonly last: number;
    readonly atMost?: string;
    readonly atLeast?: string;
  };
  pods: { readonly pods: string; readonly ready?: number; readonly atLeast?: number };
  reached: { readonly reached: string; readonly by?: string; readonly last: number };
  notReached: { readonly notReached: string; readonly by?: string; readonly last: number };
  packets: {
    readonly packets: Reason;
    readonly atLeast?: number;
    readonly atMost?: number;
    readonly last: number;
    readonly from?: string;
  };
  unchanged: { readonly unchanged: readonly string[] };
}

export type GoalKind = keyof GoalFields;
/** `text` is what the lesson calls it; without it a sentence is made. */
export type Goal<K extends GoalKind = GoalKind> = {
  [Each in K]: GoalFields[Each] & { readonly kind: Each; readonly text?: string };
}[K];

export interface Finding {
  readonly isMet: boolean;
  /** How far it is, in few words: `3 of 5 requests`; '' when there is nothing to say. */
  readonly seen: string;
}
