/** Conditions of a status: one per type, with the time of the last change. */
import { timestampAt } from '../clockTime.ts';
import type { Simulation } from '../state.ts';

interface Condition {
  type: string;
  status: string;
  reason?: string;
  message?: string;
  lastTransitionTime?: string;
}

/** The list with the condition set; its time stays when its status does. */
export function withCondition<C extends Condition>(
  simulation: Simulation,
  conditions: readonly C[],
  condition: C,
): C[] {
  const index = conditions.findIndex((each) => each.type === condition.type);
  const before = conditions[index];
  const lastTransitionTime =
    before?.status === condition.status && before.lastTransitionTime !== undefined
      ? before.lastTransitionTime
      : timestampAt(simulation.now);
  const set = { ...condition, lastTransitionTime };
  return before === undefined ? [...conditions, set] : conditions.with(index, set);
}
