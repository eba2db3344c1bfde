/** What a Job may look like: pkg/apis/batch/validation `ValidateJob`, without policies on failure and success. */
import { invalidValue, notSupported, required, sortedMap } from './fieldError.ts';
import { CONTROLLER_UID_LABELS, JOB_NAME_LABELS, type Job } from './job.ts';
import { matchesSelector } from './labelSelector.ts';
import {
  printableSelector,
  validateImmutable,
  validateLabelSelector,
  validateNonNegative,
} from './metadataValidation.ts';
import { checkDNS1123Label } from './names.ts';
import { validatePodTemplateSpec } from './podValidation.ts';
import type { StatusCause } from './status.ts';
import { validateTemplateLabels, validateWorkloadMetadata } from './workloadValidation.ts';

type Spec = Job['spec'];

const modes = ['NonIndexed', 'Indexed'];
const restartPolicies = ['OnFailure', 'Never'];
const replacementPolicies = ['Failed', 'TerminatingOrFailed'];
const MOST_PARALLEL_INDEXED = 100_000;

const amounts = [
  'parallelism',
  'completions',
  'activeDeadlineSeconds',
  'backoffLimit',
  'ttlSecondsAfterFinished',
  'backoffLimitPerIndex',
  'maxFailedIndexes',
] as const;

export function validateJob(job: Job, old?: Job): StatusCause[] {
  const errors = [
    ...validateWorkloadMetadata(job.metadata, old?.metadata),
    ...validateGeneratedSelector(job),
    ...validateSpec(job.spec),
    ...validateIndexedName(job),
  ];
  return old === undefined ? errors : [...errors, ...validateUpdate(job.spec, old)];
}

/** The API server makes selector and labels from the Job's uid, unless it is asked not to. */
function validateGeneratedSelector({ metadata, spec }: Job): StatusCause[] {
  if (spec.manualSelector === true || spec.selector === undefined) return [];
  const labels = spec.template.metadata?.labels ?? {};
  const errors: StatusCause[] = [];
  const expected: Record<string, string> = {};
  for (const index of [1, 0] as const)
    for (const [label, value] of [
      [CONTROLLER_UID_LABELS[index], metadata.uid ?? ''],
      [JOB_NAME_LABELS[index], metadata.name],
    ] as const) {
      expected[label] = value;
      const field = `spec.template.metadata.labels[${label}]`;
      if (labels[label] === undefined) errors.push(required(field, `must be '${value}'`));
      else if (labels[label] !== value)
        errors.push(invalidValue('spec.template.metadata.labels', sortedMap(labels), `must be '${value}'`));
    }
  const asObject = { apiVersion: 'v1', kind: 'Pod', metadata: { name: '', labels: expected } };
  if (!matchesSelector(spec.selector, asObject))
    errors.push(
      invalidValue('spec.selector', printableSelector(spec.selector), '`selector` not auto-generated'),
    );
  return errors;
}

function validateSpec(spec: Spec): StatusCause[] {
  const errors = amounts.flatMap((field) => validateNonNegative(`spec.${field}`, spec[field]));
  const isIndexed = spec.completionMode === 'Indexed';
  if (!modes.includes(spec.completionMode ?? ''))
    errors.push(notSupported('spec.completionMode', spec.completionMode ?? '', modes));
  if (isIndexed && spec.completions === undefined)
    errors.push(required('spec.completions', 'when completion mode is Indexed'));
  if (isIndexed && (spec.parallelism ?? 0) > MOST_PARALLEL_INDEXED)
    errors.push(
      invalidValue(
        'spec.parallelism',
        spec.parallelism,
        `must be less than or equal to ${MOST_PARALLEL_INDEXED} when completion mode is Indexed`,
      ),
    );
  for (const field of ['backoffLimitPerIndex', 'maxFailedIndexes'] as const)
    if (!isIndexed && spec[field] !== undefined)
      errors.push(invalidValue(`spec.${field}`, spec[field], 'requires indexed completion mode'));
  if (!replacementPolicies.includes(spec.podReplacementPolicy ?? ''))
    errors.push(
      notSupported('spec.podReplacementPolicy', spec.podReplacementPolicy ?? '', replacementPolicies),
    );
  errors.push(...validatePodTemplateSpec(spec.template, 'spec.template'));
  const { restartPolicy = 'Always' } = spec.template.spec;
  const field = 'spec.template.spec.restartPolicy';
  if (restartPolicy === 'Always') errors.push(required(field, 'valid values: "OnFailure", "Never"'));
  else if (!restartPolicies.includes(restartPolicy))
    errors.push(notSupported(field, restartPolicy, restartPolicies));
  // Without `manualSelector` the API server makes one before it looks.
  if (spec.selector === undefined)
    return spec.manualSelector === true ? [...errors, required('spec.selector')] : errors;
  errors.push(...validateLabelSelector('spec.selector', spec.selector));
  errors.push(...validateTemplateLabels(spec.template, spec.selector));
  return errors;
}

/** The Pods of an indexed Job are called after it, with their index. */
function validateIndexedName({ metadata, spec }: Job): StatusCause[] {
  if (spec.completionMode !== 'Indexed' || !spec.completions) return [];
  const last = `${metadata.name}-${spec.completions - 1}`;
  return checkDNS1123Label(last).length === 0
    ? []
    : [
        invalidValue(
          'metadata.name',
          metadata.name,
          `will not able to create pod with invalid DNS label: ${last}`,
        ),
      ];
}

/** The template may change only while a suspended Job has not begun; the number of completions only together with an indexed Job's parallelism. */
function validateUpdate(spec: Spec, old: Job): StatusCause[] {
  const isElastic =
    spec.completionMode === 'Indexed' &&
    spec.completions === spec.parallelism &&
    spec.completions !== undefined;
  const errors = isElastic
    ? []
    : validateImmutable('spec.completions', spec.completions, old.spec.completions);
  errors.push(
    ...validateImmutable(
      'spec.selector',
      spec.selector && printableSelector(spec.selector),
      old.spec.selector && printableSelector(old.spec.selector),
    ),
  );
  const mayChangeTemplate = old.spec.suspend === true && old.status?.startTime === undefined;
  if (!mayChangeTemplate)
    errors.push(...validateImmutable('spec.template', spec.template, old.spec.template));
  errors.push(...validateImmutable('spec.completionMode', spec.completionMode, old.spec.completionMode));
  return errors;
}
