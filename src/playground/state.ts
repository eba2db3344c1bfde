/** What the views see: one immutable state, replaced on change. Packets in the air are not in it (see `onEvents`). */
import type { KubernetesObject, ObjectKey } from '../kubernetes/objectMeta.ts';
import type {
  ClusterEvent,
  Hop,
  PacketEnd,
  RequestEnd,
  RequestStart,
  RulesSynced,
} from '../simulation/events.ts';
import type { Position, SceneView } from '../simulation/scene.ts';
import type { Breakpoint } from './breakpoints.ts';
import type { Problem } from './problems.ts';
import type { TimelineMark } from './timelineMarks.ts';

/** One request with everything that happened to its packets, for the packet inspector and the tables. */
export interface RequestRecord {
  readonly start: RequestStart;
  /** Grows while the request runs; a new array each time. */
  readonly steps: readonly (Hop | PacketEnd)[];
  readonly end: RequestEnd | null;
}

/** A passing message: an API server's refusal, a kept object, an offer. */
export interface Notice {
  readonly id: number;
  readonly severity: 'info' | 'error';
  readonly text: string;
  /** Offered action, e.g. download of damaged saved state. */
  readonly action?: { readonly label: string; readonly run: () => void };
}

/** One run of the clock, and those that were left by an edit in their past. */
export interface TimelineBranch {
  readonly id: number;
  readonly name: string;
  /** Where it left another one; null for the first. */
  readonly forkedAt: number | null;
  /** The latest moment that was computed. */
  readonly end: number;
  readonly isCurrent: boolean;
}

export interface TimelineState {
  /** The earliest moment that can be gone to, and the latest that is known. */
  readonly start: number;
  readonly end: number;
  readonly isInPast: boolean;
  readonly marks: readonly TimelineMark[];
  /** In the order in which they began. */
  readonly branches: readonly TimelineBranch[];
}

export interface PlaygroundState {
  readonly scene: {
    readonly title: string;
    readonly lookAt: string;
    readonly seed: number;
    readonly id: string | null;
  };
  readonly view: SceneView;
  /** All objects of the cluster by key, simulated or not. */
  readonly objects: ReadonlyMap<ObjectKey, KubernetesObject>;
  readonly layout: Readonly<Record<ObjectKey, Position>>;
  readonly problems: ReadonlyMap<ObjectKey, readonly Problem[]>;
  readonly selection: readonly ObjectKey[];
  /** The request whose packet is open in the inspector. */
  readonly followed: RequestRecord | null;
  /** The latest requests, newest last, at most 500; brought up to date about 5 times a second. */
  readonly requests: readonly RequestRecord[];
  /** Answers per Pod (or outside server), refusals … since the last reset or scene. */
  readonly clusterEvents: readonly ClusterEvent[];
  readonly rules: Readonly<Record<ObjectKey, RulesSynced>>;
  readonly clock: { readonly now: number; readonly playing: boolean; readonly speed: number };
  /** Brought up to date about 5 times a second. */
  readonly timeline: TimelineState;
  readonly breakpoints: readonly Breakpoint[];
  /** The breakpoint at which the clock stands; null when it stands for another reason, or goes. */
  readonly stoppedBy: number | null;
  /** Whether the clock stops whenever the followed request comes a hop further. */
  readonly stopsAtEachHop: boolean;
  readonly history: { readonly undo: string | null; readonly redo: string | null };
  readonly notices: readonly Notice[];
  /** The kubectl lines that equal what was done by hand, newest last, at most 200. */
  readonly commandLines: readonly { readonly at: number; readonly line: string }[];
  /** One sentence for screen readers about the followed packet or the last thing that happened. */
  readonly narration: string;
}
