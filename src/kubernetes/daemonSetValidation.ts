/** What a DaemonSet may look like: pkg/apis/apps/validation `ValidateDaemonSet`, and the immutable selector of its registry. */
import type { DaemonSet } from './daemonSet.ts';
import { invalidValue, notSupported, required } from './fieldError.ts';
import { validateLabelSelector, validateNonNegative } from './metadataValidation.ts';
import { validatePodTemplateSpec } from './podValidation.ts';
import type { StatusCause } from './status.ts';
import {
  amountOf,
  isEmptySelector,
  validateAmount,
  validateEternal,
  validateImmutableSelector,
  validateTemplateLabels,
  validateWorkloadMetadata,
} from './workloadValidation.ts';

type Spec = DaemonSet['spec'];

const strategies = ['RollingUpdate', 'OnDelete'];

export function validateDaemonSet(set: DaemonSet, old?: DaemonSet): StatusCause[] {
  const { spec } = set;
  const { selector } = spec as Partial<Spec>;
  const errors = validateWorkloadMetadata(set.metadata, old?.metadata);
  if (selector !== undefined) errors.push(...validateLabelSelector('spec.selector', selector));
  // A missing selector matches nothing, so it is the template that is said to be wrong.
  errors.push(...validateTemplateLabels(spec.template, selector));
  if (selector !== undefined && isEmptySelector(selector))
    errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for daemonset'));
  errors.push(...validatePodTemplateSpec(spec.template, 'spec.template'));
  errors.push(...validateEternal(spec.template, 'DaemonSet'));
  errors.push(...validateNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...validateUpdateStrategy(spec.updateStrategy ?? {}));
  errors.push(...validateNonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit));
  errors.push(...validateImmutableSelector(selector, old?.spec.selector));
  return errors;
}

function validateUpdateStrategy(strategy: NonNullable<Spec['updateStrategy']>): StatusCause[] {
  const field = 'spec.updateStrategy';
  const { type = '', rollingUpdate } = strategy;
  if (!strategies.includes(type)) return [notSupported(field, strategy, strategies)];
  if (type === 'OnDelete') return [];
  if (rollingUpdate === undefined) return [required(`${field}.rollingUpdate`)];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const unavailableField = `${field}.rollingUpdate.maxUnavailable`;
  const surgeField = `${field}.rollingUpdate.maxSurge`;
  const errors = [
    ...validateAmount(unavailableField, maxUnavailable),
    ...validateAmount(surgeField, maxSurge),
  ];
  const hasUnavailable = amountOf(maxUnavailable) !== 0;
  const hasSurge = amountOf(maxSurge) !== 0;
  if (hasUnavailable && hasSurge)
    errors.push(invalidValue(surgeField, maxSurge, 'may not be set when maxUnavailable is non-zero'));
  else if (!hasUnavailable && !hasSurge)
    errors.push(required(unavailableField, 'cannot be 0 when maxSurge is 0'));
  for (const [path, amount] of [
    [unavailableField, maxUnavailable],
    [surgeField, maxSurge],
  ] as const)
    if (typeof amount === 'string' && amountOf(amount) > 100)
      errors.push(invalidValue(path, amount, 'must not be greater than 100%'));
  return errors;
}
