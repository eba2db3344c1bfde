/** How the requests of a Traffic object are spread over time, and which of them are tried again. */

/** The rate that all of these start from is `requestsPerSecond`. */
export interface TrafficPattern {
  /**
   * `Steady` (default) sends evenly. `Spike` sends `factor` times as much in the last `forSeconds` of each `everySeconds`.
   * `Ramp` climbs evenly for `forSeconds` to `factor` times the rate, and stays there. `Burst` sends what is due in
   * `everySeconds` all at once.
   */
  type: 'Steady' | 'Spike' | 'Ramp' | 'Burst';
  factor?: number;
  everySeconds?: number;
  forSeconds?: number;
}

export const retryCauses = ['Refused', 'Reset', 'TimedOut', 'Unavailable'] as const;

export type RetryCause = (typeof retryCauses)[number];

/** What the client itself does, as `curl --retry` or a library; `timeoutSeconds` is for each try. */
export interface TrafficRetry {
  /** How often a request is tried again at most, default 2. */
  attempts?: number;
  /** The pause before the second try, doubled before each further one; default 0: at once. */
  backoffSeconds?: number;
  /** After what: a refused connection, one that is reset, silence, the status 503. Default all of them. */
  on?: RetryCause[];
}

export type PatternType = TrafficPattern['type'];

export type Parameter = Exclude<keyof TrafficPattern, 'type'>;

/** What each pattern can be told, and what it does when it is not. */
export const patternParameters = {
  Steady: {},
  Spike: { factor: 10, everySeconds: 30, forSeconds: 5 },
  Ramp: { factor: 10, forSeconds: 30 },
  Burst: { everySeconds: 10 },
} as const satisfies Record<PatternType, Partial<Record<Parameter, number>>>;

/** As many as are sent in a second at most. */
export const MAX_REQUESTS_PER_SECOND = 1000;

export function withPatternDefaults(pattern: TrafficPattern): TrafficPattern {
  return { ...patternParameters[pattern.type], ...pattern };
}

export function withRetryDefaults({
  attempts = 2,
  backoffSeconds = 0,
  on = [...retryCauses],
}: TrafficRetry): TrafficRetry {
  return { attempts, backoffSeconds, on };
}
