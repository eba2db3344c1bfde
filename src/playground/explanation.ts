/** The steps of an explanation, and how they are made from the problems that were found. */
import { type KubernetesObject, type ObjectKey, objectKey } from '../kubernetes/objectMeta.ts';
import type { Simulation } from '../simulation/state.ts';
import type { Fix } from './fixes.ts';
import { type Cause, type Problem, problemsOf } from './problems.ts';
import type { Survey } from './survey.ts';

export interface ExplainedStep {
  cause: Cause;
  /** `bad` stops traffic, all or some of it; `note` is worth knowing. */
  state: 'ok' | 'bad' | 'note';
  sentence: string;
  /** The field that says so, of `object`. */
  field?: string;
  object?: ObjectKey;
  fix?: Fix;
}

/** What the steps are read from. */
export interface Inquiry {
  simulation: Simulation;
  survey: Survey;
}

const ORDER = [
  'sender',
  'controller',
  'name',
  'replicas',
  'node',
  'selector',
  'readiness',
  'port',
  'policy',
  'dns',
  'type',
  'address',
] as const satisfies readonly Cause[];

/** In the order in which traffic meets them; each sentence once. */
export function inOrder(steps: readonly ExplainedStep[]): ExplainedStep[] {
  const seen = new Set<string>();
  return ORDER.flatMap((cause) => steps.filter((step) => step.cause === cause)).filter(
    ({ sentence }) => !seen.has(sentence) && seen.add(sentence),
  );
}

export function ok(cause: Cause, sentence: string): ExplainedStep {
  return { cause, state: 'ok', sentence };
}

export function note(cause: Cause, sentence: string): ExplainedStep {
  return { cause, state: 'note', sentence };
}

/** A policy that keeps traffic out may be meant so, and is still why there is none. */
function stateOf({ severity, cause }: Problem): ExplainedStep['state'] {
  return severity === 'info' && cause !== 'policy' ? 'note' : 'bad';
}

function toStep({ cause = 'address', field, text, fix }: Problem, object: ObjectKey): ExplainedStep {
  return {
    cause,
    state: 'ok',
    sentence: text,
    object,
    ...(field === undefined ? {} : { field }),
    ...(fix === undefined ? {} : { fix }),
  };
}

/** The problems of an object as steps; those without a cause are about addresses. */
export function problemSteps(object: KubernetesObject, { survey }: Inquiry): ExplainedStep[] {
  const key = objectKey(object);
  return problemsOf(object, survey).map((problem) => ({ ...toStep(problem, key), state: stateOf(problem) }));
}

/** What was found of a cause; when nothing is wrong there, the sentence that says so. */
export function stepsOf(
  cause: Cause,
  found: readonly ExplainedStep[],
  whenFine: () => ExplainedStep | null,
): ExplainedStep[] {
  const own = found.filter((step) => step.cause === cause);
  if (own.length > 0) return own;
  const fine = whenFine();
  return fine === null ? [] : [fine];
}

export function isBad({ state }: ExplainedStep): boolean {
  return state === 'bad';
}
