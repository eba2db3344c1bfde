/** Conditions of the Gateway API: each says for which generation of the object it holds. */
import type { Condition } from '../../kubernetes/gatewayClass.ts';
import type { Simulation } from '../state.ts';
import { withCondition } from './conditions.ts';

export type ConditionRow = readonly [
  type: string,
  status: Condition['status'],
  reason: string,
  message: string,
];

/** The conditions with these rows set, for this generation of the object. */
export function withConditions(
  simulation: Simulation,
  before: readonly Condition[] | undefined,
  { metadata }: { metadata: { generation?: number } },
  rows: readonly ConditionRow[],
): Condition[] {
  return rows.reduce<Condition[]>(
    (conditions, [type, status, reason, message]) =>
      withCondition(simulation, conditions, {
        type,
        status,
        reason,
        message,
        observedGeneration: metadata.generation ?? 1,
      }),
    [...(before ?? [])],
  );
}
