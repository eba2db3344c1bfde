/**
 * How the API server checks custom resources: against a schema, before anything else looks at them. These are the
 * words of apiextensions' structural schemas (go-openapi `validate`).
 */
import { invalidValue, notSupported, required } from './fieldError.ts';
import { validateMetadata, validateMetadataUpdate } from './metadataValidation.ts';
import { nameIsDNSSubdomain } from './names.ts';
import type { KubernetesObject } from './objectMeta.ts';
import type { StatusCause } from './status.ts';

export function validateCustomMetadata(object: KubernetesObject, old?: KubernetesObject): StatusCause[] {
  return old === undefined
    ? validateMetadata(object.metadata, false, nameIsDNSSubdomain)
    : validateMetadataUpdate(object.metadata, old.metadata);
}

export function requiredText(field: string, value: string | undefined): StatusCause[] {
  return value ? [] : [required(field)];
}

export function atLeast(field: string, value: number | undefined, minimum: number): StatusCause[] {
  return value !== undefined && value < minimum
    ? [invalidValue(field, value, `${field} in body should be greater than or equal to ${minimum}`)]
    : [];
}

export function atMost(field: string, value: number | undefined, maximum: number): StatusCause[] {
  return value !== undefined && value > maximum
    ? [invalidValue(field, value, `${field} in body should be less than or equal to ${maximum}`)]
    : [];
}

export function oneOf(field: string, value: string | undefined, supported: readonly string[]): StatusCause[] {
  return value !== undefined && !supported.includes(value) ? [notSupported(field, value, supported)] : [];
}
