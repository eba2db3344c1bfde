/** Labels and selectors in the short form of the command line: models apimachinery's `FormatLabels` and `Requirement.String`. */
import type { LabelSelector } from '../kubernetes/labelSelector.ts';
import { NONE } from './placeholders.ts';

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

/** `app=shop,tier=front` in the order of keys; `<none>` without any. */
export function formatLabels(labels: Readonly<Record<string, string>> | null | undefined): string {
  const pairs = Object.entries(labels ?? {}).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? NONE : pairs.sort().join(',');
}

const expressions: Readonly<Record<Expression['operator'], (key: string, values: string) => string>> = {
  In: (key, values) => `${key} in (${values})`,
  NotIn: (key, values) => `${key} notin (${values})`,
  Exists: (key) => key,
  DoesNotExist: (key) => `!${key}`,
};

/** `app=shop,tier in (back,front),!legacy`; empty when it selects everything or nothing. */
export function selectorText(selector: LabelSelector | null | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {}).map(([key, value]) => ({
    key,
    text: `${key}=${value}`,
  }));
  const others = (selector?.matchExpressions ?? []).map(({ key, operator, values = [] }) => ({
    key,
    text: expressions[operator]?.(key, [...values].sort().join(',')) ?? key,
  }));
  return [...labels, ...others]
    .sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0))
    .map(({ text }) => text)
    .join(',');
}

/** `FormatLabelSelector`: as above, and `<none>` when it is empty. */
export function formatLabelSelector(selector: LabelSelector | null | undefined): string {
  return selectorText(selector) || NONE;
}
