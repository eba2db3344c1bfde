/**
 * `metadata.managedFields`: who set which fields, as clients see it. Models apimachinery's `managedfields` (FieldsV1).
 * Simplified: only writers that came through this API are listed, and items of lists are told apart by one field.
 */
import type { KubernetesObject } from '../kubernetes/objectMeta.ts';
import { type Owners, partsOf, writtenContent } from './serverSideApply.ts';

interface Entry {
  readonly apiVersion: string;
  readonly fieldsType: 'FieldsV1';
  readonly fieldsV1: Fields;
  readonly manager: string;
  readonly operation: 'Apply' | 'Update';
  readonly subresource?: string;
  readonly time?: string;
}

interface Fields {
  [segment: string]: Fields;
}

/** The object with who manages it, where that is known. */
export function withManagedFields(object: KubernetesObject, owners: Owners | undefined): KubernetesObject {
  const managedFields = owners === undefined ? [] : entriesOf(object, owners);
  return managedFields.length === 0
    ? object
    : { ...object, metadata: { ...object.metadata, managedFields } as KubernetesObject['metadata'] };
}

/**
 * What a client may do to the list: hand the fields of who only updated to an applier, as kubectl does when it goes over
 * to server-side apply.
 */
export function handOver({ managers, applied, times }: Owners, after: KubernetesObject): void {
  const { managedFields } = after.metadata as { managedFields?: readonly Entry[] };
  const heir = managedFields?.find(({ operation }) => operation === 'Apply');
  if (managedFields === undefined || heir === undefined) return;
  const left = new Set(managedFields.map(({ manager }) => manager));
  for (const [path, author] of managers) {
    const name = author.slice(1, -1);
    if (/^"[^"]*"$/.test(author) && !left.has(name) && !applied.has(name))
      managers.set(path, `"${heir.manager}"`);
  }
  for (const author of times.keys())
    if (![...managers.values()].includes(author) && !applied.has(author.slice(1, -1))) times.delete(author);
}

function entriesOf(object: KubernetesObject, { managers, applied, times }: Owners): Entry[] {
  const entry = (author: string, operation: Entry['operation'], fieldsV1: Fields | null): Entry[] => {
    if (fieldsV1 === null) return [];
    const [, manager = '', subresource] = /^"([^"]*)"(?: with subresource "([^"]*)")?$/.exec(author) ?? [];
    const time = times.get(author);
    return [
      {
        apiVersion: object.apiVersion,
        fieldsType: 'FieldsV1',
        fieldsV1,
        manager,
        operation,
        ...(subresource === undefined ? {} : { subresource }),
        ...(time === undefined ? {} : { time }),
      },
    ];
  };
  const applying = [...applied].flatMap(([manager, config]) =>
    entry(
      `"${manager}"`,
      'Apply',
      fieldsOf(writtenContent(config), '', '', () => true),
    ),
  );
  const authors = [...new Set(managers.values())].filter((author) => !applied.has(author.slice(1, -1)));
  const content = writtenContent(object);
  const updating = authors.flatMap((author) =>
    entry(
      author,
      'Update',
      fieldsOf(content, '', '', (path) => managers.get(path) === author),
    ),
  );
  const inOrder = (a: Entry, b: Entry) => ((a.time ?? '') < (b.time ?? '') ? -1 : 1);
  return [...applying.sort(inOrder), ...updating.sort(inOrder)];
}

/** `{f:spec: {f:containers: {k:{"name":"web"}: {.: {}, f:image: {}}}}}`: the fields that somebody owns; null for none. */
function fieldsOf(
  value: unknown,
  path: string,
  field: string,
  owns: (path: string) => boolean,
): Fields | null {
  const parts = partsOf(value, path, field);
  if (parts === null) return owns(path) ? {} : null;
  const fields: Fields = {};
  for (const { segment, value: item, path: at, field: name } of parts) {
    const inner = fieldsOf(item, at, name, owns);
    if (inner !== null) fields[segment] = segment.startsWith('k:') ? { '.': {}, ...inner } : inner;
  }
  return Object.keys(fields).length === 0 ? null : fields;
}
