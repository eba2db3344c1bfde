/** Makers of validation errors, worded as apimachinery's `field.Error` prints them. */
import type { StatusCause } from './status.ts';

/** A value as an error shows it: strings in double quotes, the rest as JSON. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  return JSON.stringify(value);
}

function body(type: string, detail: string): string {
  return detail === '' ? type : `${type}: ${detail}`;
}

export function required(field: string, detail = ''): StatusCause {
  return { reason: 'FieldValueRequired', message: body('Required value', detail), field };
}

export function invalidValue(field: string, value: unknown, detail: string): StatusCause {
  return {
    reason: 'FieldValueInvalid',
    message: body(`Invalid value: ${printValue(value)}`, detail),
    field,
  };
}

export function duplicate(field: string, value: unknown): StatusCause {
  return { reason: 'FieldValueDuplicate', message: `Duplicate value: ${printValue(value)}`, field };
}

export function forbidden(field: string, detail: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: body('Forbidden', detail), field };
}

/** The supported values are listed in the given order, as the API server's callers sort them. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): StatusCause {
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  return {
    reason: 'FieldValueNotSupported',
    message: body(
      `Unsupported value: ${printValue(value)}`,
      supported.length > 0 ? `supported values: ${list}` : '',
    ),
    field,
  };
}

export function tooLong(field: string, maxLength: number): StatusCause {
  return {
    reason: 'FieldValueTooLong',
    message: `Too long: may not be more than ${maxLength} bytes`,
    field,
  };
}

export function tooMany(field: string, actual: number, max: number): StatusCause {
  return {
    reason: 'FieldValueTooMany',
    message: `Too many: ${actual}: must have at most ${max} items`,
    field,
  };
}
