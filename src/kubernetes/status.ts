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
