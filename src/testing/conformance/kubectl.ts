/** Vectors of `kubectl/`: the cells of a row of `kubectl get`, and how durations are written. */

import { ageOf, humanDuration, shortHumanDuration } from '../../kubectl/age.ts';
import type { Cell, RowCondition } from '../../kubectl/columns.ts';
import { tableOf } from '../../kubectl/table.ts';
import type { KubernetesObject } from '../../kubernetes/objectMeta.ts';
import { checkEach } from './checkEach.ts';
import type { Check } from './conformance.ts';

interface RowVector {
  id: string;
  object: KubernetesObject;
  options: { wide: boolean; now: string };
  columns: string[];
  expect: Cell[];
  rowConditions?: Partial<RowCondition>[];
}

interface AgeVector {
  id: string;
  style: 'long' | 'short';
  /** null: the time is not known. */
  milliseconds: number | null;
  expect: string;
}

export type KubectlVector = RowVector | AgeVector;

export function checkKubectl(vectors: readonly KubectlVector[]): Check[] {
  return checkEach(
    vectors,
    (vector) => ('object' in vector ? `${vector.object.kind} ${vector.id}` : vector.id),
    (vector) => ('object' in vector ? failureOfRow(vector) : difference(vector.expect, durationText(vector))),
  );
}

const styles = { long: humanDuration, short: shortHumanDuration };

function durationText({ style, milliseconds }: AgeVector): string {
  return milliseconds === null ? ageOf(null, 0) : styles[style](milliseconds);
}

function failureOfRow({ object, options, columns, expect, rowConditions }: RowVector): string | null {
  const table = tableOf([object], { wide: options.wide, now: Date.parse(options.now) });
  const { cells, conditions } = table.rows[0]!;
  const shown = conditions.map(({ type, status, reason }) => ({ type, status, reason }));
  return (
    difference(columns, table.columns) ??
    difference(expect, cells) ??
    (rowConditions === undefined ? null : difference(rowConditions, shown))
  );
}

function difference(wanted: unknown, came: unknown): string | null {
  const [left, right] = [JSON.stringify(wanted), JSON.stringify(came)];
  return left === right ? null : `expected ${left}, came ${right}`;
}
