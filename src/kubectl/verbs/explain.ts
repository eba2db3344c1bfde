/** `kubectl explain TYPE.field.field`: what a field is, from the server's OpenAPI document. Models kubectl/pkg/explain/v2. */
import type { Call, Verb } from '../call.ts';
import { apiVersionOf, findType, KubectlError, type ResourceType } from '../client.ts';
import { BareError } from '../messages.ts';
import { wrapWords } from '../wrapWords.ts';

interface Schema {
  readonly $ref?: string;
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly additionalProperties?: Schema;
  readonly allOf?: readonly Schema[];
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

interface Document {
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
}

export const explain: Verb = {
  usage:
    'kubectl explain TYPE [--recursive=FALSE|TRUE] [--api-version=api-version-group] [-o|--output=plaintext|plaintext-openapiv2] [options]',
  short: 'Get documentation for a resource',
  flags: {
    recursive: { type: 'bool', help: 'Print the name of all the fields, also of those within.' },
    'api-version': { type: 'string' },
    output: { short: 'o', type: 'string', default: 'plaintext' },
  },
  run(call) {
    const { args, flags } = call;
    if (args.length === 0)
      throw new KubectlError(
        'You must specify the type of resource to explain. Use "kubectl api-resources" for a complete list of supported resources.',
      );
    if (args.length > 1) throw new KubectlError('We accept only this format: explain RESOURCE');
    const found = splitPath(call, args[0]!);
    if (found === null)
      throw new BareError(
        `the server doesn't have a resource type ${JSON.stringify(args[0]!.split('.')[0])}`,
      );
    const { type, path } = found;
    const wanted = flags.text('api-version');
    if (wanted !== '' && wanted !== apiVersionOf(type))
      throw new KubectlError(`couldn't find resource for "${wanted}, Resource=${type.plural}"`);
    const format = flags.text('output');
    // The older form knows nothing of what this server says only in the newer one.
    if (format === 'plaintext-openapiv2')
      throw new KubectlError(`couldn't find resource for "${type.group}/${type.version}, Kind=${type.kind}"`);
    if (format !== 'plaintext') throw new KubectlError(`unrecognized format: ${format}`);
    return show(call, type, path);
  },
};

/** `deployments.apps.spec`: the resource, perhaps with its group, then fields. */
function splitPath(call: Call, word: string): { type: ResourceType; path: readonly string[] } | null {
  const parts = word.split('.').filter((part) => part !== '');
  for (let length = parts.length; length > 0; length--) {
    const type = findType(call.client.types, parts.slice(0, length).join('.'));
    if (type !== undefined) return { type, path: parts.slice(length) };
  }
  return null;
}

function show(call: Call, type: ResourceType, path: readonly string[]): number {
  const { group, version, kind } = type;
  const root = group === '' ? `api/${version}` : `apis/${group}/${version}`;
  const document = JSON.parse(call.client.raw(`/openapi/v3/${root}`) as string) as Document;
  call.stdout(
    `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`,
  );
  const schema = Object.values(document.components.schemas).find((each) =>
    each['x-kubernetes-group-version-kind']?.some(
      (own) => own.group === group && own.version === version && own.kind === kind,
    ),
  );
  const text = schema && explained(document, schema, path, call.flags.isOn('recursive'));
  if (!text) throw new KubectlError(`field ${JSON.stringify(path.at(-1))} does not exist`);
  call.stdout(`${text}\n`);
  return 0;
}

function resolve({ components }: Document, schema: Schema): Schema {
  return schema.$ref === undefined ? schema : (components.schemas[schema.$ref.split('/').at(-1)!] ?? schema);
}

/** Follows the path; what is found there, or nothing. */
function explained(
  document: Document,
  schema: Schema,
  path: readonly string[],
  isRecursive: boolean,
): string {
  const resolved = resolve(document, schema);
  const [field, ...rest] = path;
  if (field === undefined) {
    const description = descriptionOf(document, resolved) || '<empty>';
    const fields = fieldList(document, resolved, 1, isRecursive, []);
    return `DESCRIPTION:\n${indent(wrapWords(description, 76), 4)}\n${fields === '' ? '' : `FIELDS:\n${fields}`}`;
  }
  const own = resolved.properties?.[field];
  if (own !== undefined) {
    const heading =
      rest.length > 0 ? '' : `FIELD: ${field} <${typeOf(document, own)}>\n${enumOf(own, true, 0)}\n\n`;
    const found = explained(document, own, rest, isRecursive);
    return found === '' ? '' : heading + found;
  }
  for (const inner of [resolved.items, resolved.additionalProperties, ...(resolved.allOf ?? [])]) {
    const found = inner === undefined ? '' : explained(document, inner, path, isRecursive);
    if (found !== '') return found;
  }
  return '';
}

/** Its own and those of all that it is made of, each with a newline. */
function descriptionOf(document: Document, schema: Schema): string {
  const { description, allOf = [], items, additionalProperties } = resolve(document, schema);
  const inner = [...allOf, items, additionalProperties].filter((each) => each !== undefined);
  return `${description ? `${description}\n` : ''}${inner.map((each) => descriptionOf(document, each)).join('')}`;
}

/** `seen`: the references that led here, so that what contains itself ends. */
function fieldList(
  document: Document,
  schema: Schema,
  level: number,
  isRecursive: boolean,
  seen: readonly string[],
): string {
  const { $ref } = schema;
  if ($ref !== undefined && seen.includes($ref)) return '';
  const history = $ref === undefined ? seen : [...seen, $ref];
  const {
    properties = {},
    required = [],
    allOf = [],
    items,
    additionalProperties,
  } = resolve(document, schema);
  const own = Object.keys(properties)
    .sort()
    .map((name) => {
      const field = properties[name]!;
      const isRequired = required.includes(name) ? ' -required-' : '';
      const margin = level * 2;
      const line = `${' '.repeat(margin)}${name}\t<${typeOf(document, field)}>${isRequired}${enumOf(field, false, margin)}\n`;
      if (isRecursive) return line + fieldList(document, field, level + 1, true, history);
      const text = wrapWords(field.description ?? '<no description>', 78 - margin);
      return `${line}${indent(text, margin + 2)}\n\n`;
    });
  const inner = [...allOf, items, additionalProperties].filter((each) => each !== undefined);
  return own.join('') + inner.map((each) => fieldList(document, each, level, isRecursive, history)).join('');
}

/** `[]Container`, `map[string]string`, `integer`. */
function typeOf(document: Document, schema: Schema): string {
  const { items, additionalProperties, allOf, properties, $ref, type } = schema;
  if (items !== undefined) return `[]${typeOf(document, items)}`;
  if (additionalProperties !== undefined) return `map[string]${typeOf(document, additionalProperties)}`;
  if (allOf?.length === 1 && properties === undefined) return typeOf(document, allOf[0]!);
  if ($ref !== undefined) {
    const target = resolve(document, schema);
    return target.type === undefined || target.type === 'object' ? $ref.split(/[./]/).at(-1)! : target.type;
  }
  return type === undefined || type === 'object' ? 'Object' : type;
}

/** Most values that are listed below a field among others. */
const MOST_VALUES = 4;

function enumOf({ enum: values = [] }: Schema, isLong: boolean, margin: number): string {
  if (values.length === 0) return '';
  const texts = values.map((value) => (value === '' ? '""' : String(value)));
  if (isLong) return `ENUM:${texts.map((text) => `\n    ${text}`).join('')}`;
  const shown = texts.slice(0, MOST_VALUES).join(', ');
  return `\n${' '.repeat(margin)}enum: ${shown}${texts.length > MOST_VALUES ? ', ....' : ''}`;
}

function indent(text: string, by: number): string {
  return text
    .split('\n')
    .map((line) => ' '.repeat(by) + line)
    .join('\n');
}
