/** What a row of `kubectl get` is made of, and the columns that many kinds share. */
import type { LabelSelector } from '../kubernetes/labelSelector.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import type { PodTemplateSpec } from '../kubernetes/pod.ts';
import { ageOf } from './age.ts';
import { formatLabelSelector } from './selectors.ts';

export type Cell = string | number;

export interface PrintOptions {
  /** The clock, in ms since 1970. */
  readonly now: number;
  /** `-o wide`: more columns, and nothing is shortened. */
  readonly wide: boolean;
}

export interface Column<T> {
  /** As the API server writes it: `Cluster-IP`. kubectl prints it in capitals. */
  readonly name: string;
  /** Only printed with `-o wide`. */
  readonly isWide?: boolean;
  readonly cell: (object: T, options: PrintOptions) => Cell;
}

/** What else a table says of its row; kubectl does not print it. */
export interface RowCondition {
  readonly type: 'Completed';
  readonly status: 'True';
  readonly reason: string;
  readonly message: string;
}

/** How one kind is printed. */
export interface Printer<T> {
  readonly columns: readonly Column<T>[];
  readonly conditions?: (object: T) => readonly RowCondition[];
}

export function column<T>(name: string, cell: Column<T>['cell']): Column<T> {
  return { name, cell };
}

export function wideColumn<T>(name: string, cell: Column<T>['cell']): Column<T> {
  return { name, isWide: true, cell };
}

export const nameColumn = column<KubernetesObject>('Name', ({ metadata }) => metadata.name);

export const ageColumn = column<KubernetesObject>('Age', ({ metadata }, { now }) =>
  ageOf(metadata.creationTimestamp, now),
);

/** Keeps the type of its own rows; a table of many kinds need not know it. */
export function printer<T extends KubernetesObject>(...columns: readonly Column<T>[]): Printer<T> {
  return { columns: [nameColumn, ...columns] };
}

interface HasTemplate {
  spec: { template?: PodTemplateSpec };
}

function containersOf({ spec }: HasTemplate) {
  return spec.template?.spec?.containers ?? [];
}

/** Names and images of a workload's containers. */
export const containerColumns: readonly Column<HasTemplate>[] = [
  wideColumn('Containers', (object) =>
    containersOf(object)
      .map((container) => container.name)
      .join(','),
  ),
  wideColumn('Images', (object) =>
    containersOf(object)
      .map((container) => container.image ?? '')
      .join(','),
  ),
];

export const selectorColumn = wideColumn<{ spec: { selector?: LabelSelector } }>('Selector', ({ spec }) =>
  formatLabelSelector(spec.selector),
);
