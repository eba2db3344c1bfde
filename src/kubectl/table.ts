/** The table that `kubectl get` shows for some objects: its column titles and cells. */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { Cell, PrintOptions, RowCondition } from './columns.ts';
import { printerOf } from './printers.ts';

export interface TableRow<T> {
  readonly object: T;
  readonly cells: readonly Cell[];
  readonly conditions: readonly RowCondition[];
}

export interface Table<T> {
  readonly columns: readonly string[];
  readonly rows: readonly TableRow<T>[];
}

/** The columns of an object's kind, whether there is an object or not. */
export function columnsOf(sample: KubernetesObject): { name: string; isWide: boolean }[] {
  return printerOf(sample).columns.map(({ name, isWide = false }) => ({ name, isWide }));
}

/** Objects of one kind, at least one: kubectl prints a table for each kind. */
export function tableOf<T extends KubernetesObject>(
  objects: readonly [T, ...T[]],
  options: PrintOptions,
): Table<T> {
  const { columns, conditions } = printerOf(objects[0]);
  const shown = columns.filter((column) => options.wide || !column.isWide);
  return {
    columns: shown.map(({ name }) => name),
    rows: objects.map((object) => ({
      object,
      cells: shown.map(({ cell }) => cell(object, options)),
      conditions: conditions?.(object) ?? [],
    })),
  };
}
