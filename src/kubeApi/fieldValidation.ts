/** `fieldValidation` of a write: fields that a kind does not have are refused, warned of, or silently dropped. Dropped they are always. */
import { unknownFields } from '../kubernetes/decode.ts';
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { failure, type Status } from '../kubernetes/status.ts';
import { duplicateFields } from './duplicateFields.ts';
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
  request: ApiRequest,
  patch: LooseObject | null,
): Checked {
  const mode = request.query.get('fieldValidation') ?? 'Warn';
  const unknown = unknownFields(object);
  const errors = [
    ...(mode === 'Ignore' || patch !== null ? [] : duplicatesIn(request)).map(
      (path) => `duplicate field "${path}"`,
    ),
    ...unknown.map((path) => `unknown field "${path}"`),
  ];
  if (errors.length === 0 && unknown.length === 0) return { object, warnings: [] };
  const pruned = unknown.reduce<unknown>(
    (rest, path) => without(rest, stepsOf(path)),
    object,
  ) as KubernetesObject;
  if (mode === 'Strict')
    return { object: pruned, warnings: [], status: strictError(object, patch, errors.join(', ')) };
  return { object: pruned, warnings: mode === 'Ignore' ? [] : errors };
}

/** Of an object that came whole, as JSON. */
function duplicatesIn({ method, headers, body }: ApiRequest): string[] {
  const isWhole = method === 'POST' || method === 'PUT';
  const isJSON = (headers['content-type'] ?? 'application/json').includes('json') && body[0] === 0x7b;
  if (!isWhole || !isJSON) return [];
  return duplicateFields(new TextDecoder().decode(body));
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
