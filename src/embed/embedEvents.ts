/** What an embed tells the page around it. Only types, needing no others: they are in the npm package too. */

/** One thing that is wrong with a scene; counted from 1. */
export interface SceneProblem {
  readonly message: string;
  readonly line?: number;
  readonly column?: number;
}

export interface HopDetail {
  /** Simulated milliseconds. */
  readonly at: number;
  readonly requestId: number;
  /** `Pod/default/shop-7x2`, `Node//node-a` … */
  readonly from: string;
  readonly to: string;
  readonly packetKind: string;
  /** The rule that sent it on, in kube-proxy's words; null when none did. */
  readonly rule: string | null;
}

export interface GoalDetail {
  readonly lesson: string;
  readonly step: string;
  /** Which of the step's goals, from 1. */
  readonly goal: number;
}

export interface ErrorDetail {
  readonly problems: readonly SceneProblem[];
}

/** Event name → what its `detail` holds. */
export interface EmbedEvents {
  ready: { readonly title: string };
  hop: HopDetail;
  goal: GoalDetail;
  error: ErrorDetail;
}
