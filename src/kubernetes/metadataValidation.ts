/** `metadata` of any kind: apimachinery `api/validation/objectmeta.go` and `meta/v1/validation`. */
import { isSame } from './equality.ts';
import { forbidden, invalidEach, invalidValue, required, sortedMap, tooLong } from './fieldError.ts';
import type { LabelSelector } from './labelSelector.ts';
import { byteLength, checkLabelValue, checkQualifiedName, type NameRule, nameIsDNSLabel } from './names.ts';
import type { ObjectMeta, OwnerReference } from './objectMeta.ts';
import type { StatusCause } from './status.ts';

const MAX_ANNOTATIONS_BYTES = 256 * 1024;
const IMMUTABLE = 'field is immutable';

/** The metadata of a new object. */
export function validateMetadata(meta: ObjectMeta, namespaced: boolean, nameRule: NameRule): StatusCause[] {
  const errors: StatusCause[] = [];
  const { generateName, name, namespace } = meta;
  if (generateName)
    errors.push(...invalidEach('metadata.generateName', generateName, nameRule(generateName, true)));
  if (!name) errors.push(required('metadata.name', 'name or generateName is required'));
  else errors.push(...invalidEach('metadata.name', name, nameRule(name, false)));
  if (namespaced) {
    if (!namespace) errors.push(required('metadata.namespace'));
    else errors.push(...invalidEach('metadata.namespace', namespace, nameIsDNSLabel(namespace, false)));
  } else if (namespace) errors.push(forbidden('metadata.namespace', 'not allowed on this type'));
  errors.push(...validateNonNegative('metadata.generation', meta.generation));
  validateCommon(meta, errors);
  for (const finalizer of meta.finalizers ?? [])
    errors.push(...invalidEach('metadata.finalizers', finalizer, checkQualifiedName(finalizer)));
  return errors;
}

/** What may not change in the metadata of an object, and what must be well-formed in the new one. */
export function validateMetadataUpdate(meta: ObjectMeta, old: ObjectMeta): StatusCause[] {
  const errors: StatusCause[] = [];
  if (old.deletionTimestamp !== undefined) {
    const added = (meta.finalizers ?? []).filter((finalizer) => !old.finalizers?.includes(finalizer));
    if (added.length > 0)
      errors.push(
        forbidden(
          'metadata.finalizers',
          `no new finalizers can be added if the object is being deleted, found new finalizers []string{${added.map((one) => JSON.stringify(one)).join(', ')}}`,
        ),
      );
  }
  if (!meta.resourceVersion)
    errors.push(
      invalidValue('metadata.resourceVersion', meta.resourceVersion ?? '', 'must be specified for an update'),
    );
  if ((meta.generation ?? 0) < (old.generation ?? 0))
    errors.push(invalidValue('metadata.generation', meta.generation ?? 0, 'must not be decremented'));
  for (const field of immutableFields)
    errors.push(...validateImmutable(`metadata.${field}`, meta[field], old[field]));
  validateCommon(meta, errors);
  return errors;
}

const immutableFields = [
  'name',
  'namespace',
  'uid',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
] as const satisfies readonly (keyof ObjectMeta)[];

function validateCommon(meta: ObjectMeta, errors: StatusCause[]): void {
  errors.push(...validateLabels('metadata.labels', meta.labels));
  errors.push(...validateAnnotations('metadata.annotations', meta.annotations));
  errors.push(...validateOwners('metadata.ownerReferences', meta.ownerReferences ?? []));
}

export function validateLabels(
  field: string,
  labels: Record<string, string> | null | undefined,
): StatusCause[] {
  const errors: StatusCause[] = [];
  for (const key in labels) {
    const value = labels[key] ?? '';
    errors.push(...invalidEach(field, key, checkQualifiedName(key)));
    errors.push(...invalidEach(field, value, checkLabelValue(value)));
  }
  return errors;
}

export function validateAnnotations(
  field: string,
  annotations: Record<string, string> | null | undefined,
): StatusCause[] {
  const errors: StatusCause[] = [];
  let size = 0;
  for (const key in annotations) {
    errors.push(...invalidEach(field, key, checkQualifiedName(key.toLowerCase())));
    size += key.length + (annotations[key]?.length ?? 0);
  }
  // The quick sum counts characters; only near the limit does it matter that the API server counts bytes.
  if (size * 3 > MAX_ANNOTATIONS_BYTES) {
    size = 0;
    for (const key in annotations) size += byteLength(key) + byteLength(annotations[key] ?? '');
    if (size > MAX_ANNOTATIONS_BYTES) errors.push(tooLong(field, MAX_ANNOTATIONS_BYTES));
  }
  return errors;
}

function validateOwners(field: string, owners: readonly OwnerReference[]): StatusCause[] {
  const errors: StatusCause[] = [];
  let controller = '';
  for (const owner of owners) {
    if (!owner.apiVersion)
      errors.push(invalidValue(`${field}.apiVersion`, owner.apiVersion ?? '', 'version must not be empty'));
    for (const key of ['kind', 'name', 'uid'] as const)
      if (!owner[key]) errors.push(invalidValue(`${field}.${key}`, owner[key] ?? '', 'must not be empty'));
    if (owner.controller !== true) continue;
    const current = `${owner.kind}/${owner.name}`;
    if (controller === '') controller = current;
    else
      errors.push(
        invalidValue(
          field,
          owners,
          `Only one reference can have Controller set to true. Found "true" in references for ${controller} and ${current}`,
        ),
      );
  }
  return errors;
}

export function validateLabelSelector(field: string, selector: LabelSelector): StatusCause[] {
  const errors = validateLabels(`${field}.matchLabels`, selector.matchLabels);
  for (const [index, expression] of (selector.matchExpressions ?? []).entries()) {
    const path = `${field}.matchExpressions[${index}]`;
    const count = expression.values?.length ?? 0;
    if (expression.operator === 'In' || expression.operator === 'NotIn') {
      if (count === 0)
        errors.push(required(`${path}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
    } else if (expression.operator === 'Exists' || expression.operator === 'DoesNotExist') {
      if (count > 0)
        errors.push(
          forbidden(`${path}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"),
        );
    } else
      errors.push(
        invalidValue(`${path}.operator`, expression.operator ?? '', 'not a valid selector operator'),
      );
    errors.push(
      ...invalidEach(`${path}.key`, expression.key ?? '', checkQualifiedName(expression.key ?? '')),
    );
    for (const [at, value] of (expression.values ?? []).entries())
      errors.push(...invalidEach(`${path}.values[${at}]`, value, checkLabelValue(value)));
  }
  return errors;
}

/** A selector as errors print it. */
export function printableSelector({ matchLabels, matchExpressions }: LabelSelector): unknown {
  return {
    ...(matchLabels && Object.keys(matchLabels).length > 0 ? { matchLabels: sortedMap(matchLabels) } : {}),
    ...(matchExpressions && matchExpressions.length > 0 ? { matchExpressions } : {}),
  };
}

export function validateImmutable(field: string, value: unknown, old: unknown): StatusCause[] {
  return isSame(value, old) ? [] : [invalidValue(field, value ?? '', IMMUTABLE)];
}

export function validateNonNegative(field: string, value: number | undefined): StatusCause[] {
  return value !== undefined && value < 0
    ? [invalidValue(field, value, 'must be greater than or equal to 0')]
    : [];
}
