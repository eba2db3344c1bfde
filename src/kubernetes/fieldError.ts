/** Makers of validation errors, worded as apimachinery's `field.Error` prints them. */
import type { StatusCause } from './status.ts';

const escapes: Record<string, string> = { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' };

/** A value as an error shows it: strings in double quotes, numbers and booleans bare, the rest as Go's JSON. */
export function printValue(value: unknown): string {
  if (value === undefined || value === null) return 'null';
  if (typeof value !== 'object') return JSON.stringify(value);
  return JSON.stringify(value).replace(/[<>&]/g, (character) => escapes[character] ?? character);
}

/** A map with its keys in order, as Go prints maps. */
export function sortedMap(map: Record<string, unknown> | null | undefined): Record<string, unknown> | null {
  if (map === null || map === undefined) return null;
  return Object.fromEntries(Object.entries(map).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}

function withDetail(body: string, detail: string): string {
  return detail === '' ? body : `${body}: ${detail}`;
}

export function required(field: string, detail = ''): StatusCause {
  return { reason: 'FieldValueRequired', message: withDetail('Required value', detail), field };
}

export function invalidValue(field: string, value: unknown, detail: string): StatusCause {
  const message = withDetail(`Invalid value: ${printValue(value)}`, detail);
  return { reason: 'FieldValueInvalid', message, field };
}

export function duplicate(field: string, value: unknown, detail = ''): StatusCause {
  const message = withDetail(`Duplicate value: ${printValue(value)}`, detail);
  return { reason: 'FieldValueDuplicate', message, field };
}

export function forbidden(field: string, detail: string): StatusCause {
  return { reason: 'FieldValueForbidden', message: withDetail('Forbidden', detail), field };
}

export function notFoundValue(field: string, value: unknown): StatusCause {
  return { reason: 'FieldValueNotFound', message: `Not found: ${printValue(value)}`, field };
}

/** The supported values are listed in the given order: most callers of the API server sort them, some do not. */
export function notSupported(field: string, value: unknown, supported: readonly string[]): StatusCause {
  const list = supported.map((one) => JSON.stringify(one)).join(', ');
  const message = withDetail(`Unsupported value: ${printValue(value)}`, `supported values: ${list}`);
  return { reason: 'FieldValueNotSupported', message, field };
}

export function tooLong(field: string, maxLength: number): StatusCause {
  const message = `Too long: may not be more than ${maxLength} bytes`;
  return { reason: 'FieldValueTooLong', message, field };
}

export function tooMany(field: string, actual: number, max: number): StatusCause {
  const message = `Too many: ${actual}: must have at most ${max} items`;
  return { reason: 'FieldValueTooMany', message, field };
}

/** One `Invalid value` per complaint about the same value. */
export function invalidEach(field: string, value: unknown, complaints: readonly string[]): StatusCause[] {
  return complaints.map((complaint) => invalidValue(field, value, complaint));
}
