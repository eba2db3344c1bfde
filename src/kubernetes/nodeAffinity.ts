/** Node affinity: on which nodes a Pod must run, and whether that is well said (`ValidateNodeSelector`). */
import { forbidden, invalidEach, invalidValue, required } from './fieldError.ts';
import { checkQualifiedName } from './names.ts';
import type { Node } from './node.ts';
import type { StatusCause } from './status.ts';

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

export function validateNodeAffinity(affinity: Affinity | undefined, field: string): StatusCause[] {
  const selector = affinity?.nodeAffinity?.requiredDuringSchedulingIgnoredDuringExecution;
  if (selector === undefined) return [];
  const path = `${field}.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms`;
  const terms = selector.nodeSelectorTerms ?? [];
  if (terms.length === 0) return [required(path, 'must have at least one node selector term')];
  return terms.flatMap(({ matchExpressions = [], matchFields = [] }, index) => [
    ...matchExpressions.flatMap((requirement, at) =>
      validateRequirement(requirement, `${path}[${index}].matchExpressions[${at}]`),
    ),
    ...matchFields.flatMap((requirement, at) =>
      validateField(requirement, `${path}[${index}].matchFields[${at}]`),
    ),
  ]);
}

function validateRequirement({ key, operator, values = [] }: NodeSelectorRequirement, path: string) {
  const errors: StatusCause[] = [];
  if (operator === 'In' || operator === 'NotIn') {
    if (values.length === 0)
      errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
  } else if (operator === 'Exists' || operator === 'DoesNotExist') {
    if (values.length > 0)
      errors.push(
        forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
      );
  } else if (operator === 'Gt' || operator === 'Lt') {
    if (values.length !== 1)
      errors.push(
        required(`${path}.values`, "must be specified single value when `operator` is 'Lt' or 'Gt'"),
      );
  } else errors.push(invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  return [...errors, ...invalidEach(`${path}.key`, key ?? '', checkQualifiedName(key ?? ''))];
}

function validateField({ key, operator, values = [] }: NodeSelectorRequirement, path: string): StatusCause[] {
  const errors: StatusCause[] = [];
  if (operator !== 'In' && operator !== 'NotIn')
    errors.push(invalidValue(`${path}.operator`, operator ?? '', 'not a valid selector operator'));
  else if (values.length !== 1)
    errors.push(
      required(
        `${path}.values`,
        "must be only one value when `operator` is 'In' or 'NotIn' for node field selector",
      ),
    );
  if (key !== 'metadata.name')
    errors.push(invalidValue(`${path}.key`, key ?? '', 'not a valid field selector key'));
  return errors;
}
