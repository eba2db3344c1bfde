/** What a StatefulSet may look like: pkg/apis/apps/validation `ValidateStatefulSet`, which looks into the Pod's spec since v1.34. */
import { isSame } from './equality.ts';
import { forbidden, invalidValue, notSupported, required } from './fieldError.ts';
import { validateLabelSelector, validateNonNegative } from './metadataValidation.ts';
import { nameIsDNSLabel } from './names.ts';
import { validatePodTemplateSpec } from './podValidation.ts';
import type { StatefulSet } from './statefulSet.ts';
import type { StatusCause } from './status.ts';
import {
  amountOf,
  isEmptySelector,
  validateAmount,
  validateEternal,
  validateTemplateLabels,
  validateWorkloadMetadata,
} from './workloadValidation.ts';

type Spec = StatefulSet['spec'];

const retentionPolicies = ['Delete', 'Retain'];
/** The fields that an update may change, in the order in which the API server lists them. */
const changeable = [
  'replicas',
  'ordinals',
  'template',
  'updateStrategy',
  'revisionHistoryLimit',
  'persistentVolumeClaimRetentionPolicy',
  'minReadySeconds',
] as const;
const MAY_NOT_CHANGE =
  "updates to statefulset spec for fields other than 'replicas', 'ordinals', 'template', 'updateStrategy', " +
  "'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";

export function validateStatefulSet(set: StatefulSet, old?: StatefulSet): StatusCause[] {
  const errors = [
    ...validateWorkloadMetadata(set.metadata, old?.metadata, nameIsDNSLabel),
    ...validateSpec(set.spec),
    // What was let in before may stay as it is.
    ...(old !== undefined && validateTemplate(old.spec).length > 0 ? [] : validateTemplate(set.spec)),
  ];
  if (old !== undefined && !isSame(withoutChangeable(set.spec), withoutChangeable(old.spec)))
    errors.push(forbidden('spec', MAY_NOT_CHANGE));
  return errors;
}

function withoutChangeable(spec: Spec): Partial<Spec> {
  const rest: Partial<Spec> = { ...spec };
  for (const field of changeable) delete rest[field];
  return rest;
}

function validateSpec(spec: Spec): StatusCause[] {
  const { selector, template } = spec as Partial<Spec> & Pick<Spec, 'template'>;
  const policy = spec.podManagementPolicy ?? '';
  const errors: StatusCause[] = [];
  if (policy !== 'OrderedReady' && policy !== 'Parallel')
    errors.push(invalidValue('spec.podManagementPolicy', policy, "must be 'OrderedReady' or 'Parallel'"));
  errors.push(...validateUpdateStrategy(spec.updateStrategy ?? {}));
  for (const [field, value = ''] of Object.entries(spec.persistentVolumeClaimRetentionPolicy ?? {}))
    if (!retentionPolicies.includes(value))
      errors.push(
        notSupported(`spec.persistentVolumeClaimRetentionPolicy.${field}`, value, retentionPolicies),
      );
  errors.push(...validateNonNegative('spec.replicas', spec.replicas));
  errors.push(...validateNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  errors.push(...validateNonNegative('spec.ordinals.start', spec.ordinals?.start));
  if (selector === undefined) errors.push(required('spec.selector'));
  else {
    errors.push(...validateLabelSelector('spec.selector', selector));
    if (isEmptySelector(selector))
      errors.push(invalidValue('spec.selector', {}, 'empty selector is invalid for statefulset'));
    else errors.push(...validateTemplateLabels(template, selector));
  }
  return [...errors, ...validateEternal(template, 'StatefulSet')];
}

/** Each claim is a volume of the Pods, and stands before one of the same name in the template. */
function validateTemplate({ template, volumeClaimTemplates = [] }: Spec): StatusCause[] {
  const claims = volumeClaimTemplates.flatMap(({ metadata }) => metadata?.name ?? []);
  const own = template.spec.volumes?.filter(({ name }) => !claims.includes(name)) ?? [];
  const volumes = [...claims.map((name) => ({ name })), ...own];
  return validatePodTemplateSpec({ ...template, spec: { ...template.spec, volumes } }, 'spec.template');
}

function validateUpdateStrategy(strategy: NonNullable<Spec['updateStrategy']>): StatusCause[] {
  const field = 'spec.updateStrategy';
  const { type = '', rollingUpdate } = strategy;
  if (type === 'OnDelete')
    return rollingUpdate
      ? [
          invalidValue(
            `${field}.rollingUpdate`,
            rollingUpdate,
            "only allowed for updateStrategy 'RollingUpdate'",
          ),
        ]
      : [];
  if (type !== 'RollingUpdate')
    return [invalidValue(field, strategy, "must be 'RollingUpdate' or 'OnDelete'")];
  const { partition, maxUnavailable } = rollingUpdate ?? {};
  const errors = validateNonNegative(`${field}.rollingUpdate.partition`, partition);
  if (maxUnavailable === undefined) return errors;
  const path = `${field}.rollingUpdate.maxUnavailable`;
  errors.push(...validateAmount(path, maxUnavailable));
  if (amountOf(maxUnavailable) === 0) errors.push(invalidValue(path, maxUnavailable, 'cannot be 0'));
  if (typeof maxUnavailable === 'string' && amountOf(maxUnavailable) > 100)
    errors.push(invalidValue(path, maxUnavailable, 'must not be greater than 100%'));
  return errors;
}
