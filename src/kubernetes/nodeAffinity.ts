/** Node affinity: on which nodes a Pod must run. */
import type { Node } from './node.ts';

export interface NodeSelectorRequirement {
  key: string;
  operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
  values?: string[];
}

/** All requirements must hold; of several terms one is enough. */
export interface NodeSelectorTerm {
  /** About the node's labels. */
  matchExpressions?: NodeSelectorRequirement[];
  /** About its `metadata.name`. */
  matchFields?: NodeSelectorRequirement[];
}

export interface Affinity {
  nodeAffinity?: {
    requiredDuringSchedulingIgnoredDuringExecution?: { nodeSelectorTerms: NodeSelectorTerm[] };
    preferredDuringSchedulingIgnoredDuringExecution?: unknown;
  };
  podAffinity?: unknown;
  podAntiAffinity?: unknown;
}

const tests: Readonly<
  Record<NodeSelectorRequirement['operator'], (value: string | undefined, values: string[]) => boolean>
> = {
  In: (value, values) => value !== undefined && values.includes(value),
  NotIn: (value, values) => value === undefined || !values.includes(value),
  Exists: (value) => value !== undefined,
  DoesNotExist: (value) => value === undefined,
  Gt: (value, [bound]) => value !== undefined && Number(value) > Number(bound),
  Lt: (value, [bound]) => value !== undefined && Number(value) < Number(bound),
};

function holds(
  { key, operator, values = [] }: NodeSelectorRequirement,
  of: Readonly<Record<string, string>>,
) {
  return tests[operator](of[key], values);
}

/** component-helpers nodeaffinity `NodeSelector.Match`: a term that asks for nothing matches nothing. */
export function matchesNodeAffinity(affinity: Affinity | undefined, { metadata }: Node): boolean {
  const selector = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (selector === undefined) return true;
  return selector.nodeSelectorTerms.some(({ matchExpressions = [], matchFields = [] }) => {
    if (matchExpressions.length + matchFields.length === 0) return false;
    return (
      matchExpressions.every((requirement) => holds(requirement, metadata.labels ?? {})) &&
      matchFields.every((requirement) => holds(requirement, { 'metadata.name': metadata.name }))
    );
  });
}
