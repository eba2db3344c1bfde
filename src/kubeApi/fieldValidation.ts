/** `fieldValidation` of a write: fields that a kind does not have are refused, warned of, or silently dropped. Dropped they are always. */
import { unknownFields } from '../kubernetes/decode.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { failure, type Status } from '../kubernetes/status.ts';
import type { ApiRequest, LooseObject } from './http.ts';

export interface Checked {
  readonly object: KubernetesObject;
  readonly warnings: readonly string[];
  /** In the words for a whole object, and for a patch. */
  readonly status?: Status;
}

/** The object without the fields that its kind does not have, as typed clients would read it. */
export function checkFields(
  object: KubernetesObject,
  { query }: ApiRequest,
  patch: LooseObject | null,
): Checked {
  const unknown = unknownFields(object);
  if (unknown.length === 0) return { object, warnings: [] };
  const errors = unknown.map((path) => `unknown field "${path}"`);
  const pruned = unknown.reduce<unknown>(
    (rest, path) => without(rest, stepsOf(path)),
    object,
  ) as KubernetesObject;
  const mode = query.get('fieldValidation') ?? 'Warn';
  if (mode === 'Strict')
    return { object: pruned, warnings: [], status: strictError(object, patch, errors.join(', ')) };
  return { object: pruned, warnings: mode === 'Ignore' ? [] : errors };
}

function strictError(
  { apiVersion, kind }: KubernetesObject,
  patch: LooseObject | null,
  errors: string,
): Status {
  const message = `strict decoding error: ${errors}`;
  if (patch === null)
    return failure(
      400,
      'BadRequest',
      `${kind} in version "${apiVersion.split('/').at(-1)}" cannot be handled as a ${kind}: ${message}`,
    );
  const cause = `Invalid value: ${JSON.stringify(inGo(patch))}: ${message}`;
  return failure(422, 'Invalid', ` "" is invalid: patch: ${cause}`, {
    causes: [{ reason: 'FieldValueInvalid', message: cause, field: 'patch' }],
  });
}

/** A value as Go's `%+v` prints it: `map[spec:map[replicas:2]]`. */
function inGo(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inGo).join(' ')}]`;
  if (typeof value !== 'object' || value === null) return value === null ? '<nil>' : String(value);
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return `map[${entries.map(([key, item]) => `${key}:${inGo(item)}`).join(' ')}]`;
}

/** `spec.ports[0].nodport` → spec, ports, 0, nodport */
function stepsOf(path: string): string[] {
  return path.split(/[.[\]]/).filter((step) => step !== '');
}

function without(value: unknown, [step = '', ...rest]: readonly string[]): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => (String(index) === step ? without(item, rest) : item));
  if (typeof value !== 'object' || value === null) return value;
  const { [step]: inner, ...others } = value as Record<string, unknown>;
  return rest.length === 0 ? others : { ...value, [step]: without(inner, rest) };
}
