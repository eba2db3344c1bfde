/** The answer of the API server to a write: success, or a failure in its own words (meta/v1 `Status`). */

/** One wrong field, as in `details.causes` (apimachinery `field.Error`). */
export interface StatusCause {
  /** `FieldValueRequired`, `FieldValueInvalid`, `FieldValueNotSupported`, `FieldValueDuplicate`, `FieldValueForbidden`, `FieldValueTooLong`, … */
  reason: string;
  /** `Invalid value: "x": must be …`: everything of the error but the path. */
  message: string;
  /** `spec.ports[0].nodePort` */
  field: string;
}

export interface Status {
  apiVersion: 'v1';
  kind: 'Status';
  status: 'Success' | 'Failure';
  code: number;
  /** `Invalid`, `NotFound`, `AlreadyExists`, `Conflict`, `BadRequest`, … Absent on success. */
  reason?: string;
  /** `Service "shop" is invalid: spec.ports[0].nodePort: Invalid value: 80: provided port is not in the valid range. The range of valid ports is 30000-32767` */
  message: string;
  details?: { name?: string; group?: string; kind?: string; causes?: StatusCause[] };
}

export const success: Status = {
  apiVersion: 'v1',
  kind: 'Status',
  status: 'Success',
  code: 200,
  message: '',
};

export function failure(
  code: number,
  reason: string,
  message: string,
  details: Status['details'] = undefined,
): Status {
  return {
    apiVersion: 'v1',
    kind: 'Status',
    status: 'Failure',
    code,
    reason,
    message,
    ...(details === undefined ? {} : { details }),
  };
}

/** `services` or `deployments.apps`, as error messages name a resource. */
export function qualifiedResource(plural: string, group: string): string {
  return group === '' ? plural : `${plural}.${group}`;
}

/** 422 with every wrong field: `Service "shop" is invalid: spec.ports[0].port: Invalid value: …`, or `[…, …]` for several. */
export function invalid(
  object: { apiVersion: string; kind: string; metadata: { name: string } },
  causes: StatusCause[],
): Status {
  const slash = object.apiVersion.indexOf('/');
  const group = slash < 0 ? '' : object.apiVersion.slice(0, slash);
  const messages = [...new Set(causes.map((cause) => `${cause.field}: ${cause.message}`))];
  const list = messages.length === 1 ? messages[0] : `[${messages.join(', ')}]`;
  const { kind } = object;
  const name = object.metadata.name ?? '';
  return failure(422, 'Invalid', `${qualifiedResource(kind, group)} "${name}" is invalid: ${list}`, {
    name,
    ...(group === '' ? {} : { group }),
    kind,
    causes,
  });
}

export function notFound(plural: string, group: string, name: string): Status {
  return failure(404, 'NotFound', `${qualifiedResource(plural, group)} "${name}" not found`, {
    name,
    ...(group === '' ? {} : { group }),
    kind: plural,
  });
}

export function alreadyExists(plural: string, group: string, name: string): Status {
  return failure(409, 'AlreadyExists', `${qualifiedResource(plural, group)} "${name}" already exists`, {
    name,
    ...(group === '' ? {} : { group }),
    kind: plural,
  });
}

export function conflict(plural: string, group: string, name: string): Status {
  return failure(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedResource(plural, group)} "${name}": the object has been modified; please apply your changes to the latest version and try again`,
    { name, ...(group === '' ? {} : { group }), kind: plural },
  );
}
