/** What a Pod may look like and what an update of one may change: pkg/apis/core/validation `ValidatePodCreate`, `ValidatePodUpdate`. */
import { isSame } from './equality.ts';
import { forbidden, invalidValue, required } from './fieldError.ts';
import {
  validateAnnotations,
  validateLabels,
  validateMetadata,
  validateMetadataUpdate,
} from './metadataValidation.ts';
import { nameIsDNSSubdomain } from './names.ts';
import type { Container, Pod, PodSpec, PodTemplateSpec } from './pod.ts';
import { validatePodSpec } from './podSpecValidation.ts';
import type { StatusCause } from './status.ts';

/** What the API server lists when an update changes anything else. */
const MAY_NOT_CHANGE =
  'pod updates may not change fields other than ' +
  '`spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,' +
  '`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

export function validatePod(pod: Pod, old?: Pod): StatusCause[] {
  if (old === undefined) return validateMetadataAndSpec(pod);
  const errors = [...validateMetadataUpdate(pod.metadata, old.metadata), ...validateMetadataAndSpec(pod)];
  for (const kind of ['containers', 'initContainers'] as const) {
    const containers = pod.spec[kind] ?? [];
    if (containers.length !== (old.spec[kind]?.length ?? 0)) {
      errors.push(forbidden(`spec.${kind}`, 'pod updates may not add or remove containers'));
      return errors;
    }
    errors.push(...validateImages(`spec.${kind}`, containers));
  }
  const tolerations = pod.spec.tolerations ?? [];
  const kept = (old.spec.tolerations ?? []).every((before) =>
    tolerations.some((now) => isSame({ ...before, tolerationSeconds: 0 }, { ...now, tolerationSeconds: 0 })),
  );
  if (!kept)
    errors.push(
      forbidden('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds'),
    );
  if (!isSame(withoutUpdatable(pod.spec, old.spec), old.spec)) {
    const changed = changedFields(withoutUpdatable(pod.spec, old.spec), old.spec);
    errors.push(forbidden('spec', `${MAY_NOT_CHANGE}\n${changed}`));
  }
  return errors;
}

function validateMetadataAndSpec(pod: Pod): StatusCause[] {
  return [
    ...validateMetadata(pod.metadata, true, nameIsDNSSubdomain),
    ...validatePodSpec(pod.spec, 'spec', true),
    ...validateTrimmedImages('spec.containers', pod.spec.containers),
    ...validateTrimmedImages('spec.initContainers', pod.spec.initContainers ?? []),
  ];
}

function validateTrimmedImages(field: string, containers: readonly Container[]): StatusCause[] {
  return containers.flatMap(({ image = '' }, index) =>
    image === image.trim()
      ? []
      : [invalidValue(`${field}[${index}].image`, image, 'must not have leading or trailing whitespace')],
  );
}

function validateImages(field: string, containers: readonly Container[]): StatusCause[] {
  return containers
    .flatMap(({ image = '' }, index) => (image === '' ? [required(`${field}[${index}].image`)] : []))
    .concat(validateTrimmedImages(field, containers));
}

/** The new spec with the fields that may change as they were before, so that what is left must be equal. */
function withoutUpdatable(spec: PodSpec, old: PodSpec): PodSpec {
  const withOldImages = (containers: Container[], before: Container[]): Container[] =>
    containers.map((container, index) => {
      const { image: _, ...rest } = container;
      const image = before[index]?.image;
      return image === undefined ? rest : { ...rest, image };
    });
  const { activeDeadlineSeconds: _, tolerations: __, ...rest } = spec;
  const result: PodSpec = { ...rest, containers: withOldImages(spec.containers, old.containers) };
  if (spec.initContainers)
    result.initContainers = withOldImages(spec.initContainers, old.initContainers ?? []);
  if (old.activeDeadlineSeconds !== undefined) result.activeDeadlineSeconds = old.activeDeadlineSeconds;
  if (old.tolerations !== undefined) result.tolerations = old.tolerations;
  const grace = old.terminationGracePeriodSeconds;
  if (grace !== undefined && grace < 0 && spec.terminationGracePeriodSeconds === 1)
    result.terminationGracePeriodSeconds = grace;
  return result;
}

/** The API server prints a Go diff here; this is the same in YAML terms, one line per changed field. */
function changedFields(spec: PodSpec, old: PodSpec): string {
  const after = spec as unknown as Record<string, unknown>;
  const before = old as unknown as Record<string, unknown>;
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((key) => !isSame(after[key], before[key]))
    .flatMap((key) => [
      ...(before[key] === undefined ? [] : [`- ${key}: ${JSON.stringify(before[key])}`]),
      ...(after[key] === undefined ? [] : [`+ ${key}: ${JSON.stringify(after[key])}`]),
    ])
    .join('\n');
}

/** `ValidatePodTemplateSpec`. The labels' path lacks `metadata`, as the API server's does. */
export function validatePodTemplateSpec(template: PodTemplateSpec, field: string): StatusCause[] {
  return [
    ...validateLabels(`${field}.labels`, template.metadata?.labels),
    ...validateAnnotations(`${field}.annotations`, template.metadata?.annotations),
    ...validatePodSpec(template.spec, `${field}.spec`, false),
  ];
}
