/** The few words of JSON Schema that lessons are described with, and the check that says in plain English what does not fit. */

/** A subset of JSON Schema 2020-12; what is here is checked, so that the published schema and this page agree. */
export interface Schema {
  readonly type?: 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean';
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: false;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly enum?: readonly (string | number | boolean)[];
  readonly const?: string | number | boolean;
  readonly pattern?: string;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  /** The value has one of these types and no more is asked of it. */
  readonly anyOf?: readonly Schema[];
  /** What one name among the properties says about the others: checked by that name, so that errors are exact. */
  readonly oneOf?: readonly Schema[];
}

export interface Misfit {
  /** `choices[1].value` as its steps. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Everything that does not fit, in the order of the value. */
export function misfitsOf(schema: Schema, value: unknown, path: Misfit['path'] = []): Misfit[] {
  const bad = (message: string): Misfit[] => [{ path, message }];
  if (schema.const !== undefined && value !== schema.const) return bad(`must be ${schema.const}.`);
  if (schema.enum !== undefined && !schema.enum.some((allowed) => allowed === value))
    return bad(`must be one of ${schema.enum.join(', ')}${isPlain(value) ? `, not "${value}"` : ''}.`);
  if (schema.anyOf !== undefined) {
    if (schema.anyOf.some((each) => misfitsOf(each, value).length === 0)) return [];
    return bad(`must be ${schema.anyOf.map(inWords).join(' or ')}.`);
  }
  if (schema.oneOf !== undefined) return misfitsOfOne(schema.oneOf, value, path);
  if (schema.type !== undefined && !hasType(schema.type, value))
    return bad(`must be ${inWords(schema)}${value === null ? ', not empty' : ''}.`);
  if (typeof value === 'string') return textMisfits(schema, value).flatMap(bad);
  if (typeof value === 'number') return numberMisfits(schema, value).flatMap(bad);
  if (Array.isArray(value)) return listMisfits(schema, value, path);
  return isRecord(value) ? recordMisfits(schema, value, path) : [];
}

function isPlain(value: unknown): value is string | number | boolean {
  return ['string', 'number', 'boolean'].includes(typeof value);
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function hasType(type: NonNullable<Schema['type']>, value: unknown): boolean {
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isRecord(value);
  if (type === 'integer') return Number.isInteger(value);
  return typeof value === type;
}

const typeWords: Readonly<Record<NonNullable<Schema['type']>, string>> = {
  object: 'a set of fields',
  array: 'a list',
  string: 'text',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
};

function inWords({ type, enum: allowed, const: only }: Schema): string {
  if (only !== undefined) return String(only);
  if (allowed !== undefined) return `one of ${allowed.join(', ')}`;
  return type === undefined ? 'something else' : typeWords[type];
}

function textMisfits({ pattern, minLength, maxLength, description }: Schema, value: string): string[] {
  if (minLength !== undefined && value.trim().length < minLength) return ['must not be empty.'];
  if (maxLength !== undefined && value.length > maxLength)
    return [`must be no longer than ${maxLength} characters.`];
  if (pattern === undefined || new RegExp(pattern, 'u').test(value)) return [];
  return [`"${value}" is not ${description === undefined ? `of the form ${pattern}` : description}.`];
}

function numberMisfits({ minimum, maximum }: Schema, value: number): string[] {
  if (minimum !== undefined && value < minimum) return [`must be at least ${minimum}.`];
  return maximum !== undefined && value > maximum ? [`must be at most ${maximum}.`] : [];
}

function listMisfits(
  { minItems, maxItems, items }: Schema,
  value: unknown[],
  path: Misfit['path'],
): Misfit[] {
  const misfits: Misfit[] = [];
  if (minItems !== undefined && value.length < minItems)
    misfits.push({
      path,
      message: `must have at least ${minItems} ${minItems === 1 ? 'entry' : 'entries'}.`,
    });
  if (maxItems !== undefined && value.length > maxItems)
    misfits.push({ path, message: `must have at most ${maxItems} entries.` });
  if (items !== undefined)
    for (const [index, each] of value.entries()) misfits.push(...misfitsOf(items, each, [...path, index]));
  return misfits;
}

function recordMisfits(schema: Schema, value: Record<string, unknown>, path: Misfit['path']): Misfit[] {
  const { properties = {}, required = [], additionalProperties } = schema;
  const misfits: Misfit[] = [];
  for (const name of required)
    if (value[name] === undefined) misfits.push({ path: [...path, name], message: 'is missing.' });
  for (const [name, each] of Object.entries(value)) {
    const known = Object.hasOwn(properties, name) ? properties[name] : undefined;
    if (known !== undefined) misfits.push(...misfitsOf(known, each, [...path, name]));
    else if (additionalProperties === false)
      misfits.push({
        path: [...path, name],
        message: `is not known here; known are ${Object.keys(properties).join(', ')}.`,
      });
  }
  return misfits;
}

/** Each alternative is told by its first required field. */
function misfitsOfOne(alternatives: readonly Schema[], value: unknown, path: Misfit['path']): Misfit[] {
  const names = alternatives.map(({ required }) => required?.[0] ?? '');
  if (!isRecord(value)) return [{ path, message: 'must be a set of fields.' }];
  const index = names.findIndex((name) => value[name] !== undefined);
  if (index < 0) return [{ path, message: `must have one of ${names.join(', ')}.` }];
  return misfitsOf(alternatives[index]!, value, path);
}

/** `choices[1].value` */
export function fieldOf(path: Misfit['path']): string {
  return path.reduce<string>(
    (text, step) => (typeof step === 'number' ? `${text}[${step}]` : text === '' ? step : `${text}.${step}`),
    '',
  );
}
