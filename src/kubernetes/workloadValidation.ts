/**
 * What Deployments and ReplicaSets may look like, and what all workloads share: pkg/apis/apps/validation and the
 * immutable selector of their registries.
 */
import type { Deployment } from './deployment.ts';
import { forbidden, invalidEach, invalidValue, notSupported, required, sortedMap } from './fieldError.ts';
import { type LabelSelector, matchesSelector } from './labelSelector.ts';
import {
  printableSelector,
  validateImmutable,
  validateLabelSelector,
  validateMetadata,
  validateMetadataUpdate,
  validateNonNegative,
} from './metadataValidation.ts';
import { nameIsDNSSubdomain } from './names.ts';
import type { ObjectMeta } from './objectMeta.ts';
import type { PodTemplateSpec } from './pod.ts';
import { validatePodTemplateSpec } from './podValidation.ts';
import type { ReplicaSet } from './replicaSet.ts';
import type { StatusCause } from './status.ts';

const strategies = ['Recreate', 'RollingUpdate'];
/** `validation.IsValidPercent`. */
const NOT_A_PERCENTAGE =
  "a valid percent string must be a numeric string followed by an ending '%' (e.g. '1%',  or '93%', regex used for validation is '[0-9]+%')";

export function validateDeployment(deployment: Deployment, old?: Deployment): StatusCause[] {
  const { spec } = deployment;
  const errors = validateWorkloadMetadata(deployment.metadata, old?.metadata);
  errors.push(...validateNonNegative('spec.replicas', spec.replicas));
  errors.push(...validateSelector(spec.selector));
  errors.push(...validateTemplate(spec.template, spec.selector));
  errors.push(...validateStrategy(spec.strategy ?? {}));
  errors.push(...validateNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...validateNonNegative('spec.revisionHistoryLimit', spec.revisionHistoryLimit));
  const deadline = spec.progressDeadlineSeconds;
  if (deadline !== undefined) {
    errors.push(...validateNonNegative('spec.progressDeadlineSeconds', deadline));
    if (deadline <= (spec.minReadySeconds ?? 0))
      errors.push(
        invalidValue('spec.progressDeadlineSeconds', deadline, 'must be greater than minReadySeconds'),
      );
  }
  errors.push(...validateImmutableSelector(spec.selector, old?.spec.selector));
  return errors;
}

export function validateReplicaSet(replicaSet: ReplicaSet, old?: ReplicaSet): StatusCause[] {
  const { spec } = replicaSet;
  return [
    ...validateWorkloadMetadata(replicaSet.metadata, old?.metadata),
    ...validateNonNegative('spec.replicas', spec.replicas),
    ...validateNonNegative('spec.minReadySeconds', spec.minReadySeconds),
    ...validateSelector(spec.selector),
    ...validateTemplate(spec.template, spec.selector),
    ...validateImmutableSelector(spec.selector, old?.spec.selector),
  ];
}

export function validateWorkloadMetadata(
  meta: ObjectMeta,
  old: ObjectMeta | undefined,
  nameRule = nameIsDNSSubdomain,
): StatusCause[] {
  return old === undefined ? validateMetadata(meta, true, nameRule) : validateMetadataUpdate(meta, old);
}

export function isEmptySelector(selector: LabelSelector): boolean {
  return Object.keys(selector.matchLabels ?? {}).length + (selector.matchExpressions?.length ?? 0) === 0;
}

function validateSelector(selector: LabelSelector | undefined): StatusCause[] {
  const field = 'spec.selector';
  if (!selector) return [required(field)];
  const errors = validateLabelSelector(field, selector);
  // The API server says "deployment" for ReplicaSets too.
  if (isEmptySelector(selector))
    errors.push(invalidValue(field, {}, 'empty selector is invalid for deployment'));
  return errors;
}

/** `kind` is what the API server calls it in one message: it says ReplicaSet for a Deployment too. */
function validateTemplate(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
  kind = 'ReplicaSet',
): StatusCause[] {
  return [
    ...(selector && !isEmptySelector(selector) ? validateTemplateLabels(template, selector) : []),
    ...validatePodTemplateSpec(template, 'spec.template'),
    ...validateEternal(template, kind),
  ];
}

export function validateTemplateLabels(
  template: PodTemplateSpec,
  selector: LabelSelector | undefined,
): StatusCause[] {
  const labels = template.metadata?.labels ?? {};
  const asObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '', labels } };
  if (matchesSelector(selector, asObject)) return [];
  return [
    invalidValue(
      'spec.template.metadata.labels',
      template.metadata?.labels ? sortedMap(labels) : null,
      '`selector` does not match template `labels`',
    ),
  ];
}

/** Pods that are to run for ever. */
export function validateEternal({ spec }: PodTemplateSpec, kind: string): StatusCause[] {
  const errors: StatusCause[] = [];
  if (spec.restartPolicy !== 'Always')
    errors.push(notSupported('spec.template.spec.restartPolicy', spec.restartPolicy ?? '', ['Always']));
  if (spec.activeDeadlineSeconds !== undefined)
    errors.push(
      forbidden(
        'spec.template.spec.activeDeadlineSeconds',
        `activeDeadlineSeconds in ${kind} is not Supported`,
      ),
    );
  return errors;
}

export function validateImmutableSelector(
  selector: LabelSelector | undefined,
  old: LabelSelector | undefined,
): StatusCause[] {
  if (!selector || !old) return [];
  return validateImmutable('spec.selector', printableSelector(selector), printableSelector(old));
}

function validateStrategy(strategy: NonNullable<Deployment['spec']['strategy']>): StatusCause[] {
  const field = 'spec.strategy';
  const { type = '', rollingUpdate } = strategy;
  if (!strategies.includes(type)) return [notSupported(field, strategy, strategies)];
  if (type === 'Recreate')
    return rollingUpdate
      ? [forbidden(`${field}.rollingUpdate`, "may not be specified when strategy `type` is 'Recreate'")]
      : [];
  if (!rollingUpdate)
    return [required(`${field}.rollingUpdate`, 'this should be defaulted and never be nil')];
  const { maxUnavailable = 0, maxSurge = 0 } = rollingUpdate;
  const errors = [
    ...validateAmount(`${field}.rollingUpdate.maxUnavailable`, maxUnavailable),
    ...validateAmount(`${field}.rollingUpdate.maxSurge`, maxSurge),
  ];
  const unavailableField = `${field}.rollingUpdate.maxUnavailable`;
  if (amountOf(maxUnavailable) === 0 && amountOf(maxSurge) === 0)
    errors.push(invalidValue(unavailableField, maxUnavailable, 'may not be 0 when `maxSurge` is 0'));
  if (typeof maxUnavailable === 'string' && amountOf(maxUnavailable) > 100)
    errors.push(invalidValue(unavailableField, maxUnavailable, 'must not be greater than 100%'));
  return errors;
}

/** `ValidatePositiveIntOrPercent`. */
export function validateAmount(field: string, amount: number | string): StatusCause[] {
  if (typeof amount === 'number') return validateNonNegative(field, amount);
  return /^\d+%$/.test(amount) ? [] : invalidEach(field, amount, [NOT_A_PERCENTAGE]);
}

export function amountOf(amount: number | string): number {
  if (typeof amount === 'number') return amount;
  return /^\d+%?$/.test(amount) ? Number.parseInt(amount, 10) : 0;
}
