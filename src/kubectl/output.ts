/** `-o`: how one object or a list of them is printed, and `created`, `configured`, … where nothing is asked for. */
import type { Call } from './call.ts';
import { apiVersionOf, KubectlError, type Loose, type ResourceType } from './client.ts';
import { customColumns } from './customColumns.ts';
import type { FlagTable } from './flags.ts';
import { jsonPath } from './jsonPath.ts';
import { goJSON, toYAML } from './yaml.ts';

export const outputFlags: FlagTable = {
  output: { short: 'o', type: 'string', help: 'Output format.' },
  'show-managed-fields': { type: 'bool' },
  template: { type: 'string' },
  'allow-missing-template-keys': { type: 'bool', default: 'true' },
};

export const dryRunFlag: FlagTable = {
  'dry-run': {
    type: 'string',
    default: 'none',
    bare: 'unchanged',
    help: 'Must be "none", "server", or "client".',
  },
};

export type DryRun = 'none' | 'client' | 'server';

export function dryRunOf({ flags }: Call): DryRun {
  const given = flags.text('dry-run');
  if (given === 'unchanged' || given === 'client') return 'client';
  if (given === 'none' || given === 'server' || given === '') return given === '' ? 'none' : given;
  throw new KubectlError(`Invalid dry-run value (${given}). Must be "none", "server", or "client".`);
}

export function dryRunQuery(dryRun: DryRun) {
  return dryRun === 'server' ? { dryRun: 'All' } : {};
}

export const validateFlag: FlagTable = {
  validate: {
    type: 'string',
    default: 'strict',
    bare: 'strict',
    help: 'Must be one of: strict (or true), warn, ignore (or false).',
  },
};

const VALIDATIONS: Readonly<Record<string, string>> = {
  strict: 'Strict',
  true: 'Strict',
  warn: 'Warn',
  ignore: 'Ignore',
  false: 'Ignore',
};

/** What the server is to do with fields that it does not know. */
export function validationQuery({ flags }: Call) {
  const given = flags.text('validate');
  const fieldValidation = VALIDATIONS[given];
  if (fieldValidation === undefined)
    throw new KubectlError(
      `invalid - validate option ${JSON.stringify(given)}; must be one of: strict (or true), warn, ignore (or false)`,
    );
  return { fieldValidation };
}

/** Who is noted as the manager of the fields that a verb writes. */
export function managerFlag(name: string): FlagTable {
  return {
    'field-manager': {
      type: 'string',
      default: name,
      help: 'Name of the manager used to track field ownership.',
    },
  };
}

/** What goes with every write. */
export function writeQuery({ flags }: Call, dryRun: DryRun) {
  return { ...dryRunQuery(dryRun), fieldManager: flags.text('field-manager') || undefined };
}

export const DRY_RUN_WORDS: Readonly<Record<DryRun, string>> = {
  none: '',
  client: ' (dry run)',
  server: ' (server dry run)',
};

const FORMATS =
  'custom-columns,custom-columns-file,go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,wide,yaml';
const WRITE_FORMATS =
  'go-template,go-template-file,json,jsonpath,jsonpath-as-json,jsonpath-file,kyaml,name,template,templatefile,yaml';

export function typeNameOf({ group, singular }: ResourceType): string {
  return group === '' ? singular : `${singular}.${group}`;
}

export function withoutManagedFields(object: Loose): Loose {
  const { managedFields: _, ...metadata } = (object.metadata ?? {}) as Loose['metadata'] & {
    managedFields?: unknown;
  };
  const { items } = object as { items?: unknown };
  return {
    ...object,
    metadata,
    ...(Array.isArray(items) ? { items: (items as Loose[]).map(withoutManagedFields) } : {}),
  };
}

/** Several objects as one List. */
export function listOf(objects: readonly Loose[]): Loose {
  return {
    apiVersion: 'v1',
    items: objects,
    kind: 'List',
    metadata: { resourceVersion: '' },
  } as unknown as Loose;
}

export type DocumentPrinter = (object: Loose, type: ResourceType | null) => string;

/** The printer for the format that is asked for; null where it needs a table: for none and `wide`. */
export function documentPrinter({ flags }: Call, isGet = true): DocumentPrinter | null {
  const format = flags.text('output') || (flags.has('template') ? 'go-template' : '');
  const [name = ''] = format.split('=');
  const argument = format.includes('=') ? format.slice(format.indexOf('=') + 1) : '';
  if (format === '' || (format === 'wide' && isGet)) return null;
  // Only these two hide them.
  const shown = flags.isOn('show-managed-fields') ? (object: Loose) => object : withoutManagedFields;
  if (name === 'yaml') return (object) => toYAML(shown(object));
  if (name === 'json') return (object) => `${goJSON(shown(object), 4)}\n`;
  if (name === 'name')
    return (object, type) => {
      const items = (object as { items?: Loose[] }).items;
      if (Array.isArray(items)) return items.map((item) => nameLine(item, null)).join('');
      return nameLine(object, type);
    };
  const mustExist = !flags.isOn('allow-missing-template-keys');
  if (name === 'jsonpath') return jsonPath(argument, { mustExist });
  if (name === 'jsonpath-as-json') return jsonPath(argument, { mustExist, asJSON: true });
  if (name === 'custom-columns' && isGet) return customColumns(argument, !flags.isOn('no-headers'));
  if (FORMATS.split(',').includes(name) && (isGet || WRITE_FORMATS.split(',').includes(name)))
    throw new KubectlError(`the output format ${JSON.stringify(name)} is not part of this terminal`);
  throw new KubectlError(
    `unable to match a printer suitable for the output format ${JSON.stringify(name)}, allowed formats are: ${isGet ? FORMATS : WRITE_FORMATS}`,
  );
}

function nameLine(object: Loose, type: ResourceType | null): string {
  const group = object.apiVersion.includes('/') ? object.apiVersion.split('/')[0] : '';
  const word =
    type === null ? `${object.kind.toLowerCase()}${group === '' ? '' : `.${group}`}` : typeNameOf(type);
  return `${word}/${object.metadata.name}\n`;
}

/** After a write: `deployment.apps/shop scaled`, or the object in the format that was asked for. */
export function reportWrite(
  call: Call,
  type: ResourceType,
  object: Loose,
  deed: string,
  dryRun: DryRun = 'none',
): void {
  const printer = documentPrinter(call, false);
  call.stdout(
    printer === null
      ? `${typeNameOf(type)}/${object.metadata.name} ${deed}${DRY_RUN_WORDS[dryRun]}\n`
      : printer(withKind(object, type), type),
  );
}

function withKind(object: Loose, type: ResourceType): Loose {
  return { ...object, apiVersion: object.apiVersion ?? apiVersionOf(type), kind: object.kind ?? type.kind };
}
