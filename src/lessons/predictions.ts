/** Tries a question on a copy of the cluster: which choice fits, and the trace that shows why the others do not. */
import { t } from '../messages/lessons.ts';
import type { RequestRecord } from '../playground/state.ts';
import type { RequestEnd } from '../simulation/events.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Trace } from '../simulation/trace.ts';
import { askRow, type Experiment, type Fact, type Found } from './asks.ts';
import { experiment } from './copyOfCluster.ts';
import { goalsOf, type Prediction, type Step } from './lesson.ts';

export interface PredictionOutcome {
  /** Value of the choice that fits. */
  readonly right: string;
  /** The request that shows it; null when the question is about no packet. */
  readonly trace: (RequestRecord & { readonly end: RequestEnd }) | null;
  /** The step of the trace that decides; null: the end of the request. */
  readonly decisive: number | null;
  /** What was found, as a lesson would write it. */
  readonly found: string;
}

export interface Tried {
  readonly found: Found;
  readonly traces: readonly Trace[];
  /** Exactly one, if the question is a good one. */
  readonly fitting: readonly string[];
  /** For each other choice a fact of the traces that contradicts it; null when nothing does but the value itself. */
  readonly against: ReadonlyMap<string, Fact | null>;
}

/** `simulation` stays as it is. */
export async function tryPrediction(simulation: Simulation, prediction: Prediction): Promise<Tried> {
  return judge(prediction, await experiment(simulation, prediction));
}

export function judge(prediction: Prediction, tried: Experiment): Tried {
  const row = askRow(prediction.ask);
  const found = row.find(tried, prediction);
  const fits = row.fits ?? ((value: string) => value === found.value);
  const values = prediction.choices.map(({ value }) => value);
  const fitting = values.filter((value) => fits(value, tried, found, prediction));
  const others = values.filter((value) => !fitting.includes(value));
  return {
    found,
    traces: tried.traces,
    fitting,
    against: new Map(others.map((value) => [value, found.fact])),
  };
}

/** What to show for it; a text when the cluster is no longer one that the question is about. */
export function outcomeOf({ found, traces, fitting }: Tried): PredictionOutcome | string {
  const [right, ...others] = fitting;
  if (right === undefined || others.length > 0) return t('prediction.noChoice', { found: found.value });
  return {
    right,
    found: found.value,
    trace: found.fact === null ? null : (traces[found.fact.trace] ?? null),
    decisive: found.fact?.step ?? null,
  };
}

/** Whether it is asked about the cluster after the step's goals, because it stands below them. */
export function comesAfterGoals(step: Step, id: string): boolean {
  const asked = step.parts.findIndex((part) => part.type === 'prediction' && part.prediction.id === id);
  const goals = step.parts.findIndex(({ type }) => type === 'goals');
  return goalsOf(step).length > 0 && goals < asked;
}
