/** Label selectors: equality maps (Service) and `matchLabels`/`matchExpressions` (Deployment). */
import type { KubernetesObject } from './objectMeta.ts';

export interface LabelSelector {
  matchLabels?: Record<string, string>;
  matchExpressions?: {
    key: string;
    operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
    values?: string[];
  }[];
}

/** Whether all pairs of an equality selector are labels of the object. An empty or absent selector matches nothing here, as for a Service. */
export function matchesMap(
  selector: Record<string, string> | null | undefined,
  object: KubernetesObject,
): boolean {
  if (selector === null || selector === undefined) return false;
  const labels = object.metadata.labels ?? {};
  let any = false;
  for (const key in selector) {
    any = true;
    if (labels[key] !== selector[key]) return false;
  }
  return any;
}

/** Whether a LabelSelector matches; an empty one matches everything, an absent one nothing (apimachinery `LabelSelectorAsSelector`). */
export function matchesSelector(
  selector: LabelSelector | null | undefined,
  object: KubernetesObject,
): boolean {
  if (selector === null || selector === undefined) return false;
  const labels = object.metadata.labels ?? {};
  for (const [key, value] of Object.entries(selector.matchLabels ?? {}))
    if (labels[key] !== value) return false;
  for (const { key, operator, values = [] } of selector.matchExpressions ?? []) {
    const value = labels[key];
    if (operator === 'In' && (value === undefined || !values.includes(value))) return false;
    if (operator === 'NotIn' && value !== undefined && values.includes(value)) return false;
    if (operator === 'Exists' && value === undefined) return false;
    if (operator === 'DoesNotExist' && value !== undefined) return false;
  }
  return true;
}
