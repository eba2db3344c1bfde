/** Ports by number or by name, and their protocols: shared by Services, containers and probes. */
import { invalidEach, required } from './fieldError.ts';
import { checkPortName, checkPortNumber } from './names.ts';
import type { StatusCause } from './status.ts';

/** In the order in which the API server lists them. */
export const protocols: readonly string[] = ['SCTP', 'TCP', 'UDP'];

/** `ValidatePortNumOrName`. */
export function validatePortNumberOrName(field: string, port: number | string): StatusCause[] {
  if (typeof port === 'number') return invalidEach(field, port, checkPortNumber(port));
  return port === '' ? [required(field)] : invalidEach(field, port, checkPortName(port));
}
