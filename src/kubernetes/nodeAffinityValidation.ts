/** Whether a Pod's node affinity is well said: models `ValidateNodeSelector`. */
import { forbidden, invalidEach, invalidValue, required } from './fieldError.ts';
import { checkQualifiedName } from './names.ts';
import type { Affinity, NodeSelectorRequirement } from './nodeAffinity.ts';
import type { StatusCause } from './status.ts';

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
