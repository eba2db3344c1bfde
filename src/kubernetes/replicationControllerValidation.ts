/** What a ReplicationController may look like: pkg/apis/core/validation `ValidateReplicationController`. */
import { required } from './fieldError.ts';
import { validateNonNegative } from './metadataValidation.ts';
import type { PodTemplateSpec } from './pod.ts';
import { validatePodTemplateSpec } from './podValidation.ts';
import type { ReplicationController } from './replicationController.ts';
import type { StatusCause } from './status.ts';
import { validateEternal, validateTemplateLabels, validateWorkloadMetadata } from './workloadValidation.ts';

export function validateReplicationController(
  controller: ReplicationController,
  old?: ReplicationController,
): StatusCause[] {
  const { spec } = controller;
  const errors = validateWorkloadMetadata(controller.metadata, old?.metadata);
  errors.push(...validateNonNegative('spec.minReadySeconds', spec.minReadySeconds));
  const hasSelector = Object.keys(spec.selector ?? {}).length > 0;
  if (!hasSelector) errors.push(required('spec.selector'));
  errors.push(...validateNonNegative('spec.replicas', spec.replicas));
  const template: PodTemplateSpec | undefined = spec.template;
  if (template === undefined) return [...errors, required('spec.template')];
  if (hasSelector) errors.push(...validateTemplateLabels(template, { matchLabels: spec.selector! }));
  errors.push(...validatePodTemplateSpec(template, 'spec.template'));
  errors.push(...validateEternal(template, 'ReplicationController'));
  return errors;
}
